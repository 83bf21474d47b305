"""What a model did, as JSON lines that the tests read."""

import json
import os
import time
from pathlib import Path


class Events:

    def __init__(self, directory, model):
        Path(directory).mkdir(parents=True, exist_ok=True)
        self._file = os.open(Path(directory) / f"{model}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def write(self, event, request_id, tokens=0, **more):
        line = json.dumps({"event": event, "id": request_id, "time": time.time(), "tokens": tokens, **more})
        os.write(self._file, line.encode() + b"\n")  # in one piece: lines of several threads stay whole

    def close(self):
        os.close(self._file)
