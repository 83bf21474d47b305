"""Asks an exported checkpoint the held-out questions.

Usage: python -m azulejo_demo.evaluate --checkpoint DIR [--set DIR] [--show N]
"""

import argparse
import collections
import json
import os
import time

import torch
from PIL import Image

from . import conversations, export, tiles, tokenizer
from .matching import right

AIMS = {"shapes": 97, "counts": 95, "text": 90, "chart": 90}


@torch.no_grad()
def generate(model, ids, tokens, pad, end, most=100):
    """Greedy answers to prompts of one length, ids (n, length); tokens (n, pads, hidden) or None."""
    caches = [[] for _ in model.language_model.model.layers]
    with torch.autocast("cpu", torch.bfloat16):
        x = model.embed(ids, tokens, pad)
        position, out = 0, []
        done = torch.zeros(len(ids), dtype=torch.bool)
        while len(out) < most:
            h = model.language_model.model(x, position, caches)[:, -1]
            position += x.shape[1]
            following = model.language_model.lm_head(h).argmax(-1)
            out.append(following)
            done |= following == end
            if done.all():
                break
            x = model.embed(following[:, None], None, pad)
    return torch.stack(out, 1).tolist()


class Answers:
    def __init__(self, model):
        self.model, self.tokenizer = model, tokenizer.load()
        self.pad = self.tokenizer.token_to_id("<|vision_pad|>")
        self.end = self.tokenizer.token_to_id("<|im_end|>")

    def prompt(self, question, history=(), picture=True):
        text, first = conversations.system(), int(picture)
        for q, answer in history:
            text += conversations.turn(q, answer, first)
            first = 0
        return self.tokenizer.encode(text + conversations.turn(question, tiles=first), add_special_tokens=False).ids

    @torch.no_grad()
    def see(self, images):
        with torch.autocast("cpu", torch.bfloat16):
            return torch.cat([self.model.features(tiles.pixels(tiles.tiles(i)))[1] for i in images])

    def ask(self, questions, images):
        """Answers to questions (dicts); images: name to picture. Prompts of one length run together."""
        seen = {}
        names = sorted({q["picture"] for q in questions if q.get("picture")})
        for i in range(0, len(names), 32):
            part = names[i : i + 32]
            for n, t in zip(part, self.see([images(n) for n in part])):
                seen[n] = t
        groups = collections.defaultdict(list)
        for i, q in enumerate(questions):
            ids = self.prompt(q["question"], q.get("history", ()), bool(q.get("picture")))
            groups[len(ids), bool(q.get("picture"))].append((i, ids))
        answers = [None] * len(questions)
        for (_, picture), rows in groups.items():
            for j in range(0, len(rows), 48):
                part = rows[j : j + 48]
                tokens = torch.stack([seen[questions[i]["picture"]] for i, _ in part]) if picture else None
                for (i, _), out in zip(
                    part, generate(self.model, torch.tensor([r for _, r in part]), tokens, self.pad, self.end)
                ):
                    out = out[: out.index(self.end)] if self.end in out else out
                    answers[i] = self.tokenizer.decode(out)
        return answers


def report(questions, answers, show=0):
    """Prints shares of right answers by category and by topic."""
    marks = collections.defaultdict(list)
    for q, answer in zip(questions, answers):
        ok = right(answer, q)
        marks[q["category"]].append(ok)
        marks[q["category"] + ": " + q.get("topic", "")].append(ok)
        if not ok and show > 0:
            show -= 1
            print(f"  {q['id']} {q['picture']} | {q['question']} | {answer} | wanted {q['all']}")
    for name in sorted(marks):
        m = marks[name]
        aim = f" (aim {AIMS[name]} %)" if name in AIMS else ""
        print(f"{name:28s} {100 * sum(m) / len(m):6.1f} % of {len(m)}{aim}")
    return {n: sum(m) / len(m) for n, m in marks.items()}


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    a = argparse.ArgumentParser()
    a.add_argument("--checkpoint", default=os.path.join(here, "../../src/main/resources/io/azulejo/demo/checkpoint"))
    a.add_argument("--set", default=os.path.join(here, "../../evaluation"))
    a.add_argument("--show", type=int, default=0, help="print that many wrong answers")
    a = a.parse_args()
    with open(os.path.join(a.set, "questions.jsonl")) as f:
        questions = [json.loads(line) for line in f]
    start = time.time()
    answers = Answers(export.load(a.checkpoint)).ask(
        questions, lambda n: Image.open(os.path.join(a.set, "pictures", n))
    )
    report(questions, answers, a.show)
    print(f"{len(questions)} questions in {time.time() - start:.0f} s")


if __name__ == "__main__":
    main()
