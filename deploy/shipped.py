"""What is shipped, for the scripts beside it: the jars of the application's bill of materials, the page's packages."""

import json
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JAR = ROOT / "platform-server/target/azulejo.jar"
BILL = "META-INF/sbom/application.cdx.json"
LOCK = ROOT / "web-ui/package-lock.json"


def jars(bill):
    """Each as (name, version, licences) of a CycloneDX bill in JSON, but for Azulejo's own."""
    for component in bill["components"]:
        if component.get("group") != "io.azulejo":
            licences = [entry.get("expression") or entry["license"].get("id") or entry["license"].get("name")
                        for entry in component.get("licenses", [])]
            yield f"{component.get('group', '')}:{component['name']}", component["version"], licences


def packages(lock, dev=False):
    """Each as (name, version, licences) of a package-lock.json: what is shipped, or what only builds and tests."""
    for path, package in lock["packages"].items():
        if path and bool(package.get("dev")) == dev and "version" in package:
            licence = package.get("license", "")
            yield (package.get("name") or path.split("node_modules/")[-1], package["version"],
                   licence.strip("()").split(" OR ") if licence else [])


def bill_of(jar=JAR):
    with zipfile.ZipFile(jar) as archive:
        if BILL not in archive.namelist():
            raise SystemExit(f"{jar} has no bill of materials: build it without -o, which leaves it out")
        return json.loads(archive.read(BILL))


def lock_of(file=LOCK):
    return json.loads(Path(file).read_text())
