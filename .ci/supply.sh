# Stages of `.ci/run` about what landshift is made of: licences, advisories, the bill of materials, reproducible builds.

# The tools are built without optimisation, which takes two minutes each on two cores instead of many more, into a folder of
# the target folder; `cargo` finds them through PATH.
tools="${CARGO_TARGET_DIR:-target}/tools"
mkdir -p "$tools"
tools=$(cd "$tools" && pwd)
PATH="$tools/bin:$PATH"

advisories=https://github.com/RustSec/advisory-db

# What a stage could not do, for the end of the run.
skipped=()

skip() {
    skipped+=("$1")
    printf '\n!!! SKIPPED: %s\n\n' "$1" >&2
}

# Installs a tool of Cargo from the registry where it is missing; says so where that cannot be.
have() {
    local name=$1 version=$2
    if command -v "$name" >/dev/null; then
        return
    fi
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install --quiet --locked --root "$tools" --target-dir "$tools/build" --version "$version" "$name" || {
        skip "$3: $name $version is not installed and cannot be had from the registry"
        return 1
    }
    rm -rf "$tools/build"
}

# Licences, sources and known faults of dependencies: what `deny.toml` allows.
licences() {
    if have cargo-deny 0.20.2 "licences, bans, sources"; then
        cargo deny --locked check licenses bans sources
    fi
    if ! timeout 60 git ls-remote --exit-code "$advisories" HEAD >/dev/null 2>&1; then
        skip "advisories: $advisories cannot be reached"
        return
    fi
    if have cargo-deny 0.20.2 "advisories"; then
        cargo deny --locked check advisories
    fi
    if have cargo-audit 0.22.2 "advisories of Cargo.lock, the tests' and benches' dependencies too"; then
        cargo audit
    fi
}

# The bill of materials (CycloneDX 1.5): every crate of the program with its version, licence, origin and hash. The same
# bytes for the same Cargo.lock, wherever it is made.
sbom() {
    local made
    have cargo-cyclonedx 0.5.9 "bill of materials" || return 0
    SOURCE_DATE_EPOCH=0 cargo cyclonedx --quiet --format json --spec-version 1.5 --no-build-deps \
        --override-filename landshift.cdx
    made=${CARGO_TARGET_DIR:-target}/landshift.cdx.json
    sed "s|file://$PWD|file:///landshift|g" landshift.cdx.json >"$made"
    rm landshift.cdx.json engine/landshift.cdx.json
    python3 .ci/check_sbom.py "$made"
}

# The program built in two folders is the same to the byte: nothing of where it was built is in it.
reproducible() {
    local other one
    other=$(mktemp -d)
    git ls-files -z | xargs -0 cp --parents -t "$other"
    one=${CARGO_TARGET_DIR:-target}/release/landshift
    cargo build --release --locked
    (cd "$other" && CARGO_TARGET_DIR="$other/built" cargo build --release --locked)
    sha256sum "$one" "$other/built/release/landshift"
    cmp "$one" "$other/built/release/landshift"
    if grep -qF -e "$PWD/" "$one"; then
        echo "the program names the folder that it was built in" >&2
        return 1
    fi
    rm -rf "$other"
}

# Said at the end of a run as well, since what is above scrolls away.
report_skipped() {
    local what
    for what in "${skipped[@]}"; do
        printf '!!! SKIPPED: %s\n' "$what" >&2
    done
}
