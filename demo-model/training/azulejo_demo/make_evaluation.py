"""Draws the held-out pictures and writes their questions. Usage: python -m azulejo_demo.make_evaluation --to DIR

Fonts, shades, arrangements of shapes and bar gaps are those that training never shows (held_out=True), the words too.
"""

import argparse
import json
import os
import shutil

import numpy as np

from . import pictures, questions

SEED = 20261123
# pictures of each kind, and for each the questions asked about it
PLAN = [
    (
        "shapes",
        180,
        [
            (questions.about_shapes, ["list", "colour", "shape", "place", "what at", "size"]),
            (questions.about_shapes, ["total", "count kind", "count colour"]),
            (questions.about_shapes, ["exists", "is colour", "beside", "is count", "is place"]),
        ],
    ),
    ("text", 200, [(questions.about_text, ["read"])]),
    (
        "chart",
        90,
        [
            (questions.about_chart, ["highest", "lowest", "top value"]),
            (questions.about_chart, ["value", "all", "which"]),
            (questions.about_chart, ["higher", "is highest", "is value", "bars"]),
        ],
    ),
    ("nothing", 12, [(questions.about_nothing, [None])]),
]


def five(rng):
    r = rng.random()
    if r < 0.6:
        return "".join(rng.choice(list(pictures.CODE_CHARS), 5))
    if r < 0.75:
        return "".join(rng.choice(list("0123456789"), 5))
    return str(rng.choice([w for w in pictures.HELD_OUT_WORDS if len(w) == 5]))


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--to", required=True)
    a = a.parse_args()
    folder = os.path.join(a.to, "pictures")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    rng = np.random.default_rng(SEED)
    rows = []

    def ask(q, picture, history=()):
        row = {
            "id": f"q{len(rows) + 1:04d}",
            "picture": picture,
            "category": q.category,
            "topic": q.topic,
            "question": q.question,
            "all": q.all,
            "none": q.none,
        }
        if history:
            row["history"] = [[h.question, h.answer] for h in history]
        rows.append(row)

    for kind, count, plan in PLAN:
        for n in range(count):
            name = f"{kind}-{n + 1:03d}.png"
            if kind == "text" and n < 160:  # the aim is stated for five characters
                p = pictures.picture(rng, kind, held_out=True, text=five(rng))
            else:
                p = pictures.picture(rng, kind, held_out=True)
            p.image.save(os.path.join(folder, name), optimize=True)
            asked = []
            for about, topics in plan:
                q = about(rng, p.facts, questions.pick(rng, topics))
                if kind == "text":
                    q.topic = "five characters" if n < 160 else "1 to 8 characters"
                ask(q, name, asked[:2] if rng.random() < 0.2 else ())
                asked.append(q)
            if kind == "text" and n % 8 == 0:
                ask(questions.about_text(rng, p.facts, questions.pick(rng, ["any", "says", "ink", "character"])), name)
            if n % 12 == 0:
                ask(questions.across(rng, kind), name)
            if n % 20 == 0:
                ask(questions.talk(rng, True), name, asked[:1])
    for _ in range(40):
        ask(questions.talk(rng, True), None)
    for _ in range(15):
        ask(questions.without_picture(rng), None)
    with open(os.path.join(a.to, "questions.jsonl"), "w") as f:
        for r in rows:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
    count = {}
    for r in rows:
        count[r["category"]] = count.get(r["category"], 0) + 1
    size = sum(os.path.getsize(os.path.join(folder, f)) for f in os.listdir(folder))
    print(len(rows), "questions", count, len(os.listdir(folder)), "pictures", size, "bytes")


if __name__ == "__main__":
    main()
