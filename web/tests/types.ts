// What the types promise, looked at by the compiler alone.

import { check, diff, info, LandshiftError, timeline, type Change } from "landshift";

export async function every(file: File, bytes: Uint8Array): Promise<string[]> {
	const change: Change = await diff(file, { name: "b.gpkg", bytes, layer: "land", date: "2020" }, {
		by: "holder", tolerance: 250, rename: { old: "new" }, within: [43, 38, 48, 41], progress: stage => stage !== "drawing",
	});
	const series = await timeline("karabakh", { every: "year" });
	const found = await info([bytes, { type: "FeatureCollection", features: [] }]);
	const problems = await check(file, { sliver: "20m" });
	const csv: Uint8Array = change.write("csv", { table: "pieces" });
	// @ts-expect-error no map is of files alone
	found.map?.();
	return [change.finding, series.map({ kind: "flows", lang: "de" }), String(csv.length), String(problems.ok), found.text];
}

export function told(error: unknown): string {
	return error instanceof LandshiftError ? `${error.kind}: ${error.reason} ${error.place?.[0]}` : "";
}
