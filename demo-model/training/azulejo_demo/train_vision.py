"""Stage 1: the vision tower alone, every patch a target.

Usage: python -m azulejo_demo.train_vision --out DIR --steps N
"""

import argparse
import os
import signal
import time

import numpy as np
import torch

from . import parallel, pictures
from .dense import NAMES, DenseHeads
from .model import DemoModel
from .optim import Optimizers

MIX = {"page": 0.6, "text": 0.12, "shapes": 0.18, "chart": 0.08, "nothing": 0.02}


class Dense(torch.utils.data.IterableDataset):
    def __init__(self, batch, seed, ease, fade, ranks):
        self.batch, self.seed, self.ease, self.fade, self.ranks = batch, seed, ease, fade, ranks

    def __iter__(self):
        os.nice(8)
        info = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, info.id])
        drawn = 0
        kinds, shares = list(MIX), np.array(list(MIX.values()))
        while True:
            ease = self.ease * max(0, 1 - drawn / self.fade)
            drawn += self.batch * info.num_workers * self.ranks
            tiles, targets = [], []
            for _ in range(self.batch):
                kind = str(rng.choice(kinds, p=shares))
                easy = kind == "page" and rng.random() < ease
                p = pictures.picture(rng, kind, most=9, easy=easy)
                tiles.append(pictures.tile(rng, p, augment=not easy))
                targets.append(pictures.dense_targets(p))
            yield torch.from_numpy(np.stack(tiles)), torch.from_numpy(np.stack(targets))


MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def normalise(tiles):
    return (tiles.permute(0, 3, 1, 2).float() / 255 - MEAN) / DEVIATION


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--out", required=True)
    a.add_argument("--steps", type=int, default=4000, help="the step to train up to")
    a.add_argument("--batch", type=int, default=48)
    a.add_argument("--lr", type=float, default=1.0)
    a.add_argument(
        "--ease", type=float, default=0, help="share of plain pages, black on white: the start of the curriculum"
    )
    a.add_argument("--fade", type=float, default=12000, help="pictures after which no page is plain any more")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=2)
    a = a.parse_args()
    torch.manual_seed(a.seed)
    rank, ranks = parallel.start(a.threads)
    model = DemoModel()
    heads = DenseHeads(model.vision_config.hidden_size)
    opt = Optimizers([model.vision_model, heads])
    step, path = 0, os.path.join(a.out, "vision.pt")
    if os.path.exists(path):
        s = torch.load(path)
        model.vision_model.load_state_dict(s["vision"])
        heads.load_state_dict(s["heads"])
        opt.load_state_dict(s["optimizer"])
        step = s["step"]

    @torch.compile
    def forward(tiles, targets):
        with torch.autocast("cpu", torch.bfloat16):
            return heads(model.vision_model(normalise(tiles)), targets)

    loader = torch.utils.data.DataLoader(
        Dense(a.batch, a.seed * 100000 + step + rank * 50000, a.ease, a.fade, ranks),
        batch_size=None,
        num_workers=max(1, 2 // ranks),
        prefetch_factor=6,
    )
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(1))  # a polite stop saves first
    last = saved = time.time()
    sums = 0
    for tiles, targets in loader:
        loss, right = forward(tiles, targets)
        loss.backward()
        stop = opt.step(a.lr * min(1, (step + 1) / 100), bool(stopping) or step + 1 >= a.steps)
        step += 1
        sums = sums + torch.cat([loss.detach().view(1), right])
        if step % 50 == 0 and rank == 0:
            v = (sums / 50).tolist()
            print(
                f"{step} {50 * a.batch * ranks / (time.time() - last):.0f}/s loss {v[0]:.3f} "
                + " ".join(f"{n} {x:.3f}" for n, x in zip(NAMES, v[1:])),
                flush=True,
            )
            sums, last = 0, time.time()
        if rank == 0 and (stop or time.time() - saved > 150):
            torch.save(
                {
                    "vision": model.vision_model.state_dict(),
                    "heads": heads.state_dict(),
                    "optimizer": opt.state_dict(),
                    "step": step,
                },
                path + ".new",
            )
            os.replace(path + ".new", path)
            saved = time.time()
        if stop:
            break


if __name__ == "__main__":
    main()
