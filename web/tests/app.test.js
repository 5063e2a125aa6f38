// The app in a real browser, served as plain files. `CHROMIUM` is the browser; `.ci/run web` states it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const dist = name => new URL(`../dist/${name}`, import.meta.url);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const WIDTHS = [[1440, 900], [800, 1000], [390, 844]];
let browser, server, home;

before(async () => {
	// Types of files are all that it knows, and WebAssembly is none of them.
	server = createServer((request, response) => {
		const path = new URL(request.url, "http://localhost").pathname.replace(/^\/app\//, "").replace(/^$/, "index.html");
		try {
			const content = readFileSync(dist(path));
			response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
			response.end(content);
		} catch {
			response.statusCode = 404;
			response.end();
		}
	});
	await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
	home = `http://127.0.0.1:${server.address().port}/app/`;
	browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
});
after(async () => {
	await browser?.close();
	server?.close();
});

async function open(hash = "", [width, height] = WIDTHS[0], options = {}) {
	const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true, ...options });
	const page = await context.newPage();
	page.faults = [];
	page.requests = [];
	page.on("pageerror", error => page.faults.push(error.message));
	page.on("console", message => message.type() === "error" && page.faults.push(message.text()));
	context.on("request", request => page.requests.push(request.url()));
	await page.goto(home + hash);
	return page;
}
const done = page => page.context().close();
const finished = page => page.waitForFunction(() => /^Done in/.test(document.getElementById("status").textContent));
const finding = page => page.textContent("#finding");

function squares(border, date, name = "A") {
	const land = (controller, west, east) => ({
		type: "Feature", properties: { controller },
		geometry: { type: "Polygon", coordinates: [[[west, 40], [east, 40], [east, 41], [west, 41], [west, 40]]] },
	});
	return JSON.stringify({ type: "FeatureCollection", date, features: [land(name, 46, border), land("B", border, 48)] });
}
const file = (name, text) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });

/** Gives the app files; what it said of those before is gone, so that `finished` is about these. */
async function choose(page, ...files) {
	await page.evaluate(() => document.getElementById("status").textContent = "");
	await page.setInputFiles("#choose", files);
}

const pair = () => [file("a.geojson", squares(47, "1994-05-12")), file("b.geojson", squares(47.5, "2020-12-01"))];

/** What a click on a button saves; null where nothing comes. Chromium lets ten files through, and wants one more click for the next. */
async function saved(page, button) {
	const waited = page.waitForEvent("download", { timeout: 10_000 }).catch(() => null);
	await button.click();
	return waited;
}

/** Drops files anywhere on the page. */
const drop = (page, files) => page.evaluate(files => {
	const dataTransfer = new DataTransfer();
	for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
	for (const kind of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}, files);

test("the folder is small", () => {
	const sizes = ["landshift/landshift.wasm", "index.html", "app.js", "app.css"].map(name => gzipSync(readFileSync(dist(name))).length);
	assert.ok(sizes[0] < 3_600_000, `${sizes}`);
	assert.ok(sizes[1] + sizes[2] + sizes[3] < 20_000, `${sizes}`);
});

test("the example by its address: finding, map, tables, and no request elsewhere", async () => {
	const page = await open("#example=karabakh");
	await finished(page);
	assert.match(await finding(page), /Azerbaijan gained/);
	const took = parseFloat((await page.textContent("#status")).match(/[\d.]+/)[0]);
	console.log(`first result after ${took} s`);
	assert.ok(await page.$eval("#map img", img => img.complete && img.naturalWidth > 300));
	assert.ok((await page.$$("#tables table")).length >= 3);
	assert.ok(page.requests.every(address => address.startsWith(home) || address.startsWith("blob:")), `${page.requests}`);
	assert.deepEqual(page.faults, []);
	await done(page);
});

test("dropped files are compared in the order of their dates, and dates can be stated", async () => {
	const page = await open();
	await drop(page, [["late.geojson", squares(47.5, "2020-12-01")], ["early.geojson", squares(47, "1994-05-12")]]);
	await finished(page);
	assert.equal(await finding(page), "A gained 4,706 km² from B between 12 May 1994 and 1 December 2020");
	assert.deepEqual(await page.$$eval("#files .name", names => names.map(name => name.textContent)), ["early.geojson", "late.geojson"]);
	await page.getByLabel("Date of late.geojson").fill("2021-03");
	await page.keyboard.press("Tab");
	await page.waitForFunction(() => /2021/.test(document.getElementById("finding").textContent));
	await finished(page);
	await done(page);
});

test("three dates are a series; one is told of, and files can be taken away", async () => {
	const page = await open();
	await choose(page, file("a.geojson", squares(47, "1994")));
	await finished(page);
	assert.match(await finding(page), /One date/);
	assert.match(await page.textContent("#tables"), /GeoJSON/);
	await choose(page, file("b.geojson", squares(47.5, "2000")), file("c.geojson", squares(47.2, "2010")));
	await finished(page);
	assert.match(await page.textContent("#about"), /1994.*→ 2000.*→ 2010/);
	await page.getByLabel("Remove c.geojson").click();
	await page.waitForFunction(() => !/2010/.test(document.getElementById("about").textContent));
	await finished(page);
	assert.match(await finding(page), /A gained 4,706/);
	await done(page);
});

test("an error says what, where, and what to do; the next files work", async () => {
	const page = await open();
	const bad = JSON.parse(squares(47, "1994"));
	bad.features[1].geometry.coordinates[0][2] = [4750000, 400];
	await choose(page, file("bad.geojson", JSON.stringify(bad)), file("b.geojson", squares(47.5, "2020")));
	await page.waitForSelector("#error:not([hidden])");
	const text = await page.textContent("#error");
	for (const part of ["bad.geojson", "feature 1", "position 2", "What to do"]) assert.ok(text.includes(part), `${part}: ${text}`);
	await choose(page, file("bad.geojson", squares(47, "1994")));
	await finished(page);
	assert.equal(await page.isVisible("#error"), false);
	assert.match(await finding(page), /A gained/);
	await done(page);
});

test("a hostile name stays text", async () => {
	const page = await open();
	const name = "<img src=x onerror=alert(1)><b>bold</b>";
	await choose(page, file("a.geojson", squares(47, "1994", name)), file("b.geojson", squares(47.5, "2020", name)));
	await finished(page);
	assert.equal(await page.$("#result b, #tables img"), null);
	assert.match(await page.textContent("#tables"), /<b>bold<\/b>/);
	await done(page);
});

test("long work can be cancelled, and the next one is done", async () => {
	const page = await open();
	await page.evaluate(() => {
		const features = Array.from({ length: 40_000 }, (_, n) => {
			const [x, y] = [40 + n % 200 * 0.02, 30 + Math.floor(n / 200) * 0.02];
			const ring = Array.from({ length: 12 }, (_, k) => [x + 0.011 * Math.cos(k * 0.5236), y + 0.011 * Math.sin(k * 0.5236)]);
			return { type: "Feature", properties: { name: `N${n % 7}` }, geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] } };
		});
		const dataTransfer = new DataTransfer();
		for (const date of ["1994", "2020"]) {
			const layer = JSON.stringify({ type: "FeatureCollection", date, features });
			dataTransfer.items.add(new File([layer], `${date}.geojson`));
		}
		document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
	});
	await page.getByRole("button", { name: "Cancel" }).click();
	assert.equal(await page.textContent("#status"), "Cancelled");
	await page.getByRole("button", { name: "Remove all" }).click();
	await choose(page, ...pair());
	await finished(page);
	assert.match(await finding(page), /A gained 4,706/);
	await done(page);
});

test("every output is a file", async () => {
	const page = await open();
	await choose(page, ...pair());
	await finished(page);
	const buttons = await page.$$("#downloads button");
	assert.ok(buttons.length >= 15, `${buttons.length}`);
	const names = [];
	for (const button of buttons) {
		const download = await saved(page, button) ?? await saved(page, button);
		assert.ok(download, await button.textContent());
		const content = readFileSync(await download.path());
		assert.ok(content.length > 40, download.suggestedFilename());
		names.push(download.suggestedFilename());
	}
	for (const name of ["landshift_1994-05-12_2020-12-01.geojson", "landshift_1994-05-12_2020-12-01_change.svg"]) assert.ok(names.includes(name), `${names}`);
	assert.equal(new Set(names).size, names.length);
	await done(page);
});

test("the interactive page is shown in a sandbox and works", async () => {
	const page = await open("#example=karabakh");
	await finished(page);
	await page.selectOption("#view", "page");
	const frame = page.frameLocator("#map iframe");
	await frame.locator("#split").waitFor({ timeout: 20_000 });
	assert.match(await frame.locator("h1").textContent(), /Azerbaijan/);
	assert.deepEqual(page.faults, []);
	await done(page);
});

test("options are those of the address, and each change is applied", async () => {
	const page = await open("#by=holder");
	const named = text => text.replaceAll('"controller"', '"holder"');
	await choose(page, file("a.geojson", named(squares(47, "1994"))), file("b.geojson", named(squares(47.5, "2020"))));
	await finished(page);
	assert.match(await finding(page), /A gained/);
	await page.selectOption("select[name=unit]", "ha");
	await page.waitForFunction(() => / ha /.test(document.getElementById("finding").textContent));
	await page.fill("textarea[name=rename]", "A,Alpha");
	await page.keyboard.press("Tab");
	await page.waitForFunction(() => /^Alpha gained/.test(document.getElementById("finding").textContent));
	await done(page);
});

test("all can be done by keys", async () => {
	const page = await open();
	await page.keyboard.press("Tab");
	assert.equal(await page.evaluate(() => document.activeElement.id), "skip");
	await page.keyboard.press("Tab");
	assert.equal(await page.evaluate(() => document.activeElement.id), "choose");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await finished(page);
	assert.match(await finding(page), /Azerbaijan/);
	await page.focus("#tables .scroll");
	await done(page);
});

test("without a network all goes on", async () => {
	const page = await open();
	await page.waitForFunction(() => document.readyState === "complete");
	await page.waitForTimeout(500);
	await page.context().setOffline(true);
	await choose(page, ...pair());
	await finished(page);
	assert.match(await finding(page), /A gained/);
	await done(page);
});

test("axe finds nothing, targets are large, and no width scrolls sideways", async () => {
	for (const colorScheme of ["light", "dark"]) {
		for (const size of WIDTHS) {
			const page = await open("#example=karabakh", size, { colorScheme, bypassCSP: true });
			await finished(page);
			await page.click("#options summary");
			const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
			assert.ok(wide <= seen, `${size}: ${wide}`);
			await page.addScriptTag({ content: axe });
			const found = await page.evaluate(() => axe.run(document, { rules: { "target-size": { enabled: true } } }));
			assert.deepEqual(found.violations.map(({ id, nodes }) => [id, nodes.map(node => node.html)]), [], `${size} ${colorScheme}`);
			const small = await page.$$eval("button, select, textarea, summary, input:not([type=file])", all => all
				.filter(one => one.checkVisibility()).map(one => [one.outerHTML.slice(0, 60), one.getBoundingClientRect()])
				.filter(([, { width, height }]) => width < 44 || height < 44).map(([name]) => name));
			assert.deepEqual(small, [], `${size}`);
			await done(page);
		}
	}
});
