"""Starts the compose stack for real and does to it what happens to stacks. Called by deploy/stack-test."""

import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

from client import Client

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs/pictures/shapes.png"
QUESTION = "Which shapes are in this picture?"
PASSWORD = "the stack test's own password"
PORT = os.environ.get("AZULEJO_STACK_TEST_PORT", "18480")
VERSION = os.environ.get("AZULEJO_VERSION", "0.1.0")
PREVIOUS = os.environ.get("AZULEJO_PREVIOUS_VERSION", "")
PROJECT = "azulejo-stack-test"
COMPOSE = os.environ["COMPOSE"].split()
ENVIRONMENT = {**os.environ, "AZULEJO_PORT": PORT, "AZULEJO_VERSION": VERSION, "AZULEJO_MEMORY": "3g",
               "DOCKER_BUILDKIT": "1", "COMPOSE_DOCKER_CLI_BUILD": "1", "AZULEJO_JAR": "prebuilt", "COMPOSE_PROJECT_NAME": PROJECT}
ALERTS = (ROOT / "deploy/observability/alerts.yml").read_text()
passed = []
figures = []


def run(*command, check=True, quiet=True, **options):
    done = subprocess.run([str(c) for c in command], cwd=ROOT, text=True, check=False,
                          stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
                          **{"env": ENVIRONMENT, **options})
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout or ''}")
    return done.stdout or ""


def compose(profile, *arguments, **options):
    return run(*COMPOSE, "-p", PROJECT, "--profile", profile, *arguments, **options)


def containers(profile, service):
    return compose(profile, "ps", "-q", service).split()


def inspect(container):
    return json.loads(run("docker", "inspect", container))[0]


def await_health(profile, service, seconds=180):
    end = time.monotonic() + seconds
    while True:
        states = [inspect(c)["State"] for c in containers(profile, service)]
        if states and all(s.get("Health", {}).get("Status") == "healthy" for s in states):
            return
        if time.monotonic() > end:
            raise AssertionError(f"{service} is not healthy after {seconds} s: {states}\n"
                                 + compose(profile, "logs", "--tail=80", service, check=False))
        time.sleep(0.5)


def check(what, fact, detail=""):
    if not fact:
        raise AssertionError(f"{what}: {detail}")
    passed.append(what)
    print(f"   ok: {what}", flush=True)


def figure(what, value):
    figures.append(f"{what}: {value}")
    print(f"   -> {what}: {value}", flush=True)


def step(title):
    print(f"== {time.strftime('%H:%M:%S')} {title}", flush=True)


def logs(profile, service):
    return compose(profile, "logs", "--no-color", service)


def first_administrator(client, profile, service):
    link = re.search(r"/invitations/([\w-]+)", logs(profile, service))
    check("the log has a link for the first administrator", link)
    client.json("POST", f"/api/v1/invitations/{link[1]}", {"name": "admin", "displayName": "Admin", "password": PASSWORD})
    client.login("admin", PASSWORD)
    client.use_key(["read", "chat", "admin"])


def names_shapes(text):
    return "square" in text and "cross" in text


def conversations(client):
    """Everything that is kept: by conversation its messages' texts and its pictures' digests."""
    kept, before = {}, ""
    while True:
        page = client.json("GET", "/api/v1/conversations?limit=100" + before)
        for summary in page["conversations"]:
            conversation = client.json("GET", f"/api/v1/conversations/{summary['id']}")
            text = json.dumps(conversation["messages"], sort_keys=True)
            pictures = []
            for attachment in sorted(set(re.findall(r'"attachment": \{[^}]*"id": "([0-9a-f-]+)"|"attachment": "([0-9a-f-]+)"', text))):
                with client.send("GET", f"/api/v1/attachments/{attachment[0] or attachment[1]}/content") as response:
                    pictures.append(hashlib.sha256(response.read()).hexdigest())
            kept[summary["id"]] = (text, pictures)
        if not page.get("next"):
            return kept
        before = f"&before={page['next']}"


def whole_answers(client, accepted, texts):
    """Each question has its answer, completed, as it was streamed."""
    for question in accepted:
        generation = client.json("GET", f"/api/v1/generations/{question['generation']}")
        if generation["status"] != "completed" or not names_shapes(texts[question["generation"]]):
            return f"{generation}: {texts[question['generation']]!r}"
    return ""


def cpu(client):
    step("docker compose up, profile cpu")
    begin = time.monotonic()
    compose("cpu", "up", "-d", "--no-build")
    await_health("cpu", "azulejo")
    healthy = time.monotonic() - begin
    first_administrator(client, "cpu", "azulejo")
    text, count, _ = client.ask(QUESTION, PICTURE, stream=True)
    figure("from `docker compose up` to healthy", f"{healthy:.1f} s")
    figure("to the first whole answer, account made and picture asked about", f"{time.monotonic() - begin:.1f} s")
    check("the answer names the shapes", names_shapes(text), text)
    check("it came as a stream", count > 3, count)
    check("nobody gets in without a login", Client(PORT).status("/api/v1/conversations") == 401)
    check("metrics are for administrators", Client(PORT).status("/actuator/prometheus") == 401)
    check("the page is served", client.status("/") == 200)


def hardening():
    step("The running containers")
    for service in ("azulejo", "postgres"):
        container = containers("cpu", service)[0]
        facts = inspect(container)
        host = facts["HostConfig"]
        status = run("docker", "exec", container, "cat", "/proc/1/status")
        check(f"{service}: not root", re.search(r"^Uid:\s+(10001|999)\b", status, re.M), status)
        check(f"{service}: no capability", all(
            re.search(rf"^{name}:\s+0+$", status, re.M) for name in ("CapEff", "CapPrm", "CapBnd", "CapAmb")), status)
        check(f"{service}: no new privileges", re.search(r"^NoNewPrivs:\s+1$", status, re.M), status)
        check(f"{service}: read-only root", host["ReadonlyRootfs"]
              and run("docker", "exec", container, "sh", "-c", "echo x >/opt/x || echo x >/etc/x", check=False) != "")
        check(f"{service}: memory and processes bounded", host["Memory"] > 0)
        published = [b["HostIp"] for ports in (facts["NetworkSettings"]["Ports"] or {}).values() for b in ports or []]
        check(f"{service}: published on loopback only", all(ip == "127.0.0.1" for ip in published), published)
    azulejo = inspect(containers("cpu", "azulejo")[0])
    check("postgres: not published", not any((inspect(containers("cpu", "postgres")[0])["NetworkSettings"]["Ports"] or {}).values()))
    check("no secret in the environment", not re.search(r"PASSWORD=", " ".join(azulejo["Config"]["Env"])))
    labels = azulejo["Config"]["Labels"]
    check("labels", labels["org.opencontainers.image.version"] == VERSION and labels["org.opencontainers.image.licenses"])
    bom = run("docker", "exec", azulejo["Id"], "cat", labels["io.azulejo.sbom"])
    check("the image has its bill of materials", len(json.loads(bom)["components"]) > 100)


def restarts(client):
    step("A graceful restart of the server in mid-answer")
    accepted = client.ask_many(24, QUESTION, PICTURE)
    container = containers("cpu", "azulejo")[0]
    begin = time.monotonic()
    run("docker", "stop", "-t", "60", container)
    figure("graceful stop with answers in progress", f"{time.monotonic() - begin:.1f} s")
    check("it ended by itself, not by a kill", inspect(container)["State"]["ExitCode"] in (0, 143), inspect(container)["State"])
    run("docker", "start", container)
    begin = time.monotonic()
    client.await_status("/readyz", 200, 120)
    ticks = run("docker", "exec", container, "cat", "/proc/1/stat").rsplit(")", 1)[1].split()
    figure("start of the server to ready, with the demo model's loading",
           f"{time.monotonic() - begin:.1f} s, {(int(ticks[11]) + int(ticks[12])) / 100:.1f} s of processor time, load {os.getloadavg()[0]:.1f}")
    started = re.findall(r"Started AzulejoApplication in ([\d.]+) seconds \(process running for ([\d.]+)\)", logs("cpu", "azulejo"))
    if started:
        figure("as its log tells it", f"{started[-1][0]} s, {started[-1][1]} s of the process")
    trouble = whole_answers(client, accepted, client.follow_all([a["generation"] for a in accepted]))
    check("all answers came to their end", not trouble, trouble)

    step("PostgreSQL restarts in mid-answer")
    accepted = client.ask_many(24, QUESTION, PICTURE)
    compose("cpu", "restart", "postgres")
    trouble = whole_answers(client, accepted, client.follow_all([a["generation"] for a in accepted]))
    check("no answer was lost with PostgreSQL away", not trouble, trouble)
    client.await_status("/readyz", 200, 60)

    step("The server is killed in mid-answer")
    accepted = client.ask_many(24, QUESTION, PICTURE)
    run("docker", "kill", "-s", "KILL", container)
    run("docker", "start", container, check=False)
    client.await_status("/readyz", 200, 120)
    client.follow_all([a["generation"] for a in accepted])
    kept = conversations(client)
    check("all questions and pictures were kept", all(a["conversation"] in kept and kept[a["conversation"]][1] for a in accepted))
    states = [client.json("GET", f"/api/v1/generations/{a['generation']}")["status"] for a in accepted]
    check("each answer is whole or marked as interrupted", set(states) <= {"completed", "interrupted"}, states)
    figure("answers at the kill", f"{states.count('completed')} whole, {states.count('interrupted')} interrupted")
    if "interrupted" in states:
        cut = accepted[states.index("interrupted")]
        again = client.json("POST", f"/api/v1/conversations/{cut['conversation']}/messages/{cut['answer']}/regenerate", {})
        check("an interrupted answer is made anew", names_shapes(client.follow(again["generation"])))


def backup_and_restore(client):
    step("Backup, loss of everything, restore")
    before = conversations(client)
    run(ROOT / "deploy/backup", "target/stack-test.dump")
    compose("cpu", "stop", "azulejo")
    compose("cpu", "rm", "-sf", "azulejo", "postgres")
    run("docker", "volume", "rm", f"{PROJECT}_postgres", f"{PROJECT}_data")
    run(ROOT / "deploy/restore", "target/stack-test.dump")
    compose("cpu", "up", "-d", "--no-build")
    await_health("cpu", "azulejo")
    client.login("admin", PASSWORD)
    client.use_key(["read", "chat", "admin"])
    after = conversations(client)
    check(f"{len(before)} conversations with their pictures are back", before == after and before,
          f"{len(before)} before, {len(after)} after")


def upgrade(client):
    step("Upgrade from the previous image")
    before = conversations(client)
    if PREVIOUS:
        print(f"   from {PREVIOUS}", flush=True)
    else:
        print("   there is no previous image (AZULEJO_PREVIOUS_VERSION): this build under another tag takes its place", flush=True)
        run("docker", "tag", f"azulejo:{VERSION}", "azulejo:next")
    compose("cpu", "up", "-d", "--no-build", env={**ENVIRONMENT, "AZULEJO_VERSION": VERSION if PREVIOUS else "next"})
    await_health("cpu", "azulejo")
    check("the other image runs", inspect(containers("cpu", "azulejo")[0])["Config"]["Image"].endswith(VERSION if PREVIOUS else "next"))
    check("everything is still there", conversations(client) == before)
    text, _, _ = client.ask(QUESTION, PICTURE, stream=True)
    check("and it answers", names_shapes(text), text)


def migrations():
    return int(compose("cpu", "exec", "-T", "postgres", "psql", "--username=azulejo", "--tuples-only", "--no-align",
                       "--command=select count(*) from flyway_schema_history where success"))


def upgrade_of_older_data(client):
    seen = json.loads((ROOT / "deploy/test/previous/seen.json").read_text())
    step(f"Upgrade of what people left with the server of commit {seen['commit']}")
    compose("cpu", "rm", "-sf", "azulejo")
    run(ROOT / "deploy/restore", "deploy/test/previous/data.dump")
    before, begin = migrations(), time.monotonic()
    compose("cpu", "up", "-d", "--no-build")
    await_health("cpu", "azulejo")
    figure("from the older database to healthy", f"{time.monotonic() - begin:.1f} s, {migrations() - before} migrations")
    check("migrations ran on it", migrations() > before, before)
    for name, person in seen["people"].items():
        reader = Client(PORT)
        reader.key = person["key"]
        sees = json.loads(json.dumps(reader.sees(person["response"])))
        check(f"{name} gets in with the old key and sees the same {len(sees['conversations'])} conversations, pictures, folders, "
              "presets, links, hits and response", sees == person["sees"], f"{sees}\nnot\n{person['sees']}")
    client.login("admin", PASSWORD)
    client.use_key(["read", "chat", "admin"])
    text, _, _ = client.ask(QUESTION, PICTURE, stream=True)
    check("passwords are as they were, and it answers", names_shapes(text), text)


def observability(client):
    step("Prometheus, profile observability")
    keys = ROOT / "target/stack-test-keys"
    keys.mkdir(parents=True, exist_ok=True)
    (keys / "metrics").write_text(client.key)
    ENVIRONMENT.update(AZULEJO_METRICS_KEYS=str(keys), PROMETHEUS_PORT=str(int(PORT) + 1))
    compose("observability", "up", "-d", "--no-build", "prometheus")
    prometheus = Client(int(PORT) + 1)
    prometheus.await_status("/-/ready", 200, 60)
    end, targets = time.monotonic() + 90, []
    while not any(t["labels"]["job"] == "azulejo" and t["health"] == "up" for t in targets):
        if time.monotonic() > end:
            raise AssertionError(f"Prometheus does not reach the server: {targets}")
        time.sleep(1)
        targets = prometheus.json("GET", "/api/v1/targets")["data"]["activeTargets"]
    check("it reads the server's metrics with an API key", True)
    panels = json.loads((ROOT / "docs/grafana/azulejo.json").read_text())["panels"]
    queries = [t["expr"].replace("$__rate_interval", "1m").replace("$instance", ".*") for p in panels for t in p.get("targets", [])]
    answers = [prometheus.json("GET", "/api/v1/query?query=" + urllib.parse.quote(query)) for query in queries]
    check(f"it takes all {len(queries)} queries of the dashboard", queries and all(a["status"] == "success" for a in answers))
    silent = [q for q, a in zip(queries, answers) if "rate(" not in q and "increase(" not in q and not a["data"]["result"]]
    check("and has something for each that needs one scrape only", not silent, silent)
    rules = [r for g in prometheus.json("GET", "/api/v1/rules")["data"]["groups"] for r in g["rules"]]
    check(f"it evaluates all {len(rules)} alerts", len(rules) == ALERTS.count("- alert:") and all(r["health"] != "err" for r in rules), rules)
    check("none of which is told of a server that is well", not [r["name"] for r in rules if r["state"] == "firing"], rules)
    files = [f"{ROOT}/deploy/{file}:/alerts/{name}:ro" for file, name in (("observability/alerts.yml", "alerts.yml"), ("test/alerts/alerts.yml", "test.yml"))]
    run("docker", "run", "--rm", "--network", "none", *(o for f in files for o in ("-v", f)), "--entrypoint", "promtool", "prom/prometheus:v3.5.0",
        "test", "rules", "/alerts/test.yml")
    check("they are told when they should be, as promtool tests them", True)
    compose("observability", "rm", "-sf", "prometheus")


def scale(client):
    step("Three instances behind the proxy, profile scale")
    compose("cpu", "stop", "azulejo")
    compose("cpu", "rm", "-f", "azulejo")
    begin = time.monotonic()
    compose("scale", "up", "-d", "--no-build")
    await_health("scale", "azulejo-scaled", 300)
    await_health("scale", "proxy", 60)
    figure("three instances healthy after", f"{time.monotonic() - begin:.1f} s")
    instances = containers("scale", "azulejo-scaled")
    check("three instances run", len(instances) == 3, instances)
    text, count, span = client.ask(QUESTION, PICTURE, stream=True)
    check("a stream comes through the proxy event by event", names_shapes(text) and count > 3 and span > 0, (text, count, span))
    accepted = client.ask_many(24, QUESTION, PICTURE)
    run("docker", "kill", "-s", "KILL", instances[0])
    client.follow_all([a["generation"] for a in accepted])
    states = [client.json("GET", f"/api/v1/generations/{a['generation']}")["status"] for a in accepted]
    check("those of the killed instance are marked, the others are whole", set(states) <= {"completed", "interrupted"}, states)
    figure("answers at the kill of one instance of three", f"{states.count('completed')} whole, {states.count('interrupted')} interrupted")
    failed = [r for r in (client.status("/api/v1/conversations") for _ in range(50)) if r != 200]
    check("readers notice nothing of it", not failed, failed)
    accepted = client.ask_many(24, QUESTION, PICTURE)
    run("docker", "stop", "-t", "60", instances[1])
    trouble = whole_answers(client, accepted, client.follow_all([a["generation"] for a in accepted]))
    check("an instance that is stopped brings its answers to their end", not trouble, trouble)


def triton(client):
    step("Triton, profile triton, with the stand-in that needs no GPU")
    compose("scale", "rm", "-sf", "azulejo-scaled", "proxy")
    checkpoint = ROOT / "demo-model/src/main/resources/io/azulejo/demo/checkpoint"
    # A Docker engine may lack the right to raise the limit of locked memory; what it has itself it may always give.
    locked = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1]
    ENVIRONMENT.update(TRITON_IMAGE="azulejo/tritonserver:cpu", TRITON_RUNTIME="runc", TRITON_MEMORY="3g",
                       TRITON_SHARED_MEMORY="256m", TRITON_LOCKED_MEMORY=str(locked), AZULEJO_MODELS=str(checkpoint),
                       AZULEJO_CONFIG="./deploy/test/triton", TRITON_REPOSITORY="./deploy/test/triton",
                       TRITON_ENGINES="./deploy/test/triton")
    begin = time.monotonic()
    compose("triton", "up", "-d", "--no-build")
    await_health("triton", "azulejo-triton", 300)
    figure("Triton and the server healthy after", f"{time.monotonic() - begin:.1f} s")
    models = client.json("GET", "/api/v1/models")["models"]
    check("the model is Triton's", [m["id"] for m in models] == ["nvlm"], models)
    text, count, _ = client.ask(QUESTION, PICTURE, stream=True)
    check("Triton's answer names the shapes, as a stream", names_shapes(text) and count > 3, (text, count))
    with client.send("GET", "/actuator/prometheus") as response:
        published = response.read().decode()
    silent = [m for m in sorted(set(re.findall(r"azulejo_triton_\w+", ALERTS))) if not re.search(rf"^{m}[{{ ]", published, re.M)]
    check("the metrics that alerts and autoscaling ask for are there", not silent and "\nazulejo_triton_in_flight{" in published, silent)
    check("triton is not published", not any((inspect(containers("triton", "triton")[0])["NetworkSettings"]["Ports"] or {}).values()))


def profiles():
    step("The other profiles")
    for profile in ("gpu", "triton", "observability"):
        described = compose(profile, "config")
        check(f"profile {profile} is valid", f"azulejo-{profile}:" in described or "prometheus:" in described)


def main():
    client = Client(PORT)
    begin = time.monotonic()
    compose("cpu", "down", "-v", "--remove-orphans", check=False)
    try:
        profiles()
        image = json.loads(run("docker", "image", "inspect", f"azulejo:{PREVIOUS or VERSION}"))[0]
        figure("size of the CPU image", f"{image['Size'] / 1e6:.0f} MB")
        check("the CPU image is smaller than 700 MB", image["Size"] < 700e6)
        cpu(client)
        hardening()
        observability(client)
        restarts(client)
        backup_and_restore(client)
        upgrade(client)
        upgrade_of_older_data(client)
        scale(client)
        triton(client)
    except BaseException:
        for profile in ("cpu", "scale", "triton"):
            print(compose(profile, "logs", "--tail=60", "--no-color", check=False)[-6000:], flush=True)
        raise
    finally:
        for profile in ("triton", "scale", "observability", "cpu"):
            compose(profile, "down", "-v", "--remove-orphans", check=False)
    print("== Figures")
    for line in figures:
        print("   " + line)
    print(f"== stack test: {time.monotonic() - begin:.0f} s")
    print(f"stack: {len(passed)} passed, 0 failed")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as error:
        print(f"FAILED: {error}")
        print(f"stack: {len(passed)} passed, 1 failed")
        sys.exit(1)
