// Every output as a file.

import { $, button, make } from "./dom.js";

const LAND = {
	geojson: "GeoJSON", gpkg: "GeoPackage", zip: "Shapefile", fgb: "FlatGeobuf", kml: "KML", topojson: "TopoJSON",
	parquet: "GeoParquet",
};
const FIGURES = { json: "JSON", md: "Markdown", text: "Text" };
const TYPES = { svg: "image/svg+xml", png: "image/png", html: "text/html", csv: "text/csv", json: "application/json" };

/** Has the browser save a file. */
function save(name, content) {
	const ending = name.slice(name.lastIndexOf(".") + 1);
	const address = URL.createObjectURL(new Blob([content], { type: TYPES[ending] ?? "application/octet-stream" }));
	make("a", { href: address, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A picture in pixels, drawn by the browser: two to each of its width. */
async function pixels(svg) {
	const address = URL.createObjectURL(new Blob([svg], { type: TYPES.svg }));
	try {
		const image = make("img", { src: address });
		await image.decode();
		const canvas = make("canvas", { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
		canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
		return await new Promise(resolve => canvas.toBlob(resolve, TYPES.png));
	} finally {
		URL.revokeObjectURL(address);
	}
}

/** How the names of files begin: what they are of. */
function stem(snapshots) {
	const dates = snapshots.map(snapshot => snapshot.date).filter(date => date !== null);
	return ["landshift", ...dates.length > 0 ? [dates[0], dates.at(-1)] : []].join("_");
}

/**
 * Shows a button for each output.
 * @param {object} result
 * @param {(verb: string, told: object) => Promise<string | Uint8Array>} call asks the engine, and shows if that fails
 * @param {() => string} kind the kind of map that is shown
 */
export function showDownloads({ snapshots, tables, formats, maps }, call, kind) {
	const name = stem(snapshots);
	const output = (text, file, verb, told, made = content => content) => button(text, async () => {
		const content = await call(verb, told());
		if (content !== undefined) save(file(), await made(content));
	});
	const picture = ending => () => `${name}_${kind()}.${ending}`;
	const drawing = () => ({ drawing: { kind: kind() } });
	const format = (shown, { name: format, ending }) =>
		output(shown, () => `${name}.${ending}`, "write", () => ({ format }));
	const group = (title, buttons) => buttons.length === 0 ? [] : [make("div", { role: "group", ariaLabel: title },
		make("span", { ariaHidden: "true" }, title), ...buttons)];
	const land = formats.filter(format => format.isLand).map(one => format(LAND[one.name] ?? one.name, one));
	const figures = formats.filter(({ name }) => FIGURES[name]).map(one => format(FIGURES[one.name], one));
	const sheets = tables.map(({ name: table, about }) => {
		const sheet = output(table, () => `${name}_${table}.csv`, "write", () => ({ format: "csv", table }));
		return Object.assign(sheet, { title: about });
	});
	const drawn = maps.length === 0 ? [] : [
		output("SVG", picture("svg"), "map", drawing),
		output("PNG", picture("png"), "map", drawing, pixels),
		output("Web page", () => `${name}.html`, "page", () => ({ drawing: {} })),
	];
	$("downloads").replaceChildren($("downloads-title"), ...group("Map", drawn), ...group("Land", land),
		...group("Figures", figures), ...group("CSV", sheets));
}
