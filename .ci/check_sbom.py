"""Checks a bill of materials: `check_sbom.py FILE`: it has every crate of the program that Cargo.lock pins, with its hash."""

import json, pathlib, subprocess, sys, tomllib

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
bill = json.loads(text)
listed = {(part["name"], part["version"]): part for part in bill["components"]}
lock = tomllib.loads(pathlib.Path("Cargo.lock").read_text(encoding="utf-8"))
hashes = {(package["name"], package["version"]): package.get("checksum") for package in lock["package"]}
tree = subprocess.run(
    ["cargo", "tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"],
    check=True, capture_output=True, text=True,
).stdout
used = {tuple(line.split()[:2]) for line in tree.splitlines() if line.strip()}
used = {(name, version.removeprefix("v")) for name, version in used} - {("landshift", "0.1.0")}
missing = {crate for crate in used if crate not in listed}
assert len(used) > 50 and not missing, missing
for crate, part in listed.items():
    assert part.get("licenses") or hashes[crate] is None, crate
    if hashes.get(crate):
        assert {"alg": "SHA-256", "content": hashes[crate]} in part["hashes"], crate
assert str(pathlib.Path.cwd()) not in text, "it names the folder that it was made in"
print(f"bill of materials checked: {len(listed)} crates with their licences and hashes")
