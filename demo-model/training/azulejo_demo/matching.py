"""When an answer counts as right; evaluation/README.md says the same in words."""

import re


def contains(answer, phrase, exact):
    if not exact:
        answer, phrase = answer.lower(), phrase.lower()
    return re.search(r"(?<![A-Za-z0-9])" + re.escape(phrase) + r"(?![A-Za-z0-9])", answer) is not None


def right(answer, question):
    exact = question["category"] == "text"
    return all(contains(answer, p, exact) for p in question["all"]) and not any(
        contains(answer, p, exact) for p in question["none"]
    )
