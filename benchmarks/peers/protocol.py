"""How a peer is spoken to: one JSON object a line on standard input and output.

    -> {"measure": "decode", "prompt": 512, "tokens": 64, "seed": 3}
    <- {"figures": {"decode": 31.2}}    or    {"missing": "why this peer does not do that"}

The first line out is {"ready": seconds it took to load, "version": "..."} or {"missing": "..."}.
"""

import json
import os
import sys
import time
import traceback


def peak_memory():
    """The most memory that this process ever held, in MiB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def serve(load):
    """load() gives (version, handlers by measure); a handler takes the request and gives figures by name."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever libraries print goes to standard error

    def say(message):
        out.write(json.dumps(message) + "\n")
        out.flush()

    start = time.perf_counter()
    try:
        version, handlers = load()
    except Exception as e:
        traceback.print_exc()
        say({"missing": f"{type(e).__name__}: {e}".splitlines()[0][:300]})
        return
    handlers = handlers | {"memory": lambda request: {"memory": peak_memory()}}
    say({"ready": time.perf_counter() - start, "version": version})
    for line in sys.stdin:
        request = json.loads(line)
        handler = handlers.get(request["measure"])
        if handler is None:
            say({"missing": "not measured with this peer"})
            continue
        try:
            say({"figures": handler(request)})
        except Exception as e:
            traceback.print_exc()
            say({"missing": f"{type(e).__name__}: {e}".splitlines()[0][:300]})
