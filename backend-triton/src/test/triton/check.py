#!/usr/bin/env python3
"""Starts the server with the demo checkpoint and asks every model that answers questions.

    check.py DIR [--all]

DIR keeps the installation, the model repository, the models' events and the server's log. --all asks all questions of
the demo model's evaluation through `vllm_model` as well (two minutes).
"""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Server:

    def __init__(self, directory, checkpoint):
        repository = directory / "repository"
        subprocess.run([sys.executable, HERE / "make_repository.py", repository, "--checkpoint", checkpoint,
                        "--state", directory / "state"], check=True)
        self._http, self.grpc, metrics = free_ports(3)
        self._log = open(directory / "server.log", "wb")
        self._process = subprocess.Popen(
            [HERE / "start", directory / "venv", repository, str(self._http), str(self.grpc), str(metrics)],
            stdout=self._log, stderr=subprocess.STDOUT)

    def __enter__(self):
        begun = time.monotonic()
        while not self._ready():
            if self._process.poll() is not None:
                raise SystemExit(f"the server ended; see {self._log.name}")
            time.sleep(0.05)
        print(f"ready after {time.monotonic() - begun:.1f} s")
        return self

    def _ready(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self._http}/v2/health/ready", timeout=1).status == 200
        except OSError:
            return False

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._log.close()


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    directory = options.directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    environment = directory / "venv"
    subprocess.run([HERE / "install", environment], check=True)
    if Path(sys.prefix) != environment:  # go on with the packages just installed
        python = environment / "bin/python"
        os.execv(python, [python, "-B", __file__, *sys.argv[1:]])
    import check_models
    with Server(directory, check_models.CHECKPOINT) as server:
        client = check_models.connect(server.grpc)
        right = check_models.ask_known(client)
        if options.all:
            check_models.evaluate(client)
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
