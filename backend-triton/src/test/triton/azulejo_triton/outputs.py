"""Output tensors and responses.

The server adds its classes to triton_python_backend_utils only once the model is imported: they are no names to import.
"""

import numpy as np
import triton_python_backend_utils as pb_utils


def strings(name, *values):
    return pb_utils.Tensor(name, np.array([value.encode() for value in values], np.object_))


def numbers(name, values, dtype):
    return pb_utils.Tensor(name, np.array(values, dtype))


def response(tensors=()):
    return pb_utils.InferenceResponse(list(tensors))


def error(message):
    return pb_utils.InferenceResponse(error=pb_utils.TritonError(message))


def invalid(message):
    return pb_utils.InferenceResponse(error=pb_utils.TritonError(message, pb_utils.TritonError.INVALID_ARG))


def cancelled(message):
    return pb_utils.InferenceResponse(error=pb_utils.TritonError(message, pb_utils.TritonError.CANCELLED))


def send(sender, answer, final):
    sender.send(answer, flags=pb_utils.TRITONSERVER_RESPONSE_COMPLETE_FINAL if final else 0)


def close(sender):
    sender.send(flags=pb_utils.TRITONSERVER_RESPONSE_COMPLETE_FINAL)
