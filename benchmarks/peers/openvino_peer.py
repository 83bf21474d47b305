"""OpenVINO GenAI on GGUF files: python openvino_peer.py MODELS w1|w2 THREADS text f16|q8_0|q4_0
and its runtime on transformers' vision tower, traced: python openvino_peer.py MODELS w1 THREADS pictures

F16 weights run in bf16 on a CPU that has it, and the cache in u8: the plugin's defaults. Prefix caching is off.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import openvino
import openvino_genai as genai

from protocol import serve


def ids(count, seed):
    return openvino.Tensor(np.random.default_rng(seed).integers(1000, 150_000, (1, count), dtype=np.int64))


class Text:

    def __init__(self, file, threads):
        scheduler = genai.SchedulerConfig()
        scheduler.enable_prefix_caching = False
        scheduler.cache_size = 1
        scheduler.max_num_seqs = 16
        scheduler.max_num_batched_tokens = 2048
        self.pipeline = genai.ContinuousBatchingPipeline(
            str(file), scheduler, "CPU", {"INFERENCE_NUM_THREADS": threads})
        self.requests = 0

    def run(self, prompts, tokens):
        """Runs prompts together to the end; gives when each token of each came, from the start."""
        config = genai.GenerationConfig(max_new_tokens=tokens, ignore_eos=True, do_sample=False)
        start = time.perf_counter()
        handles = []
        for prompt in prompts:
            self.requests += 1
            handles.append(self.pipeline.add_request(self.requests, prompt, config))
        times = [[] for _ in handles]
        while self.pipeline.has_non_finished_requests():
            self.pipeline.step()
            now = time.perf_counter() - start
            for handle, at in zip(handles, times):
                while handle.can_read():
                    for output in handle.read().values():
                        at.extend([now] * len(output.generated_ids))
        return times

    def prefill(self, request):
        times = self.run([ids(request["prompt"], request["seed"])], 1)
        return {"prefill": request["prompt"] / times[0][0]}

    def decode(self, request):
        times = self.run([ids(request["prompt"], request["seed"])], request["tokens"] + 1)
        return {"decode": (len(times[0]) - 1) / (times[0][-1] - times[0][0])}

    def batch(self, request):
        """The rate while all sequences decode."""
        prompts = [ids(request["prompt"], request["seed"] + i) for i in range(request["sequences"])]
        times = self.run(prompts, request["tokens"] + 33)
        start, end = max(at[0] for at in times), min(at[-1] for at in times)
        return {"batch": sum(start < t <= end for at in times for t in at) / (end - start)}

    def handlers(self):
        return {"prefill": self.prefill, "decode": self.decode, "batch": self.batch}


class Pictures:
    """Tile by tile: faster here than one batch."""

    def __init__(self, directory, threads):
        import torch

        import internvl

        class Features(torch.nn.Module):

            def __init__(self, model):
                super().__init__()
                self.model = model

            def forward(self, pixels):
                return self.model.get_image_features(pixel_values=pixels, return_dict=True).pooler_output

        published = json.loads((directory / "config.json").read_text())
        module = Features(internvl.load(directory, published).float().model)
        with torch.inference_mode():
            model = openvino.convert_model(module, example_input=torch.zeros(1, 3, 448, 448), input=[1, 3, 448, 448])
        self.compiled = openvino.Core().compile_model(
            model, "CPU", {"INFERENCE_PRECISION_HINT": "bf16", "INFERENCE_NUM_THREADS": threads})
        self.request = self.compiled.create_infer_request()

    def vision(self, request):
        pixels = np.random.default_rng(request["seed"]).standard_normal(
            (request["tiles"], 3, 448, 448), dtype=np.float32)
        start = time.perf_counter()
        for tile in pixels:
            self.request.infer({0: tile[None]})
        return {"vision": time.perf_counter() - start}

    def handlers(self):
        return {"vision": self.vision}


def load():
    models, name, threads, part, *kind = sys.argv[1:]
    version = f"OpenVINO GenAI {genai.__version__}"
    if part == "pictures":
        return version, Pictures(Path(models) / name, int(threads)).handlers()
    return version, Text(Path(models) / f"{name}-{kind[0]}.gguf", int(threads)).handlers()


if __name__ == "__main__":
    serve(load)
