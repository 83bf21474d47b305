"""Any picture to tiles, as NVLM-D cuts them."""

import numpy as np
import torch
from PIL import Image

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


def grid(width, height, least=1, most=1, size=224):
    """Columns and rows of the grid whose shape is nearest to the picture's."""
    grids = sorted(
        {
            (i, j)
            for n in range(least, most + 1)
            for i in range(1, n + 1)
            for j in range(1, n + 1)
            if least <= i * j <= most
        },
        key=lambda g: g[0] * g[1],
    )
    best, near = (1, 1), float("inf")
    for g in grids:
        off = abs(width / height - g[0] / g[1])
        if off < near:
            near, best = off, g
        elif off == near and width * height > 0.5 * size * size * g[0] * g[1]:
            best = g
    return best


def tiles(image, most=1, size=224):
    """(tiles, size, size, 3) uint8, row by row; of several tiles a thumbnail comes last."""
    image = image.convert("RGB")
    columns, rows = grid(*image.size, most=most, size=size)
    whole = image.resize((columns * size, rows * size), Image.BICUBIC)
    out = [
        whole.crop((c * size, r * size, (c + 1) * size, (r + 1) * size)) for r in range(rows) for c in range(columns)
    ]
    if len(out) > 1:
        out.append(image.resize((size, size), Image.BICUBIC))
    return np.stack([np.asarray(t) for t in out])


def pixels(tiles):
    """uint8 tiles to the tower's input (tiles, 3, size, size)."""
    x = (tiles.astype(np.float32) / 255 - MEAN) / DEVIATION
    return torch.from_numpy(x).permute(0, 3, 1, 2)
