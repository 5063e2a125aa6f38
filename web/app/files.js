// The files that were given: layers, and those that are part of a shapefile.

import { $, button, make } from "./dom.js";

const PARTS = ["dbf", "shx", "prj", "cpg", "qix", "sbn", "sbx", "qpj"];

/** Name without its ending, and the ending in small letters. */
function parted(name) {
	const dot = name.lastIndexOf(".");
	return dot < 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot + 1).toLowerCase()];
}

export class Files {
	/** In the order in which they are compared. */
	#entries = [];
	#changed;

	/** @param {() => void} changed is called when anything about them was changed by hand */
	constructor(changed) {
		this.#changed = changed;
		$("clear").addEventListener("click", () => this.#set([]));
		$("reverse").addEventListener("click", () => this.#set(this.#entries.toReversed()));
	}

	/** How many layers there are. */
	get count() {
		return this.layers.length;
	}

	get layers() {
		return this.#entries.filter(entry => !this.#isPart(entry));
	}

	get companions() {
		return this.#entries.filter(entry => this.#isPart(entry)).map(entry => entry.file);
	}

	/** The layers as the engine takes them. */
	get inputs() {
		return this.layers.map(({ file, date }) => ({ name: file.name, bytes: file, date: date || undefined }));
	}

	/** Adds files; one of a name that is there takes its place. */
	add(files) {
		const names = new Set(files.map(file => file.name));
		const kept = this.#entries.filter(entry => !names.has(entry.file.name));
		this.#set([...kept, ...files.map(file => ({ file, date: "", read: null }))]);
	}

	/** Takes none any more, without anyone being told. */
	forget() {
		this.#entries = [];
		this.#show();
	}

	/** Shows the dates that were read, and puts layers in the order of their dates; whether that was another one. */
	read(snapshots) {
		for (const entry of this.layers) {
			const found = snapshots.filter(snapshot => snapshot.name === entry.file.name);
			entry.read = found.length === 1 ? found[0].date : null;
		}
		const layers = this.layers;
		const isDated = layers.every(entry => entry.read !== null);
		const sorted = isDated ? layers.toSorted((a, b) => a.read < b.read ? -1 : a.read > b.read ? 1 : 0) : layers;
		const isOther = sorted.some((entry, place) => entry !== layers[place]);
		this.#entries = [...sorted, ...this.#entries.filter(entry => this.#isPart(entry))];
		this.#show();
		return isOther;
	}

	#set(entries) {
		this.#entries = entries;
		this.#show();
		this.#changed();
	}

	#isPart({ file }) {
		const [stem, ending] = parted(file.name);
		const isOf = other => other.toLowerCase() === `${stem}.shp`.toLowerCase();
		return PARTS.includes(ending) && this.#entries.some(entry => isOf(entry.file.name));
	}

	#show() {
		const layers = this.layers;
		$("files").replaceChildren(...layers.map(entry => this.#row(entry)));
		$("clear").hidden = layers.length === 0;
		$("reverse").hidden = layers.length < 2 || layers.every(entry => entry.read !== null || entry.date !== "");
	}

	#row(entry) {
		const { name } = entry.file;
		const date = make("input", {
			value: entry.date, placeholder: entry.read ?? "date", size: 10, autocomplete: "off", spellcheck: false,
			ariaLabel: `Date of ${name}`, title: "The date of the file, such as 1994-05-12; empty: as the file states",
		});
		date.addEventListener("change", () => {
			entry.date = date.value.trim();
			this.#changed();
		});
		const remove = button("×", () => {
			this.#set(this.#entries.filter(other => other !== entry));
			$("choose").focus();
		}, { ariaLabel: `Remove ${name}`, className: "icon" });
		return make("li", {}, make("span", { className: "name", title: name }, name), date, remove);
	}
}
