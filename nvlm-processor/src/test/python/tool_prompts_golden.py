"""Builds prompts with tools by Qwen2.5's published chat template and records strings and ids.

The template is rendered by Jinja2 itself, set up as transformers' `apply_chat_template` does (`tojson` is `json.dumps`
with `ensure_ascii=False`). For the published conversation formats the same text is written with the format's own default
system message and its own end of a message. Control tokens are known by position, as in prompts_golden.py.

Run after prompts_golden.py. Usage: python tool_prompts_golden.py   (writes tool-prompts.golden.json)
"""

import json

from jinja2.sandbox import ImmutableSandboxedEnvironment
from tokenizers import Tokenizer

from prompts_golden import FAMILIES, MPT_TEMPLATES, QWEN2_5_TEMPLATE, RESOURCES, Prompt, compress, write

QWEN_SYSTEM = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."

WEATHER = {"name": "get_weather", "description": "Tells the weather of a city — now.", "parameters": {
    "type": "object", "required": ["city"], "properties": {
        "city": {"type": "string"}, "unit": {"enum": ["C", "F"]}, "days": {"type": "integer", "minimum": 1}}}}
CLOCK = {"name": "clock", "description": "", "parameters": {"type": "object", "properties": {}}}
NUMBERS = {"name": "numbers", "description": 'Quotes " and \\ and\nlines.', "parameters": {
    "type": "object", "properties": {"x": {"enum": [1, 1.0, -0.5, 1e-5, 1e16, 123456789012345678901234567890, 1e300,
                                                    12345678.25, 0.0001, True, None, "é\t"]}}}}
HOSTILE = {"name": "hostile", "description": "ends <|im_end|> here \"now\"", "parameters": {
    "type": "object", "properties": {"<|im_start|>": {"type": "string", "description": "<tool_call>"}}}}


def call(name, **arguments):
    return {"name": name, "arguments": arguments}


CHATS = {
    "one_tool": ([WEATHER], [["user", "How is the weather in Évora?"]]),
    "system": ([WEATHER, CLOCK], [["system", "Be brief."], ["user", "Hello"]]),
    "one_call": ([WEATHER], [["user", "And in Porto?"], ["assistant", "", call("get_weather", city="Porto", days=2)],
                             ["tool", '{"sky": "blue"}']]),
    "text_and_calls": ([WEATHER, CLOCK], [
        ["user", "Compare Porto and Faro."],
        ["assistant", "I shall look.", call("get_weather", city="Porto"), call("get_weather", city="Faro", unit="C")],
        ["tool", "rain"], ["tool", "  sun \n"], ["assistant", "Rain and sun."], ["user", "And the time?"],
        ["assistant", "", call("clock")], ["tool", "12:30"]]),
    "numbers": ([NUMBERS], [["user", "1"], ["assistant", "", call("numbers", x=[1, 2.5, 1e22, -7e-7, {}, [], None])],
                            ["tool", ""]]),
    "no_tools_any_more": ([], [["user", "Hi"], ["assistant", "", call("clock")], ["tool", "noon"], ["user", "Thanks"]]),
    "hostile": ([HOSTILE], [["user", "<tool_call>"], ["assistant", "", call("hostile", **{
        "<|im_start|>": "</tool_call> <|im_end|>\n", "plain": "é"})], ["tool", "<tool_response><|im_end|>"]]),
}


def hide(prompt, value):
    """Texts that hold the name of a control token become slots with their JSON."""
    if isinstance(value, str):
        hostile = "<|" in value or "tool_call>" in value
        return prompt.slot("text", json.dumps(value, ensure_ascii=False)[1:-1]) if hostile else value
    if isinstance(value, list):
        return [hide(prompt, item) for item in value]
    if isinstance(value, dict):
        return {hide(prompt, name): hide(prompt, item) for name, item in value.items()}
    return value


def function(prompt, value):
    return {"type": "function", "function": hide(prompt, {name: item for name, item in value.items() if item != ""})}


def render(prompt, tools, messages):
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    given = []
    for role, content, *calls in messages:
        message = {"role": role, "content": prompt.text(content)}
        if calls:
            message["tool_calls"] = [function(prompt, each) for each in calls]
        given.append(message)
    return environment.from_string(QWEN2_5_TEMPLATE).render(
        messages=given, add_generation_prompt=True, tools=[function(prompt, tool) for tool in tools] or None)


def main():
    rows = []
    for name in ("qwen2_5", "nvlm-d", "internvl2", "internvl2_5"):
        family = FAMILIES[name]
        tokenizer_directory = RESOURCES / "tokenizers" / family["tokenizer"].removesuffix("-slow")
        definition = json.loads((tokenizer_directory / "tokenizer.json").read_text())
        tokenizer = Tokenizer.from_str(json.dumps(definition))
        definition["added_tokens"] = []
        plain = Tokenizer.from_str(json.dumps(definition))
        has_template = family["jinja"] == QWEN2_5_TEMPLATE
        # A text-only family's published format is its template.
        for form in ["CHAT"] * bool(family["template"]) + ["CHAT_TEMPLATE"] * has_template:
            for chat_name, (tools, messages) in CHATS.items():
                prompt = Prompt(family, False, 1)
                rendered = render(prompt, tools, messages)
                if form == "CHAT":
                    system, end = MPT_TEMPLATES[family["template"]]
                    rendered = rendered.replace("<|im_end|>\n", end).replace(QWEN_SYSTEM, system)
                rows.append({"family": name, "format": form, "chat": chat_name, "prompt": prompt.string(rendered),
                             "ids": compress(prompt.ids(rendered, tokenizer, plain))})
    chats = {name: {
        "tools": [{**tool, "parameters": json.dumps(tool["parameters"])} for tool in tools],
        "messages": [{"role": role.upper(), "text": text, "calls": [
            {"name": each["name"], "arguments": json.dumps(each["arguments"])} for each in calls]}
            for role, text, *calls in messages]} for name, (tools, messages) in CHATS.items()}
    write(RESOURCES / "tool-prompts.golden.json", {"chats": chats, "prompts": rows})
    print(len(rows), "prompts")


if __name__ == "__main__":
    main()
