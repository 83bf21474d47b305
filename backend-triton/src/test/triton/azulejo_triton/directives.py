"""Faults that the user's own text asks for; anything else stays as it would be.

#delay-ms=N     waits N milliseconds before each token of this request; the others go on
#error-after=N  fails in mid-stream once N tokens are sent
#length=N       the end token comes as the N-th token, and not before
"""

import re
from dataclasses import dataclass

USER = "<|im_start|>user"
DIRECTIVE = re.compile(r"#(delay-ms|error-after|length)=(\d+)")


@dataclass(frozen=True)
class Directives:
    delay: float = 0.0  # seconds
    error_after: "int | None" = None
    length: "int | None" = None


def directives_in(text):
    """Those of the last user's turn: earlier ones had their effect."""
    found = {name: int(value) for name, value in DIRECTIVE.findall(text.rpartition(USER)[2])}
    return Directives(found.get("delay-ms", 0) / 1000, found.get("error-after"), found.get("length"))
