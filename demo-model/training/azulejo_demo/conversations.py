"""Conversations in the trained form, from questions to token ids and to what is learned of them."""

import numpy as np

from . import pictures, questions
from .tokenizer import SYSTEM, SYSTEMS

TOKENS = 64  # tokens of one tile
LENGTH = 256
MIX = {"shapes": 0.36, "text": 0.35, "chart": 0.26, "nothing": 0.03}


def picture_block(tiles=1):
    pads = "<|vision_pad|>" * TOKENS
    return (
        "<Image>" + "".join(f"<tile_{k}>{pads}" for k in range(1, tiles)) + f"<tile_global_thumbnail>{pads}</Image>\n"
    )


def turn(question, answer=None, tiles=0):
    text = f"<|im_start|>user\n{picture_block(tiles) if tiles else ''}{question}<|im_end|><|im_start|>assistant\n"
    return text if answer is None else text + answer + "<|im_end|>"


def system(rng=None):
    r = 0 if rng is None else rng.random()
    if r > 0.95:
        return ""
    return f"<|im_start|>system\n{questions.pick(rng, SYSTEMS) if r > .88 else SYSTEM}<|im_end|>"


class Writer:
    def __init__(self, tokenizer):
        self.encode = lambda s: tokenizer.encode(s, add_special_tokens=False).ids
        self.end = tokenizer.token_to_id("<|im_end|>")
        self.blank = tokenizer.token_to_id("<|endoftext|>")

    def conversation(self, rng, p):
        """Ids and labels (LENGTH,) of a conversation about one picture; -100 where nothing is learned."""
        ids = self.encode(system(rng))
        labels = [-100] * len(ids)

        def add(q, answer, tiles=0):
            nonlocal ids, labels
            question = self.encode(turn(q, tiles=tiles))
            # the end of an answer is encoded with it, as in the prompt of the next turn
            reply = self.encode(answer + "<|im_end|>")
            if len(ids) + len(question) + len(reply) > LENGTH:
                return False
            ids += question + reply
            labels += [-100] * len(question) + reply
            return True

        r = rng.random()
        if r < 0.15:  # some words before the picture comes
            for _ in range(int(rng.integers(1, 3))):
                q = questions.talk(rng) if rng.random() < 0.6 else questions.without_picture(rng)
                add(questions.vary(rng, q.question), q.answer)
        first, asked = 1, set()
        for _ in range(40):
            q = questions.talk(rng) if rng.random() < 0.05 else questions.about(rng, p)
            if q.question in asked:
                continue
            asked.add(q.question)
            if not add(questions.vary(rng, q.question), q.answer, first):
                break
            first = 0
        ids += [self.blank] * (LENGTH - len(ids))
        labels += [-100] * (LENGTH - len(labels))
        return np.array(ids, np.int32), np.array(labels, np.int32)
