// The package against the program, byte for byte. `LANDSHIFT` is the program; both are of one commit.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { check, diff, info, LandshiftError, timeline } from "landshift";

const folder = mkdtempSync(join(tmpdir(), "landshift-node-"));
after(() => rmSync(folder, { recursive: true }));

const shipped = name => readFileSync(new URL(`../../geodata/karabakh/${name}`, import.meta.url));
const FIRST = { name: "1994-05-12.geojson", bytes: shipped("1994-05-12.geojson") };
const SECOND = { name: "2020-12-01.geojson", bytes: shipped("2020-12-01.geojson") };

/** What the program writes, given files by name. */
function native(files, ...words) {
	for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
	return execFileSync(process.env.LANDSHIFT, words, { cwd: folder, stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 });
}

/** What the program writes into a file. */
function nativeFile(files, name, ...words) {
	native(files, ...words, "-o", name, "--overwrite");
	return readFileSync(join(folder, name));
}

function same(ours, theirs, what) {
	assert.ok(Buffer.from(ours).equals(theirs), `${what}: ${ours.length} bytes, the program has ${theirs.length}`);
}

test("a change is the program's in every format", async () => {
	const files = [FIRST, SECOND];
	const change = await diff(...files);
	assert.match(change.finding, /^Azerbaijan gained 9,089 km² from the Nagorno-Karabakh Republic/);
	for (const { name, ending } of change.formats) {
		const theirs = nativeFile(files, `change.${ending}`, "diff", FIRST.name, SECOND.name, "--format", name);
		same(change.write(name), theirs, name);
	}
	for (const { name } of change.tables) {
		const theirs = native(files, "diff", FIRST.name, SECOND.name, "--format", "csv", "--table", name);
		same(change.write("csv", { table: name }), theirs, name);
	}
	assert.equal(change.record.transitions.length > 0, true);
	assert.equal(change.text, native(files, "diff", FIRST.name, SECOND.name).toString());
});

test("maps and the page are the program's", async () => {
	const files = [FIRST, SECOND];
	const change = await diff(...files);
	const names = files.map(file => file.name);
	for (const kind of ["change", "before-after"]) {
		const theirs = nativeFile(files, "map.svg", "map", ...names, "--kind", kind);
		same(Buffer.from(change.map({ kind })), theirs, kind);
	}
	const narrow = nativeFile(files, "narrow.svg", "map", ...names, "--for", "phone", "--style", "dark", "--lang", "de");
	same(Buffer.from(change.map({ medium: "phone", style: "dark", lang: "de" })), narrow, "phone");
	same(Buffer.from(change.page()), nativeFile(files, "page.html", "page", ...names), "page");
});

test("the built-in case is the program's", async () => {
	const series = await timeline("karabakh");
	same(series.write("json"), native([], "timeline", "--format", "json"), "JSON");
	same(series.write("geojson"), nativeFile([], "series.geojson", "timeline"), "history");
	same(Buffer.from(series.map()), nativeFile([], "case.svg", "map", "--scenario", "karabakh"), "map");
	same(Buffer.from(series.page()), nativeFile([], "case.html", "page", "karabakh"), "page");
});

/** Two squares side by side, whose border is at a longitude. */
function squares(border, date) {
	const land = (controller, west, east) => ({
		type: "Feature", properties: { controller },
		geometry: { type: "Polygon", coordinates: [[[west, 40], [east, 40], [east, 41], [west, 41], [west, 40]]] },
	});
	return { type: "FeatureCollection", date, features: [land("A", 46, border), land("B", border, 48)] };
}

test("small layers in every format that is written give one result", async () => {
	const layers = [squares(47, "1994-05-12"), squares(47.5, "2020-12-01")];
	const texts = layers.map((layer, n) => ({ name: `${n}.geojson`, bytes: Buffer.from(JSON.stringify(layer)) }));
	const expected = (await diff(...texts)).finding;
	assert.equal(expected, "A gained 4,706 km² from B between 12 May 1994 and 1 December 2020");
	assert.equal((await diff(...layers)).finding, expected);
	for (const ending of ["gpkg", "fgb", "kml", "topojson", "parquet", "shp.zip"]) {
		const files = texts.map(({ name }, n) => {
			const made = `${layers[n].date}.${ending}`;
			return { name: made, bytes: nativeFile(texts, made, "check", name, "--fix") };
		});
		const change = await diff(...files);
		assert.equal(change.finding, expected, ending);
		const theirs = native(files, "diff", ...files.map(file => file.name), "--format", "json");
		same(change.write("json"), theirs, ending);
	}
});

test("layers in another reference system are read to the same position", async () => {
	const files = [4, 4.3].map((border, n) => {
		const layer = squares(border, `${1994 + n}`);
		for (const { geometry: { coordinates: [ring] } } of layer.features) {
			for (const position of ring) [position[0], position[1]] = [500_000 + position[0] % 46 * 9_000.25, 4_300_000 + position[1] * 1_000];
		}
		layer.crs = { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::32638" } };
		return { name: `utm-${n}.geojson`, bytes: Buffer.from(JSON.stringify(layer)) };
	});
	const change = await diff(...files);
	assert.match(change.remarks.map(remark => remark.text).join(), /EPSG:32638/);
	const names = files.map(file => file.name);
	same(change.write("json"), native(files, "diff", ...names, "--format", "json"), "JSON");
	same(change.write("geojson"), nativeFile(files, "utm.geojson", "diff", ...names), "GeoJSON");
});

test("options and reference layers are the program's", async () => {
	const files = [FIRST, SECOND];
	const units = { name: "districts.geojson", bytes: shipped("districts.geojson") };
	const change = await diff(...files, { units, tolerance: 500, rename: { Azerbaijan: "AZ" } });
	writeFileSync(join(folder, "names.csv"), "Azerbaijan,AZ\n");
	const words = ["--units", units.name, "--tolerance", "500m", "--rename", "names.csv", "--format", "json"];
	same(change.write("json"), native([...files, units], "diff", FIRST.name, SECOND.name, ...words), "JSON");
	const where = "controller <> 'Armenia'";
	const some = await diff(...files, { where });
	same(some.write("json"), native(files, "diff", FIRST.name, SECOND.name, "--where", where, "--format", "json"), "some features");
	await assert.rejects(diff(...files, { where: "controller" }), /letter 11 of the condition/);
});

test("what is in files and what is wrong with them is the program's", async () => {
	const found = await info([FIRST]);
	same(found.write("json"), native([FIRST], "info", FIRST.name, "--format", "json"), "info");
	const problems = await check(FIRST);
	assert.equal(typeof problems.ok, "boolean");
	assert.throws(() => found.map(), LandshiftError);
});

test("an error has all its parts, and says what the program says", async () => {
	const layer = squares(47, "1994-05-12");
	layer.features[1].geometry.coordinates[0][2] = [47.5, 400];
	const error = await diff({ name: "a.geojson", bytes: JSON.stringify(layer) }, squares(47, "2020")).catch(error => error);
	assert.ok(error instanceof LandshiftError);
	assert.deepEqual([error.kind, error.file], ["geometry", "a.geojson"]);
	assert.match(error.feature, /^feature 1/);
	assert.match(error.position, /position 2/);
	const unknown = await diff(layer, layer, { tolerence: 5 }).catch(error => error);
	assert.deepEqual([unknown.kind, /tolerence/.test(unknown.reason)], ["options", true]);
	const wrong = await diff(squares(47, "1994"), squares(47, "2020"), { tolerance: "far" }).catch(error => error);
	assert.equal(wrong.kind, "options");
});

test("work tells of its stages and can be cancelled", async () => {
	const stages = [];
	await timeline("karabakh", { progress: stage => void stages.push(stage) });
	assert.ok(stages.includes("reading") && stages.includes("overlaying"), stages.join());
	const error = await timeline("karabakh", { progress: () => false }).catch(error => error);
	assert.equal(error.kind, "cancelled");
	assert.match((await diff(FIRST, SECOND)).finding, /9,089/);
});

test("a result that was freed is gone", async () => {
	const change = await diff(squares(47, "1994"), squares(47.5, "2020"));
	change.free();
	assert.throws(() => change.write("csv"), /no such result/);
});
