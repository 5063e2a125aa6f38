import { readFile } from "node:fs/promises";

import { api } from "./api.js";

export { LandshiftError } from "./errors.js";
export { Result } from "./results.js";

export const { ready, diff, timeline, info, check } = api(async () =>
	WebAssembly.compile(await readFile(new URL("landshift.wasm", import.meta.url))));
