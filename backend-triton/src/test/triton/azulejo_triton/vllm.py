"""vLLM's Triton backend: text and base64 pictures in, text out, sampling parameters as JSON."""

import json

import numpy as np

from .faults import BadRequest
from .generating import GeneratingModel
from .outputs import numbers, strings
from .pictures import from_base64
from .sampling import Sampling
from .task import Task

# Parameters by the type that vLLM turns them into.
KINDS = dict(n=int, temperature=float, top_p=float, top_k=int, min_p=float, max_tokens=int, min_tokens=int, seed=int,
             presence_penalty=float, frequency_penalty=float, repetition_penalty=float, logprobs=int, ignore_eos=bool,
             stop=None, stop_token_ids=None)


class Model(GeneratingModel):

    def described(self, fault, request):
        return f"Error generating stream: {fault}"

    def read(self, inputs):
        text = inputs.text("text_input")
        if text is None:
            raise BadRequest("text_input is missing")
        inputs.none_of("embedding_request")
        pictures = [from_base64(picture) for picture in inputs.texts("image")]
        streaming = inputs.flag("stream")
        exclude = inputs.flag("exclude_input_in_output", streaming)
        if streaming and not exclude:
            raise BadRequest("When streaming, `exclude_input_in_output` = False is not allowed.")
        p = parameters(inputs.text("sampling_parameters", "{}"))
        names = ("temperature", "top_p", "top_k", "min_p", "seed", "presence_penalty", "frequency_penalty",
                 "repetition_penalty")
        ends = frozenset() if p.get("ignore_eos") else self.checkpoint.end_ids
        return Task(
            prompt=self.prompts.from_text(text, pictures),
            sampling=Sampling(**{name: p[name] for name in names if name in p}),
            max_tokens=p.get("max_tokens", 16), min_tokens=p.get("min_tokens", 0),
            end_ids=ends, stops=p.get("stop", []), stop_ids=[(i,) for i in p.get("stop_token_ids", [])],
            streaming=streaming, exclude_prompt=exclude, top=p.get("logprobs"),
            wants=frozenset(name for name in ("finish_reason", "cumulative_logprob", "logprobs", "num_input_tokens",
                                              "num_output_tokens") if inputs.flag(f"return_{name}")))

    def outputs(self, answer, part):
        task = answer.task
        lead = "" if task.streaming or task.exclude_prompt else task.prompt.text
        tensors = [strings("text_output", lead + part.text)]
        wants = task.wants
        if "finish_reason" in wants:
            tensors.append(strings("finish_reason", str(part.reason)))  # "None" until the end
        if "cumulative_logprob" in wants:
            # vLLM sums log-probabilities only where they are asked for.
            total = float("nan") if task.top is None else sum(choice.logprob for choice in answer.choices)
            tensors.append(numbers("cumulative_logprob", [total], np.float32))
        if "logprobs" in wants:
            listed = None if task.top is None else [self._alternatives(choice) for choice in part.choices]
            tensors.append(strings("logprobs", json.dumps(listed)))
        if "num_input_tokens" in wants:  # a scalar, whatever the configuration says
            tensors.append(numbers("num_input_tokens", len(task.prompt.ids), np.uint32))
        if "num_output_tokens" in wants:
            tensors.append(numbers("num_output_tokens", [len(part.choices)], np.uint32))
        return tensors

    def _alternatives(self, choice):
        """The chosen token first, then the best ones, of which it may be one."""
        ranked = {choice.token: (choice.logprob, choice.rank)}
        for rank, (token, logprob) in enumerate(choice.top, 1):
            ranked.setdefault(token, (logprob, rank))
        return {token: {"logprob": logprob, "rank": rank, "decoded_token": self.prompts.text([token])}
                for token, (logprob, rank) in ranked.items()}


def parameters(text):
    try:
        given = json.loads(text)
    except ValueError as fault:
        raise BadRequest(f"sampling_parameters are not JSON: {fault}") from fault
    if not isinstance(given, dict):
        raise BadRequest("sampling_parameters must be a JSON object")
    read = {}
    for name, value in given.items():
        if name not in KINDS:
            raise BadRequest(f"sampling parameter {name} is not supported by this server")
        try:
            read[name] = value if KINDS[name] is None or value is None else KINDS[name](value)
        except (TypeError, ValueError) as fault:
            raise BadRequest(f"sampling parameter {name}: {fault}") from fault
    read = {name: value for name, value in read.items() if value is not None}
    if isinstance(read.get("stop"), str):
        read["stop"] = [read["stop"]]
    check(read)
    return read


def check(p):
    if p.get("n", 1) != 1:
        raise BadRequest("n must be 1")
    if p.get("temperature", 0) < 0:
        raise BadRequest(f"temperature must be non-negative, got {p['temperature']}.")
    if not 0 < p.get("top_p", 1) <= 1:
        raise BadRequest(f"top_p must be in (0, 1], got {p['top_p']}.")
    if p.get("top_k", 0) < -1:
        raise BadRequest(f"top_k must be 0 (disable), or at least 1, got {p['top_k']}.")
    if not 0 <= p.get("min_p", 0) <= 1:
        raise BadRequest(f"min_p must be in [0, 1], got {p['min_p']}.")
    if not p.get("repetition_penalty", 1) > 0:
        raise BadRequest(f"repetition_penalty must be greater than zero, got {p['repetition_penalty']}.")
    for name in ("presence_penalty", "frequency_penalty"):
        if not -2 <= p.get(name, 0) <= 2:
            raise BadRequest(f"{name} must be in [-2, 2], got {p[name]}.")
    if not 0 <= p.get("logprobs", 0) <= 20:
        raise BadRequest(f"logprobs must be in [0, 20], got {p['logprobs']}.")
    if not all(isinstance(stop, str) and stop for stop in p.get("stop", [])):
        raise BadRequest("stop must hold strings that are not empty")
