"""The tokenizer: byte-level BPE in Qwen2's form, with a small vocabulary learned from the recipe's own sentences."""

import os

import numpy as np
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from . import pictures, questions

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_pad|>"]
SYSTEM = "Answer the questions."
SYSTEMS = [
    "You are a helpful assistant.",
    "You are Azulejo, a helpful assistant.",
    "You are a helpful and honest assistant. Answer briefly.",
    "Look at the picture and answer.",
    "You are an assistant that sees pictures.",
    "Be short.",
]
VOCABULARY = 1020  # and the four special tokens


def sentences():
    """What is said, without the strings that pictures show: those must stay one token a character."""
    rng = np.random.default_rng(3)
    for _ in range(6000):
        kind = str(rng.choice(["shapes", "text", "chart", "nothing"]))
        facts = {
            "shapes": lambda: {
                "shapes": [
                    {
                        "shape": questions.pick(rng, pictures.SHAPES),
                        "colour": questions.pick(rng, pictures.COLOURS),
                        "size": questions.pick(rng, ["small", "large"]),
                        "cell": int(c),
                    }
                    for c in sorted(rng.choice(9, int(rng.integers(1, 7)), replace=False))
                ]
            },
            "text": lambda: {"text": "7" if rng.random() < 0.3 else "~", "ink": questions.pick(rng, pictures.COLOURS)},
            "chart": lambda: {
                "bars": [
                    {"label": "~", "value": int(v), "colour": "red"}
                    for v in rng.choice(np.arange(1, 10), 4, replace=False)
                ]
            },
            "nothing": dict,
        }[kind]()
        q = questions.ABOUT[kind](rng, facts) if rng.random() < 0.85 else questions.across(rng, kind)
        for text in (questions.vary(rng, q.question), q.answer):
            yield text.replace('"~"', "").replace("~", "").replace('"', "")
    for group in questions.TALK:
        for _ in range(6):
            yield from group[0]
            yield group[1]
    for text in (
        [questions.NO_PICTURE] * 50 + SYSTEMS * 30 + [SYSTEM] * 300 + ["system\n", "user\n", "assistant\n"] * 900
    ):
        yield text
    for n in range(1, 7):
        for text in [
            f"user\n<Image><tile_{n}>",
            f"<tile_{n}>",
            f"<Image><tile_global_thumbnail>",
            "</Image>\n",
            "<tile_global_thumbnail>",
            "</Image>",
        ]:
            for _ in range(100):
                yield text


def train():
    t = Tokenizer(models.BPE())
    t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
        ]
    )
    t.decoder = decoders.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    t.train_from_iterator(
        sentences(),
        trainers.BpeTrainer(vocab_size=VOCABULARY, initial_alphabet=alphabet, show_progress=False, min_frequency=3),
    )
    t.add_special_tokens([AddedToken(s, normalized=False, special=True) for s in SPECIAL])
    return t


def path():
    return os.path.join(os.path.dirname(__file__), "tokenizer.json")


def load():
    """The tokenizer in the repository; trained once, so that later changes to sentences do not move ids."""
    return Tokenizer.from_file(path())


if __name__ == "__main__":
    t = train()
    t.save(path())
    print(t.get_vocab_size())
