const encoder = new TextEncoder();

/** Options that are layers, and what the engine calls them. */
const LAYERS = ["units", "places", "claims", "land", "within"];

/**
 * Layers and options as the engine takes them: a request without its verb, and the bytes of its files.
 * @param {unknown[]} inputs
 * @param {object} options
 */
export async function request(inputs, { progress, ...stated } = {}) {
	const files = [];
	const options = {};
	for (const [place, input] of inputs.entries()) files.push(await source(input, `snapshot ${place + 1}`));
	for (const [name, value] of Object.entries(stated)) {
		if (value === undefined || value === null) continue;
		if (LAYERS.includes(name) && typeof value === "object" && !Array.isArray(value)) {
			files.push({ ...await source(value, name), role: name });
		} else if (name === "companions") {
			for (const file of value) files.push({ ...await source(file, "companion"), role: "companion" });
		} else {
			options[name] = option(name, value);
		}
	}
	const heads = files.map(({ bytes, ...head }) => head);
	return { request: { files: heads, options }, parts: files.map(file => file.bytes), told: progress ?? null };
}

/** A value as the engine takes it: numbers of metres are lengths, a box is text, and renames are pairs. */
function option(name, value) {
	switch (name) {
		case "at": return [value].flat();
		case "rename": return Array.isArray(value) ? value : Object.entries(value);
		case "within": return Array.isArray(value) ? value.join(",") : value;
		default: return typeof value === "number" ? `${value}m` : value;
	}
}

/** A file: its name, its bytes and what is stated of it. `fallback` is what messages call it where it has no name. */
async function source(input, fallback) {
	if (input instanceof Blob || typeof input === "string" || isBytes(input)) {
		return { name: input.name ?? fallback, bytes: await bytes(input) };
	}
	if (input?.bytes !== undefined) {
		const { name = fallback, layer, date } = input;
		const head = { name: layer === undefined ? name : `${name}#${layer}`, bytes: await bytes(input.bytes) };
		return date === undefined || date === null ? head : { ...head, date };
	}
	if (typeof input?.type === "string") return { name: fallback, bytes: encoder.encode(JSON.stringify(input)) };
	throw new TypeError(`${fallback}: a layer is bytes, text, a file, an object of GeoJSON, or { name, bytes, date }`);
}

async function bytes(content) {
	if (typeof content === "string") return encoder.encode(content);
	if (content instanceof Blob) return new Uint8Array(await content.arrayBuffer());
	if (content instanceof ArrayBuffer) return new Uint8Array(content);
	if (isBytes(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
	return encoder.encode(JSON.stringify(content));
}

function isBytes(content) {
	return content instanceof ArrayBuffer || ArrayBuffer.isView(content);
}
