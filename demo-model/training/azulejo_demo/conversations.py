"""Conversations in the trained form, from questions to token ids and to what is learned of them."""

import numpy as np

from . import lookup, pictures, questions
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
        self.encoding = lambda s: tokenizer.encode(s, add_special_tokens=False)
        self.end = tokenizer.token_to_id("<|im_end|>")
        self.blank = tokenizer.token_to_id("<|endoftext|>")

    def conversation(self, rng, p):
        """Of a conversation about one picture: ids and labels (LENGTH,), what its words look up (LENGTH, targets).

        Labels and targets are -100 where nothing is learned.
        """
        ids = self.encoding(system(rng)).ids
        labels = [-100] * len(ids)
        lookups = [lookup.targets("", [(0, 0)] * len(ids), {})]
        seen = False

        def add(q, answer, tiles=0):
            nonlocal ids, labels, seen
            # the end of an answer is encoded with it, as in the prompt of the next turn
            texts = [turn(q, tiles=tiles), answer + "<|im_end|>"]
            question, reply = (self.encoding(t) for t in texts)
            if len(ids) + len(question.ids) + len(reply.ids) > LENGTH:
                return False
            ids += question.ids + reply.ids
            labels += [-100] * len(question.ids) + reply.ids
            seen = seen or tiles > 0
            for text, e in zip(texts, (question, reply)):
                lookups.append(lookup.targets(text, e.offsets, p.facts if seen else {}))
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
        lookups.append(lookup.targets("", [(0, 0)] * (LENGTH - sum(map(len, lookups))), {}))
        return np.array(ids, np.int32), np.array(labels, np.int32), np.concatenate(lookups)
