"""TensorRT-LLM's `tensorrt_llm`: ids and a table of picture embeddings in, ids out."""

import hashlib
from dataclasses import replace

import numpy as np

from . import trtllm
from .faults import BadRequest
from .generating import GeneratingModel
from .outputs import numbers, response
from .prompt import Prompt
from .task import Task


class Model(GeneratingModel):

    def described(self, fault, request):
        return (f"An error occurred when processing the input values for request id {request.request_id()}, "
                f"the error was '{fault}'")

    def stops(self, request, inputs):
        stop = inputs.flag("stop")
        if stop:
            self.stop_other(request, response())
        return stop

    def read(self, inputs):
        inputs.none_of(*trtllm.ABSENT)
        end = inputs.scalar("end_id", -1)
        return Task(
            prompt=self._prompt(inputs),
            sampling=trtllm.sampling(inputs, "runtime_top_k", "runtime_top_p", words(inputs, "bad_words_list")),
            max_tokens=inputs.required("request_output_len"), min_tokens=inputs.scalar("min_tokens", 0),
            end_ids=frozenset() if end < 0 else frozenset([end]), stop_ids=words(inputs, "stop_words_list"),
            streaming=inputs.flag("streaming"), exclude_prompt=inputs.flag("exclude_input_in_output"),
            wants=trtllm.wants(inputs))

    def _prompt(self, inputs):
        ids = inputs.array("input_ids")
        if ids is None:
            raise BadRequest("A value is required for input_ids")
        ids = single("input_ids", ids)
        self.prompts.check_length(len(ids))
        if inputs.required("input_lengths") != len(ids):
            raise BadRequest(f"input_lengths is {inputs.required('input_lengths')}, input_ids hold {len(ids)}")
        table = inputs.array("prompt_embedding_table")
        table = self._checked(single("prompt_embedding_table", table), inputs) if table is not None else None
        rows = 0 if table is None else len(table)
        vocabulary = self.checkpoint.vocabulary
        wrong = ids[(ids < 0) | (ids >= vocabulary + rows)]
        if len(wrong):
            raise BadRequest(f"id {wrong[0]} is outside the vocabulary of {vocabulary} and the {rows} rows after it")
        at_picture = ids >= vocabulary
        pictures = self._extra_ids(inputs, at_picture)
        embeddings = self.decoder.embeddings[np.where(at_picture, 0, ids)]
        if rows:
            embeddings[at_picture] = table[ids[at_picture] - vocabulary]
        if rows and not pictures:
            pictures = [hashlib.sha256(table.tobytes()).hexdigest()]
        return Prompt(ids.tolist(), embeddings, self.prompts.text(ids[~at_picture].tolist()), pictures)

    def _checked(self, table, inputs):
        hidden = self.decoder.hidden
        if table.ndim != 2 or table.shape[1] != hidden:
            raise BadRequest(f"prompt_embedding_table must be [rows, {hidden}], not {list(table.shape)}")
        if inputs.required("prompt_vocab_size") != len(table):
            raise BadRequest(f"prompt_vocab_size is {inputs.required('prompt_vocab_size')}, "
                             f"prompt_embedding_table has {len(table)} rows")
        if not np.isfinite(table).all():
            raise BadRequest("prompt_embedding_table holds values that are not finite")
        return table

    def _extra_ids(self, inputs, at_picture):
        """Checks them and gives one string per picture."""
        extra = inputs.array("prompt_table_extra_ids")
        if extra is None:
            return []
        extra = single("prompt_table_extra_ids", extra)
        if len(extra) != len(at_picture):
            raise BadRequest(f"prompt_table_extra_ids hold {len(extra)} values for {len(at_picture)} ids")
        if not np.array_equal(extra != 0, at_picture):
            raise BadRequest("prompt_table_extra_ids must be 0 for text and nothing else for pictures")
        together = at_picture[1:] & at_picture[:-1]
        if (extra[1:] != extra[:-1])[together].any():
            raise BadRequest("prompt_table_extra_ids change within a picture")
        return [f"{value:016x}" for value in dict.fromkeys(extra[at_picture].tolist())]

    def outputs(self, answer, part):
        task = answer.task
        # TensorRT-LLM ends an answer at the end token and does not send it.
        part = replace(part, choices=[choice for choice in part.choices if choice.token not in task.end_ids])
        lead = [] if task.streaming or task.exclude_prompt else task.prompt.ids
        ids = lead + [choice.token for choice in part.choices]
        return [numbers("output_ids", [[ids]], np.int32), numbers("sequence_length", [[len(ids)]], np.int32),
                *trtllm.counts(answer, part, len(part.choices))]


def single(name, array):
    if len(array) != 1:
        raise BadRequest(f"{name}: batches of more than one prompt are not supported by this server")
    return array[0]


def words(inputs, name):
    """Row 0 holds the words' ids in a row, row 1 where each word ends, padded with -1."""
    lists = inputs.array(name)
    if lists is None:
        return []
    lists = single(name, lists)
    if lists.shape[0] != 2:
        raise BadRequest(f"Invalid format for {name}")
    ids, ends = lists.tolist()
    found, start = [], 0
    for end in ends:
        if end == -1:
            continue
        if not start < end <= len(ids) or -1 in ids[start:end]:
            raise BadRequest(f"Invalid format for {name}")
        found.append(tuple(ids[start:end]))
        start = end
    return found
