#!/usr/bin/env bash
# The version of landshift, which all packages have: prints it, or says which of them differs.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
for place in engine/Cargo.toml python/Cargo.toml web/Cargo.toml; do
    grep -qx "version = \"$version\"" "$place" || { echo "$place is of another version than $version" >&2; exit 1; }
done
grep -q "\"version\": \"$version\"" web/package.json || { echo "web/package.json is of another version" >&2; exit 1; }
grep -qx "version=$version" qgis/landshift/metadata.txt || { echo "qgis is of another version" >&2; exit 1; }
echo "$version"
