"""NVIDIA's asyncio client: reads streams of small pieces, as StreamsWorker does.

    triton_streams.py ENDPOINT PIECES DELAY_MS STREAMS...
"""

import asyncio
import json
import sys
import time

import numpy as np
import tritonclient.grpc.aio as grpcclient


def tensor(name, values, kind, datatype):
    tensor = grpcclient.InferInput(name, [len(values)], datatype)
    tensor.set_data_from_numpy(np.array(values, kind))
    return tensor


async def stream(client, number, pieces, delay):
    inputs = [tensor("INPUT_BYTES", [b"piece"], np.object_, "BYTES"), tensor("count", [pieces], np.int32, "INT32"),
              tensor("delay_ms", [delay], np.int32, "INT32")]

    async def requests():
        yield {"model_name": "echo_stream", "inputs": inputs, "request_id": str(number),
               "enable_empty_final_response": True}

    times = [time.perf_counter()]
    async for result, error in client.stream_infer(requests()):
        if error:
            raise error
        if result.get_output("OUTPUT_BYTES") is not None:
            assert result.as_numpy("OUTPUT_BYTES")[0] == b"piece"
            times.append(time.perf_counter())
    assert len(times) == pieces + 1
    return times


async def run(client, streams, pieces, delay):
    return await asyncio.gather(*(stream(client, number, pieces, delay) for number in range(streams)))


async def main(endpoint, pieces, delay, counts):
    async with grpcclient.InferenceServerClient(endpoint) as client:
        for streams in counts:
            await run(client, streams, pieces, delay)
            cpu, start = time.process_time(), time.perf_counter()
            arrivals = await run(client, streams, pieces, delay)
            seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
            first = sorted((times[1] - times[0]) * 1e3 for times in arrivals)
            gaps = sorted((b - a) * 1e3 for times in arrivals for a, b in zip(times[1:], times[2:]))
            print(json.dumps({"streams": streams, "pieces": streams * pieces, "first_ms": at(first, 0.5),
                              "first_p99_ms": at(first, 0.99), "gap_ms": at(gaps, 0.5), "gap_p99_ms": at(gaps, 0.99),
                              "seconds": seconds, "cpu_seconds": cpu}), flush=True)


def at(ordered, share):
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), [int(value) for value in sys.argv[4:]]))
