"""Stages 2 and 3: all parts learn to answer together, then the projector and the decoder alone.

Without --frozen everything learns, and the dense targets stay as an auxiliary loss (stage 2). With it the tower rests
(stage 3). Usage: python -m azulejo_demo.train_answers --out DIR [--frozen] --steps N [--decay M]
"""

import argparse
import os
import signal
import time

import numpy as np
import torch
import torch.nn.functional as F

from . import conversations, lookup, parallel, pictures, tokenizer
from .dense import NAMES, DenseHeads
from .lookup import LookupHeads
from .model import DemoModel, pixel_shuffle
from .optim import Optimizers
from .train_vision import normalise


class Talks(torch.utils.data.IterableDataset):
    """Batches: `batch` pictures with `talks` conversations each, then `pages` pages of text with dense targets only."""

    def __init__(self, batch, talks, pages, mix, seed):
        self.batch, self.talks, self.pages, self.mix, self.seed = batch, talks, pages, mix, seed

    def __iter__(self):
        os.nice(8)
        rng = np.random.default_rng([self.seed, torch.utils.data.get_worker_info().id])
        writer = conversations.Writer(tokenizer.load())
        kinds, shares = list(self.mix), np.array(list(self.mix.values()))
        while True:
            rows, talks = [], []
            for i in range(self.batch + self.pages):
                kind = str(rng.choice(kinds, p=shares)) if i < self.batch else "page"
                p = pictures.picture(rng, kind)
                rows.append((pictures.tile(rng, p), pictures.dense_targets(p)))
                if i < self.batch:
                    talks += [writer.conversation(rng, p) for _ in range(self.talks)]
            yield (
                torch.from_numpy(np.stack([r[0] for r in rows])),
                torch.from_numpy(np.stack([r[1] for r in rows])),
                torch.from_numpy(np.stack([t[0] for t in talks])).long(),
                torch.from_numpy(np.stack([t[1] for t in talks])).long(),
                torch.from_numpy(np.stack([t[2] for t in talks])),
            )


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--out", required=True)
    a.add_argument("--steps", type=int, default=6000, help="the step to train up to")
    a.add_argument("--tower", help="a file of stage 1: take the tower from it, also when going on")
    a.add_argument("--decay", type=int, default=0, help="steps of the final linear fall of the rate")
    a.add_argument("--batch", type=int, default=24)
    a.add_argument("--pages", type=int, default=8)
    a.add_argument("--talks", type=int, default=1, help="conversations about each picture")
    a.add_argument("--mix", help="shares of the kinds of pictures, as shapes=0.5,chart=0.4,text=0.1")
    a.add_argument("--frozen", action="store_true", help="the tower does not learn")
    a.add_argument("--lr", type=float, default=1.0)
    a.add_argument("--ema", type=float, default=0.995)
    a.add_argument("--dense", type=float, default=0.5)
    a.add_argument("--lookup", type=float, default=0.5, help="weight of what words look up")
    a.add_argument("--seed", type=int, default=2)
    a = a.parse_args()
    torch.manual_seed(a.seed)
    rank, ranks = parallel.start(2)
    model = DemoModel()
    heads = DenseHeads(model.vision_config.hidden_size)
    lookups = LookupHeads(model.text_config.hidden_size)
    opt = Optimizers(([model.mlp1, model.language_model] if a.frozen else [model, heads]) + [lookups])
    if a.frozen:
        a.pages = 0
    mix = dict(conversations.MIX)
    if a.mix:
        mix = {kind: float(share) for kind, share in (part.split("=") for part in a.mix.split(","))}
    pad = tokenizer.load().token_to_id("<|vision_pad|>")
    path, step = os.path.join(a.out, "answers.pt"), 0
    if os.path.exists(path):
        s = torch.load(path)
        model.load_state_dict(s["model"])
        heads.load_state_dict(s["heads"])
        if "lookups" in s:
            lookups.load_state_dict(s["lookups"])
        if s["frozen"] == a.frozen and "lookups" in s:
            opt.load_state_dict(s["optimizer"])
        step = s["step"]
        ema = s["ema"]
    if a.tower:
        s = torch.load(a.tower)
        model.vision_model.load_state_dict(s["vision"])
        heads.load_state_dict(s["heads"])
    if step == 0 or a.tower:
        ema = {k: v.clone() for k, v in model.state_dict().items()}

    def see(tiles):
        with torch.autocast("cpu", torch.bfloat16):
            return model.vision_model(normalise(tiles))

    def both(tiles, targets, ids, labels, words):
        patches = see(tiles)
        with torch.autocast("cpu", torch.bfloat16):
            dense, right = heads(patches, targets)
        return (dense, right) + answer(patches[: a.batch], ids, labels, words)

    def answer(patches, ids, labels, words):
        with torch.autocast("cpu", torch.bfloat16):
            tokens = model.mlp1(pixel_shuffle(patches)).repeat_interleave(a.talks, 0)
            is_pad = ids == pad
            slot = (is_pad.cumsum(1) - 1).clamp(0, tokens.shape[1] - 1).unsqueeze(-1).expand(-1, -1, tokens.shape[2])
            x = model.language_model.model.embed_tokens(ids)
            x = torch.where(is_pad.unsqueeze(-1), tokens.float().gather(1, slot), x)
            x, middle = model.language_model.model(x[:, :-1], between=lookup.LAYER)
            found, known = lookups(middle, words[:, :-1])
            logits = model.language_model.lm_head(x).float()
        y = labels[:, 1:]
        loss = F.cross_entropy(logits.flatten(0, 1), y.flatten(), ignore_index=-100)
        hit = ((logits.argmax(-1) == y) & (y >= 0)).sum() / (y >= 0).sum()
        return loss, hit, found, known

    compiled_see, compiled_answer, compiled_both = torch.compile(see), torch.compile(answer), torch.compile(both)

    loader = torch.utils.data.DataLoader(
        Talks(a.batch, a.talks, a.pages, mix, a.seed * 100000 + step + rank * 50000),
        batch_size=None,
        num_workers=max(1, 2 // ranks),
        prefetch_factor=6,
    )
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(1))  # a polite stop saves first
    last = saved = time.time()
    sums, start = 0, step
    for tiles, targets, ids, labels, words in loader:
        if a.frozen:
            with torch.no_grad():
                patches = compiled_see(tiles)
            loss, hit, found, known = compiled_answer(patches, ids, labels, words)
            dense, right = torch.zeros(()), torch.zeros(len(NAMES))
            (2 * loss + a.lookup * found).backward()
        else:
            dense, right, loss, hit, found, known = compiled_both(tiles, targets, ids, labels, words)
            (a.dense * dense + 2 * loss + a.lookup * found).backward()
        factor = a.lr * min(1, (step - start + 1) / 50)
        if a.decay:
            factor *= min(1, max(0.01, (a.steps - step) / a.decay))
        stop = opt.step(factor, bool(stopping) or step + 1 >= a.steps)
        step += 1
        keep = min(a.ema, 1 - 1 / (step + 1))
        with torch.no_grad():
            for k, v in model.state_dict().items():
                ema[k].lerp_(v, 1 - keep)
        sums = sums + torch.cat([dense.detach().view(1), loss.detach().view(1), hit.view(1), known, right])
        if step % 50 == 0 and rank == 0:
            v = (sums / 50).tolist()
            print(
                f"{step} {50 * ids.shape[0] * ranks / (time.time() - last):.0f}/s lr {factor:.2f} dense {v[0]:.3f} answers {v[1]:.4f} tokens {v[2]:.4f} "
                + " ".join(f"{n} {x:.3f}" for n, x in zip(lookup.NAMES + NAMES, v[3:])),
                flush=True,
            )
            sums, last = 0, time.time()
        if rank == 0 and (stop or time.time() - saved > 150):
            torch.save(
                {
                    "model": model.state_dict(),
                    "ema": ema,
                    "heads": heads.state_dict(),
                    "lookups": lookups.state_dict(),
                    "optimizer": opt.state_dict(),
                    "step": step,
                    "frozen": a.frozen,
                },
                path + ".new",
            )
            os.replace(path + ".new", path)
            saved = time.time()
        if stop:
            break


if __name__ == "__main__":
    main()
