"""vLLM's CPU build, bf16: python vllm_peer.py MODELS w1|w2 THREADS. Text only; decode is the difference of two runs."""

import os
import sys
import time
from pathlib import Path

import numpy as np

from protocol import serve


def load():
    models, name, threads = sys.argv[1:]
    os.environ.setdefault("VLLM_CPU_KVCACHE_SPACE", "1")
    os.environ.setdefault("VLLM_CPU_OMP_THREADS_BIND", f"0-{int(threads) - 1}")
    os.environ.setdefault("VLLM_ENABLE_V1_MULTIPROCESSING", "0")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import vllm
    from vllm import LLM, SamplingParams

    directory = Path(models) / (f"{name}-text" if name == "w1" else name)
    llm = LLM(model=str(directory), dtype="bfloat16", skip_tokenizer_init=True, max_model_len=4096, max_num_seqs=16,
              enable_prefix_caching=False, enforce_eager=True)

    def seconds(request, sequences, tokens):
        draw = np.random.default_rng(request["seed"])
        prompts = [{"prompt_token_ids": draw.integers(1000, 150_000, request["prompt"]).tolist()}
                   for _ in range(sequences)]
        parameters = SamplingParams(temperature=0, max_tokens=tokens, ignore_eos=True, detokenize=False)
        start = time.perf_counter()
        llm.generate(prompts, parameters, use_tqdm=False)
        return time.perf_counter() - start

    def rate(request, sequences):
        few, many = 9, request["tokens"] + 9
        return sequences * (many - few) / (seconds(request, sequences, many) - seconds(request, sequences, few))

    return f"vLLM {vllm.__version__}, CPU, bf16", {
        "prefill": lambda request: {"prefill": request["prompt"] / seconds(request, 1, 1)},
        "decode": lambda request: {"decode": rate(request, 1)},
        "batch": lambda request: {"batch": rate(request, request["sequences"])}}


if __name__ == "__main__":
    serve(load)
