"""Asks the test models through Triton's public client, each in its own interface, and judges the answers."""

import base64
import json
import queue
import re
import time
from pathlib import Path

import numpy as np
import tritonclient.grpc as triton
from PIL import Image
from tokenizers import Tokenizer

from azulejo_triton.checkpoint import Checkpoint
from azulejo_triton.pictures import tiles_of

PROJECT = Path(__file__).resolve().parents[4]
CHECKPOINT = PROJECT / "demo-model/src/main/resources/io/azulejo/demo/checkpoint"
EVALUATION = PROJECT / "demo-model/evaluation"
KNOWN = (PROJECT / "docs/pictures/shapes.png", "Which shapes are in this picture?",
         "There is a brown square, a yellow square and a brown cross.")

TYPES = {np.dtype(np.int32): "INT32", np.dtype(np.uint64): "UINT64", np.dtype(np.uint8): "UINT8",
         np.dtype(np.float32): "FP32", np.dtype(np.float16): "FP16", np.dtype(bool): "BOOL",
         np.dtype(np.object_): "BYTES"}


def connect(port):
    return triton.InferenceServerClient(f"127.0.0.1:{port}")


def prompt_of(question, picture, history=()):
    """The trained conversation form; the picture belongs to the first user message."""
    text = "<|im_start|>system\nAnswer the questions.<|im_end|>"
    for number, (asked, answer) in enumerate([*history, (question, None)]):
        lead = "<image>\n" if picture and number == 0 else ""
        text += f"<|im_start|>user\n{lead}{asked}<|im_end|><|im_start|>assistant\n"
        if answer is not None:
            text += f"{answer}<|im_end|>"
    return text


def tensors(values):
    """Inputs from arrays, strings and lists of strings."""
    inputs = []
    for name, value in values.items():
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, list):
            value = np.array([text.encode() for text in texts], np.object_)
        inputs.append(triton.InferInput(name, value.shape, TYPES[value.dtype]))
        inputs[-1].set_data_from_numpy(value)
    return inputs


def stream(client, model, values, request_id=""):
    """All responses to one request that hold something."""
    arrived = queue.Queue()
    client.start_stream(lambda result, error: arrived.put((result, error)))
    try:
        client.async_stream_infer(model, tensors(values), request_id=request_id, enable_empty_final_response=True)
        responses = []
        while True:
            result, error = arrived.get(timeout=60)
            if error:
                raise error
            response = result.get_response()
            if response.outputs:
                responses.append(result)
            if response.parameters["triton_final_response"].bool_param:
                return responses
    finally:
        client.stop_stream()


def pieces(responses):
    return [result.as_numpy("text_output").reshape(-1)[0].decode() for result in responses]


def flag(*shape):
    return np.ones(shape, bool)


def number(*value):
    """With the batch in front."""
    return np.array([value], np.int32)


def data_url(picture):
    return "data:image/png;base64," + base64.b64encode(picture.read_bytes()).decode()


def ask_vllm(client, model, prompt, picture):
    values = {"text_input": prompt, "stream": flag(1),
              "sampling_parameters": json.dumps({"temperature": 0, "max_tokens": 100})}
    if picture:
        values["image"] = base64.b64encode(picture.read_bytes()).decode()
    texts = pieces(stream(client, model, values))
    return "".join(texts), len(texts)


def ask_llmapi(client, model, prompt, picture):
    texts = pieces(stream(client, model, {
        "text_input": prompt, "image_url": data_url(picture), "streaming": flag(1),
        "sampling_param_max_tokens": np.array([100], np.int32)}))
    return texts[-1], len(texts)


def ask_ensemble(client, model, prompt, picture):
    pixels = np.asarray(Image.open(picture).convert("RGB"))
    texts = pieces(stream(client, model, {
        "text_input": np.array([[prompt.encode()]], np.object_), "image_bytes_input": pixels[None, None],
        "max_tokens": number(100), "stream": flag(1, 1)}))
    return "".join(texts), len(texts)


def ask_accumulated(client, model, prompt, picture):
    texts = pieces(stream(client, model, {
        "text_input": np.array([[prompt.encode()]], np.object_),
        "image_url_input": np.array([[data_url(picture).encode()]], np.object_),
        "max_tokens": number(100), "stream": flag(1, 1)}))
    return texts[-1], len(texts)


def ask_ids(encoder, datatype, batched):
    """TensorRT-LLM's way: the vision encoder's table, and ids that point into it."""

    def ask(client, model, prompt, picture):
        checkpoint = Checkpoint(CHECKPOINT)
        tokenizer = Tokenizer.from_file(str(CHECKPOINT / "tokenizer.json"))
        tiles = tiles_of(Image.open(picture).convert("RGB"), checkpoint.config).astype(datatype)
        encoded = client.infer(encoder, tensors({"pixel_values": tiles[None] if batched else tiles}))
        rows = encoded.as_numpy("OUT_PROMPT_VOCAB_SIZE").item()
        table = encoded.as_numpy("OUT_PROMPT_EMBEDDING_TABLE").reshape(1, rows, -1)
        tags = "<Image><tile_global_thumbnail>" + "<|vision_pad|>" * rows + "</Image>"
        ids = np.array(tokenizer.encode(prompt.replace("<image>", tags)).ids, np.int32)
        at_picture = ids == tokenizer.token_to_id("<|vision_pad|>")
        ids[at_picture] = checkpoint.vocabulary + np.arange(rows)
        responses = stream(client, "tensorrt_llm", {
            "input_ids": ids[None], "input_lengths": number(len(ids)), "request_output_len": number(100),
            "streaming": flag(1, 1), "end_id": number(*checkpoint.end_ids),
            "prompt_embedding_table": table, "prompt_vocab_size": number(rows),
            "prompt_table_extra_ids": np.where(at_picture, np.uint64(77), np.uint64(0))[None]})
        tokens = np.concatenate([result.as_numpy("output_ids")[0, 0] for result in responses])
        return tokenizer.decode(tokens.tolist()), len(responses)

    return ask


ASK = {
    "vllm_model": ask_vllm,
    "queued": ask_vllm,
    "llmapi": ask_llmapi,
    "ensemble": ask_ensemble,
    "ensemble_accumulated": ask_accumulated,
    "tensorrt_llm with vision_encoder": ask_ids("vision_encoder", np.float16, True),
    "tensorrt_llm with vision_encoder_fp32": ask_ids("vision_encoder_fp32", np.float32, False),
}


def ask_known(client):
    """Asks every model a question whose answer is known; whether all were right."""
    picture, question, expected = KNOWN
    right = True
    for name, ask in ASK.items():
        begun = time.monotonic()
        answer, responses = ask(client, name, prompt_of(question, picture), picture)
        right &= answer == expected
        print(f"{'ok  ' if answer == expected else 'FAIL'} {name}: {answer} ({responses} responses, "
              f"{(time.monotonic() - begun) * 1000:.0f} ms)")
    return right


def evaluate(client):
    """How many answers are right, by the rules of the evaluation's README."""
    right, asked = {}, {}
    for line in (EVALUATION / "questions.jsonl").read_text().splitlines():
        q = json.loads(line)
        picture = EVALUATION / "pictures" / q["picture"] if q["picture"] else None
        prompt = prompt_of(q["question"], picture, q.get("history", ()))
        answer, _ = ask_vllm(client, "vllm_model", prompt, picture)
        category = q["category"]
        asked[category] = asked.get(category, 0) + 1
        right[category] = right.get(category, 0) + is_right(answer, q)
    for category, count in asked.items():
        print(f"{category}: {right[category]} of {count}")


def is_right(answer, question):
    exact = question["category"] == "text"
    text = answer if exact else answer.lower()

    def holds(phrase):
        phrase = phrase if exact else phrase.lower()
        return re.search(rf"(?<![A-Za-z0-9]){re.escape(phrase)}(?![A-Za-z0-9])", text) is not None

    return all(map(holds, question["all"])) and not any(map(holds, question["none"]))
