# The stage `web` of `.ci/run`: the engine as WebAssembly, the package for JavaScript and the app in a browser.

# Builds, lints, and compares with the program byte for byte; the app where there is a browser.
web() {
    local built browser tests=(tests/native.test.js)
    built=$(realpath -m "${CARGO_TARGET_DIR:-target}")/web
    if ! command -v npm >/dev/null || ! (cd web && npm install --silent --no-audit --no-fund --no-package-lock); then
        skip "web: npm is not installed, or its packages cannot be had from the registry"
        return
    fi
    if ! wasm_target && ! wasm_tools "$built/tools"; then
        skip "web: the target wasm32-unknown-unknown is not installed and cannot be had"
        return
    fi
    CARGO_TARGET_DIR=$built WASM_TOOLS=$built/tools web/build.sh
    [ "$(gzip -9 <web/lib/landshift.wasm | wc -c)" -lt 3600000 ]
    cargo clippy --manifest-path web/Cargo.toml --locked -- -D warnings
    cargo test --no-run --locked
    browser=$(chromium_browser)
    if [ -n "$browser" ]; then
        tests+=(tests/app.test.js)
    else
        skip "web: Chromium is not installed and cannot be had; the package was tested without the app"
    fi
    (
        LANDSHIFT=$(realpath "${CARGO_TARGET_DIR:-target}/debug/landshift")
        export LANDSHIFT CHROMIUM=$browser
        cd web
        npx tsc --noEmit --strict --target es2022 --module nodenext --lib es2022,dom tests/types.ts
        node --test "${tests[@]}"
    )
}

# Whether the usual compiler has the target, or rustup has it.
wasm_target() {
    local target=wasm32-unknown-unknown
    [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ] ||
        { command -v rustup >/dev/null && timeout 300 rustup target add "$target" >/dev/null 2>&1; }
}

# Debian's compiler for browsers with the sources of the standard library, unpacked into a folder: nothing is installed.
wasm_tools() {
    local folder=$1 packages
    if [ -x "$folder/usr/bin/rustc" ]; then
        return
    fi
    packages=(cargo-web libstd-rust-web-1.96 libstd-rust-web-dev rust-web-src rustc-web lld-19 libllvm19 libllvm22
        libgit2-1.5 libhttp-parser2.9 libmbedcrypto7 libmbedtls14 libmbedx509-1)
    mkdir -p "$folder/archives"
    (
        apt-get update -q && cd "$folder/archives" && apt-get download -q "${packages[@]}" &&
            for package in *.deb; do dpkg -x "$package" "$folder"; done
    ) >/dev/null 2>&1 || return 1
    rm -r "$folder/archives"
}

# Chromium, which is installed where it is missing and can be had.
chromium_browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return
    done
    apt-get install -y -q chromium >/dev/null 2>&1 && command -v chromium || true
}
