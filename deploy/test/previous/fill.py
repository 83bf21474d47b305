"""People use a new server in every way that leaves something behind; prints what they see of it afterwards, and their API
keys, which open nothing but the stack test's copy of this database."""

import json
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "deploy/test"))

from client import Client  # noqa: E402

PASSWORD = "the stack test's own password"
PICTURES = ROOT / "docs/pictures"


def use(client, name):
    folder = client.json("POST", "/api/v1/folders", {"name": f"Tiles of {name}"})
    client.json("POST", "/api/v1/presets", {"name": "short", "system": "Answer in a few words."})
    accepted = [client.ask(text, PICTURES / picture) for text, picture in (
        ("Which shapes are in this picture?", "shapes.png"), ("What does it say?", "text.png"),
        ("How many are there?", "counting.png"), ("Welche Formen sind zu sehen? 形と色は?", "shapes.png"))]
    client.follow_all([each["generation"] for each in accepted])
    first, second, third, fourth = accepted
    path = "/api/v1/conversations/{}".format
    again = client.json("POST", f"{path(first['conversation'])}/messages/{first['answer']}/regenerate", {})
    client.follow(again["generation"])
    more = client.json("POST", f"{path(first['conversation'])}/messages", {"text": "And which colours?", "parent": first["answer"]})
    client.follow(more["generation"])
    client.json("PUT", f"{path(first['conversation'])}/messages/{first['answer']}/feedback", {"rating": "up", "comment": "right"})
    client.json("PATCH", path(second["conversation"]), {"title": "What a sign says", "tags": ["signs"], "pinned": True})
    client.json("PATCH", path(third["conversation"]), {"folder": folder["id"], "archived": True})
    client.json("POST", f"{path(first['conversation'])}/shares", {})
    client.json("DELETE", path(fourth["conversation"]))
    stored = client.json("POST", "/v1/responses", {"input": "Say something", "max_output_tokens": 8, "metadata": {"kept": "yes"}})
    return stored["id"]


def main():
    port, log, commit = sys.argv[1:]
    client = Client(port)
    client.await_status("/readyz", 200, 180)
    for _ in range(100):
        link = re.search(r"/invitations/([\w-]+)", Path(log).read_text())
        if link:
            break
        time.sleep(0.1)
    client.json("POST", f"/api/v1/invitations/{link[1]}", {"name": "admin", "displayName": "Admin", "password": PASSWORD})
    client.login("admin", PASSWORD)
    token = client.json("POST", "/api/v1/admin/invitations", {})["token"]
    people = {}
    for name in ("admin", "ines"):
        person = Client(port)
        if name != "admin":
            person.json("POST", f"/api/v1/invitations/{token}", {"name": name, "displayName": "Inês", "password": PASSWORD})
        person.login(name, PASSWORD)
        person.use_key(["read", "chat"])
        response = use(person, name)
        people[name] = {"key": person.key, "response": response, "sees": person.sees(response)}
    json.dump({"commit": commit, "people": people}, sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)


main()
