"""Draws the four sample pictures of the documentation. Usage: python -m azulejo_demo.make_samples --to docs/pictures"""

import argparse
import os

import numpy as np

from . import pictures

# name: kind of picture, seed, what the line of text says
SAMPLES = {
    "shapes": ("shapes", 11, None),
    "counting": ("shapes", 12, None),
    "text": ("text", 13, "TILE7"),
    "chart": ("chart", 14, None),
}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--to", required=True)
    a = a.parse_args()
    os.makedirs(a.to, exist_ok=True)
    for name, (kind, seed, text) in SAMPLES.items():
        p = pictures.picture(np.random.default_rng(seed), kind, held_out=True, text=text)
        p.image.save(os.path.join(a.to, name + ".png"), optimize=True)
        print(name, p.facts)


if __name__ == "__main__":
    main()
