import { api } from "./api.js";

export { LandshiftError } from "./errors.js";
export { Result } from "./results.js";

/** Servers that do not know what WebAssembly is send it as bytes. */
async function compile() {
	const response = await fetch(new URL("landshift.wasm", import.meta.url));
	if (!response.ok) throw new Error(`landshift.wasm: ${response.status} ${response.statusText}`);
	return WebAssembly.compile(await response.arrayBuffer());
}

export const { ready, diff, timeline, info, check } = api(compile);
