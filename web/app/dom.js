// Elements, in fewer words.

/** The element of an id. */
export const $ = id => document.getElementById(id);

/**
 * A new element with attributes and properties, and what is in it. Text stays text.
 * @param {string} tag
 * @param {object} fields
 * @param {...(Node | string)} content
 */
export function make(tag, fields = {}, ...content) {
	const element = Object.assign(document.createElement(tag), fields);
	element.append(...content);
	return element;
}

/** Text whose `code` is code. */
export function coded(text) {
	return text.split("`").map((part, place) => place % 2 ? make("code", {}, part) : part);
}

/** A button that does something. */
export function button(text, click, fields = {}) {
	const element = make("button", { type: "button", ...fields }, text);
	element.addEventListener("click", click);
	return element;
}
