"""TensorRT-LLM's `multimodal_encoders`: tiles in, rows of the decoder's prompt table out."""

import hashlib
import json

import numpy as np

from .checkpoint import Checkpoint
from .events import Events
from .faults import BadRequest
from .inputs import Inputs
from .outputs import invalid, numbers, response
from .vision import VisionTower


class Model:

    def initialize(self, args):
        config = json.loads(args["model_config"])
        parameters = {name: value["string_value"] for name, value in config["parameters"].items()}
        self._batched = config["max_batch_size"] > 0
        checkpoint = Checkpoint(parameters["checkpoint"])
        self._tile = checkpoint.tile
        self._tower = VisionTower(checkpoint)
        self._events = Events(parameters["state"], args["model_name"])

    def execute(self, requests):
        return [self._respond(request) for request in requests]

    def _respond(self, request):
        try:
            tiles = self._tiles(Inputs(request))
        except BadRequest as fault:
            self._events.write("failed", request.request_id(), error=str(fault))
            return invalid(str(fault))
        self._events.write("started", request.request_id(), prompt_tokens=0, pictures=len(tiles),
                           sha256=[hashlib.sha256(tile.tobytes()).hexdigest() for tile in tiles])
        rows = self._tower(tiles.astype(np.float32))
        count = [len(rows)]
        if self._batched:
            rows, count = rows[None], [count]
        self._events.write("finished", request.request_id())
        return response([numbers("OUT_PROMPT_EMBEDDING_TABLE", rows, np.float32),
                         numbers("OUT_PROMPT_VOCAB_SIZE", count, np.int32)])

    def _tiles(self, inputs):
        tiles = inputs.array("pixel_values")
        if tiles is None:
            raise BadRequest("pixel_values are missing")
        if self._batched:
            if len(tiles) != 1:
                raise BadRequest("pixel_values: batches of more than one request are not supported by this server")
            tiles = tiles[0]
        if not len(tiles) or tiles.shape[1:] != (3, self._tile, self._tile):
            raise BadRequest(f"pixel_values must be [tiles, 3, {self._tile}, {self._tile}], not {list(tiles.shape)}")
        if not np.isfinite(tiles).all():
            raise BadRequest("pixel_values hold values that are not finite")
        return tiles

    def finalize(self):
        self._events.close()
