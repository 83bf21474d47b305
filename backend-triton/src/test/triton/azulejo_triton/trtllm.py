"""What TensorRT-LLM's in-flight batching models have in common, ids or text."""

import numpy as np

from .faults import BadRequest
from .outputs import numbers
from .sampling import Sampling

# Published inputs for features that this server does not have.
ABSENT = ("draft_input_ids", "draft_logits", "lora_task_id", "lora_weights", "lora_config",
          "embedding_bias", "embedding_bias_words", "encoder_input_features", "decoder_input_ids",
          "mrope_rotary_cos_sin", "guided_decoding_guide_type", "guided_decoding_guide")


def sampling(inputs, top_k, top_p, bad_words):
    if inputs.scalar("beam_width", 1) != 1:
        raise BadRequest("beam_width must be 1, the engine's max_beam_width")
    k, p = inputs.scalar(top_k, 0), inputs.scalar(top_p, 0.0)
    temperature = inputs.scalar("temperature", 1.0)
    if k < 0 or not 0 <= p <= 1 or temperature < 0:
        raise BadRequest(f"{top_k} = {k}, {top_p} = {p}, temperature = {temperature} is out of range")
    if k == 0 and p == 0:
        temperature = 0.0  # TensorRT-LLM is greedy then, whatever the temperature
    return Sampling(
        temperature=temperature, top_k=k, top_p=p or 1.0, seed=inputs.scalar("seed"), bad_words=tuple(bad_words),
        repetition_penalty=inputs.scalar("repetition_penalty", 1.0),
        presence_penalty=inputs.scalar("presence_penalty", 0.0),
        frequency_penalty=inputs.scalar("frequency_penalty", 0.0))


def wants(inputs):
    return frozenset(name for name in ("log_probs", "num_input_tokens", "num_output_tokens")
                     if inputs.flag(f"return_{name}"))


def counts(answer, part, output_tokens):
    """Log-probabilities and token counts, where they are asked for; all with a batch of 1 in front."""
    task, tensors = answer.task, []
    if "log_probs" in task.wants:
        tensors.append(numbers("cum_log_probs", [[sum(c.logprob for c in answer.choices)]], np.float32))
        tensors.append(numbers("output_log_probs", [[[c.logprob for c in part.choices]]], np.float32))
    if "num_input_tokens" in task.wants:
        tensors.append(numbers("num_input_tokens", [[len(task.prompt.ids)]], np.int32))
    if "num_output_tokens" in task.wants:
        tensors.append(numbers("num_output_tokens", [[output_tokens]], np.int32))
    return tensors
