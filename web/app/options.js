// The options of the form, and those of an address.

import { $ } from "./dom.js";

const fields = () => [...$("options").querySelectorAll("[name]")];

/** Fields whose text is more than one value. */
const PARTED = {
	at: text => text.split(/[\s,;]+/),
	rename: text => text.split("\n").filter(line => line.includes(",")).map(line => {
		const comma = line.indexOf(",");
		return [line.slice(0, comma).trim(), line.slice(comma + 1).trim()];
	}),
};

/** Those that are stated, by their names. */
export function stated() {
	const options = {};
	for (const { name, value } of fields()) {
		const text = value.trim();
		if (text !== "") options[name] = PARTED[name]?.(text) ?? text;
	}
	return options;
}

/** States those of an address, and opens the form if there are any. */
export function state(parameters) {
	for (const field of fields()) {
		const value = parameters.get(field.name);
		if (value === null) continue;
		field.value = value;
		$("options").open = true;
	}
}

/** Calls back when one was changed. */
export function watch(changed) {
	for (const field of fields()) field.addEventListener("change", changed);
}
