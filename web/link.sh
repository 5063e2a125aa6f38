#!/usr/bin/env bash
# Links WebAssembly as WASM_LD does, and exports what src/lib.rs does alone: dependencies export for wasm-bindgen what is not used
# here, and what is exported stays in the file.
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
        -flavor) shift ;;
        --export)
            case $2 in
                put | ask | reply | reply_length) arguments+=("$1" "$2") ;;
            esac
            shift
            ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
exec "$WASM_LD" "${arguments[@]}"
