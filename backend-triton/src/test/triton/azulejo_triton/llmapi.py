"""The model of TensorRT-LLM's LLM API: text and picture URLs in, text out; each response holds all text so far."""

import numpy as np

from .faults import BadRequest
from .generating import GeneratingModel
from .outputs import cancelled, numbers, strings
from .pictures import from_data_url
from .sampling import Sampling
from .task import Task

FIELDS = ("temperature", "top_k", "top_p", "frequency_penalty", "presence_penalty", "seed")


class Model(GeneratingModel):

    def described(self, fault, request):
        return f"Error generating request: {fault}"

    def stops(self, request, inputs):
        stop = inputs.flag("stop")
        if stop:
            self.stop_other(request, cancelled("Request cancelled by client"))
        return stop

    def read(self, inputs):
        text = inputs.text("text_input")
        if text is None:
            raise BadRequest("text_input is missing from the request")
        if inputs.scalar("sampling_param_best_of", 1) != 1:
            raise BadRequest("best_of must be 1")
        inputs.none_of("lora_id", "lora_name", "lora_path")
        return Task(
            prompt=self.prompts.from_text(text, [from_data_url(url) for url in inputs.texts("image_url")]),
            sampling=sampling(inputs), max_tokens=inputs.scalar("sampling_param_max_tokens", 32),
            end_ids=self.checkpoint.end_ids, stops=inputs.texts("sampling_param_stop"),
            streaming=inputs.flag("streaming"),
            exclude_prompt=inputs.flag("sampling_param_exclude_input_from_output"),
            wants=frozenset(name for name in ("finish_reason", "stop_reason", "cumulative_logprob")
                            if inputs.flag(f"return_{name}")))

    def outputs(self, answer, part):
        task = answer.task
        lead = "" if task.streaming or task.exclude_prompt else task.prompt.text
        tensors = [strings("text_output", lead + answer.given)]
        if "finish_reason" in task.wants:
            tensors.append(strings("finish_reason", str(part.reason)))  # "None" until the end
        if "stop_reason" in task.wants:
            tensors.append(strings("stop_reason", str(answer.stopped)))  # "None" but for stop strings
        if "cumulative_logprob" in task.wants:
            tensors.append(numbers("cumulative_logprob", [sum(c.logprob for c in answer.choices)], np.float32))
        return tensors


def sampling(inputs):
    given = {name: inputs.scalar(f"sampling_param_{name}") for name in FIELDS}
    given = {name: value for name, value in given.items() if value is not None}
    k, p, temperature = given.get("top_k"), given.get("top_p"), given.get("temperature")
    if k is not None and k < 0 or p is not None and not 0 <= p <= 1 or temperature is not None and temperature < 0:
        raise BadRequest(f"top_k = {k}, top_p = {p}, temperature = {temperature} is out of range")
    if p == 0 or k is None and p is None and temperature is None:
        given["temperature"] = 0.0  # greedy, as the LLM API is by default
    return Sampling(**given)
