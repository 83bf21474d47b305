"""Reads an NVLM-D checkpoint in the Hugging Face layout into NumPy arrays of float32."""

import json
import struct
from pathlib import Path

import numpy as np

STORED = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "BF16": np.dtype("<u2")}


class Checkpoint:

    def __init__(self, directory):
        self.directory = Path(directory)
        self.config = self._json("config.json")
        if self.config["model_type"] != "NVLM_D":
            raise ValueError(f"{directory} is not an NVLM-D checkpoint")
        self.llm = self.config["llm_config"]
        self.vision = self.config["vision_config"]
        ends = self._json("generation_config.json")["eos_token_id"]
        self.end_ids = frozenset(ends if isinstance(ends, list) else [ends])
        self.weights = {}
        for file in sorted(self.directory.glob("*.safetensors")):
            self.weights.update(read_safetensors(file))

    def _json(self, name):
        return json.loads((self.directory / name).read_text())

    @property
    def context(self):
        return self.llm["max_position_embeddings"]

    @property
    def vocabulary(self):
        return self.llm["vocab_size"]

    @property
    def tile(self):
        return self.config["force_image_size"]

    @property
    def tile_tokens(self):
        side = self.tile // self.vision["patch_size"] * self.config["downsample_ratio"]
        return int(side) ** 2


def read_safetensors(file):
    data = file.read_bytes()
    length, = struct.unpack_from("<Q", data)
    start = 8 + length
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        stored = STORED[entry["dtype"]]
        values = np.frombuffer(data, stored, (last - first) // stored.itemsize, start + first)
        if entry["dtype"] == "BF16":  # the upper half of a float32
            values = (values.astype(np.uint32) << 16).view(np.float32)
        tensors[name] = values.astype(np.float32, copy=False).reshape(entry["shape"])
    return tensors
