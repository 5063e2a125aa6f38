import { fault, LandshiftError, memory } from "./errors.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One instance of the engine: requests go in as JSON with the bytes of files, replies come out as bytes. */
export class Engine {
	#exports;
	#told = null;

	/** @param {WebAssembly.Module} module */
	constructor(module) {
		const text = (address, length) => decoder.decode(new Uint8Array(this.#exports.memory.buffer, address, length));
		const stage = (address, length) => this.#told?.(text(address, length)) === false ? 1 : 0;
		this.#exports = new WebAssembly.Instance(module, { ...foreign(module, text), landshift: { stage } }).exports;
	}

	/** Whether it failed, and knows nothing any more. */
	get isLost() {
		return this.#exports === null;
	}

	/**
	 * Does what a request asks for.
	 * @param {object} request
	 * @param {Uint8Array[]} parts the bytes of its files
	 * @param {((stage: string) => unknown) | null} told is called with the name of each stage; `false` cancels
	 * @returns {Uint8Array}
	 */
	ask(request, parts = [], told = null) {
		if (this.isLost) throw new LandshiftError({ kind: "internal", message: "the engine has failed before" });
		this.#told = told;
		try {
			for (const part of parts) this.#put(part);
			this.#put(encoder.encode(JSON.stringify(request)));
			const failed = this.#exports.ask();
			const { memory: { buffer }, reply, reply_length: length } = this.#exports;
			const answer = new Uint8Array(buffer, reply(), length()).slice();
			if (failed) throw new LandshiftError(JSON.parse(decoder.decode(answer)));
			return answer;
		} catch (error) {
			if (error instanceof LandshiftError) throw error;
			this.#exports = null;
			throw fault(error);
		} finally {
			this.#told = null;
		}
	}

	/** As {@link ask}, of a reply that is text. */
	text(request, parts, told) {
		return decoder.decode(this.ask(request, parts, told));
	}

	#put(part) {
		const address = this.#exports.put(part.byteLength);
		if (address === 0) throw new LandshiftError(memory());
		new Uint8Array(this.#exports.memory.buffer, address, part.byteLength).set(part);
	}
}

/**
 * What dependencies import by way of wasm-bindgen: reference systems are read with the numbers of JavaScript; the rest is for
 * what is not used here.
 */
function foreign(module, text) {
	const numbers = {
		parseFloat: (address, length) => parseFloat(text(address, length)),
		parseInt: (address, length, radix) => parseInt(text(address, length), radix),
	};
	const imports = {};
	for (const { module: from, name } of WebAssembly.Module.imports(module)) {
		(imports[from] ??= {})[name] = numbers[name.match(/^__wbg_(.*)_/)?.[1]] ?? (() => {
			throw new Error(`${from}.${name} is not there`);
		});
	}
	return imports;
}
