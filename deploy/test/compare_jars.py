"""Compares the jars of two builds byte for byte, and names the entries in which they differ: compare_jars.py ONE OTHER"""

import hashlib
import sys
import zipfile
from pathlib import Path


def digest(file):
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def jars(folder):
    return {str(jar.relative_to(folder)): jar for jar in sorted(Path(folder).glob("*/target/*.jar"))}


def differences(one, other):
    with zipfile.ZipFile(one) as a, zipfile.ZipFile(other) as b:
        entries, others = ([(e.filename, e.CRC, e.date_time, e.external_attr) for e in z.infolist()] for z in (a, b))
    different = sorted({entry[0] for entry in set(entries) ^ set(others)})
    return different or ["the order or the form of the entries"]


def main():
    one, other = map(jars, sys.argv[1:3])
    failed = [f"{name}: in one build only" for name in sorted(set(one) ^ set(other))]
    same = 0
    for name in sorted(set(one) & set(other)):
        if digest(one[name]) == digest(other[name]):
            print(f"   {digest(one[name])}  {name}")
            same += 1
        else:
            failed.append(f"{name}: {', '.join(differences(one[name], other[name])[:20])}")
    for line in failed:
        print(f"   differs: {line}")
    print(f"reproducible: {same} passed, {len(failed)} failed")
    sys.exit(1 if failed or not same else 0)


main()
