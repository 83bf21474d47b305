"""Questions and answers about a picture's facts, and small talk.

Every question carries what its answer must and must not contain, so that the same generator trains and evaluates.
"""

import zlib
from dataclasses import dataclass, field

from .pictures import COLOURS, PLACES, SHAPES


@dataclass
class Question:
    category: str
    question: str
    answer: str
    all: list = field(default_factory=list)
    none: list = field(default_factory=list)
    topic: str = ""


AT = [
    "at the top left",
    "at the top",
    "at the top right",
    "on the left",
    "in the middle",
    "on the right",
    "at the bottom left",
    "at the bottom",
    "at the bottom right",
]


def pick(rng, options):
    return options[int(rng.integers(len(options)))]


def plural(shape, n):
    return shape if n == 1 else "crosses" if shape == "cross" else shape + "s"


def joined(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def a(word):
    return ("an " if word[0] in "aeiou" else "a ") + word


def amount(n, noun):
    """`There are 3 circles.`"""
    if n == 0:
        return f"There are no {noun(2)}."
    return f"There {'is' if n == 1 else 'are'} {n} {noun(n)}."


def count(rng, n, noun, asked):
    said = [str(n) + " " + noun(n)] if n else ["no " + noun(2)]
    numbers = [str(i) for i in range(10) if i != n] + ["no"] * (n > 0)
    return Question("counts", asked, amount(n, noun), said, numbers)


LIST = [
    ("What shapes are there?", "There is {}."),
    ("What shapes are in the picture?", "There is {}."),
    ("What do you see?", "I see {}."),
    ("What can you see in this picture?", "I see {}."),
    ("Describe the picture.", "The picture shows {}."),
    ("What is in the picture?", "The picture shows {}."),
    ("Which shapes and colours are there?", "There is {}."),
    ("List the shapes.", "I see {}."),
    ("Tell me what is shown.", "The picture shows {}."),
    ("What does the picture show?", "The picture shows {}."),
    ("Name the shapes you see.", "I see {}."),
    ("Describe this image.", "The picture shows {}."),
    ("What's in this image?", "The picture shows {}."),
]


def about_shapes(rng, facts, kind=None):
    things = facts["shapes"]
    kinds = [t["shape"] for t in things]
    names = [t["colour"] for t in things]
    pairs = [(t["colour"], t["shape"]) for t in things]
    lone = [t for t in things if kinds.count(t["shape"]) == 1]
    kind = kind or pick(
        rng,
        ["list"] * 3
        + ["colour"] * 5
        + ["shape"] * 3
        + ["place"] * 5
        + ["what at"] * 3
        + ["size"] * 4
        + ["total"] * 1
        + ["count kind"] * 6
        + ["count colour"] * 5
        + ["exists"] * 4
        + ["is colour"] * 2
        + ["beside"] * 3
        + ["is count"] * 1
        + ["is place"] * 1,
    )

    def others(words, keep):
        return [w for w in words if w != keep]

    def subject(t):
        """A phrase that names exactly this thing, or None."""
        if kinds.count(t["shape"]) == 1:
            return t["shape"] if rng.random() < 0.7 else f"{t['colour']} {t['shape']}"
        if pairs.count((t["colour"], t["shape"])) == 1:
            return f"{t['colour']} {t['shape']}"
        return None

    if kind == "list":
        q, form = pick(rng, LIST)
        said = [f"{c} {s}" for c, s in pairs]
        return Question(
            "shapes",
            q,
            form.format(joined([a(x) for x in said])),
            sorted(set(said)),
            [f"{c} {s}" for c in COLOURS for s in SHAPES if (c, s) not in pairs],
            kind,
        )
    if kind == "colour" and lone:
        t = pick(rng, lone)
        q = pick(
            rng,
            [
                "What colour is the {}?",
                "Which colour does the {} have?",
                "What is the colour of the {}?",
                "What color is the {}?",
                "Tell me the colour of the {}.",
                "The {}: what colour is it?",
            ],
        )
        return Question(
            "shapes",
            q.format(t["shape"]),
            f"The {t['shape']} is {t['colour']}.",
            [t["colour"]],
            others(COLOURS, t["colour"]),
            kind,
        )
    if kind == "shape":
        single = [t for t in things if names.count(t["colour"]) == 1]
        if single:
            t = pick(rng, single)
            q = pick(
                rng,
                [
                    "What shape is {}?",
                    "Which shape is {}?",
                    "What is the {} shape?",
                    "What is {} in the picture?",
                    "What kind of shape is the {} one?",
                ],
            )
            return Question(
                "shapes",
                q.format(t["colour"]),
                f"The {t['colour']} shape is {a(t['shape'])}.",
                [t["shape"]],
                others(SHAPES, t["shape"]),
                kind,
            )
    if kind == "place":
        named = [(t, subject(t)) for t in things]
        named = [x for x in named if x[1]]
        if named:
            t, name = pick(rng, named)
            q = pick(
                rng,
                [
                    "Where is the {}?",
                    "Where do you see the {}?",
                    "In which place is the {}?",
                    "What is the position of the {}?",
                    "Where can I find the {}?",
                ],
            )
            return Question(
                "shapes",
                q.format(name),
                f"The {name} is {AT[t['cell']]}.",
                [AT[t["cell"]]],
                [PLACES[i] for i in range(9) if i != t["cell"] and PLACES[i] not in PLACES[t["cell"]]],
                kind,
            )
    if kind == "what at":
        here = {t["cell"]: t for t in things}
        cell = pick(rng, list(here)) if rng.random() < 0.75 else int(rng.integers(9))
        q = pick(rng, ["What is {}?", "What do you see {}?", "Which shape is {}?", "What is there {}?"]).format(
            AT[cell]
        )
        where = AT[cell][0].upper() + AT[cell][1:]
        if cell in here:
            t = here[cell]
            said = f"{t['colour']} {t['shape']}"
            return Question(
                "shapes",
                q,
                f"{where} there is {a(said)}.",
                [said],
                others(SHAPES, t["shape"]) + others(COLOURS, t["colour"]),
                kind,
            )
        return Question("shapes", q, f"{where} there is nothing.", ["nothing"], SHAPES, kind)
    if kind == "size":
        named = [(t, subject(t)) for t in things]
        named = [x for x in named if x[1]]
        if named:
            t, name = pick(rng, named)
            q = pick(
                rng,
                [
                    "Is the {} large or small?",
                    "Is the {} small or large?",
                    "How big is the {}?",
                    "What size is the {}?",
                    "What is the size of the {}?",
                ],
            )
            return Question(
                "shapes",
                q.format(name),
                f"The {name} is {t['size']}.",
                [t["size"]],
                others(["small", "large"], t["size"]),
                kind,
            )
    if kind == "total":
        q = pick(
            rng,
            [
                "How many shapes are there?",
                "How many shapes do you see?",
                "Count the shapes.",
                "How many objects are in the picture?",
                "What is the number of shapes?",
                "How many things are there?",
            ],
        )
        r = count(rng, len(things), lambda n: "shape" + "s" * (n != 1), q)
        r.topic = kind
        return r
    if kind == "count kind":
        s = pick(rng, kinds) if rng.random() < 0.8 else pick(rng, SHAPES)
        q = pick(
            rng,
            [
                "How many {} are there?",
                "How many {} do you see?",
                "Count the {}.",
                "What is the number of {}?",
                "How many {} are in the picture?",
            ],
        )
        r = count(rng, kinds.count(s), lambda n: plural(s, n), q.format(plural(s, 2)))
        r.topic = kind
        return r
    if kind == "count colour":
        c = pick(rng, names) if rng.random() < 0.8 else pick(rng, COLOURS)
        q = pick(
            rng,
            [
                "How many {} shapes are there?",
                "How many shapes are {}?",
                "Count the {} shapes.",
                "How many {} shapes do you see?",
                "How many {} things are there?",
            ],
        )
        r = count(rng, names.count(c), lambda n: f"{c} shape" + "s" * (n != 1), q.format(c))
        r.topic = kind
        return r
    if kind == "exists":
        c, s = pick(rng, pairs)
        if rng.random() < 0.5:
            c, s = (pick(rng, COLOURS), s) if rng.random() < 0.5 else (c, pick(rng, SHAPES))
        yes = (c, s) in pairs
        q = pick(
            rng,
            ["Is there {}?", "Do you see {}?", "Does the picture show {}?", "Can you see {}?", "Is {} in the picture?"],
        ).format(a(f"{c} {s}"))
        return Question(
            "yesno",
            q,
            f"Yes, there is {a(f'{c} {s}')}." if yes else f"No, there is no {c} {s}.",
            ["yes" if yes else "no"],
            ["no" if yes else "yes"],
            kind,
        )
    if kind == "is colour" and lone:
        t = pick(rng, lone)
        c = t["colour"] if rng.random() < 0.5 else pick(rng, COLOURS)
        yes = c == t["colour"]
        q = pick(rng, ["Is the {} {}?", "Is it true that the {} is {}?", "The {} is {}, right?"]).format(t["shape"], c)
        return Question(
            "yesno",
            q,
            f"{'Yes' if yes else 'No'}, the {t['shape']} is {t['colour']}.",
            ["yes" if yes else "no", t["colour"]],
            ["no" if yes else "yes"],
            kind,
        )
    if kind == "beside" and len(lone) > 1:
        i, j = rng.choice(len(lone), 2, replace=False)
        t, u = lone[i], lone[j]
        dx, dy = u["cell"] % 3 - t["cell"] % 3, u["cell"] // 3 - t["cell"] // 3
        ways = [
            w
            for w in (
                ("left of", "right of", dx),
                ("right of", "left of", -dx),
                ("above", "below", dy),
                ("below", "above", -dy),
            )
            if w[2]
        ]
        way, other, d = pick(rng, ways)
        yes = d > 0
        q = pick(
            rng, ["Is the {} {} the {}?", "Is it true that the {} is {} the {}?", "Do you see the {} {} the {}?"]
        ).format(t["shape"], way, u["shape"])
        return Question(
            "yesno",
            q,
            f"{'Yes' if yes else 'No'}, the {t['shape']} is {way if yes else other} the {u['shape']}.",
            ["yes" if yes else "no"],
            ["no" if yes else "yes"],
            kind,
        )
    if kind == "is count":
        n = len(things) if rng.random() < 0.5 else max(1, len(things) + int(rng.choice([-2, -1, 1, 2])))
        yes = n == len(things)
        q = pick(rng, ["Are there {}?", "Do you see {}?"]).format(f"{n} shape" + "s" * (n != 1))
        if n == 1:
            q = pick(rng, ["Is there only 1 shape?", "Do you see 1 shape?"])
        text = amount(len(things), lambda n: "shape" + "s" * (n != 1))
        return Question(
            "yesno",
            q,
            f"{'Yes' if yes else 'No'}, {text[0].lower()}{text[1:]}",
            ["yes" if yes else "no", str(len(things))],
            ["no" if yes else "yes"],
            kind,
        )
    if kind == "is place" and lone:
        t = pick(rng, lone)
        cell = t["cell"] if rng.random() < 0.5 else int(rng.integers(9))
        yes = cell == t["cell"]
        return Question(
            "yesno",
            f"Is the {t['shape']} {AT[cell]}?",
            f"{'Yes' if yes else 'No'}, the {t['shape']} is {AT[t['cell']]}.",
            ["yes" if yes else "no", AT[t["cell"]]],
            ["no" if yes else "yes"],
            kind,
        )
    return about_shapes(rng, facts)


READ = [
    ("What does it say?", 'It says "{}".'),
    ("What does the text say?", 'The text says "{}".'),
    ("Read the text.", 'It says "{}".'),
    ("What is written here?", 'It says "{}".'),
    ("What text is in the picture?", 'The text says "{}".'),
    ("Which text do you see?", 'The text says "{}".'),
    ("Please read it to me.", 'It says "{}".'),
    ("What is printed in the picture?", 'It says "{}".'),
    ("Can you read this?", 'It says "{}".'),
    ("What do the letters say?", 'It says "{}".'),
    ("Spell the text.", 'It says "{}".'),
    ("What do you see?", 'I see the text "{}".'),
    ("Describe the picture.", 'The picture shows the text "{}".'),
    ("What is in the picture?", 'The picture shows the text "{}".'),
    ("What does the picture show?", 'The picture shows the text "{}".'),
    ("What's in this image?", 'The picture shows the text "{}".'),
    ("Transcribe the text.", 'The text says "{}".'),
]
NUMBER = [
    ("What number is this?", "The number is {}."),
    ("Which number do you see?", "The number is {}."),
    ("Read the number.", "The number is {}."),
    ("What is the number?", "The number is {}."),
    ("What does the number say?", "The number is {}."),
]
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"]


def about_text(rng, facts, kind=None):
    s = facts["text"]
    kind = kind or pick(
        rng,
        ["read"] * 8 + ["number"] * 2 + ["character"] * 4 + ["length"] * 2 + ["ink"] * 2 + ["any"] * 1 + ["says"] * 2,
    )
    if kind == "number" and s.isdigit():
        q, form = pick(rng, NUMBER)
        return Question("text", q, form.format(s), [s], [], kind)
    if kind in ("read", "number"):
        q, form = pick(rng, READ)
        return Question("text", q, form.format(s), [s], [], "read")
    if kind == "character":
        if rng.random() < 0.3:
            which, c = "last", s[-1]
        else:
            i = int(rng.integers(min(len(s), 6)))
            which, c = ORDINALS[i], s[i]
        noun = (
            pick(rng, ["character", "character", "letter"])
            if c.isalpha()
            else pick(rng, ["character", "character", "digit"])
        )
        q = pick(rng, ["What is the {} {}?", "Which is the {} {}?", "Tell me the {} {}.", "What's the {} {}?"]).format(
            which, noun
        )
        return Question("text", q, f'The {which} {noun} is "{c}".', [c], [], kind)
    if kind == "length":
        q = pick(
            rng,
            [
                "How many characters are there?",
                "How long is the text?",
                "How many characters does the text have?",
                "Count the characters.",
            ],
        )
        r = Question("counts", q, f"The text has {len(s)} character{'s' * (len(s) != 1)}.", [str(len(s))], [], kind)
        return r
    if kind == "ink" and facts["ink"]:
        q = pick(
            rng,
            [
                "What colour is the text?",
                "What is the colour of the text?",
                "In which colour is it written?",
                "What color is the text?",
                "Which colour do the letters have?",
            ],
        )
        return Question(
            "shapes", q, f"The text is {facts['ink']}.", [facts["ink"]], [c for c in COLOURS if c != facts["ink"]], kind
        )
    if kind == "any":
        q = pick(
            rng,
            ["Is there any text?", "Is there text in the picture?", "Do you see text?", "Does the picture show text?"],
        )
        return Question("yesno", q, f'Yes, the text says "{s}".', ["yes"], ["no"], kind)
    if kind == "says":
        yes = rng.random() < 0.5
        other = s
        while other == s:
            other = list(s)
            i = int(rng.integers(len(s)))
            other[i] = pick(rng, "0123456789" if s.isdigit() else "ABCDEFGHJKLMNPQRSTUVWXYZ")
            other = "".join(other)
        q = pick(rng, ['Does it say "{}"?', 'Is the text "{}"?', 'Is "{}" written here?']).format(s if yes else other)
        return Question(
            "yesno",
            q,
            f'{"Yes" if yes else "No"}, it says "{s}".',
            ["yes" if yes else "no"],
            ["no" if yes else "yes"],
            kind,
        )
    return about_text(rng, facts)


def about_chart(rng, facts, kind=None):
    bars = facts["bars"]
    values = [b["value"] for b in bars]
    kind = kind or pick(
        rng,
        ["highest"] * 5
        + ["lowest"] * 4
        + ["value"] * 5
        + ["top value"] * 4
        + ["bars"] * 1
        + ["all"] * 2
        + ["colour"] * 1
        + ["higher"] * 3
        + ["is highest"] * 2
        + ["which"] * 4
        + ["is value"] * 1,
    )
    wrong = [f"bar {b['label'].lower()}" for b in bars]

    def bar(b):
        return f"bar {b['label']}"

    if kind in ("highest", "lowest", "top value"):
        low = kind == "lowest"
        b = min(bars, key=lambda b: b["value"]) if low else max(bars, key=lambda b: b["value"])
        word = "lowest" if low else "highest"
        none = [w for w in wrong if w != f"bar {b['label'].lower()}"]
        if kind == "top value":
            if rng.random() < 0.4:
                b, word = min(bars, key=lambda b: b["value"]), "lowest"
                none = [w for w in wrong if w != f"bar {b['label'].lower()}"]
            q = pick(rng, ["What is the {} value?", "Which value is the {}?", "Tell me the {} value."]).format(word)
            return Question(
                "chart",
                q,
                f"The {word} value is {b['value']}, in {bar(b)}.",
                [bar(b).lower(), f"value is {b['value']}"],
                none,
                kind,
            )
        words = ["highest", "tallest", "largest", "biggest"] if not low else ["lowest", "shortest", "smallest"]
        q = pick(
            rng,
            [
                "Which bar is the {}?",
                "Which is the {} bar?",
                "What is the {} bar?",
                "Which bar is {}?",
                "Which bar is the {} and what is its value?",
                "What is the {} bar and its value?",
            ],
        )
        return Question(
            "chart",
            q.format(pick(rng, words)),
            f"Bar {b['label']} is the {word}, with a value of {b['value']}.",
            [bar(b).lower(), f"value of {b['value']}"],
            none,
            kind,
        )
    if kind == "value":
        b = pick(rng, bars)
        q = pick(
            rng,
            [
                "What is the value of bar {}?",
                "How high is bar {}?",
                "Which value does bar {} have?",
                "What value does {} have?",
                "What is the value of {}?",
                "Read the value of bar {}.",
            ],
        )
        return Question(
            "chart",
            q.format(b["label"]),
            f"Bar {b['label']} has a value of {b['value']}.",
            [f"value of {b['value']}"],
            [],
            kind,
        )
    if kind == "which":
        single = [b for b in bars if values.count(b["value"]) == 1]
        b = pick(rng, single)
        q = pick(rng, ["Which bar has a value of {}?", "Which bar shows {}?", "Which bar has the value {}?"])
        return Question(
            "chart",
            q.format(b["value"]),
            f"Bar {b['label']} has a value of {b['value']}.",
            [bar(b).lower()],
            [w for w in wrong if w != bar(b).lower()],
            kind,
        )
    if kind == "bars":
        q = pick(
            rng,
            [
                "How many bars are there?",
                "How many bars does the chart have?",
                "Count the bars.",
                "How many bars do you see?",
            ],
        )
        r = count(rng, len(bars), lambda n: "bar" + "s" * (n != 1), q)
        r.topic = kind
        return r
    if kind == "all":
        q, form = pick(
            rng,
            [
                ("What are the values?", "The values are {}."),
                ("Read all the values.", "The values are {}."),
                ("List the bars and their values.", "The values are {}."),
                ("What do you see?", "I see a bar chart: {}."),
                ("Describe the picture.", "The picture shows a bar chart: {}."),
                ("What is in the picture?", "The picture shows a bar chart: {}."),
                ("What does the chart show?", "The chart shows {}."),
                ("Describe the chart.", "The chart shows {}."),
                ("What does the picture show?", "The picture shows a bar chart: {}."),
                ("What's in this image?", "The picture shows a bar chart: {}."),
            ],
        )
        said = [f"{b['label']} {b['value']}" for b in bars]
        return Question("chart", q, form.format(", ".join(said)), [", ".join(said).lower()], [], kind)
    if kind == "colour":
        b = pick(rng, bars)
        q = pick(rng, ["What colour is bar {}?", "What is the colour of bar {}?", "What color is bar {}?"])
        return Question(
            "shapes",
            q.format(b["label"]),
            f"Bar {b['label']} is {b['colour']}.",
            [b["colour"]],
            [c for c in COLOURS if c != b["colour"]],
            kind,
        )
    if kind == "higher":
        i, j = rng.choice(len(bars), 2, replace=False)
        b, d = bars[i], bars[j]
        if b["value"] != d["value"]:
            word = pick(rng, ["higher", "lower"])
            yes = (b["value"] > d["value"]) == (word == "higher")
            truth = "higher" if b["value"] > d["value"] else "lower"
            q = pick(rng, ["Is bar {} {} than bar {}?", "Is {} {} than {}?"]).format(b["label"], word, d["label"])
            return Question(
                "yesno",
                q,
                f"{'Yes' if yes else 'No'}, bar {b['label']} is {truth} than bar {d['label']}.",
                ["yes" if yes else "no"],
                ["no" if yes else "yes"],
                kind,
            )
    if kind == "is highest":
        top = max(bars, key=lambda b: b["value"])
        b = top if rng.random() < 0.5 else pick(rng, bars)
        yes = b is top
        q = pick(rng, ["Is bar {} the highest?", "Is {} the highest bar?", "Is bar {} the tallest?"]).format(b["label"])
        return Question(
            "yesno",
            q,
            f"{'Yes' if yes else 'No'}, bar {top['label']} is the highest.",
            ["yes" if yes else "no", bar(top).lower()],
            ["no" if yes else "yes"],
            kind,
        )
    if kind == "is value":
        b = pick(rng, bars)
        v = b["value"] if rng.random() < 0.5 else int(rng.integers(1, 10))
        yes = v == b["value"]
        q = pick(rng, ["Is the value of bar {} {}?", "Does bar {} have a value of {}?"]).format(b["label"], v)
        return Question(
            "yesno",
            q,
            f"{'Yes' if yes else 'No'}, bar {b['label']} has a value of {b['value']}.",
            ["yes" if yes else "no", f"value of {b['value']}"],
            ["no" if yes else "yes"],
            kind,
        )
    return about_chart(rng, facts)


NOTHING = [
    "What do you see?",
    "Describe the picture.",
    "What is in the picture?",
    "What does the picture show?",
    "What's in this image?",
    "What can you see in this picture?",
    "Tell me what is shown.",
]


def about_nothing(rng, facts=None, kind=None):
    return Question(
        "talk", pick(rng, NOTHING), "I see no shape, text or bar chart that I know.", ["no shape"], [], "nothing"
    )


def across(rng, kind):
    """Questions that ask for what another kind of picture would have."""
    r = rng.random()
    names = {"shapes": "a picture of shapes", "text": "a line of text", "chart": "a bar chart"}
    if r < 0.3 and kind in names:
        q = pick(rng, ["What kind of picture is this?", "What type of picture is it?", "What is this?"])
        return Question(
            "talk", q, f"It is {names[kind]}.", [names[kind]], [n for k, n in names.items() if k != kind], "kind"
        )
    if r < 0.45:
        q = pick(rng, ["Is there a bar chart?", "Do you see a bar chart?", "Is this a bar chart?", "Is it a chart?"])
        yes = kind == "chart"
        return Question(
            "yesno",
            q,
            "Yes, there is a bar chart." if yes else "No, there is no bar chart.",
            ["yes" if yes else "no"],
            ["no" if yes else "yes"],
            "is chart",
        )
    if r < 0.6 and kind in ("shapes", "nothing"):
        q = pick(
            rng,
            ["Is there any text?", "Is there text in the picture?", "Do you see text?", "Does the picture show text?"],
        )
        return Question("yesno", q, "No, there is no text.", ["no"], ["yes"], "any")
    if r < 0.72 and kind in ("shapes", "nothing"):
        return Question(
            "talk", pick(rng, [q for q, _ in READ[:8]]), "I see no text in this picture.", ["no text"], [], "no text"
        )
    if r < 0.8 and kind != "chart":
        q = pick(
            rng,
            [
                "Which bar is the highest?",
                "What is the highest value?",
                "What is the value of bar B?",
                "Describe the chart.",
            ],
        )
        return Question("talk", q, "I see no bar chart in this picture.", ["no bar chart"], [], "no chart")
    if kind in ("text", "nothing", "chart"):
        s = pick(rng, SHAPES)
        q = pick(rng, ["How many {} are there?", "Count the {}.", "How many {} do you see?"]).format(plural(s, 2))
        return Question("counts", q, f"There are no {plural(s, 2)}.", [f"no {plural(s, 2)}"], [], "no shape")
    return across(rng, kind)


ABOUT = {"shapes": about_shapes, "text": about_text, "chart": about_chart, "nothing": about_nothing}


def about(rng, p):
    """One question about a picture."""
    if p.kind != "nothing" and rng.random() > 0.06:
        return ABOUT[p.kind](rng, p.facts)
    return across(rng, p.kind) if rng.random() < 0.7 or p.kind != "nothing" else about_nothing(rng)


# ---- small talk: (questions, answer, what the answer must contain)

CAN = "I can read short printed text, name shapes with their colours, sizes and positions, count them, and read simple bar charts."
CANNOT = "I cannot do that. I am a small demo model: I only read short text, shapes and bar charts in pictures."
ME = "I am Azulejo's small demo model. I answer questions about simple pictures."
TALK = [
    (
        [
            "Who are you?",
            "What are you?",
            "What is your name?",
            "Who am I talking to?",
            "Introduce yourself.",
            "Tell me about yourself.",
            "Are you a bot?",
            "Which model are you?",
            "What model is this?",
            "What's your name?",
            "Who is this?",
            "Are you human?",
            "Are you a person?",
            "Are you an AI?",
        ],
        ME,
        ["azulejo", "demo model"],
    ),
    (
        [
            "What can you do?",
            "What are you able to do?",
            "How can you help me?",
            "What do you do?",
            "Help",
            "Help me.",
            "What are your abilities?",
            "What should I ask you?",
            "What can I ask?",
            "What can I ask you?",
            "What are you good at?",
            "How does this work?",
            "What kind of questions can I ask?",
            "Show me what you can do.",
            "Give me an example of what you can do.",
        ],
        CAN,
        ["read short printed text", "shapes", "bar charts"],
    ),
    (
        [
            "What can't you do?",
            "What are your limits?",
            "What can you not do?",
            "What are you bad at?",
            "How good are you?",
            "Are you smart?",
            "Do you know everything?",
            "Can I trust you?",
        ],
        "I am very small. I know only shapes, short printed text in capitals and digits, and simple bar charts, and I can be wrong.",
        ["small", "wrong"],
    ),
    (
        [
            "What is Azulejo?",
            "What does Azulejo mean?",
            "Tell me about Azulejo.",
            "What is this platform?",
            "What is this site?",
            "What is an azulejo?",
            "Explain Azulejo.",
        ],
        "Azulejo is a chat platform for the JVM that serves vision-language models. An azulejo is a glazed tile.",
        ["chat platform", "tile"],
    ),
    (
        [
            "Hello",
            "Hello!",
            "Hi",
            "Hi!",
            "Hi there!",
            "Hey",
            "Good morning",
            "Good morning!",
            "Good evening!",
            "Good afternoon.",
            "Hello there",
            "Hey there!",
            "Greetings!",
            "hello?",
            "Olá!",
            "Hiya",
        ],
        "Hello! Show me a picture with shapes, a short text or a bar chart, and ask me about it.",
        ["hello"],
    ),
    (
        [
            "Thanks",
            "Thanks!",
            "Thank you",
            "Thank you!",
            "Thank you very much.",
            "Great, thanks!",
            "Many thanks.",
            "Thanks a lot!",
            "Cool, thank you.",
            "Nice, thanks.",
            "thx",
        ],
        "You are welcome!",
        ["welcome"],
    ),
    (
        [
            "Bye",
            "Bye!",
            "Goodbye",
            "Goodbye!",
            "See you",
            "See you later!",
            "Good night.",
            "Bye bye",
            "That is all.",
            "I have to go.",
        ],
        "Goodbye!",
        ["goodbye"],
    ),
    (
        [
            "How are you?",
            "How are you doing?",
            "How do you do?",
            "How is it going?",
            "What's up?",
            "Are you well?",
            "How do you feel?",
        ],
        "I am fine, thank you. Ask me about a picture.",
        ["fine"],
    ),
    (
        [
            "Good job!",
            "Well done!",
            "Great!",
            "Nice!",
            "Very good.",
            "Correct!",
            "That is right.",
            "Awesome!",
            "Wow!",
            "You are good at this.",
            "Perfect.",
            "Cool!",
        ],
        "Thank you!",
        ["thank you"],
    ),
    (
        [
            "That is wrong.",
            "That's not right.",
            "Are you sure?",
            "Wrong!",
            "You made a mistake.",
            "I don't think so.",
            "No, look again.",
            "That is not correct.",
        ],
        "I may be wrong: I am a small demo model. Please ask me again in other words.",
        ["may be wrong"],
    ),
    (
        [
            "Who made you?",
            "Who trained you?",
            "How were you trained?",
            "Where do you come from?",
            "Who built you?",
            "Who created you?",
            "What were you trained on?",
            "How were you made?",
        ],
        "I was trained for the Azulejo project, on pictures drawn by a program.",
        ["azulejo", "drawn by a program"],
    ),
    (
        [
            "What architecture do you have?",
            "How big are you?",
            "How many parameters do you have?",
            "How large are you?",
            "What size are you?",
            "What is your architecture?",
        ],
        "I have the NVLM-D architecture, in a very small size: a few million parameters.",
        ["few million"],
    ),
    (
        [
            "What will the weather be tomorrow?",
            "What is the weather?",
            "Is it raining?",
            "Write a poem.",
            "Write a poem about the sea.",
            "Write some code.",
            "Write a Java program.",
            "Write a Python function that sorts a list.",
            "Translate this to French.",
            "Translate hello into German.",
            "Who is in the photo?",
            "Who is this person?",
            "What is the name of the woman in the picture?",
            "Which dog breed is this?",
            "What animal is this?",
            "What is the capital of France?",
            "Who is the president?",
            "What is 12 times 7?",
            "What is 2 + 2?",
            "Solve this equation.",
            "Tell me a joke.",
            "Sing a song.",
            "Tell me a story.",
            "What time is it?",
            "What day is today?",
            "What is the meaning of life?",
            "Recommend a film.",
            "Book a flight to Lisbon.",
            "Send an e-mail.",
            "Order a pizza.",
            "Search the web.",
            "Draw a cat.",
            "Make a picture of a house.",
            "Generate an image.",
            "Summarize this article.",
            "Explain quantum physics.",
            "How do I cook rice?",
            "Who won the match?",
            "What is the price of gold?",
            "Give me medical advice.",
            "Is this mushroom safe to eat?",
            "How old is this person?",
            "Where was this photo taken?",
            "What brand is this car?",
            "Fix my code.",
            "Write an essay.",
            "Play a game with me.",
            "Call my mother.",
            "What is the news?",
            "Who painted this?",
            "Do my homework.",
            "What is the distance to the moon?",
            "Who wrote Hamlet?",
            "Convert 10 miles to km.",
            "How tall is Mount Everest?",
            "What should I wear today?",
            "Find a restaurant.",
            "What do you think about politics?",
            "Which stock should I buy?",
            "Is God real?",
            "Do you love me?",
            "What is the plot of the film?",
            "Proofread my letter.",
            "Write a letter to my boss.",
            "What is in the news today?",
            "Read this handwriting.",
            "Remind me tomorrow.",
            "Set an alarm.",
            "What language is this?",
            "Tell me about history.",
            "What is the population of Portugal?",
            "Explain this code.",
            "Write a function.",
            "Can you write code?",
            "Can you translate?",
            "Can you tell me a joke?",
            "Do you know the weather?",
            "What is an apple?",
            "Who was Napoleon?",
            "How does a car work?",
            "Why is the sky blue?",
            "When was Rome founded?",
            "Where is Paris?",
            "What happened in 1969?",
            "Give me a recipe.",
            "What is love?",
            "What is Java?",
            "What is Spring Boot?",
            "Is there life on Mars?",
        ],
        CANNOT,
        ["cannot do that"],
    ),
]
NO_PICTURE = "There is no picture in our conversation yet. Please attach one."


def talk(rng, held_out=False):
    """Small talk; any question may come with or without a picture. An eighth of the wordings is kept for evaluation."""
    i = int(rng.integers(len(TALK) + 5))
    questions, answer, said = TALK[min(i, len(TALK) - 1)]
    questions = [q for q in questions if (zlib.crc32(q.encode()) % 8 == 0) == held_out]
    return Question("talk", pick(rng, questions), answer, said, [], "talk") if questions else talk(rng, held_out)


def without_picture(rng):
    """A question about a picture that is not there."""
    from . import pictures

    facts = {
        "shapes": {
            "shapes": [
                {
                    "shape": pick(rng, SHAPES),
                    "colour": pick(rng, COLOURS),
                    "size": "small",
                    "cell": int(rng.integers(9)),
                }
            ]
        },
        "text": {"text": pick(rng, pictures.WORDS), "ink": "red"},
        "chart": {"bars": [{"label": x, "value": v, "colour": "red"} for x, v in zip("ABC", (2, 5, 3))]},
    }
    k = pick(rng, list(facts))
    q = ABOUT[k](rng, facts[k]).question if rng.random() < 0.85 else pick(rng, NOTHING)
    return Question("talk", q, NO_PICTURE, ["no picture"], [], "no picture")


def vary(rng, q):
    """The ways people type: without the capital, without the mark, with a please."""
    r = rng.random()
    if r < 0.72 or '"' in q:
        return q
    if r < 0.82 and not q.startswith(("I ", "I'")):
        return q[0].lower() + q[1:]
    if r < 0.9:
        return q[:-1] if q[-1] in ".?!" else q
    if r < 0.95:
        return (q[0].lower() + q[1:-1]) if q[-1] in ".?!" else q.lower()
    return (q[:-1] + ", please" + q[-1]) if q[-1] in ".?" else q
