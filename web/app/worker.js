// The engine, beside the page: it does one request after another and tells of its stages.

import { check, diff, info, LandshiftError, ready, timeline } from "./landshift/browser.js";

const ASKED = { diff: ([before, after], options) => diff(before, after, options), timeline, info, check };

/** The result that is shown. */
let result = null;

const verbs = {
	ready,

	/** A new result: what there is to know of it at once. */
	async ask({ verb, inputs, options }, progress) {
		result?.free();
		result = null;
		result = await ASKED[verb](inputs, { ...options, progress });
		const { finding, remarks, snapshots, tables, formats, maps } = result;
		return { finding, remarks, snapshots, tables, formats, maps, html: result.html(2), record: result.record };
	},
	map: ({ drawing }, progress) => result.map({ ...drawing, progress }),
	page: ({ drawing }, progress) => result.page({ ...drawing, progress }),
	write: ({ format, table }) => result.write(format, { table }),
};

addEventListener("message", async ({ data: { id, call, ...told } }) => {
	try {
		const done = await verbs[call](told, stage => postMessage({ id, stage }));
		postMessage({ id, done }, done instanceof Uint8Array ? [done.buffer] : []);
	} catch (error) {
		postMessage({ id, failed: fields(error) });
	}
});

function fields(error) {
	if (!(error instanceof LandshiftError)) return { kind: "other", reason: error.message };
	const { kind, reason, file, feature, position, place, hint } = error;
	return { kind, reason, file, feature, position, place, hint };
}
