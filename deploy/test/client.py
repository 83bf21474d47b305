"""A person at the published port: logs in, asks, reads streams. Only Python's standard library."""

import concurrent.futures
import hashlib
import http.client
import http.cookiejar
import json
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path


class Client:
    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.key = None

    def send(self, method, path, body=None, content_type="application/json", headers=None, timeout=60):
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=dict(headers or {}))
        if body is not None:
            request.add_header("Content-Type", content_type)
        if self.key:
            request.add_header("Authorization", "Bearer " + self.key)
        token = next((c.value for c in self.jar if c.name == "XSRF-TOKEN"), None)
        if token:
            request.add_header("X-XSRF-TOKEN", token)
        return self.opener.open(request, timeout=timeout)

    def json(self, method, path, body=None, **options):
        with self.send(method, path, body, **options) as response:
            text = response.read()
            return json.loads(text) if text else None

    def status(self, path):
        try:
            with self.send("GET", path, timeout=5) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except (OSError, http.client.HTTPException):
            return 0

    def await_status(self, path, wanted, seconds):
        end = time.monotonic() + seconds
        while self.status(path) != wanted:
            if time.monotonic() > end:
                raise AssertionError(f"{path} is not {wanted} after {seconds} s but {self.status(path)}")
            time.sleep(0.2)

    def login(self, name, password):
        self.jar.clear()
        self.key = None
        return self.json("POST", "/api/v1/session", {"name": name, "password": password})

    def use_key(self, scopes):
        self.key = self.json("POST", "/api/v1/me/keys", {"name": "stack test", "scopes": scopes})["key"]

    def ask(self, text, picture, stream=False, timeout=120):
        """Answers (what was accepted) or, of a stream, (the text, how many events, seconds between first and last)."""
        boundary = uuid.uuid4().hex
        body = b"".join([
            f'--{boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n'.encode(),
            f'--{boundary}\r\nContent-Disposition: form-data; name="picture"; filename="{Path(picture).name}"\r\n'
            'Content-Type: image/png\r\n\r\n'.encode(), Path(picture).read_bytes(), f"\r\n--{boundary}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={boundary}"
        if not stream:
            return self.json("POST", "/api/v1/conversations", body, content_type=kind, timeout=timeout)
        with self.send("POST", "/api/v1/conversations", body, content_type=kind,
                       headers={"Accept": "text/event-stream"}, timeout=timeout) as response:
            return read_events(response)

    def ask_many(self, count, text, picture):
        """All at once, so that most are in progress when this returns."""
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            return list(pool.map(lambda _: self.ask(text, picture), range(count)))

    def follow(self, generation, seconds=180):
        """The text of an answer to its end, read as a page does: it comes back with what it had last."""
        end, text, last = time.monotonic() + seconds, "", 0
        while True:
            try:
                with self.send("GET", f"/api/v1/generations/{generation}/events",
                               headers={"Last-Event-ID": str(last)}, timeout=20) as response:
                    if response.status == 204:
                        return text
                    for number, event in events(response):
                        last = number or last
                        if event["type"] == "text":
                            text += event["text"]
                        if event["type"] == "end":
                            return text
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.3)
            if time.monotonic() > end:
                raise AssertionError(f"generation {generation} has no end after {seconds} s")

    def sees(self, response):
        """What is kept for somebody, in terms that do not change with the API's additions."""
        conversations = {}
        for query in ("", "&archived=true", "&deleted=true"):
            for summary in self.json("GET", "/api/v1/conversations?limit=100" + query)["conversations"]:
                told = {name: summary.get(name) for name in ("title", "pinned", "archived", "folder", "tags")}
                if not query.endswith("deleted=true"):
                    told["messages"] = [self.message(each) for each in
                                        self.json("GET", f"/api/v1/conversations/{summary['id']}")["messages"]]
                conversations[summary["id"]] = told
        stored = self.json("GET", f"/v1/responses/{response}")
        return {"conversations": conversations,
                "folders": [[each["id"], each["name"]] for each in self.json("GET", "/api/v1/folders")],
                "presets": [[each["name"], each["system"]] for each in self.json("GET", "/api/v1/presets")],
                "shares": len(self.json("GET", "/api/v1/shares")),
                "found": len(self.json("GET", "/api/v1/search?q=shapes")["hits"]),
                "response": [stored["metadata"], [each["content"] for each in stored["output"]]]}

    def message(self, message):
        parts = []
        for part in message["parts"]:
            if part["type"] == "text":
                parts.append(part["text"])
            else:
                with self.send("GET", f"/api/v1/attachments/{part['attachment']['id']}/content") as response:
                    parts.append(hashlib.sha256(response.read()).hexdigest())
        feedback = message.get("feedback") or {}
        return [message["id"], message["parent"], message["role"], parts, feedback.get("rating"), feedback.get("comment")]

    def follow_all(self, generations):
        with concurrent.futures.ThreadPoolExecutor(len(generations)) as pool:
            return dict(zip(generations, pool.map(self.follow, generations)))


def events(response):
    number = 0
    for line in response:
        line = line.decode().rstrip("\n")
        if line.startswith("id:"):
            number = int(line[3:])
        elif line.startswith("data:"):
            yield number, json.loads(line[5:])


def read_events(response):
    text, times = "", []
    for _, event in events(response):
        times.append(time.monotonic())
        if event["type"] == "text":
            text += event["text"]
    return text, len(times), times[-1] - times[0] if times else 0
