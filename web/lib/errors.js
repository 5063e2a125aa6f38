/** What went wrong, where, and what to do about it: all of it is data. */
export class LandshiftError extends Error {
	/** @param {object} fields as the engine states them */
	constructor({ text, ...fields }) {
		super(text ?? fields.message);
		this.name = "LandshiftError";
		const { kind, message, file, feature, position, place, hint } = fields;
		Object.assign(this, { kind, reason: message, file, feature, position, place, hint });
	}
}

/** The error of a fault of the engine: it ended in the middle of its work. */
export function fault(error) {
	const isFull = error instanceof RangeError || /memory|allocat/i.test(error.message);
	return new LandshiftError(isFull ? memory() : {
		kind: "internal",
		message: `landshift failed; this is a fault of its own (${error.message})`,
	});
}

/** What is said where memory does not suffice. */
export function memory() {
	return {
		kind: "memory",
		message: "the memory that WebAssembly has does not suffice",
		hint: "simplify the layers, cut them to the area in question, or use the program, which has all memory there is",
	};
}
