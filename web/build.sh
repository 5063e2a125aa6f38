#!/usr/bin/env bash
# Builds the engine as WebAssembly into lib/, and the app as one folder into dist/.
#
# The compiler is the usual one, if it has or can be given the target wasm32-unknown-unknown. Else it is one with the sources of
# the standard library, which is then built, too: WASM_TOOLS is a folder with its usr/bin/rustc, cargo and wasm-ld-19.
set -euo pipefail
cd "$(dirname "$0")"

target=wasm32-unknown-unknown
built=${CARGO_TARGET_DIR:-target}
arguments=(build --release --locked --target "$target" --target-dir "$built" --config "target.$target.linker=\"$PWD/link.sh\"")

has_target() {
    [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]
}

if has_target || { command -v rustup >/dev/null && timeout 300 rustup target add "$target" >/dev/null 2>&1; }; then
    WASM_LD=$(find "$(rustc --print sysroot)/lib/rustlib" -path '*/gcc-ld/wasm-ld' -print -quit) cargo "${arguments[@]}"
elif [ -x "${WASM_TOOLS:-}/usr/bin/rustc" ]; then
    LD_LIBRARY_PATH=$WASM_TOOLS/usr/lib/$(uname -m)-linux-gnu:$WASM_TOOLS/usr/lib/llvm-19/lib \
        RUSTC=$WASM_TOOLS/usr/bin/rustc RUSTC_BOOTSTRAP=1 WASM_LD=$WASM_TOOLS/usr/bin/wasm-ld-19 \
        "$WASM_TOOLS/usr/bin/cargo" "${arguments[@]}" -Zbuild-std=std,panic_abort
else
    echo "the target $target is not installed: \`rustup target add $target\`" >&2
    exit 3
fi

wasm=lib/landshift.wasm
cp "$built/$target/release/landshift_web.wasm" "$wasm"
node strip.js "$wasm"

rm -rf dist
mkdir -p dist/landshift
cp app/* dist/
cp lib/*.js "$wasm" dist/landshift/
rm dist/landshift/node.js
printf '%s: %d bytes, %d compressed\n' "$wasm" "$(stat -c %s "$wasm")" "$(gzip -9 <"$wasm" | wc -c)"
