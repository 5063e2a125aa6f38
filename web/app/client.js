// The worker, as functions that wait; it can be ended at any time.

/** What is thrown at those who wait for a worker that was ended. */
export class Cancelled extends Error {}

export class Client {
	#worker = null;
	#waiting = new Map();
	#last = 0;
	#told;

	/** @param {(stage: string) => void} told is called with the name of each stage of work */
	constructor(told) {
		this.#told = told;
		this.#start();
	}

	/** Calls a verb of the worker. */
	call(verb, told = {}) {
		const id = ++this.#last;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.#worker.postMessage({ id, call: verb, ...told });
		});
	}

	/** Ends all work, and starts anew. */
	cancel() {
		this.#worker.terminate();
		const waiting = [...this.#waiting.values()];
		this.#waiting.clear();
		this.#start();
		for (const { reject } of waiting) reject(new Cancelled());
	}

	#start() {
		this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
		this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
		this.#worker.addEventListener("error", event => {
			const failed = { kind: "internal", reason: event.message || "the engine could not be started" };
			for (const { reject } of this.#waiting.values()) reject(failed);
			this.#waiting.clear();
		});
	}

	#hear({ id, stage, done, failed }) {
		const waiting = this.#waiting.get(id);
		if (waiting === undefined) return;
		if (stage !== undefined) return this.#told(stage);
		this.#waiting.delete(id);
		if (failed === undefined) waiting.resolve(done);
		else waiting.reject(failed);
	}
}
