"""Holds deploy/vulnerabilities to what it should find: in bills made for it, by advisories beside this file."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = [
    # (Maven components, npm packages, npm tools), the advisories that are told, the exit status
    (["org.apache.logging.log4j:log4j-core:2.14.1"], [], [], {"GHSA-jfh8-c2jp-5v3q"}, 1),
    (["org.apache.logging.log4j:log4j-core:2.15.0-rc1"], [], [], {"GHSA-jfh8-c2jp-5v3q"}, 1),
    (["org.apache.logging.log4j:log4j-core:2.15.0", "org.apache.logging.log4j:log4j-core:2.12.2"], [], [], set(), 0),
    (["io.netty:netty-codec-http2:4.1.99.Final"], [], [], {"GHSA-xpw8-rcwv-8f8p"}, 1),
    (["io.netty:netty-codec-http2:4.1.100.Final", "io.netty:netty-codec-http2:4.2.18.Final"], [], [], set(), 0),
    (["example:listed:1.0.0"], [], [], {"TEST-listed"}, 1),
    (["example:listed:1.5.0"], [], [], {"TEST-listed"}, 1),
    (["example:listed:1.0.1"], [], [], set(), 0),
    ([], ["lodash:4.17.20"], [], {"GHSA-35jh-r3h4-6jhm"}, 1),
    ([], ["lodash:4.17.21"], [], set(), 0),
    ([], [], ["lodash:4.17.20"], {"GHSA-35jh-r3h4-6jhm"}, 0),
]


def scan(folder, maven, packages, tools, advisories=HERE / "advisories"):
    bill, lock = folder / "bill.json", folder / "lock.json"
    bill.write_text(json.dumps({"components": [dict(zip(("group", "name", "version"), each.split(":"))) for each in maven]}))
    lock.write_text(json.dumps({"packages": {
        f"node_modules/{name}": {"version": version, "dev": each in tools}
        for each in packages + tools for name, version in [each.split(":")]}}))
    return subprocess.run([sys.executable, HERE.parent / "vulnerabilities", "--advisories", advisories, "--bill", bill, "--lock", lock],
                          stdout=subprocess.PIPE, text=True, check=False)


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for maven, packages, tools, wanted, status in CASES:
            done = scan(folder, maven, packages, tools)
            told = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("   ")}
            if told != wanted or done.returncode != status:
                failed += 1
                print(f"   {maven + packages + tools}: {told or 'nothing'} and {done.returncode}, not {wanted} and {status}\n{done.stdout}")
        nothing = folder / "nothing"
        nothing.mkdir()
        if scan(folder, ["a:b:1"], [], [], nothing).returncode != 3:
            failed += 1
            print("   without advisories it does not say that nothing was scanned")
    print(f"the scan's own test: {len(CASES) + 1 - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
