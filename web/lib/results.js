/** Frees results that nobody holds any more. */
const forgotten = new FinalizationRegistry(({ engine, result }) => forget(engine, result));

function forget(engine, result) {
	if (!engine.isLost) engine.ask({ ask: "forget", result });
}

/** A result: its tables, its figures as JSON, and all of it as text. */
export class Result {
	#engine;
	#result;
	#record;

	constructor(engine, { result, ...summary }) {
		this.#engine = engine;
		this.#result = result;
		Object.assign(this, summary);
		forgotten.register(this, { engine, result }, this);
	}

	/** All figures, with all digits, as `landshift schema` describes them. */
	get record() {
		return this.#record ??= JSON.parse(this.writeText("json"));
	}

	/** Tables for people, with rounded figures. */
	get text() {
		return this.writeText("text");
	}

	/** The bytes of a file: in a format by its name, of CSV a table by its name. */
	write(format, { table } = {}) {
		return this.#engine.ask({ ask: "write", result: this.#result, format, table });
	}

	/** As {@link write}, of formats that are text. */
	writeText(format, { table } = {}) {
		return this.#engine.text({ ask: "write", result: this.#result, format, table });
	}

	/** The rows of a table, their members named as the columns of the CSV. */
	rows(table) {
		return JSON.parse(this.#engine.text({ ask: "rows", result: this.#result, table }));
	}

	/** The tables for people as part of a page, below a heading of level `under`; nothing of the data is markup in it. */
	html(under = 1) {
		return this.#engine.text({ ask: "html", result: this.#result, under });
	}

	/** A map as SVG. */
	map({ progress = null, ...drawing } = {}) {
		return this.#engine.text({ ask: "map", result: this.#result, format: "svg", drawing }, [], progress);
	}

	/** Maps and tables as one web page that asks for nothing. */
	page({ progress = null, ...drawing } = {}) {
		return this.#engine.text({ ask: "page", result: this.#result, drawing }, [], progress);
	}

	/** Gives its memory back; it cannot be used any more. */
	free() {
		forgotten.unregister(this);
		forget(this.#engine, this.#result);
	}
}
