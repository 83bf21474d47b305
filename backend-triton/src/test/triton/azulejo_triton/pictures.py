"""Pictures as clients send them, and the tiles that the vision tower sees."""

import base64
import binascii
import hashlib
import io

import numpy as np
from PIL import Image

from .faults import BadRequest

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


def from_base64(text):
    try:
        encoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadRequest(f"a picture is not base64: {fault}") from fault
    return from_file(encoded)


def from_data_url(url):
    """Only data: URLs: this server reaches no other address."""
    head, comma, body = url.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64") or not comma:
        raise BadRequest(f"a picture must be a data:image/…;base64 URL, not {url[:40]!r}")
    return from_base64(body)


def from_file(encoded):
    try:
        return Image.open(io.BytesIO(encoded)).convert("RGB")
    except Exception as fault:  # Pillow has no common type for what a broken file may raise
        raise BadRequest(f"a picture cannot be decoded ({type(fault).__name__})") from fault


def from_pixels(pixels):
    """[height, width, 3] of uint8."""
    if pixels.ndim != 3 or pixels.shape[-1] != 3 or 0 in pixels.shape:
        raise BadRequest(f"pixels must be [height, width, 3], not {list(pixels.shape)}")
    return Image.fromarray(np.ascontiguousarray(pixels), "RGB")


def digest(picture):
    return hashlib.sha256(picture.tobytes()).hexdigest()


def tiles_of(picture, config):
    """[tiles, 3, S, S]; with more than one tile the whole picture comes last as a thumbnail."""
    size = config["force_image_size"]
    # As in the published code: without dynamic_image_size every picture is one tile.
    least, most = (config.get("min_dynamic_patch", 1), config.get("max_dynamic_patch", 6)) \
        if config.get("dynamic_image_size", False) else (1, 1)
    columns, rows = grid(picture.size, size, least, most)
    resized = picture.resize((columns * size, rows * size), Image.BICUBIC)
    tiles = [resized.crop((c * size, r * size, (c + 1) * size, (r + 1) * size))
             for r in range(rows) for c in range(columns)]
    if len(tiles) > 1 and config.get("use_thumbnail", False):
        tiles.append(picture.resize((size, size), Image.BICUBIC))
    return np.stack([normalised(tile) for tile in tiles])


def grid(picture_size, size, least, most):
    """Columns and rows of the grid whose aspect ratio is closest to the picture's."""
    width, height = picture_size
    grids = sorted(((i, j) for i in range(1, most + 1) for j in range(1, most + 1) if least <= i * j <= most),
                   key=lambda g: g[0] * g[1])
    best, difference = (1, 1), float("inf")
    for i, j in grids:
        off = abs(width / height - i / j)
        # On a tie the larger grid wins where the picture has the pixels for it.
        if off < difference or off == difference and width * height > 0.5 * size * size * i * j:
            best, difference = (i, j), off
    return best


def normalised(tile):
    return ((np.asarray(tile, np.float32) / np.float32(255) - MEAN) / DEVIATION).transpose(2, 0, 1)
