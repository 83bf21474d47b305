"""TensorRT-LLM's `ensemble`: text and pictures in, text out."""

from . import trtllm
from .faults import BadRequest
from .generating import GeneratingModel
from .outputs import strings
from .pictures import from_data_url, from_pixels
from .task import Task
from .trtllm_ids import single


class Model(GeneratingModel):

    def initialize(self, args):
        super().initialize(args)
        self._accumulates = self.parameter("accumulate_tokens") == "true"

    def read(self, inputs):
        inputs.none_of(*trtllm.ABSENT, "image_input", "video_bytes_input", "decoder_text_input",
                       "prompt_embedding_table")
        text = inputs.text("text_input")
        if text is None:
            raise BadRequest("text_input is missing")
        end = inputs.scalar("end_id")
        bad_words = [tuple(self.prompts.ids(word)) for word in inputs.texts("bad_words") if word]
        return Task(
            prompt=self.prompts.from_text(text, pictures(inputs)),
            sampling=trtllm.sampling(inputs, "top_k", "top_p", bad_words),
            max_tokens=inputs.required("max_tokens"), min_tokens=inputs.scalar("min_tokens", 0),
            end_ids=self.checkpoint.end_ids if end is None else frozenset([end]),
            stops=inputs.texts("stop_words"), streaming=inputs.flag("stream"),
            exclude_prompt=inputs.flag("exclude_input_in_output"), wants=trtllm.wants(inputs))

    def outputs(self, answer, part):
        task = answer.task
        lead = "" if task.streaming or task.exclude_prompt else task.prompt.text
        # The published postprocessing gives one string per beam, without a batch dimension.
        text = strings("text_output", lead + (answer.given if self._accumulates else part.text))
        count = len(answer.choices if self._accumulates else part.choices)
        return [text, *trtllm.counts(answer, part, count)]


def pictures(inputs):
    pixels, urls = inputs.array("image_bytes_input"), inputs.texts("image_url_input")
    if pixels is not None and urls:
        raise BadRequest("image_bytes_input and image_url_input exclude each other")
    if pixels is not None:
        return [from_pixels(picture) for picture in single("image_bytes_input", pixels)]
    return [from_data_url(url) for url in urls]
