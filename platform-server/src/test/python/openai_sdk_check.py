"""Chats through OpenAI's official SDK with a running server and checks what comes back.

    python openai_sdk_check.py --base-url http://127.0.0.1:8080/v1 --model azulejo-demo [--scripted] [--picture FILE]

Needs the package `openai`. With --scripted the server must answer by script (backend type `scripted`, models `eyes`
with 3 pictures and 1000 tokens, and `blind`), and the answers themselves are checked as well.
"""

import argparse
import base64
import struct
import sys
import zlib

import openai


def png(width=8, height=8, colour=(200, 30, 30)):
    """A picture of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(colour) * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def data_url(data):
    return "data:image/png;base64," + base64.b64encode(data).decode()


def refuses(kind, call, param=None, code=None, status=None):
    try:
        call()
    except kind as error:
        assert type(error) is kind, f"{type(error)} and not {kind}"
        assert param is None or error.param == param, f"param is {error.param!r} and not {param!r}"
        assert code is None or error.code == code, f"code is {error.code!r} and not {code!r}"
        assert status is None or error.status_code == status, f"status is {error.status_code}"
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


class Checks:

    def __init__(self, client, model, picture):
        self.client = client
        self.model = model
        self.url = data_url(picture)

    def ask(self, content, **options):
        return self.client.chat.completions.create(
            model=self.model, messages=[{"role": "user", "content": content}], **options)

    def look(self, text, detail="auto"):
        return [{"type": "text", "text": text},
                {"type": "image_url", "image_url": {"url": self.url, "detail": detail}}]

    # What holds on any server.

    def models(self):
        assert self.model in [model.id for model in self.client.models.list()]
        assert self.client.models.retrieve(self.model).object == "model"
        refuses(openai.NotFoundError, lambda: self.client.models.retrieve("none"), "model", "model_not_found", 404)

    def whole_answer(self):
        answer = self.ask("Who are you?", max_tokens=40, temperature=0)
        assert answer.object == "chat.completion" and answer.model == self.model
        assert answer.choices[0].message.role == "assistant" and answer.choices[0].message.content
        assert answer.choices[0].finish_reason in ("stop", "length")
        usage = answer.usage
        assert usage.prompt_tokens > 0 and 0 < usage.completion_tokens <= 40
        assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
        assert usage.prompt_tokens_details.image_tokens == 0

    def picture(self):
        high = self.ask(self.look("Which colour is this?"), max_tokens=40, temperature=0)
        low = self.ask(self.look("Which colour is this?", "low"), max_tokens=40, temperature=0)
        assert high.choices[0].message.content
        tokens = low.usage.prompt_tokens_details.image_tokens
        assert 0 < tokens <= high.usage.prompt_tokens_details.image_tokens
        assert low.usage.prompt_tokens > tokens

    def same_seed_same_answer(self):
        first, second = (self.ask(self.look("What is this?"), max_tokens=20, temperature=1.2, seed=7) for _ in "ab")
        assert first.choices[0].message.content == second.choices[0].message.content

    def stream(self):
        whole = self.ask(self.look("Which colour is this?"), max_tokens=30, temperature=0)
        chunks = list(self.ask(self.look("Which colour is this?"), max_tokens=30, temperature=0, stream=True,
                               stream_options={"include_usage": True}))
        assert chunks[0].choices[0].delta.role == "assistant"
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert text == whole.choices[0].message.content, (text, whole.choices[0].message.content)
        assert chunks[-2].choices[0].finish_reason == whole.choices[0].finish_reason
        assert chunks[-1].choices == [] and chunks[-1].usage.prompt_tokens == whole.usage.prompt_tokens
        assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens
        assert all(chunk.usage is None for chunk in chunks[:-1])
        assert len({chunk.id for chunk in chunks}) == 1

    def stream_helper(self):
        with self.client.chat.completions.stream(
                model=self.model, messages=[{"role": "user", "content": "Hello"}], max_tokens=20) as stream:
            text = "".join(event.delta for event in stream if event.type == "content.delta")
            assert text == (stream.get_final_completion().choices[0].message.content or "")

    def logprobs(self):
        answer = self.ask("Hello", max_tokens=8, temperature=0, logprobs=True, top_logprobs=3)
        tokens = answer.choices[0].logprobs.content
        assert tokens and all(token.logprob <= 0 and len(token.top_logprobs) == 3 for token in tokens)
        assert all(token.top_logprobs[0].logprob >= token.top_logprobs[-1].logprob for token in tokens)
        streamed = [token for chunk in self.ask("Hello", max_tokens=8, temperature=0, logprobs=True, top_logprobs=3,
                                                stream=True)
                    if chunk.choices and chunk.choices[0].logprobs for token in chunk.choices[0].logprobs.content]
        assert [token.token for token in streamed] == [token.token for token in tokens]

    def several_turns(self):
        answer = self.ask(self.look("Which colour is this?"), max_tokens=20, temperature=0).choices[0].message
        again = self.client.chat.completions.create(model=self.model, max_tokens=20, messages=[
            {"role": "system", "content": "Be brief."}, {"role": "user", "content": self.look("Which colour?")},
            answer, {"role": "user", "content": "Are you sure?"}])
        assert again.choices[0].message.content is not None

    def several_answers(self):
        answer = self.ask("Hello", n=2, max_tokens=5, temperature=1, seed=3)
        assert [choice.index for choice in answer.choices] == [0, 1]
        assert answer.usage.completion_tokens <= 10
        streamed = {0: "", 1: ""}
        for chunk in self.ask("Hello", n=2, max_tokens=5, temperature=1, seed=3, stream=True):
            for choice in chunk.choices:
                streamed[choice.index] += choice.delta.content or ""
        assert streamed == {choice.index: choice.message.content for choice in answer.choices}

    def raw_response(self):
        raw = self.client.chat.completions.with_raw_response.create(
            model=self.model, messages=[{"role": "user", "content": "Hi"}], max_tokens=4)
        assert raw.headers["content-type"].startswith("application/json")
        assert raw.parse().choices[0].index == 0

    def errors(self):
        bad = openai.BadRequestError
        refuses(openai.NotFoundError, lambda: self.client.chat.completions.create(
            model="none", messages=[{"role": "user", "content": "Hi"}]), "model", "model_not_found", 404)
        tool = {"type": "function", "function": {"name": "f", "parameters": {}}}
        refuses(bad, lambda: self.ask("Hi", tools=[tool, tool]), "tools", "invalid_value", 400)
        refuses(bad, lambda: self.ask("Hi", n=0), "n", "invalid_value")
        refuses(bad, lambda: self.ask("Hi", response_format={"type": "xml"}), "response_format.type",
                "invalid_value")
        refuses(bad, lambda: self.ask("Hi", extra_body={"temprature": 1}), "temprature", "unsupported_parameter")
        refuses(bad, lambda: self.ask("Hi", temperature=-1), "temperature", "invalid_value")
        refuses(bad, lambda: self.ask("Hi", max_tokens=-1), "max_tokens", "invalid_value")
        refuses(bad, lambda: self.ask("Hi", top_p=7), "top_p", "invalid_value")
        refuses(bad, lambda: self.ask(""), "messages[0].content", "invalid_value")
        refuses(bad, lambda: self.ask("word " * 200_000), "messages", "context_length_exceeded")
        broken = data_url(b"This is a text.")
        refuses(bad, lambda: self.ask([{"type": "image_url", "image_url": {"url": broken}}]), code="invalid_image")
        refuses(bad, lambda: self.ask([{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]),
                "messages[0].content[0].image_url.url", "invalid_image")
        refuses(bad, lambda: self.ask(self.look("?") + 50 * self.look("?")), "messages")
        assert self.ask("Hi", max_tokens=3, user="someone", metadata={"a": "b"}, store=True).choices

    def broken_off(self):
        stream = self.ask("Tell me a long story.", stream=True)
        next(iter(stream))
        stream.close()
        assert self.ask("Hi", max_tokens=3).choices


class ScriptedChecks(Checks):

    # What only a script can promise.

    def exact_answers(self):
        answer = self.ask(self.look("What?", "low"))
        assert answer.choices[0].message.content == "You sent 1 picture and said: What?"
        assert answer.usage.prompt_tokens_details.image_tokens == 64
        assert self.ask("[[pieces=3 cached=1]]").usage.prompt_tokens_details.cached_tokens == 1
        assert self.ask("one END two", stop=["END"]).choices[0].message.content == "You sent 0 pictures and said: one "
        assert self.ask("[[pieces=9]]", max_completion_tokens=2).choices[0].finish_reason == "length"

    weather = {"type": "function", "function": {"name": "weather", "description": "Tells the weather.", "parameters": {
        "type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}}}
    clock = {"type": "function", "function": {"name": "clock"}}

    def tools(self):
        messages = [{"role": "user", "content": self.look("Compare. [[call=weather,clock]]")}]
        answer = self.client.chat.completions.create(model=self.model, messages=messages,
                                                     tools=[self.weather, self.clock]).choices[0]
        assert answer.finish_reason == "tool_calls" and answer.message.content is None
        first, second = answer.message.tool_calls
        assert (first.function.name, first.function.arguments) == ("weather", '{"city":"some city"}')
        assert (second.function.name, second.function.arguments) == ("clock", "{}")
        messages += [answer.message, {"role": "tool", "tool_call_id": second.id, "content": "noon"},
                     {"role": "tool", "tool_call_id": first.id, "content": "rain"}]
        answer = self.client.chat.completions.create(model=self.model, messages=messages,
                                                     tools=[self.weather, self.clock]).choices[0]
        assert answer.message.content == "The tools said: rain, noon" and answer.finish_reason == "stop"

    def tools_streamed(self):
        with self.client.chat.completions.stream(
                model=self.model, messages=[{"role": "user", "content": "[[call=weather,clock]]"}],
                tools=[self.weather, self.clock]) as stream:
            deltas = [event for event in stream if event.type == "tool_calls.function.arguments.delta"]
            calls = stream.get_final_completion().choices[0].message.tool_calls
        assert len(deltas) > 3 and {delta.index for delta in deltas} == {0, 1}
        assert "".join(delta.arguments_delta for delta in deltas if delta.index == 0) == '{"city":"some city"}'
        assert [call.function.name for call in calls] == ["weather", "clock"]

    def tool_choice(self):
        tools = [self.weather, self.clock]
        named = {"type": "function", "function": {"name": "clock"}}
        for choice, calls in (("required", ["weather"]), (named, ["clock"]), ("none", None), ("auto", None)):
            answer = self.ask("Hi", tools=tools, tool_choice=choice).choices[0].message
            assert [call.function.name for call in answer.tool_calls or []] == (calls or []), choice
        answer = self.ask("[[call=clock,weather]]", tools=tools, parallel_tool_calls=False).choices[0].message
        assert [call.function.name for call in answer.tool_calls] == ["clock"]

    def failures(self):
        full = refuses(openai.RateLimitError, lambda: self.ask("[[fail=capacity]]"), status=429)
        assert full.response.headers["retry-after"] == "7"
        refuses(openai.InternalServerError, lambda: self.ask("[[fail=unavailable]]"), status=503)
        refuses(openai.InternalServerError, lambda: self.ask("[[fail=broken]]"), status=500)
        refuses(openai.BadRequestError, lambda: self.ask("[[fail=invalid]]"), "messages", "invalid_value")
        refuses(openai.InternalServerError, lambda: self.ask("[[fail=unavailable]]", stream=True), status=503)
        # After the first piece the status is sent; the SDK raises its general error.
        pieces = []
        error = refuses(openai.APIError, lambda: pieces.extend(self.ask("[[fail=broken after=2]]", stream=True)))
        assert error.code == "generation_failed" and len(pieces) == 3

    def blind_model(self):
        refuses(openai.BadRequestError, lambda: self.client.chat.completions.create(
            model="blind", messages=[{"role": "user", "content": "?"}], tools=[self.clock]), "tools",
            "unsupported_parameter")
        refuses(openai.BadRequestError, lambda: self.client.chat.completions.create(
            model="blind", messages=[{"role": "user", "content": self.look("?")}]), "messages",
            "unsupported_parameter")


class ResponsesChecks(Checks):

    # The Responses API of a server that answers by script and has a database.

    tool = {"type": "function", "name": "weather", "strict": True, "parameters": {
        "type": "object", "required": ["city"], "additionalProperties": False,
        "properties": {"city": {"type": "string"}}}}

    def respond(self, input, **options):
        return self.client.responses.create(model=self.model, input=input, **options)

    def conversation_with_pictures(self):
        first = self.respond([{"role": "user", "content": [
            {"type": "input_text", "text": "What?"}, {"type": "input_image", "image_url": self.url, "detail": "low"}]}])
        assert first.output_text == "You sent 1 picture and said: What?" and first.status == "completed"
        assert first.usage.input_tokens_details.image_tokens == 64
        second = self.respond("Sure?", previous_response_id=first.id, instructions="Be brief.", metadata={"a": "b"})
        assert second.metadata == {"a": "b"} and second.usage.input_tokens > first.usage.input_tokens
        assert self.client.responses.retrieve(second.id) == second
        assert self.client.responses.input_items.list(second.id).data[0].content[0].text == "Sure?"
        self.client.responses.delete(first.id)
        refuses(openai.NotFoundError, lambda: self.client.responses.retrieve(first.id), code="response_not_found")
        refuses(openai.NotFoundError, lambda: self.respond("Hi", previous_response_id=second.id))

    def streaming(self):
        with self.client.responses.stream(model=self.model, input="[[pieces=4]]") as stream:
            text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
            assert text == stream.get_final_response().output_text == "1 2 3 4 "

    def background_is_resumed_and_cancelled(self):
        last, identity = None, None
        for event in self.respond("[[pieces=9 delay=30ms]]", background=True, stream=True):
            identity = identity or event.response.id
            last = event.sequence_number
            if event.type == "response.output_text.delta":
                break
        rest = list(self.client.responses.retrieve(identity, stream=True, starting_after=last))
        assert [event.sequence_number for event in rest] == list(range(last + 1, last + 1 + len(rest)))
        assert rest[-1].response.output_text == "1 2 3 4 5 6 7 8 9 "
        running = self.respond("[[pieces=900 delay=20ms]]", background=True)
        assert running.status == "queued"
        assert self.client.responses.cancel(running.id).status == "cancelled"

    def tools(self):
        first = self.respond("How?", tools=[self.tool], tool_choice={"type": "function", "name": "weather"})
        call = first.output[0]
        assert (call.type, call.name, call.arguments) == ("function_call", "weather", '{"city":"some city"}')
        output = {"type": "function_call_output", "call_id": call.call_id, "output": "rain"}
        assert self.respond([output], tools=[self.tool], previous_response_id=first.id).output_text == (
            "The tools said: rain")
        by_hand = [{"role": "user", "content": "How?"}, *first.output, output]
        assert self.respond(by_hand, tools=[self.tool], store=False).output_text == "The tools said: rain"

    def structured_output(self):
        answer = self.respond("Where?", text={"format": {"type": "json_schema", "name": "place", "strict": True,
                                                         "schema": self.tool["parameters"]}})
        assert answer.output_text == '{"city":"some city"}'

    def refusals(self):
        refuses(openai.BadRequestError, lambda: self.respond("Hi", background=True, store=False), "background")
        refuses(openai.BadRequestError, lambda: self.respond("Hi", tools=[{"type": "web_search"}]), "tools[0].type",
                "unsupported_parameter")
        refuses(openai.RateLimitError, lambda: self.respond("[[fail=capacity]]"), status=429)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--scripted", action="store_true")
    parser.add_argument("--responses", action="store_true", help="check the Responses API of a scripted server")
    parser.add_argument("--picture", help="a PNG file instead of a red square")
    arguments = parser.parse_args()
    client = openai.OpenAI(base_url=arguments.base_url, api_key="none", max_retries=0, timeout=120)
    picture = open(arguments.picture, "rb").read() if arguments.picture else png()
    kind = ResponsesChecks if arguments.responses else ScriptedChecks if arguments.scripted else Checks
    checks = kind(client, arguments.model, picture)
    failed = 0
    inherited = dir(Checks) if arguments.responses else []
    names = [name for name in dir(checks) if not name.startswith("_") and callable(getattr(checks, name))
             and name not in ("ask", "look", "respond") and name not in inherited]
    for name in names:
        try:
            getattr(checks, name)()
            print(f"passed  {name}")
        except Exception as error:  # each check is told, then the next one runs
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}")
    print(f"openai {openai.__version__}: {len(names) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
