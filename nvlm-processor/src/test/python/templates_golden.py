"""Renders small templates with Jinja2, set up as transformers sets it, and records what comes out.

Usage: python templates_golden.py   (writes src/test/resources/templates.golden.json; Jinja2 3.1)
"""

import json
import pathlib

from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

OUT = pathlib.Path(__file__).parent.parent / "resources" / "templates.golden.json"

VARIABLES = {
    "name": "Ana", "empty": "", "zero": 0, "three": 3, "half": 0.5, "yes": True, "no": False, "nothing": None,
    "padded": " \n a b \t", "hard": "\u00a0 a \u3000", "list": ["a", "b", "c"], "numbers": [1, 2, 3, 4], "nobody": [],
    "map": {"k": "v", "n": 2}, "messages": [
        {"role": "system", "content": "S"}, {"role": "user", "content": "U1", "tools": []},
        {"role": "assistant", "content": "A"}, {"role": "user", "content": " U2 "}],
}

TEMPLATES = [
    # White space
    "a {{ name }} b", "a {{- name -}} b", "a \n {%- if yes -%} \n x \n {%- endif -%} \n b",
    "{% if yes %}\nx\n{% endif %}\ny", "  {% if yes %}\n    x\n  {% endif %}\n  y\n", "a {% if yes %}\nb{% endif %}\n\nc",
    "a\n  {%+ if yes %}x{% endif +%}\n  b", "a {# comment #} b", "  {# comment #}\nx", "a {#- comment -#} b", "x\n", "x\n\n",
    "{{ name }}\n{{ name }}\n", "{% if yes %}{% if yes %}\n  {% endif %}\n x{% endif %}", "line\r\n{{ name }}\r\nend\r\n",
    "{{ '{% if %}' }} {{ '}}' }} {{ \"{#\" }}", "\t{% set x = 1 %}  \n\t{{ x }}", "a{% if yes %}  \n b {%- endif %} c",
    "{%- for m in messages %}\n    {%- if m.role == 'user' %}\n        {{- m.content }}\n    {%- endif %}\n{%- endfor %}\n",
    # Values
    "{{ zero }} {{ three }} {{ half }} {{ yes }} {{ no }} {{ nothing }} {{ missing }} {{ 'it''s' }} {{ 1.5 }}",
    "{{ 'a\\nb\\tc\\\\d\\'e\\\"f\\u00e9' }}", "{{ \"double 'quoted'\" }}", "{{ 'one' 'two' }}", "{{ 10 }}{{ -3 }}{{ 2 - 3 }}",
    # Operators and their order
    "{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ -7 // 2 }} {{ -7 % 4 }} {{ 7 / 2 }} {{ 2 * half }}",
    "{{ 'a' + 'b' ~ 1 ~ none_such ~ 'c' }}", "{{ 'x' * 3 }}", "{{ [1] + [2] | length }}", "{{ (list + ['d']) | join(',') }}",
    "{{ 'a' + padded | trim + 'c' }}", "{{ not yes or yes }} {{ not (yes or yes) }} {{ no and missing.key }}",
    "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 'a' < 'b' }} {{ 1 == 1.0 }} {{ 'a' == \"a\" }} {{ 1 != 2 }} {{ 2 >= 2 }}",
    "{{ 'a' in list }} {{ 'z' not in list }} {{ 'k' in map }} {{ 'An' in name }} {{ not 'k' in map }} {{ 'x' in missing }}",
    "{{ 'y' if yes else 'n' }}{{ 'y' if no }}{{ 'a' if no else 'b' if no else 'c' }}", "{{ name or 'x' }}{{ empty or 'x' }}",
    "{{ yes and name }} {{ no or zero }}", "{{ (1, 2) | length }}",
    # Members, slices, methods
    "{{ map.k }}{{ map['k'] }}{{ map.missing }}{{ map['n'] + 1 }}", "{{ list[0] }}{{ list[-1] }}{{ list[9] }}{{ name[0] }}",
    "{{ list[1:] | join }} {{ list[:1] | join }} {{ list[::-1] | join }} {{ list[-2:] | join }} {{ list[0:2] | join }}",
    "{{ name[1:] }} {{ name[::-1] }} {{ numbers[::2] | join(' ') }} {{ list[5:] | length }} {{ numbers[3:0:-1] | join }}",
    "{{ messages[0]['role'] }} {{ messages[-1].content | trim }} {{ messages[1:][0].content }}",
    "[{{ padded.strip() }}] [{{ padded.lstrip() }}] [{{ padded.rstrip() }}] [{{ '--a--'.strip('-') }}] [{{ 'xxa'.lstrip('x') }}]",
    "[{{ hard.strip() }}] [{{ hard | trim }}]", "{{ 'a-b-c'.split('-')[1] }} {{ 'a b  c'.split() | length }} {{ 'a-b-c'.split('-', 1)[1] }}",
    "{{ 'abc</think>def'.split('</think>')[-1] }} {{ name.startswith('A') }} {{ name.endswith('a') }} {{ name.upper() }}",
    "{{ 'hello WORLD'.title() }} {{ 'hello WORLD'.capitalize() }} {{ 'aXbX'.replace('X', '-') }} {{ map.get('k') }} {{ map.get('z', 'd') }}",
    "{% for k, v in map.items() %}{{ k }}={{ v }};{% endfor %}", "{{ map.keys() | list | join(',') }} {{ map.values() | list | length }}",
    # Filters and tests
    "{{ name | lower | upper }} {{ name | length }} {{ list | first }} {{ list | last }} {{ missing | default('d') }} {{ empty | default('d', true) }}",
    "{{ numbers | select('odd') | list | join(',') }} {{ numbers | reject('odd') | join(',') }} {{ list | reject('equalto', 'a') | join }}",
    "{{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ messages | rejectattr('role', 'eq', 'user') | map(attribute='content') | join }}",
    "{{ list | map('upper') | join }} {{ list | reverse | join }} {{ 'aXb' | replace('X', 'y') }} {{ missing | length }} {{ map | length }}",
    "{{ name is defined }} {{ missing is defined }} {{ missing is not defined }} {{ nothing is none }} {{ not missing is defined }}",
    "{{ name is string }} {{ list is string }} {{ map is mapping }} {{ list is iterable }} {{ map is iterable }} {{ three is number }} {{ three is odd }}",
    "{{ 4 is divisibleby 2 }} {{ 4 is divisibleby(3) }} {{ three is equalto 3 }} {{ yes is true }} {{ no is false }} {{ half is float }} {{ three is integer }}",
    "{{ name is not none and name is string }} {{ 'a' is in list }} {{ three is eq(3) }} {{ list is sequence }} {{ yes is boolean }}",
    "{{ messages[0].tools is undefined }} {{ messages[1].tools is defined }} {{ messages[1].tools | length > 0 }}",
    "{{ map | tojson }} {{ list | tojson }} {{ 'a\"b\\n\u00e9' | tojson }} {{ nothing | tojson }} {{ half | tojson }} {{ yes | tojson }}",
    "{{ {'a': [1, {'b': none}], 'c': []} | tojson(indent=2) }}", "{{ 'abc' | capitalize }} {{ 'a b' | title }} {{ 5 | string + '!' }}",
    # Statements
    "{% if no %}a{% elif yes %}b{% else %}c{% endif %}{% if missing %}d{% else %}e{% endif %}",
    "{% for x in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.revindex }}{{ x }} {% endfor %}",
    "{% for x in nobody %}{{ x }}{% else %}empty{% endfor %}{% for x in missing %}{{ x }}{% endfor %}",
    "{% for m in messages if m.role == 'user' %}{{ loop.index }}:{{ m.content }};{% endfor %}",
    "{% for x in list %}{% if not loop.first %}{{ loop.previtem }}<{% endif %}{{ x }}{{ '>' + loop.nextitem if not loop.last }} {% endfor %}",
    "{% set x = 1 %}{% for i in list %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}",
    "{% set ns = namespace(n=0, s='') %}{% for i in list %}{% set ns.n = ns.n + 1 %}{% set ns.s = ns.s ~ i %}{% endfor %}{{ ns.n }}{{ ns.s }}",
    "{% if yes %}{% set y = 'in' %}{% endif %}{{ y }}", "{% set z %}a{{ name }}b{% endset %}[{{ z }}]",
    "{% set a = 'x' if no else 'y' %}{{ a }}", "{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(4, 0, -2) %}{{ i }}{% endfor %}",
    "{% for i in list %}{% for j in numbers %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}",
    "{% for m in messages %}{% set c = m.content | trim %}{% if loop.index0 == 0 %}{% set c = '<s>' + c %}{% endif %}{{ c }}{% endfor %}",
    "{% set messages = messages[1:] %}{{ messages | length }}{{ messages[0].role }}", "{{ dict(a=1, b='x') | tojson }}",
    "{% for c in 'abc' %}{{ c }}.{% endfor %}", "{% for a, b in [[1, 2], [3, 4]] %}{{ a + b }} {% endfor %}",
    "{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 1) %}!{% endif %}{% endfor %}",
    # What has to fail
    "{{ raise_exception('No ' + name) }}", "{{ missing.key }}", "{{ 'a' + 1 }}", "{{ missing + 'a' }}", "{{ nothing.key }}",
    "{{ name.nothing() }}", "{{ three() }}", "{% for x in three %}{% endfor %}", "{{ 1 // zero }}", "{{ missing() }}",
    # What cannot be read
    "{{ name", "{% if yes %}", "{% endif %}", "{{ name | }}", "{{ }}", "{% for in list %}{% endfor %}", "{{ 'open }}", "{{ a b }}",
    "{% unknown %}", "{{ name | no_such_filter }}", "{{ name is no_such_test }}", "{% if yes %}{% endfor %}", "{{ (1 }}", "{{ a ? b }}",
    "{{ '\\uZZ' }}", "{{ '\\u12' }}", "{% set = 1 %}", "{% else %}", "{% if %}{% endif %}",
]


def render(template):
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])

    def raise_exception(message):
        raise RuntimeError(message)

    def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    environment.filters["tojson"] = tojson
    environment.globals["raise_exception"] = raise_exception
    try:
        return {"output": environment.from_string(template).render(**VARIABLES)}
    except Exception as e:
        return {"error": type(e).__name__}


def main():
    rows = [{"template": template, **render(template)} for template in TEMPLATES]
    OUT.write_text(json.dumps({"variables": VARIABLES, "rows": rows}, ensure_ascii=True, indent=0) + "\n")
    print(len(rows), "templates,", sum("error" in row for row in rows), "of them wrong")
    for row in rows:
        if "error" in row:
            print("   ", row["error"], row["template"])


if __name__ == "__main__":
    main()
