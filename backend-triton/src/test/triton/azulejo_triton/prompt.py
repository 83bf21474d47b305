"""Prompts as the decoder takes them: ids, and the embeddings that belong to them."""

from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from .faults import BadRequest
from .pictures import digest, tiles_of
from .text import TokenBytes
from .vision import VisionTower

PLACEHOLDER = "<image>"
PAD = "<|vision_pad|>"


@dataclass
class Prompt:
    ids: list
    embeddings: np.ndarray
    text: str
    pictures: list = field(default_factory=list)  # what tells each one: a digest of its pixels, or its extra id


class Prompts:

    def __init__(self, checkpoint, decoder):
        self._checkpoint = checkpoint
        self._decoder = decoder
        self.tokenizer = Tokenizer.from_file(str(checkpoint.directory / "tokenizer.json"))
        self.token_bytes = TokenBytes(self.tokenizer)
        self._pad = self.tokenizer.token_to_id(PAD)
        self._tower = VisionTower(checkpoint)

    def ids(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def text(self, ids):
        return self.tokenizer.decode(ids, skip_special_tokens=False)

    def from_text(self, text, pictures):
        """One picture for each `<image>` in the text."""
        parts = text.split(PLACEHOLDER)
        if len(parts) - 1 != len(pictures):
            raise BadRequest(f"the text has {len(parts) - 1} {PLACEHOLDER} for {len(pictures)} pictures")
        tiles = [tiles_of(picture, self._checkpoint.config) for picture in pictures]
        whole = parts[0] + "".join(self._tags(len(t)) + part for t, part in zip(tiles, parts[1:]))
        ids = self.ids(whole)
        self.check_length(len(ids))
        embeddings = self._decoder.embeddings[ids]
        if tiles:
            features = self._tower(np.concatenate(tiles))
            at = np.flatnonzero(np.equal(ids, self._pad))
            if len(at) != len(features):
                raise BadRequest(f"the text holds {PAD} of its own")
            embeddings[at] = features
        return Prompt(ids, embeddings, text, [digest(picture) for picture in pictures])

    def _tags(self, tiles):
        pads = PAD * self._checkpoint.tile_tokens
        numbered = "".join(f"<tile_{k}>{pads}" for k in range(1, tiles))
        return f"<Image>{numbered}<tile_global_thumbnail>{pads}</Image>"

    def check_length(self, tokens):
        if tokens >= self._checkpoint.context:
            raise BadRequest(f"the prompt's {tokens} tokens leave no room in a context of {self._checkpoint.context}")
        if not tokens:
            raise BadRequest("the prompt is empty")
