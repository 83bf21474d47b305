"""Throwaway heads that ask the decoder, at every word that names a thing in the picture, what is true of that thing.

A question about "the heart" is answered in two hops: the word finds its thing in the picture, then the answer reads what
was found. Neither hop pays off alone, so both together are found late. These targets pay for the first.
"""

import re

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .model import RMSNorm
from .pictures import COLOURS, SHAPES

LAYER = 2  # after how many of the decoder's layers: those behind it carry what was found to where it is said
SIZES = [7, len(SHAPES), len(COLOURS), 2, 9, 9]  # count, shape, colour, size, place, value
NONE = -100
WORD = re.compile(r"\b(" + "|".join(COLOURS) + r"|(?:" + "|".join(SHAPES) + r")(?:e?s)?|[A-Z])\b")


def facts_of(facts):
    """Word to targets, as SIZES orders them."""
    found = {}
    things = facts.get("shapes", [])
    for key, names in (("shape", SHAPES), ("colour", COLOURS)):
        for name in names if things else []:
            named = [t for t in things if t[key] == name]
            row = [len(named)] + [NONE] * 5
            if len(named) == 1:
                t = named[0]
                row[1:5] = SHAPES.index(t["shape"]), COLOURS.index(t["colour"]), t["size"] == "large", t["cell"]
            found[name] = row
    for b in facts.get("bars", []):
        found[b["label"]] = [NONE, NONE, COLOURS.index(b["colour"]), NONE, NONE, b["value"] - 1]
    return found


def singular(word):
    return "cross" if word == "crosses" else word[:-1] if word.endswith("s") and word[:-1] in SHAPES else word


def targets(text, offsets, facts):
    """(tokens, targets) for the tokens of a text, NONE where a token ends no word of a thing."""
    out = np.full((len(offsets), len(SIZES)), NONE, np.int32)
    found = facts_of(facts)
    ends = {end: i for i, (_, end) in enumerate(offsets)}
    for m in WORD.finditer(text):
        row = found.get(singular(m.group()))
        if row is not None and m.end() in ends:
            out[ends[m.end()]] = row
    return out


class LookupHeads(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = RMSNorm(width, 1e-6)
        self.heads = nn.Linear(width, sum(SIZES))

    def forward(self, hidden, wanted):
        """Mean loss over the kinds of targets, and for each the share of words it is right on."""
        logits = self.heads(self.norm(hidden)).float().flatten(0, 1).split(SIZES, -1)
        total, right = 0.0, []
        for i, one in enumerate(logits):
            y = wanted[..., i].flatten().long()
            asked = (y >= 0).sum().clamp(min=1)
            total = total + F.cross_entropy(one, y, ignore_index=NONE, reduction="sum") / asked
            right.append(((one.argmax(-1) == y) & (y >= 0)).sum() / asked)
        return total / len(SIZES), torch.stack(right)


NAMES = ["count", "shape", "colour", "size", "place", "value"]
