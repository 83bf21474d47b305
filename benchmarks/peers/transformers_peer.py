"""transformers, eager, sdpa attention, bf16: python transformers_peer.py MODELS w1|w2 THREADS text|pictures"""

import json
import sys
import time
from pathlib import Path

import torch
import transformers
from transformers import AutoModelForCausalLM, DynamicCache

import internvl
from protocol import serve


def ids(count, sequences, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(1000, 150_000, (sequences, count), generator=generator)


class Text:

    def __init__(self, model):
        self.model = model

    @torch.inference_mode()
    def prefill(self, prompt, **inputs):
        """Gives the cache, the next token of each sequence, and how long it took."""
        start = time.perf_counter()
        cache = DynamicCache()
        logits = self.model(input_ids=prompt, past_key_values=cache, use_cache=True, logits_to_keep=1, **inputs).logits
        token = logits[:, -1:].argmax(-1)
        return cache, token, time.perf_counter() - start

    @torch.inference_mode()
    def steps(self, cache, token, count):
        start = time.perf_counter()
        for _ in range(count):
            token = self.model(input_ids=token, past_key_values=cache, use_cache=True).logits[:, -1:].argmax(-1)
        return time.perf_counter() - start

    def handlers(self):
        def prefill(request):
            _, _, seconds = self.prefill(ids(request["prompt"], 1, request["seed"]))
            return {"prefill": request["prompt"] / seconds}

        def decode(request, sequences=1):
            cache, token, _ = self.prefill(ids(request["prompt"], sequences, request["seed"]))
            self.steps(cache, token, 2)
            return sequences * request["tokens"] / self.steps(cache, token, request["tokens"])

        return {"prefill": prefill, "decode": lambda request: {"decode": decode(request)},
                "batch": lambda request: {"batch": decode(request, request["sequences"])}}


class Pictures:

    def __init__(self, model):
        self.model = model
        self.text = Text(model)

    @staticmethod
    def pixels(tiles, seed):
        return torch.randn(tiles, 3, 448, 448, generator=torch.Generator().manual_seed(seed))

    @torch.inference_mode()
    def vision(self, request):
        pixels = self.pixels(request["tiles"], request["seed"])
        start = time.perf_counter()
        self.model.model.get_image_features(pixel_values=pixels)
        return {"vision": time.perf_counter() - start}

    def first_token(self, request):
        """From tiles that are already cut to the first token."""
        tiles = request["tiles"]
        prompt = ids(request["words"] + tiles * internvl.TILE_TOKENS, 1, request["seed"])
        prompt[0, 8:8 + tiles * internvl.TILE_TOKENS] = internvl.IMAGE_TOKEN
        _, _, seconds = self.text.prefill(prompt, pixel_values=self.pixels(tiles, request["seed"]))
        return {"first-token": seconds}

    def handlers(self):
        return {"vision": self.vision, "first-token": self.first_token}


def load():
    models, name, threads, part = sys.argv[1:]
    torch.set_num_threads(int(threads))
    directory = Path(models) / name
    version = f"transformers {transformers.__version__}, torch {torch.__version__}, sdpa, bf16"
    if part == "pictures":
        published = json.loads((directory / "config.json").read_text())
        return version, Pictures(internvl.load(directory, published)).handlers()
    text = directory.with_name(f"{name}-text") if name == "w1" else directory
    model = AutoModelForCausalLM.from_pretrained(text, dtype=torch.bfloat16, attn_implementation="sdpa").eval()
    return version, Text(model).handlers()


if __name__ == "__main__":
    serve(load)
