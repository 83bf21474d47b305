"""What all models that generate have in common."""

import json

from .checkpoint import Checkpoint
from .decoder import Decoder
from .engine import Engine
from .events import Events
from .faults import BadRequest
from .inputs import Inputs
from .outputs import invalid, send
from .prompt import Prompts
from .task import Answer


class GeneratingModel:
    """Subclasses read a request into a Task and turn parts of the answer into output tensors."""

    def initialize(self, args):
        self.config = json.loads(args["model_config"])
        self.checkpoint = Checkpoint(self.parameter("checkpoint"))
        self.decoder = Decoder(self.checkpoint)
        self.prompts = Prompts(self.checkpoint, self.decoder)
        # With this parameter the model never chooses the end token, whatever it thinks: for long answers.
        self.never = self.checkpoint.end_ids if self.parameter("never_ends") == "true" else frozenset()
        self.events = Events(self.parameter("state"), args["model_name"])
        self.engine = Engine(self.decoder, self.checkpoint.context)

    def parameter(self, name):
        return self.config["parameters"].get(name, {}).get("string_value")

    def execute(self, requests):
        for request in requests:
            self.begin(request)

    def begin(self, request):
        """Gives the answer in the making, or None where the request is answered already."""
        inputs = Inputs(request)
        try:
            if self.stops(request, inputs):
                return None
            task = self.read(inputs)
            if task.max_tokens < 1:
                raise BadRequest(f"the answer's length must be at least 1, not {task.max_tokens}")
        except BadRequest as fault:
            message = self.described(fault, request)
            self.events.write("failed", request.request_id(), error=message)
            send(request.get_response_sender(), invalid(message), final=True)
            return None
        prompt = task.prompt
        self.events.write("started", request.request_id(), prompt_tokens=len(prompt.ids),
                          pictures=len(prompt.pictures), sha256=prompt.pictures)
        answer = Answer(self, request, task)
        self.engine.submit(answer)
        return answer

    def described(self, fault, request):
        """The message about a bad request, in the published model's words."""
        return str(fault)

    def stops(self, request, inputs):
        """Whether the request only stops another one; overridden where the interface has that."""
        return False

    def stop_other(self, request, reply):
        if not request.request_id():
            raise BadRequest("A request id must be provided for request cancellation")
        self.engine.stop(request.request_id())
        send(request.get_response_sender(), reply, final=True)

    def read(self, inputs):
        raise NotImplementedError

    def outputs(self, answer, part):
        raise NotImplementedError

    def finalize(self):
        self.engine.close()
        self.events.close()
