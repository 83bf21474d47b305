"""Records what Pillow and the model card make of pictures, for the tests of io.azulejo.processor.image.

    python images_golden.py            (needs numpy, webp, and Pillow with libjpeg-turbo, libwebp and libtiff)

Writes src/test/resources/images: small picture files, the pixels of each (*.rgb: rows of red, green, blue bytes of
Image.open(...).convert("RGB")), and tables of grids, resized pictures and normalised tiles.
"""

import hashlib
import random
import shutil
import struct
import zlib
from pathlib import Path

import numpy as np
import webp
from PIL import Image, ImageDraw, ImageOps

OUT = Path(__file__).parent.parent / "resources" / "images"
FILES = OUT / "files"
MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)

rng = np.random.default_rng(20240917)
random.seed(20240917)


# --- Files ---------------------------------------------------------------------------------------------------------


def scene(width, height):
    """Soft colours, sharp edges and some noise: what chroma upsampling, filters and predictors differ on."""
    soft = rng.integers(0, 256, (max(2, height // 8), max(2, width // 8), 3), dtype=np.uint8)
    pixels = np.asarray(Image.fromarray(soft).resize((width, height), Image.Resampling.BICUBIC)).astype(int)
    pixels = np.clip(pixels + rng.integers(-10, 11, pixels.shape), 0, 255).astype(np.uint8)
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    draw.ellipse([width // 5, height // 5, width // 2, height // 2], fill=(250, 20, 30))
    draw.line([0, 0, width, height], fill=(0, 0, 255), width=2)
    return image


def with_alpha(image):
    image = image.copy()
    image.putalpha(Image.fromarray(rng.integers(0, 256, (image.height, image.width), dtype=np.uint8)))
    return image


def noise(count):
    return rng.integers(0, 256, count, dtype=np.uint8).tobytes()


def save(name, image, **options):
    image.save(FILES / name, **options)


def jpeg_files():
    for width, height in ((45, 37), (17, 1), (1, 1)):
        image = scene(width, height)
        for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
            plain = subsampling.replace(":", "")
            save(f"baseline-{plain}-{width}x{height}.jpg", image, quality=80, subsampling=subsampling)
    image = scene(45, 37)
    save("progressive.jpg", image, quality=80, progressive=True)
    save("low-quality.jpg", image, quality=15)
    save("grey.jpg", image.convert("L"), quality=80)
    save("restarts.jpg", image, quality=80, restart_marker_blocks=2)
    save("rgb.jpg", image, quality=80, keep_rgb=True)
    save("cmyk.jpg", image.convert("CMYK"), quality=80)
    save("icc-profile.jpg", image, quality=80, icc_profile=b"not a profile at all" * 8)
    # YCCK: the same coefficients, said to be transformed.
    data = (FILES / "cmyk.jpg").read_bytes()
    adobe = data.index(b"Adobe")
    (FILES / "ycck.jpg").write_bytes(data[: adobe + 11] + b"\2" + data[adobe + 12 :])


def png_chunk(tag, data):
    return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))


ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def png(name, width, height, depth, color, interlaced=False, palette=None, other=b""):
    """A PNG of noise with every filter, in two IDAT chunks."""
    bits = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color] * depth
    raw = b""
    for left, top, step_x, step_y in ADAM7 if interlaced else ((0, 0, 1, 1),):
        columns = (width - left + step_x - 1) // step_x
        rows = (height - top + step_y - 1) // step_y
        if columns > 0:
            for y in range(rows):
                raw += bytes([y % 5]) + noise((columns * bits + 7) // 8)
    packed = zlib.compress(raw)
    half = len(packed) // 2
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    (FILES / name).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + other
        + (png_chunk(b"PLTE", palette) if palette else b"")
        + png_chunk(b"IDAT", packed[:half])
        + png_chunk(b"IDAT", packed[half:])
        + png_chunk(b"IEND", b"")
    )


def png_files():
    for interlaced in (False, True):
        kind = "interlaced" if interlaced else "plain"
        for depth in (1, 2, 4, 8, 16):
            png(f"grey{depth}-{kind}.png", 19, 11, depth, 0, interlaced)
        for depth in (1, 2, 4, 8):
            png(f"palette{depth}-{kind}.png", 19, 11, depth, 3, interlaced, noise(3 << depth))
        for depth in (8, 16):
            png(f"rgb{depth}-{kind}.png", 19, 11, depth, 2, interlaced)
            png(f"grey-alpha{depth}-{kind}.png", 19, 11, depth, 4, interlaced)
            png(f"rgb-alpha{depth}-{kind}.png", 19, 11, depth, 6, interlaced)
    png("interlaced-3x2.png", 3, 2, 8, 2, True)
    png("interlaced-1x1.png", 1, 1, 8, 2, True)
    png("palette-short.png", 19, 11, 8, 3, palette=noise(3 * 40))
    png("palette-transparency.png", 19, 11, 8, 3, palette=noise(768), other=png_chunk(b"tRNS", noise(200)))
    png("rgb-transparency.png", 19, 11, 8, 2, other=png_chunk(b"tRNS", noise(6)))
    png("gamma.png", 19, 11, 8, 2, other=png_chunk(b"gAMA", struct.pack(">I", 100000)))
    image = scene(23, 15)
    save("animated.png", image, save_all=True, append_images=[ImageOps.invert(image)])


def gif_files():
    image = scene(45, 37)
    for mode in ("1", "L", "P", "RGB"):
        save(f"mode-{mode}.gif", image.convert(mode), interlace=0)
    save("interlaced.gif", image.quantize(200), interlace=1)
    save("few-colours.gif", image.quantize(3))
    save("transparent.gif", image.quantize(20), transparency=3)
    save("animated.gif", image, save_all=True, append_images=[ImageOps.invert(image)], duration=50)
    # A frame that is smaller than its canvas, and one that reaches beyond it.
    data = bytearray((FILES / "transparent.gif").read_bytes())
    data[6:10] = struct.pack("<HH", 50, 60)
    (FILES / "small-frame-transparent.gif").write_bytes(data)
    data = bytearray((FILES / "few-colours.gif").read_bytes())
    data[6:10] = struct.pack("<HH", 50, 60)
    (FILES / "small-frame.gif").write_bytes(data)
    data[6:10] = struct.pack("<HH", 10, 60)
    (FILES / "large-frame.gif").write_bytes(data)
    # Noise fills the code table and goes on with it full.
    save("full-table.gif", Image.frombytes("L", (100, 80), noise(8000)))


def webp_files():
    for width, height in ((45, 37), (16, 16), (33, 1), (1, 17), (1, 1)):
        image = scene(width, height)
        save(f"lossy-{width}x{height}.webp", image, quality=75)
        save(f"lossless-{width}x{height}.webp", image, lossless=True)
    image = scene(70, 53)
    save("lossy-low.webp", image, quality=5)
    save("lossy-high.webp", image, quality=100)
    save("lossy-fast.webp", image, quality=60, method=0)
    save("lossy-slow.webp", image, quality=60, method=6)
    save("lossy-alpha.webp", with_alpha(image), quality=60)
    save("lossless-alpha.webp", with_alpha(scene(30, 20)), lossless=True, exact=True)
    save("lossless-slow.webp", scene(30, 20), lossless=True, method=6, quality=100)
    save("lossless-2-colours.webp", image.quantize(2).convert("RGB"), lossless=True)
    save("lossless-12-colours.webp", image.quantize(12).convert("RGB"), lossless=True, method=6)
    save("animated-lossy.webp", image, save_all=True, append_images=[ImageOps.invert(image)], quality=60)
    # Pillow cannot ask for the simple loop filter, nor for sharpness.
    for kind in (0, 1):
        config = webp.WebPConfig.new(quality=20)
        config.ptr.filter_type = kind
        config.ptr.filter_sharpness = 5
        config.ptr.filter_strength = 80
        coded = webp.WebPPicture.from_pil(scene(45, 37)).encode(config)
        (FILES / f"lossy-filter{kind}.webp").write_bytes(bytes(coded.buffer()))
    save("animated-lossless.webp", scene(30, 20), save_all=True, append_images=[scene(30, 20)], lossless=True)


def bmp(name, width, height, bits, raw, compression=0, palette=b"", masks=b"", header_size=40, colors=0):
    header = struct.pack("<IiiHHIIiiII", header_size, width, height, 1, bits, compression, len(raw), 0, 0, colors, 0)
    if header_size > 40:
        header, masks = header + masks.ljust(header_size - 40, b"\0"), b""
    start = 14 + len(header + masks + palette)
    file = b"BM" + struct.pack("<IHHI", start + len(raw), 0, 0, start)
    (FILES / name).write_bytes(file + header + masks + palette + raw)


def run_lengths(width, height, four_bits):
    coded = b""
    for _ in range(height):
        x = 0
        while x < width:
            count = min(width - x, random.randint(1, 9))
            if count >= 3 and random.random() < 0.5:
                size = (count + 1) // 2 if four_bits else count
                coded += bytes([0, count]) + noise(size) + (b"\0" if size & 1 else b"")
            else:
                coded += bytes([count]) + noise(1)
            x += count
        coded += b"\0\0"
    return coded + b"\0\1"


def bmp_files():
    width, height = 21, 9

    def rows(bits):
        return noise((width * bits + 31) // 32 * 4 * height)

    for signed, kind in ((height, "bottom-up"), (-height, "top-down")):
        bmp(f"1bit-{kind}.bmp", width, signed, 1, rows(1), palette=noise(8))
        bmp(f"4bit-{kind}.bmp", width, signed, 4, rows(4), palette=noise(64))
        bmp(f"8bit-{kind}.bmp", width, signed, 8, rows(8), palette=noise(1024))
        bmp(f"24bit-{kind}.bmp", width, signed, 24, rows(24))
    bmp("8bit-few-colours.bmp", width, height, 8, bytes(x % 50 for x in rows(8)), palette=noise(200), colors=50)
    bmp("16bit.bmp", width, height, 16, rows(16))
    bmp("16bit-565.bmp", width, height, 16, rows(16), 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    bmp("32bit.bmp", width, height, 32, rows(32))
    bmp("32bit-masks.bmp", width, height, 32, rows(32), 3, masks=struct.pack("<III", 0xFF << 24, 0xFF0000, 0xFF00))
    masks = struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000)
    bmp("32bit-v5.bmp", width, height, 32, rows(32), 3, masks=masks, header_size=124)
    bmp("rle8.bmp", width, height, 8, run_lengths(width, height, False), 1, palette=noise(1024))
    bmp("rle4.bmp", width, height, 4, run_lengths(width, height, True), 2, palette=noise(64))


def tiff(name, width, height, bits, samples, photometric, raw, extra=(), big_endian=False):
    order = ">" if big_endian else "<"
    tags = [
        (256, "I", [width]),
        (257, "I", [height]),
        (258, "H", [bits] * samples),
        (259, "H", [1]),
        (262, "H", [photometric]),
        (273, "I", [0]),
        (277, "H", [samples]),
        (278, "I", [height]),
        (279, "I", [len(raw)]),
    ]
    tags = sorted(tags + list(extra))
    start = 8 + 2 + 12 * len(tags) + 4
    outside = b""
    values = {}
    for tag, kind, numbers in tags:
        packed = struct.pack(order + kind * len(numbers), *numbers)
        if len(packed) > 4:
            values[tag] = struct.pack(order + "I", start + len(outside))
            outside += packed
        else:
            values[tag] = packed.ljust(4, b"\0")
    values[273] = struct.pack(order + "I", start + len(outside))
    directory = struct.pack(order + "H", len(tags))
    for tag, kind, numbers in tags:
        directory += struct.pack(order + "HHI", tag, 3 if kind == "H" else 4, len(numbers)) + values[tag]
    magic = (b"MM\0*" if big_endian else b"II*\0") + struct.pack(order + "I", 8)
    (FILES / name).write_bytes(magic + directory + b"\0\0\0\0" + outside + raw)


def tiff_files():
    width, height = 21, 9
    for big in (False, True):
        kind = "big" if big else "little"
        tiff(f"rgb16-{kind}.tif", width, height, 16, 3, 2, noise(width * height * 6), big_endian=big)
        tiff(f"grey16-{kind}.tif", width, height, 16, 1, 1, noise(width * height * 2), big_endian=big)
        colors = [("H", 320, [int(x) for x in rng.integers(0, 65536, 48)])]
        colors = [(tag, form, numbers) for form, tag, numbers in colors]
        tiff(f"palette4-{kind}.tif", width, height, 4, 1, 3, noise((width + 1) // 2 * height), colors, big)
    for bits in (1, 4, 8):
        raw = noise((width * bits + 7) // 8 * height)
        tiff(f"white-is-zero{bits}.tif", width, height, bits, 1, 0, raw)
        tiff(f"black-is-zero{bits}.tif", width, height, bits, 1, 1, raw)
    tiff("rgb-alpha.tif", width, height, 8, 4, 2, noise(width * height * 4), [(338, "H", [2])])
    tiff("rgb-premultiplied.tif", width, height, 8, 4, 2, noise(width * height * 4), [(338, "H", [1])])
    tiff("grey-alpha.tif", width, height, 8, 2, 1, noise(width * height * 2), [(338, "H", [2])])
    tiff("cmyk.tif", width, height, 8, 4, 5, noise(width * height * 4))
    image = scene(45, 37)
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        save(f"rgb-{compression}.tif", image, compression=compression)
    save("palette8.tif", image.quantize(200), compression="tiff_lzw")
    save("ycbcr.tif", image.convert("YCbCr"))
    for compression in ("group3", "group4"):
        save(f"fax-{compression}.tif", image.convert("1"), compression=compression)


def orientation_files():
    """Of all formats that can say how they are turned; the pixels recorded are upright."""
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x112] = orientation
        image = scene(20, 11)
        save(f"orientation{orientation}.jpg", image, exif=exif, quality=90)
        save(f"orientation{orientation}.png", image, exif=exif)
        save(f"orientation{orientation}.webp", image, exif=exif, lossless=True)
        save(f"orientation{orientation}.tif", image, tiffinfo={274: orientation})


def record_pixels():
    lines = []
    for file in sorted(FILES.iterdir()):
        rgb = Image.open(file).convert("RGB")
        file.with_name(file.name + ".rgb").write_bytes(rgb.tobytes())
        upright = ImageOps.exif_transpose(Image.open(file)).convert("RGB")
        if upright.tobytes() != rgb.tobytes():
            file.with_name(file.name + ".upright.rgb").write_bytes(upright.tobytes())
        lines.append(f"{file.name},{rgb.width},{rgb.height},{upright.width},{upright.height}")
    (OUT / "files.csv").write_text("\n".join(lines) + "\n")


# --- Grids ---------------------------------------------------------------------------------------------------------


def grid(width, height, min_tiles, max_tiles, tile_size):
    """The model card's rule, written down from its description."""
    shapes = {
        (columns, rows)
        for n in range(min_tiles, max_tiles + 1)
        for columns in range(1, n + 1)
        for rows in range(1, n + 1)
        if min_tiles <= columns * rows <= max_tiles
    }
    best, closest = (1, 1), float("inf")
    for columns, rows in sorted(shapes, key=lambda shape: shape[0] * shape[1]):
        distance = abs(width / height - columns / rows)
        if distance < closest:
            best, closest = (columns, rows), distance
        elif distance == closest and width * height > 0.5 * tile_size * tile_size * columns * rows:
            best = (columns, rows)
    return best


def record_grids():
    sizes = [(1, 1), (1, 5000), (5000, 1), (448, 448), (896, 448), (634, 634), (633, 633), (1280, 720), (4000, 3000)]
    # Both sides of the tie rule: half the pixels of 2 x 2 tiles are 401408.
    sizes += [(633, 634), (800, 800), (775, 776), (776, 776), (1097, 1097), (1098, 1098), (1267, 633), (1268, 634)]
    sizes += [(random.randint(1, 3000), random.randint(1, 3000)) for _ in range(2200)]
    sizes += [(side * a, side * b) for side in (7, 100, 317, 450) for a in range(1, 9) for b in range(1, 9)]
    lines = []
    for index, (width, height) in enumerate(sizes):
        for max_tiles in range(1, 13) if index < 17 else (6, 1 + index % 12):
            columns, rows = grid(width, height, 1, max_tiles, 448)
            lines.append(f"{width},{height},{max_tiles},{columns},{rows}")
    (OUT / "grids.csv").write_text("\n".join(lines) + "\n")


# --- Resizing and tiles --------------------------------------------------------------------------------------------


def computed(width, height, seed):
    """Pixels that the tests compute as well: noise, with black and white beside each other to make it overshoot."""
    index = np.arange(width * height * 3, dtype=np.uint64)
    mixed = (index + np.uint64(seed)) * np.uint64(2654435761) & np.uint64(0xFFFFFFFF)
    values = (mixed >> np.uint64(13)) & np.uint64(0x1FF)
    return np.where(values > 255, np.where(values & np.uint64(1), 255, 0), values).astype(np.uint8).reshape(
        height, width, 3
    )


def bicubic(image, size):
    """Columns first: since version 13 Pillow does rows first where that is faster, which gives other roundings."""
    return image.resize((size[0], image.height), Image.Resampling.BICUBIC).resize(size, Image.Resampling.BICUBIC)


def record_resized():
    cases = [
        ((1, 1), (448, 448)), ((1, 1), (1, 1)), ((1, 100), (448, 448)), ((100, 1), (448, 448)), ((2, 2), (3, 3)),
        ((3, 2), (2, 3)), ((448, 448), (448, 448)), ((448, 300), (448, 448)), ((300, 448), (448, 448)),
        ((640, 480), (448, 448)), ((640, 480), (896, 448)), ((1000, 37), (1344, 448)), ((37, 1000), (448, 1344)),
        ((5000, 3), (448, 448)), ((3, 5000), (448, 448)), ((449, 449), (448, 448)), ((447, 447), (448, 448)),
        ((1920, 1080), (448, 448)), ((1920, 1080), (1344, 896)), ((896, 896), (448, 448)), ((100, 100), (7, 11)),
        ((7, 11), (100, 100)), ((13, 17), (1, 1)), ((13, 17), (17, 13)), ((2000, 2), (1, 1)),
    ]  # fmt: skip
    cases += [
        ((random.randint(1, 200), random.randint(1, 200)), (random.randint(1, 200), random.randint(1, 200)))
        for _ in range(60)
    ]
    lines = []
    for seed, (source, target) in enumerate(cases):
        resized = bicubic(Image.fromarray(computed(*source, seed)), target)
        digest = hashlib.sha256(resized.tobytes()).hexdigest()
        lines.append(",".join(map(str, (seed, *source, *target, digest))))
    (OUT / "resized.csv").write_text("\n".join(lines) + "\n")


def record_tiles():
    """One picture through everything, with small tiles: 3 x 2 and the thumbnail."""
    size, columns, rows = 14, 3, 2
    image = Image.fromarray(computed(61, 45, 99))
    whole = bicubic(image, (columns * size, rows * size))
    tiles = [
        whole.crop((x * size, y * size, (x + 1) * size, (y + 1) * size)) for y in range(rows) for x in range(columns)
    ]
    tiles.append(bicubic(image, (size, size)))
    values = [
        ((np.asarray(tile).astype(np.float32) / np.float32(255) - MEAN) / DEVIATION).transpose(2, 0, 1)
        for tile in tiles
    ]
    (OUT / "tiles.f32").write_bytes(np.stack(values).astype("<f4").tobytes())


if __name__ == "__main__":
    shutil.rmtree(OUT, ignore_errors=True)
    FILES.mkdir(parents=True)
    jpeg_files()
    png_files()
    gif_files()
    webp_files()
    bmp_files()
    tiff_files()
    orientation_files()
    record_pixels()
    record_grids()
    record_resized()
    record_tiles()
