// Leaves the sections of a WebAssembly file that are no part of the program out of it: names, and what tools note.

import { readFileSync, writeFileSync } from "node:fs";

const [, , path] = process.argv;
const bytes = readFileSync(path);
const kept = [bytes.subarray(0, 8)];

/** A number in LEB128 at a place, and where it ends. */
function number(place) {
	let [value, shift, byte] = [0, 0, 0];
	do {
		byte = bytes[place++];
		value += (byte & 0x7f) * 2 ** shift;
		shift += 7;
	} while (byte & 0x80);
	return [value, place];
}

for (let place = 8; place < bytes.length;) {
	const [length, start] = number(place + 1);
	const end = start + length;
	const isCustom = bytes[place] === 0;
	if (!isCustom) kept.push(bytes.subarray(place, end));
	place = end;
}
writeFileSync(path, Buffer.concat(kept));
