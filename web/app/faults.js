// Errors, with all that is known of them.

import { $, coded, make } from "./dom.js";

const KINDS = {
	io: "A file is missing", syntax: "A file cannot be read", geometry: "A shape is not valid",
	attribute: "A property or date is in doubt", settings: "A setting is not valid", options: "An option cannot be used",
	base: "The diff belongs to another file", memory: "There is not enough memory", internal: "landshift failed",
};

const degrees = ([lon, lat]) =>
	`${Math.abs(lat).toFixed(4)}° ${lat < 0 ? "S" : "N"}, ${Math.abs(lon).toFixed(4)}° ${lon < 0 ? "W" : "E"}`;

/** Shows an error. */
export function showFault({ kind, reason, message, file, feature, position, place, hint }) {
	const facts = { File: file, Feature: feature, Position: position, Place: place && degrees(place) };
	const known = Object.entries(facts).filter(([, fact]) => fact);
	const list = make("dl", {}, ...known.flatMap(([name, fact]) => [make("dt", {}, name), make("dd", {}, fact)]));
	const advice = hint ? [make("p", { className: "hint" }, make("strong", {}, "What to do: "), ...coded(hint))] : [];
	$("error").replaceChildren(
		make("h2", {}, KINDS[kind] ?? "That did not work"),
		make("p", {}, ...coded(reason ?? message)), ...known.length > 0 ? [list] : [], ...advice);
	$("error").hidden = false;
	$("error").scrollIntoView({ block: "nearest" });
}

export function hideFault() {
	$("error").hidden = true;
	$("error").replaceChildren();
}
