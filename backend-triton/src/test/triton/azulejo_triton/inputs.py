"""A request's tensors. The server has checked their types and ranks against config.pbtxt already."""

import triton_python_backend_utils as pb_utils

from .faults import BadRequest


class Inputs:

    def __init__(self, request):
        self._request = request

    def array(self, name):
        """The tensor, or None where the request has none."""
        tensor = pb_utils.get_input_tensor_by_name(self._request, name)
        return None if tensor is None else tensor.as_numpy()

    def scalar(self, name, default=None):
        array = self.array(name)
        if array is None:
            return default
        if array.size != 1:
            raise BadRequest(f"{name} must hold one value, not {array.size}")
        return array.item()

    def required(self, name):
        value = self.scalar(name)
        if value is None:
            raise BadRequest(f"{name} is missing")
        return value

    def flag(self, name, default=False):
        return bool(self.scalar(name, default))

    def text(self, name, default=None):
        value = self.scalar(name)
        return default if value is None else decoded(name, value)

    def texts(self, name):
        array = self.array(name)
        return [] if array is None else [decoded(name, value) for value in array.reshape(-1)]

    def none_of(self, *names):
        for name in names:
            array = self.array(name)
            if array is not None and array.size:
                raise BadRequest(f"{name} is not supported by this server")


def decoded(name, value):
    try:
        return value.decode()
    except UnicodeDecodeError as fault:
        raise BadRequest(f"{name} is not UTF-8: {fault}") from fault
