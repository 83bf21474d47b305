"""vLLM's interface, one request at a time: the others wait in Triton's own queue."""

from .vllm import Model as VllmModel


class Model(VllmModel):

    def execute(self, requests):
        for request in requests:
            answer = self.begin(request)
            if answer:
                answer.done.wait()
