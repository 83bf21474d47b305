"""Pictures drawn by program: shapes, a line of text, bar charts; each with its facts and its target for every patch.

A picture is drawn twice from the same geometry: once in colour, and once as a small map of item numbers from which
the dense targets of the vision tower's first training stage are read.
"""

import colorsys
import functools
import json
import math
import os
import zlib
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIZE, PATCHES, FINE = 224, 16, 64  # tile, patches a side, side of the item map
CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
CODE_CHARS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # codes have no O, I, 0, 1
SHAPES = ["circle", "square", "triangle", "star", "rectangle", "diamond", "cross", "heart"]
COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white"]
PLACES = ["top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right"]
BAR = 1 + len(CHARS) + len(SHAPES)
CLASSES = BAR + 1  # background, characters, shapes, bar

# hue in degrees, saturation, value
BOXES = {
    "red": ((-8, 7), (0.75, 1), (0.7, 1)),
    "orange": ((23, 36), (0.8, 1), (0.9, 1)),
    "yellow": ((50, 60), (0.65, 1), (0.88, 1)),
    "green": ((95, 150), (0.5, 1), (0.4, 0.92)),
    "blue": ((203, 240), (0.6, 1), (0.5, 1)),
    "purple": ((268, 290), (0.5, 1), (0.4, 0.85)),
    "pink": ((318, 342), (0.28, 0.85), (0.94, 1)),
    "brown": ((16, 30), (0.55, 0.85), (0.3, 0.52)),
    "black": ((0, 360), (0, 0.3), (0, 0.13)),
    "white": ((0, 360), (0, 0.04), (0.95, 1)),
}


def to_rgb(h, s, v):
    return tuple(round(255 * c) for c in colorsys.hsv_to_rgb(h % 360 / 360, s, v))


def _any_shade(rng, name):
    h, s, v = (rng.uniform(*r) for r in BOXES[name])
    return to_rgb(h, s, v)


def _held_out_shades():
    rng = np.random.default_rng(77)
    return {name: [_any_shade(rng, name) for _ in range(3)] for name in COLOURS}


HELD_OUT = _held_out_shades()  # three shades of each colour that training never shows


def shade(rng, name, held_out):
    if held_out:
        return HELD_OUT[name][rng.integers(3)]
    while True:
        c = _any_shade(rng, name)
        if name in ("black", "white") or all(distance(c, h) > 16 for h in HELD_OUT[name]):
            return c


def distance(a, b):
    return math.sqrt(sum((x - y) ** 2 for x, y in zip(a, b)))


def light(c):
    return 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]


def background(rng):
    r = rng.random()
    if r < 0.3:
        return (
            (255, 255, 255)
            if rng.random() < 0.5
            else to_rgb(rng.uniform(0, 360), rng.uniform(0, 0.05), rng.uniform(0.9, 1))
        )
    if r < 0.55:
        return to_rgb(rng.uniform(0, 360), rng.uniform(0, 0.25), rng.uniform(0.85, 1))
    if r < 0.75:
        return to_rgb(rng.uniform(0, 360), rng.uniform(0, 0.5), rng.uniform(0, 0.25))
    return to_rgb(rng.uniform(0, 360), rng.uniform(0, 0.5), rng.uniform(0.25, 0.85))


# ---- fonts


@functools.cache
def fonts(held_out):
    with open(os.path.join(os.path.dirname(__file__), "fonts.json")) as f:
        faces = json.load(f)["evaluation" if held_out else "training"]
    return [os.path.join("/usr/share", f) for f in faces if os.path.exists(os.path.join("/usr/share", f))]


@functools.lru_cache(4000)
def font(path, size):
    f = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    left, top, right, bottom = f.getbbox("H", anchor="ls")
    return f, -top, {c: f.getlength(c) for c in CHARS}


@dataclass
class Item:
    """One thing in a picture with what the dense targets say about it."""

    content: int
    order: int
    colour: int = -1
    size: int = -1  # 0 small, 1 large; shapes only
    value: int = -1  # bars only
    last: int = -1  # 1: the last of its line, of the shapes or of the bars
    row: int = -1  # place of a shape, 0 to 8


@dataclass
class Picture:
    image: Image.Image
    kind: str
    facts: dict
    items: list = field(default_factory=list)
    map: np.ndarray = None  # (FINE, FINE) numbers into items, from 1; 0 is background


class Canvas:
    def __init__(self, rng, width, height, colour):
        self.rng, self.w, self.h = rng, width, height
        self.image = Image.new("RGB", (width, height), colour)
        self.draw = ImageDraw.Draw(self.image)
        self.map = Image.new("L", (FINE, FINE), 0)
        self.fine = ImageDraw.Draw(self.map)
        self.items = []

    def item(self, **what):
        self.items.append(Item(**what))
        return len(self.items)

    def mark(self, number, points):
        """Claims a region (two corners or a polygon) for an item in the map."""
        sx, sy = FINE / self.w, FINE / self.h
        pts = [(x * sx - 0.5, y * sy - 0.5) for x, y in points]
        if len(pts) == 2:
            (x0, y0), (x1, y1) = pts
            self.fine.rectangle(
                [round(x0), round(y0), max(round(x0), round(x1) - 1), max(round(y0), round(y1) - 1)], fill=number
            )
        else:
            self.fine.polygon(pts, fill=number)

    def text(self, x, base, s, path, size, fill, tracking=0.0, colour=-1, order=None):
        """Draws a line with its left end at x on the base line; returns its width."""
        f, cap, advance = font(path, size)
        start = x
        for i, ch in enumerate(s):
            if ch != " ":
                self.draw.text((x, base), ch, font=f, fill=fill, anchor="ls")
                n = self.item(
                    content=1 + CHARS.index("O" if ch == "0" else ch),
                    order=min(i, 11) if order is None else order,
                    colour=colour,
                    last=int(i == len(s) - 1) if order is None else -1,
                )
                self.mark(n, [(x, base - cap), (x + advance[ch] + tracking, base)])
            x += (advance[ch] if ch != " " else size * 0.3) + tracking
        return x - start


def text_width(s, path, size, tracking=0.0):
    advance = font(path, size)[2]
    return sum(advance[c] if c != " " else size * 0.3 for c in s) + tracking * len(s)


# ---- words

WORDS = (
    "STOP EXIT OPEN CLOSED HELLO TILE TREE HOUSE WATER RIVER MUSIC PAPER LIGHT NIGHT GREEN BREAD APPLE LEMON SALE "
    "BUS TAXI HOTEL CAFE BANK MENU COFFEE MILK FISH BIRD CAT DOG SUN MOON STAR FIRE SNOW RAIN WIND ROAD PARK GATE DOOR "
    "WINDOW TABLE CHAIR BOOK SCHOOL PLANT STONE BEACH OCEAN ISLAND BRIDGE STREET MARKET GARDEN ORANGE CASTLE SUMMER WINTER "
    "MONDAY FRIDAY SUNDAY JUNE JULY MAY LISBON PORTO PARIS ROME ZERO ONE TWO THREE FOUR FIVE SEVEN EIGHT NINE TEN QUIZ JAZZ "
    "VOTE KEY BOX FOX JAVA PUSH PULL NORTH SOUTH EAST WEST LEFT RIGHT START FINISH PLAY PAUSE HELP INFO NEWS FREE WARNING "
    "DANGER SLOW FAST AHEAD SPEED METRO TRAIN PLANE SHIP BIKE"
).split()
HELD_OUT_WORDS = (
    "TOWER HARBOR VELVET PIXEL QUEEN JUMBO FOREST CLOUD ZEBRA EXTRA KAYAK LUNCH WHALE GRAPE DRIVE "
    "BLANK SPICE CHALK FROST MANGO"
).split()


def words_for(rng, held_out, longest=10):
    """A line of text: a code, a number or a word."""
    r = rng.random()
    if r < 0.6:
        n = 5 if rng.random() < 0.35 else int(rng.integers(1, min(longest, 9)))
        return "".join(rng.choice(list(CODE_CHARS), n))
    if r < 0.75:
        n = int(rng.integers(1, min(longest, 8)))
        return "".join(rng.choice(list("0123456789"), n))
    if held_out:
        return str(rng.choice([w for w in HELD_OUT_WORDS if len(w) <= longest]))
    if r < 0.9:
        return str(rng.choice([w for w in WORDS if len(w) <= longest]))
    n = int(rng.integers(2, min(longest, 9)))
    return "".join(rng.choice(list(CHARS[:26]), n))


# ---- shapes


def outline(kind, cx, cy, r, angle, aspect):
    """Corner points of a shape whose half size is r."""

    def around(angles, radii):
        return [(cx + q * math.cos(a) * aspect, cy + q * math.sin(a)) for a, q in zip(angles, radii)]

    t = math.radians(angle)
    up = -math.pi / 2 + t
    if kind == "circle":
        a = np.linspace(0, 2 * math.pi, 40)
        return around(a, [r] * 40)
    if kind == "square":
        return around([t + math.pi / 4 + i * math.pi / 2 for i in range(4)], [r * 1.25] * 4)
    if kind == "diamond":
        return [(cx, cy - r * 1.1), (cx + r * 0.85 * aspect, cy), (cx, cy + r * 1.1), (cx - r * 0.85 * aspect, cy)]
    if kind == "triangle":
        return around([up + i * 2 * math.pi / 3 for i in range(3)], [r * 1.15] * 3)
    if kind == "star":
        return around([up + i * math.pi / 5 for i in range(10)], [r * 1.15, r * 0.47] * 5)
    if kind == "rectangle":
        w, h = (r * 1.15, r * 0.52) if aspect > 1 else (r * 0.52, r * 1.15)
        return [
            (cx + x * math.cos(t) - y * math.sin(t), cy + x * math.sin(t) + y * math.cos(t))
            for x, y in ((-w, -h), (w, -h), (w, h), (-w, h))
        ]
    if kind == "cross":
        q, p = r * 1.05, r * 0.36
        pts = [
            (-p, -q),
            (p, -q),
            (p, -p),
            (q, -p),
            (q, p),
            (p, p),
            (p, q),
            (-p, q),
            (-p, p),
            (-q, p),
            (-q, -p),
            (-p, -p),
        ]
        return [(cx + x * math.cos(t) - y * math.sin(t), cy + x * math.sin(t) + y * math.cos(t)) for x, y in pts]
    a = np.linspace(0, 2 * math.pi, 40)
    return [
        (
            cx + r * 0.066 * 16 * math.sin(v) ** 3,
            cy - r * 0.066 * (13 * math.cos(v) - 5 * math.cos(2 * v) - 2 * math.cos(3 * v) - math.cos(4 * v)) - r * 0.1,
        )
        for v in a
    ]


def held_out_layout(cells):
    """A fifth of the arrangements of cells is kept for evaluation."""
    return zlib.crc32(bytes(sorted(cells))) % 5 == 0


def draw_shapes(rng, c, held_out, most=6):
    n = int(rng.integers(1, most + 1))
    while True:
        cells = sorted(int(x) for x in rng.choice(9, n, replace=False))
        if 1 < n < 8 and held_out_layout(cells) != held_out:
            continue
        break
    few = rng.random() < 0.35  # few kinds: worth counting
    kinds = rng.choice(len(SHAPES), 2) if few else np.arange(len(SHAPES))
    back = c.image.getpixel((0, 0))
    allowed = [k for k in range(len(COLOURS)) if min(distance(s, back) for s in HELD_OUT[COLOURS[k]]) > 105]
    if few and len(allowed) > 2:
        allowed = list(rng.choice(allowed, 2, replace=False))
    unit = min(c.w, c.h)
    found = []
    for i, cell in enumerate(cells):
        kind, name = SHAPES[rng.choice(kinds)], COLOURS[rng.choice(allowed)]
        for _ in range(20):
            fill = shade(rng, name, held_out)
            if distance(fill, back) > 85:
                break
        large = int(rng.random() < 0.5)
        r = unit * (rng.uniform(0.105, 0.13) if large else rng.uniform(0.05, 0.07))
        wide = rng.uniform(0.88, 1.14) if kind != "rectangle" else rng.choice([0.5, 2])
        cx, cy = c.w * (cell % 3 + 0.5) / 3, c.h * (cell // 3 + 0.5) / 3
        jx, jy = max(c.w / 6 - r * 1.2, 2) * 0.95, max(c.h / 6 - r * 1.2, 2) * 0.95
        cx, cy = cx + rng.uniform(-jx, jx), cy + rng.uniform(-jy, jy)
        pts = outline(kind, cx, cy, r, rng.uniform(-9, 9), wide)
        edge = None
        if rng.random() < 0.15:
            edge = (0, 0, 0) if light(back) > 128 else (255, 255, 255)
        c.draw.polygon(pts, fill=fill, outline=edge, width=max(1, unit // 150))
        number = c.item(
            content=1 + len(CHARS) + SHAPES.index(kind),
            order=i,
            colour=COLOURS.index(name),
            size=large,
            last=int(i == n - 1),
            row=cell,
        )
        c.mark(number, pts)
        found.append({"shape": kind, "colour": name, "size": ["small", "large"][large], "cell": cell})
    return {"shapes": found}


# ---- text


def ink_for(rng, back, held_out):
    """A text colour that stands off the background; -1 where it has no name."""
    for _ in range(40):
        if rng.random() < 0.7:
            name = (
                COLOURS[rng.integers(len(COLOURS))]
                if rng.random() < 0.6
                else ("black" if light(back) > 128 else "white")
            )
            fill = shade(rng, name, held_out)
        else:
            name, fill = None, tuple(int(v) for v in rng.integers(0, 256, 3))
        if abs(light(fill) - light(back)) > 75:
            return fill, name
    return ((0, 0, 0), "black") if light(back) > 128 else ((255, 255, 255), "white")


def draw_line(rng, c, held_out, box, s=None, fill=None, biggest=0.25, least=12):
    """One line of text somewhere in a box; returns its facts."""
    x0, y0, x1, y1 = box
    face = fonts(held_out)
    path = face[rng.integers(len(face))]
    back = c.image.getpixel((0, 0))
    if fill is None:
        fill, name = ink_for(rng, back, held_out)
    else:
        fill, name = fill
    unit = c.w / SIZE
    if s is None:
        s = words_for(rng, held_out)
    tracking = float(rng.choice([0, 0, 1, 2, 4])) * unit
    # size between what keeps a character wider than about 11 pixels of the tile and what fits
    probe = 40
    per = text_width(s, path, probe, 0) / probe
    cap = font(path, probe)[1] / probe
    fit = min((x1 - x0 - tracking * len(s)) / per, (y1 - y0) / (cap * 1.05), c.h * biggest / cap)
    low = min(fit, least * unit * len(s) / per)
    size = int(np.exp(rng.uniform(np.log(max(low, 8)), np.log(max(fit, low, 9)))))
    size = max(8, size)
    w = text_width(s, path, size, tracking)
    cap = font(path, size)[1]
    x = x0 + rng.random() * max(0, x1 - x0 - w)
    base = y0 + cap + rng.random() * max(0, y1 - y0 - cap)
    c.text(x, base, s, path, size, fill, tracking, COLOURS.index(name) if name else -1)
    return {"text": s, "ink": name, "base": base, "cap": cap}


def draw_text(rng, c, held_out, text=None):
    m = 0.04
    facts = draw_line(rng, c, held_out, (c.w * m, c.h * m, c.w * (1 - m), c.h * (1 - m)), text)
    if rng.random() < 0.15:  # an underline or a frame, which is not text
        y = facts["base"] + facts["cap"] * 0.3
        if rng.random() < 0.5 and y < c.h - 2:
            c.draw.line([(c.w * 0.1, y), (c.w * 0.9, y)], fill=(128, 128, 128), width=max(1, c.w // 100))
        else:
            c.draw.rectangle([1, 1, c.w - 2, c.h - 2], outline=(128, 128, 128), width=max(1, c.w // 90))
    return facts


def draw_page(rng, c, held_out, easy=False):
    """Many lines, for the dense targets only; an easy page is the start of the curriculum."""
    y = c.h * rng.uniform(0.01, 0.05)
    while y < c.h * 0.9:
        tall = c.h * np.exp(rng.uniform(np.log(0.1), np.log(0.18)) if easy else rng.uniform(np.log(0.07), np.log(0.24)))
        tall = min(tall, c.h * 0.98 - y)
        if tall < c.h * 0.06:
            break
        x0 = c.w * rng.uniform(0.01, 0.05 if easy else 0.1)
        s = words_for(rng, held_out, 10)
        if rng.random() < 0.5:
            s = "".join(rng.choice(list(CHARS), int(rng.integers(3, 11))))
        if easy:
            s = "".join(rng.choice(list(CHARS), int(rng.integers(7, 12))))
        draw_line(
            rng,
            c,
            held_out,
            (x0, y, c.w * 0.98, y + tall),
            s,
            ((0, 0, 0), "black") if easy else None,
            least=16 if easy else 12,
        )
        y += tall + c.h * rng.uniform(0.01, 0.03 if easy else 0.06)
    return {}


# ---- bar charts


def draw_chart(rng, c, held_out):
    n = int(rng.integers(3, 7))
    # margins and gaps: evaluation takes its own range
    gap = rng.uniform(0.32, 0.42) if held_out else rng.choice([rng.uniform(0.15, 0.32), rng.uniform(0.42, 0.55)])
    back = c.image.getpixel((0, 0))
    ink = (0, 0, 0) if light(back) > 128 else (255, 255, 255)
    if rng.random() < 0.4:
        ink = ink_for(rng, back, held_out)[0]
    face = fonts(held_out)
    path = face[rng.integers(len(face))]
    _, cap40, advance40 = font(path, 40)
    while True:
        values = [int(v) for v in rng.integers(1, 10, n)]
        if values.count(max(values)) == 1 and values.count(min(values)) == 1:
            break
    letters = (
        list("ABCDEF")[:n]
        if rng.random() < 0.5
        else [str(x) for x in rng.choice(list(CHARS[:26].replace("O", "").replace("I", "")), n, replace=False)]
    )
    left, right = c.w * rng.uniform(0.03, 0.12), c.w * rng.uniform(0.9, 0.98)
    slot = (right - left) / n
    size = int(min(slot / (max(advance40.values()) / 40) * 0.95, c.h * rng.uniform(0.085, 0.13) / (cap40 / 40)))
    cap = font(path, size)[1]
    bottom = c.h * rng.uniform(0.95, 0.99) - cap - c.h * 0.025
    top = c.h * rng.uniform(0.03, 0.08) + cap + c.h * 0.03
    step = (bottom - top) / 9
    grid = tuple(int(b * 0.75 + i * 0.25) for b, i in zip(back, ink))
    if rng.random() < 0.35:
        for v in range(1, 10, int(rng.integers(1, 4))):
            y = bottom - v * step
            c.draw.line([(left, y), (right, y)], fill=grid, width=max(1, c.h // 220))
    allowed = [k for k in range(len(COLOURS)) if min(distance(s, back) for s in HELD_OUT[COLOURS[k]]) > 105]
    if rng.random() < 0.5:
        allowed = [rng.choice(allowed)]
    bars = []
    for i, (v, letter) in enumerate(zip(values, letters)):
        name = COLOURS[rng.choice(allowed)]
        for _ in range(20):
            fill = shade(rng, name, held_out)
            if distance(fill, back) > 85:
                break
        x0, x1 = left + slot * (i + gap / 2), left + slot * (i + 1 - gap / 2)
        y = bottom - v * step
        c.draw.rectangle([x0, y, x1, bottom], fill=fill)
        number = c.item(content=BAR, order=i, colour=COLOURS.index(name), value=v, last=int(i == n - 1))
        c.mark(number, [(x0, y), (x1, bottom)])
        middle = left + slot * (i + 0.5)
        advance = font(path, size)[2]
        c.text(middle - advance[str(v)] / 2, y - c.h * 0.018, str(v), path, size, ink, order=i)
        c.text(middle - advance[letter] / 2, bottom + cap + c.h * 0.025, letter, path, size, ink, order=i)
        bars.append({"label": letter, "value": v, "colour": name})
    if rng.random() < 0.7:
        c.draw.line([(left, bottom), (right, bottom)], fill=ink, width=max(1, c.h // 150))
    if rng.random() < 0.4:
        c.draw.line([(left, top), (left, bottom)], fill=ink, width=max(1, c.h // 150))
    return {"bars": bars}


def draw_nothing(rng, c, held_out):
    for _ in range(int(rng.integers(0, 5))):
        x, y = rng.uniform(0, c.w), rng.uniform(0, c.h)
        fill = tuple(int(v) for v in rng.integers(0, 256, 3))
        c.draw.line([(x, y), (rng.uniform(0, c.w), rng.uniform(0, c.h))], fill=fill, width=int(rng.integers(1, 3)))
    return {}


# ---- whole pictures


@functools.cache
def _noise():
    rng = np.random.default_rng(5)
    return rng.normal(0, 1, (12, SIZE, SIZE, 3)).astype(np.float32)


KINDS = {"shapes": draw_shapes, "text": draw_text, "chart": draw_chart, "page": draw_page, "nothing": draw_nothing}


def picture(rng, kind, held_out=False, most=6, text=None, easy=False):
    """A picture of a kind; `most` shapes at most; `text` says what a line of text is to say; `easy` makes plain pages."""
    r = rng.random()
    if r < 0.45:
        w = h = SIZE
    elif r < 0.6:
        w = h = 2 * SIZE
    else:
        h = int(rng.integers(200, 440))
        w = int(h * rng.uniform(0.8, 1.3))
    c = Canvas(rng, w, h, (255, 255, 255) if easy else background(rng))
    more = {"shapes": {"most": most}, "text": {"text": text}, "page": {"easy": easy}}.get(kind, {})
    facts = KINDS[kind](rng, c, held_out, **more)
    return Picture(c.image, kind, facts, c.items, np.asarray(c.map))


def soften(rng, pixels):
    """Noise and shading on the pixels of a tile (float, 0 to 255)."""
    r = rng.random()
    if r < 0.35:
        pixels = pixels + _noise()[rng.integers(12)] * rng.uniform(1, 8)
    if r > 0.75:
        a, b = rng.uniform(-22, 22, 2)
        ramp = np.linspace(-1, 1, SIZE, dtype=np.float32)
        pixels = pixels + a * ramp[:, None, None] + b * ramp[None, :, None]
    return pixels


def tile(rng, p, augment=True):
    """The picture as one tile of 224 x 224, uint8."""
    im = p.image if p.image.size == (SIZE, SIZE) else p.image.resize((SIZE, SIZE), Image.BICUBIC)
    a = np.asarray(im)
    if augment:
        a = np.clip(soften(rng, a), 0, 255).astype(np.uint8)
    return a


# columns of the dense targets; the first two exist for the left and the right half of a patch
TARGETS = ["content_left", "content_right", "order_left", "order_right", "colour", "size", "value", "last", "row"]
TARGET_SIZES = [CLASSES, CLASSES, 12, 12, len(COLOURS), 2, 10, 2, 9]


def dense_targets(p):
    """(256, 9) int8: what each patch shows; -1 where a question does not apply."""
    k = FINE // PATCHES
    out = np.full((PATCHES * PATCHES, len(TARGETS)), -1, np.int8)
    m = p.map.reshape(PATCHES, k, PATCHES, k).transpose(0, 2, 1, 3).reshape(-1, k, k)
    table = np.array(
        [[0, -1, -1, -1, -1, -1, -1]]
        + [[i.content, i.order, i.colour, i.size, i.value, i.last, i.row] for i in p.items],
        np.int8,
    )
    n = len(table)

    def most_of(part):
        flat = part.reshape(len(part), -1)
        count = np.zeros((len(part), n), np.int16)
        np.add.at(count, (np.arange(len(part))[:, None], flat), 1)
        count[:, 0] -= flat.shape[1] // 5  # things win against background from two fifths on
        return count.argmax(1)

    left, right, whole = most_of(m[:, :, : k // 2]), most_of(m[:, :, k // 2 :]), most_of(m)
    out[:, 0], out[:, 1] = table[left, 0], table[right, 0]
    out[:, 2], out[:, 3] = table[left, 1], table[right, 1]
    out[:, 4:] = table[whole, 2:]
    return out
