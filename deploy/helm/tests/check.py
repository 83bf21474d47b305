"""Validates rendered manifests against Kubernetes' schemas, and checks what nobody should lose by a change of the chart."""

import sys
from pathlib import Path

import kubernetes_validate
import yaml

passed = 0


def check(what, fact):
    global passed
    if not fact:
        print(f"FAILED: {what}\nhelm: {passed} passed, 1 failed")
        sys.exit(1)
    passed += 1


def load(file):
    return [document for document in yaml.safe_load_all(file.read_text()) if document]


def one(documents, kind):
    found = [document for document in documents if document["kind"] == kind]
    return found[0] if found else None


def pods(documents):
    return [d["spec"]["template"]["spec"] for d in documents if d["kind"] in ("Deployment", "Job")]


def main(version, folder):
    sets = {name: load(Path(folder) / f"{name}.yaml") for name in ("defaults", "gpu", "triton")}
    for name, documents in sets.items():
        for document in documents:
            what = f"{name}: {document['kind']} {document['metadata']['name']}"
            if document["kind"] != "ServiceMonitor":
                try:
                    kubernetes_validate.validate(document, version, strict=True)
                except kubernetes_validate.ValidationError as error:
                    print(f"{what}: {error.message} at {list(error.path)}")
                    check(f"{what} is valid for Kubernetes {version}", False)
            check(what, True)
        for pod in pods(documents):
            container = pod["containers"][0]
            security = container["securityContext"]
            check(f"{name}: not root", pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] == 10001)
            check(f"{name}: read-only", security["readOnlyRootFilesystem"])
            check(f"{name}: no capability", security["capabilities"]["drop"] == ["ALL"])
            check(f"{name}: memory is bounded", "memory" in container["resources"]["limits"])
            check(f"{name}: no password in the environment", not any("PASSWORD" in e["name"] for e in container["env"]))
            mounted = {m["name"] for m in container["volumeMounts"]}
            check(f"{name}: every mount has its volume", mounted == {v["name"] for v in pod["volumes"]})
        deployment = one(documents, "Deployment")
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        check(f"{name}: probes", all(p in container for p in ("startupProbe", "livenessProbe", "readinessProbe")))
        check(f"{name}: room to drain", deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] >= 60)
        selector = deployment["spec"]["selector"]["matchLabels"].items()
        for kind, at in (("Service", ["spec", "selector"]), ("PodDisruptionBudget", ["spec", "selector", "matchLabels"]),
                         ("NetworkPolicy", ["spec", "podSelector", "matchLabels"])):
            found = one(documents, kind)
            for key in at:
                found = found[key]
            check(f"{name}: {kind} selects the pods", found.items() == selector)
        migration = one(documents, "Job")
        check(f"{name}: the migration is not behind the Service", not
              selector <= migration["spec"]["template"]["metadata"]["labels"].items())
        check(f"{name}: and comes first", "pre-upgrade" in migration["metadata"]["annotations"]["helm.sh/hook"])

    container = one(sets["gpu"], "Deployment")["spec"]["template"]["spec"]["containers"][0]
    check("gpu: four GPUs", container["resources"]["limits"]["nvidia.com/gpu"] == 4)
    check("gpu: the model is mounted", any(m["mountPath"] == "/models" and m["readOnly"] for m in container["volumeMounts"]))
    config = yaml.safe_load(one(sets["gpu"], "ConfigMap")["data"]["application.yaml"])
    check("gpu: and configured", config["azulejo"]["backends"]["local"]["models"]["nvlm"]["path"] == "/models/NVLM-D-72B")

    triton = sets["triton"]
    scaler = one(triton, "HorizontalPodAutoscaler")
    check("triton: scaled by the queue", scaler["spec"]["metrics"][0]["pods"]["metric"]["name"] == "azulejo_engine_requests_waiting")
    check("triton: and by nothing else", "replicas" not in one(triton, "Deployment")["spec"])
    annotations = one(triton, "Ingress")["metadata"]["annotations"]
    check("triton: streams are not buffered", annotations["nginx.ingress.kubernetes.io/proxy-buffering"] == "off")
    check("triton: metrics with a key", one(triton, "ServiceMonitor")["spec"]["endpoints"][0]["authorization"]["credentials"])
    check("triton: the server reaches Triton", any(p["port"] == 8001 for r in one(triton, "NetworkPolicy")["spec"]["egress"] for p in r["ports"]))
    print(f"helm: {passed} passed, 0 failed")


main(*sys.argv[1:])
