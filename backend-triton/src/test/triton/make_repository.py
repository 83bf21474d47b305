#!/usr/bin/env python3
"""Writes the model repository that the tests' Triton server serves.

    make_repository.py DIR --checkpoint DIR [--tiny DIR] --state DIR

Needs nothing but Python. --tiny adds the models `…_tiny`, which never choose the end token. The models append what they
do to --state as one file of JSON lines each.
"""

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.dont_write_bytecode = True  # beside the sources

from azulejo_triton import interfaces  # noqa: E402

MODEL = '''import os
import sys

# The Python backend's stub ignores Python's own environment variables.
sys.dont_write_bytecode = True
sys.path[:0] = os.environ["AZULEJO_TRITON_PATH"].split(os.pathsep)

from azulejo_triton.{module} import {name} as TritonPythonModel  # noqa: E402
'''


@dataclass
class Served:
    module: str  # of azulejo_triton, and the class in it
    interface: tuple
    decoupled: bool = True
    batch: int = 0
    extra: str = ""
    parameters: dict = field(default_factory=dict)


# What waits in Triton's own queue: the in-flight batching models take every request at once.
AT_ONCE = "dynamic_batching { max_queue_delay_microseconds: 0 }\n"
THREE_AT_MOST = "dynamic_batching { default_queue_policy { max_queue_size: 2 } }\n"


def generating():
    return {
        "tensorrt_llm": Served("trtllm_ids.Model", interfaces.TRTLLM_IDS, batch=64, extra=AT_ONCE),
        "ensemble": Served("trtllm_text.Model", interfaces.TRTLLM_TEXT, batch=64, extra=AT_ONCE),
        "llmapi": Served("llmapi.Model", interfaces.LLMAPI),
        "vllm_model": Served("vllm.Model", interfaces.VLLM),
    }


def others():
    return {
        "ensemble_accumulated": Served("trtllm_text.Model", interfaces.TRTLLM_TEXT, batch=64, extra=AT_ONCE,
                                       parameters={"accumulate_tokens": "true"}),
        "queued": Served("queued.Model", interfaces.VLLM, extra=THREE_AT_MOST),
        "vision_encoder": Served("encoder.Model", interfaces.encoder("FP16"), decoupled=False, batch=8),
        "vision_encoder_fp32": Served("encoder.Model", interfaces.encoder("FP32"), decoupled=False),
        "echo": Served("echo.Echo", interfaces.ECHO, decoupled=False),
        "echo_stream": Served("echo.EchoStream", interfaces.ECHO_STREAM),
    }


def tiny():
    models = {f"{name}_tiny": served for name, served in generating().items()}
    for served in models.values():
        served.parameters["never_ends"] = "true"
    models["vision_encoder_tiny"] = Served("encoder.Model", interfaces.encoder("FP32"), decoupled=False)
    return models


def config(name, served):
    lines = [f'name: "{name}"', 'backend: "python"', f"max_batch_size: {served.batch}",
             f"model_transaction_policy {{ decoupled: {str(served.decoupled).lower()} }}", served.extra,
             "instance_group [ { count: 1 kind: KIND_CPU } ]"]
    for kind, table in zip(("input", "output"), served.interface):
        lines += [tensor(kind, *line.split()) for line in table.splitlines() if line.strip()]
    lines += [f'parameters {{ key: "{key}" value {{ string_value: "{value}" }} }}'
              for key, value in served.parameters.items()]
    return "\n".join(lines) + "\n"


def tensor(kind, name, datatype, dims, *marks):
    shape = "dims: [ 1 ] reshape { shape: [ ] }" if dims == "scalar" else f"dims: [ {dims.replace(',', ', ')} ]"
    rest = "".join(f" {key}: true" for mark, key in (("optional", "optional"), ("ragged", "allow_ragged_batch"))
                   if mark in marks)
    return f'{kind} [ {{ name: "{name}" data_type: TYPE_{datatype} {shape}{rest} }} ]'


def write(repository, name, served, checkpoint, state):
    served.parameters.update(checkpoint=checkpoint, state=state)
    version = repository / name / "1"
    version.mkdir(parents=True, exist_ok=True)
    (repository / name / "config.pbtxt").write_text(config(name, served))
    module, model = served.module.split(".")
    (version / "model.py").write_text(MODEL.format(module=module, name=model))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tiny", type=Path)
    parser.add_argument("--state", type=Path, required=True)
    options = parser.parse_args()
    state = options.state.resolve()
    for name, served in {**generating(), **others()}.items():
        write(options.directory, name, served, options.checkpoint.resolve(), state)
    if options.tiny:
        for name, served in tiny().items():
            write(options.directory, name, served, options.tiny.resolve(), state)


if __name__ == "__main__":
    main()
