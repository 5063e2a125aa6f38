#!/usr/bin/env bash
# What belongs beside the program, made by the program itself: `beside.sh PROGRAM FOLDER` writes manual pages and completions.
set -euo pipefail
program=$1
folder=$2

mkdir -p "$folder/man"
"$program" man >"$folder/man/landshift.1"
# The commands are the last part of the names that the first page refers to.
for command in $(sed -n 's/^landshift\\-\([a-z-]*\)(1).*/\1/p' "$folder/man/landshift.1"); do
    "$program" man "$command" >"$folder/man/landshift-$command.1"
done
"$program" completions bash >"$folder/landshift.bash"
"$program" completions zsh >"$folder/_landshift"
"$program" completions fish >"$folder/landshift.fish"
