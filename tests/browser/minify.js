// Makes the scripts of pages as they are sent, src/page/*.min.js, from their sources: `npm run minify`.
import { readFile, writeFile } from "node:fs/promises";
import { minify } from "terser";

const folder = new URL("../../src/page/", import.meta.url);
const read = name => readFile(new URL(name, folder), "utf8");
const [script, course] = await Promise.all(["script.js", "course.js"].map(read));
const options = { compress: { passes: 3, ecma: 2022 }, mangle: { toplevel: true } };

for (const [name, more] of [["page.min.js", ""], ["series.min.js", course]]) {
	const { code } = await minify(script.replace("/* course.js */", () => more), options);
	await writeFile(new URL(name, folder), code + "\n");
}
