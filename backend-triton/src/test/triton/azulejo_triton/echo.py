"""Gives back what it is sent, once or several times."""

import threading
import time

import triton_python_backend_utils as pb_utils

from .faults import BadRequest
from .inputs import Inputs
from .interfaces import ECHOED
from .outputs import close, invalid, response, send


def echoed(request):
    tensors = []
    for kind in ECHOED:
        tensor = pb_utils.get_input_tensor_by_name(request, f"INPUT_{kind}")
        if tensor is not None:
            name = f"OUTPUT_{kind}"
            # NumPy has no BF16, DLPack none of strings.
            tensors.append(pb_utils.Tensor.from_dlpack(name, tensor.to_dlpack()) if kind == "BF16"
                           else pb_utils.Tensor(name, tensor.as_numpy()))
    return response(tensors)


class Echo:

    def execute(self, requests):
        return [echoed(request) for request in requests]


class EchoStream:
    """`count` responses with `delay_ms` before each, many requests at a time."""

    def execute(self, requests):
        for request in requests:
            sender, inputs = request.get_response_sender(), Inputs(request)
            try:
                count, delay = inputs.scalar("count", 1), inputs.scalar("delay_ms", 0)
                if count < 0 or delay < 0:
                    raise BadRequest(f"count = {count}, delay_ms = {delay} must not be negative")
            except BadRequest as fault:
                send(sender, invalid(str(fault)), final=True)
                continue
            threading.Thread(target=self._stream, args=(request, sender, count, delay / 1000), daemon=True).start()

    def _stream(self, request, sender, count, delay):
        due = time.perf_counter()
        for _ in range(count):
            due += delay
            time.sleep(max(0, due - time.perf_counter()))
            if sender.is_cancelled():
                break
            send(sender, echoed(request), final=False)
        close(sender)
