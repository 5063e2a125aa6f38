// The web page in a real browser. `LANDSHIFT` is the program, `CHROMIUM` the browser; `.ci/run browser` states both.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "landshift-page-"));
const WIDTHS = [[1440, 900], [800, 1000], [390, 844]];
let browser;

function made(name, ...words) {
	const file = join(folder, `${name}.html`);
	execFileSync(process.env.LANDSHIFT, ["page", ...words, "-o", file], { stdio: ["ignore", "ignore", "pipe"] });
	return pathToFileURL(file).href;
}

function layer(name, date, lands) {
	const features = lands.map(([controller, [w, s, e, n]]) => ({
		type: "Feature", properties: { controller },
		geometry: { type: "Polygon", coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] },
	}));
	const file = join(folder, name);
	writeFileSync(file, JSON.stringify({ type: "FeatureCollection", date, features }));
	return file;
}

// What A holds on so many days: its front advances day by day at another place, and turns back now and then.
function front(days) {
	const line = Array.from({ length: 61 }, (_, n) => 36 + Math.sin(n / 4) / 3);
	return Array.from({ length: days }, (_, day) => {
		const at = day * 17 % line.length;
		for (let n = at; n < Math.min(at + 5, line.length); n++) line[n] += (day % 13 ? 0.03 : -0.02);
		const border = line.map((x, n) => [x, 47 + n / 20]);
		const ring = [...border, [34, 50], [34, 47], border[0]];
		const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
		const file = join(folder, `front-${date}.geojson`);
		writeFileSync(file, JSON.stringify({ type: "Polygon", coordinates: [ring] }));
		return file;
	});
}

const pages = {};
before(async () => {
	browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
	pages.en = made("en", "karabakh");
	pages.hy = made("hy", "karabakh", "--lang", "hy");
	const names = ["مصر", "</script><b>bold</b>"];
	pages.ar = made("ar",
		layer("a.geojson", "2001-01-01", [[names[0], [30, 24, 32, 26]], [names[1], [32, 24, 34, 26]]]),
		layer("b.geojson", "2011-01-01", [[names[0], [30, 24, 33, 26]], [names[1], [33, 24, 34, 26]]]),
		"--tolerance", "0m");
	// A border that moves on for twenty years, and turns back in one of them.
	const years = Array.from({ length: 20 }, (_, n) => {
		const border = 31 + (n === 10 ? 0.5 : n / 10);
		return layer(`${1900 + n}.geojson`, `${1900 + n}`, [["A", [30, 24, border, 26]], ["B", [border, 24, 34, 26]]]);
	});
	pages.long = made("long", ...years, "--no-base");
	pages.front = made("front", ...front(182), "--as", "A");
	const states = new URL("../../docs/tutorials/data/century/states.geojson", import.meta.url);
	pages.states = made("states", fileURLToPath(states), "--no-base");
});
after(async () => {
	await browser?.close();
	rmSync(folder, { recursive: true });
});

async function open(address, [width, height] = WIDTHS[0], options = {}) {
	const context = await browser.newContext({ viewport: { width, height }, ...options });
	const page = await context.newPage();
	page.faults = [];
	page.requests = [];
	page.on("pageerror", error => page.faults.push(error.message));
	page.on("console", message => message.type() === "error" && page.faults.push(message.text()));
	page.on("request", request => page.requests.push(request.url()));
	await page.goto(address);
	return page;
}
const done = page => page.context().close();
const left = page => page.$eval("#after", svg => getComputedStyle(svg).clipPath);

test("no width scrolls sideways, nothing fails, one request", async () => {
	for (const address of Object.values(pages)) {
		for (const size of WIDTHS) {
			const page = await open(address, size);
			const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
			assert.ok(wide <= seen, `${address} at ${size}: ${wide}`);
			assert.deepEqual([page.faults, page.requests.length], [[], 1]);
			await done(page);
		}
	}
});

test("a hostile name stays text", async () => {
	const page = await open(pages.ar);
	assert.equal(await page.$("b"), null);
	assert.match(await page.textContent(".changes"), /<\/script><b>bold<\/b>/);
	await done(page);
});

test("keys and a drag move the split, and the clip follows", async () => {
	const page = await open(pages.en);
	await page.focus("#split");
	for (let n = 0; n < 10; n++) await page.keyboard.press("ArrowRight");
	assert.match(await left(page), /60%/);
	const map = await (await page.$("#before")).boundingBox();
	const line = await (await page.$("#handle")).boundingBox();
	await page.mouse.move(line.x + 22, line.y + 22);
	await page.mouse.down();
	await page.mouse.move(map.x + map.width * 0.25, line.y + 22, { steps: 5 });
	await page.mouse.up();
	const share = parseFloat((await left(page)).match(/([\d.]+)%\)/)[1]);
	assert.ok(Math.abs(share - 25) < 1, `${share}`);
	await done(page);
});

test("every step has one number everywhere", async () => {
	const page = await open(pages.en);
	await page.focus("#to");
	await page.keyboard.press("Home");
	for (const step of ["s0-1", "s0-2"]) {
		const told = await page.evaluate(() => {
			const number = text => parseFloat(text.replace(/,/g, ""));
			const section = document.querySelector("#side section[data-step]:not([hidden])");
			const sum = query => [...document.querySelectorAll(query)].reduce((sum, e) => sum + +e.dataset.km2, 0);
			const report = JSON.parse(document.getElementById(`files-${section.dataset.step}`).textContent);
			const changes = report.json.transitions.filter(t => t.from !== t.to);
			return {
				step: section.dataset.step,
				status: number(document.getElementById("status").textContent.match(/\(([\d.,]+) km²\)$/)[1]),
				foot: number(section.querySelector("tfoot td").textContent),
				rows: sum(`section[data-step="${section.dataset.step}"] tr.all`),
				pieces: sum(`#changes g[data-step="${section.dataset.step}"] [data-km2]`),
				json: changes.reduce((sum, t) => sum + t.area_km2 - t.noise_km2, 0),
				geojson: report.geojson.features.reduce((sum, f) => sum + f.properties.area_km2, 0),
			};
		});
		assert.equal(told.step, step);
		for (const key of ["status", "foot", "pieces", "json", "geojson"]) {
			assert.ok(Math.abs(told[key] - told.rows) < 1, `${step} ${key}: ${told[key]}, rows: ${told.rows}`);
		}
		await page.keyboard.press("ArrowRight");
	}
	await done(page);
});

test("every date and step of a long series is drawn, and has one number", async () => {
	const page = await open(pages.long);
	const series = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).course.steps);
	await page.focus("#to");
	await page.keyboard.press("Home");
	let tenth;
	for (const [n, [title, , total, km2]] of series.entries()) {
		const told = await page.evaluate(() => {
			const shown = "#side section[data-step]:not([hidden])";
			const land = document.querySelector("#changes g[data-step]:not([display])");
			return {
				title: document.querySelector("h1").textContent,
				status: document.getElementById("status").textContent,
				foot: document.querySelector(`${shown} tfoot td`).textContent,
				km2: document.querySelector(`${shown} tfoot tr`).dataset.km2,
				rows: [...document.querySelectorAll(`${shown} tr.all`)].map(row => +row.dataset.km2),
				width: land.getBBox().width,
				pieces: land.querySelectorAll("[id*='-change-']").length,
			};
		});
		assert.equal(told.title, title);
		assert.ok(told.status.endsWith(`(${total})`), told.status);
		assert.deepEqual([told.foot, told.km2], [total, km2]);
		assert.ok(Math.abs(told.rows.reduce((sum, area) => sum + area, 0) - km2) < 1e-3, `${n}`);
		assert.equal(told.pieces, 1);
		// As wide as the border moved, and a little for how it slants.
		tenth ??= told.width;
		const moved = { 9: 4, 10: 6 }[n] || 1;
		assert.ok(Math.abs(told.width / tenth / moved - 1) < 0.2, `${n}: ${told.width / tenth}`);
		await page.keyboard.press("ArrowRight");
	}
	assert.match(page.url(), /from=18&to=19/);
	// There by its address, too, with a piece chosen.
	await page.goto(`${pages.long}#from=4&to=5&mode=change&sel=s4-5-change-0`);
	await page.reload();
	assert.equal(await page.textContent("#to-date"), "1905");
	assert.equal(await page.evaluate(() => document.querySelectorAll("#changes .marked").length), 1);
	// Hundreds of dates must not pile up.
	assert.ok(await page.evaluate(() => document.querySelectorAll("#store > g").length) <= 8);
	// Both holders are named, without an area that is of another date.
	const names = await page.evaluate(() => [...document.querySelectorAll("#wide-d4 use")]
		.map(use => document.querySelector(use.getAttribute("href"))?.textContent.trim()).filter(name => name));
	assert.deepEqual(names.sort(), ["A", "B"]);
	assert.deepEqual(page.faults, []);
	await done(page);
});

test("a front of half a year fits its budget, plays, and says in each step what the timeline says", async () => {
	assert.ok(statSync(fileURLToPath(pages.front)).size < 1.2e6);
	const page = await open(pages.front, WIDTHS[2]);
	const steps = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).course.steps.length);
	assert.equal(steps, 181);
	await page.focus("#to");
	await page.keyboard.press("Home");
	for (const key of ["ArrowRight", "ArrowRight", "End"]) {
		await page.keyboard.press(key);
		const [status, foot] = await page.evaluate(() => [document.getElementById("status").textContent,
			document.querySelector("#side section[data-step]:not([hidden]) tfoot td").textContent]);
		assert.ok(status.endsWith(`(${foot})`), status);
	}
	await page.click("#play");
	await page.waitForFunction(() => document.getElementById("to-date").textContent === "5 January 2024");
	await page.click("#play");
	assert.deepEqual(page.faults, []);
	await done(page);
});

test("names that the line would cut are left out, but where both sides have them", async () => {
	const page = await open(pages.en);
	const hidden = () => page.evaluate(() => [...document.querySelectorAll("#store [visibility=hidden] text")].map(e => e.textContent));
	assert.ok((await hidden()).length > 0);
	await page.fill("#split", "0");
	assert.deepEqual(await hidden(), []);
	await done(page);
});

test("hover, focus and tap mark one piece and one row", async () => {
	const marked = page => page.evaluate(() => [
		document.querySelectorAll("#changes .marked").length, document.querySelectorAll("tr.marked").length]);
	const page = await open(pages.en);
	await page.click("label:has([value=change])");
	const row = "#side section:not([hidden]) tr[data-piece]";
	await page.hover(`${row} button`);
	assert.deepEqual(await marked(page), [1, 1]);
	await page.mouse.move(2, 2);
	assert.deepEqual(await marked(page), [0, 0]);
	await page.focus(`${row} button`);
	assert.deepEqual(await marked(page), [1, 1]);
	await page.keyboard.press("Enter");
	assert.match(page.url(), /sel=s0-2-change-\d/);
	await page.keyboard.press("Escape");
	assert.deepEqual(await marked(page), [0, 0]);
	await done(page);
	const phone = await open(pages.en, WIDTHS[2], { hasTouch: true });
	await phone.tap(`${row} button`);
	assert.deepEqual(await marked(phone), [1, 1]);
	await done(phone);
});

test("buttons and keys zoom, and the wheel scrolls the page", async () => {
	const page = await open(pages.en, WIDTHS[1]);
	const whole = await page.getAttribute("#after", "viewBox");
	await page.click("[data-zoom=in]");
	const near = await page.getAttribute("#after", "viewBox");
	assert.notEqual(near, whole);
	assert.equal(await page.getAttribute("#before", "viewBox"), near);
	await page.hover("#after", { position: { x: 300, y: 100 }, force: true });
	await page.mouse.wheel(0, 300);
	await page.waitForFunction(() => scrollY > 100);
	assert.equal(await page.getAttribute("#after", "viewBox"), near);
	await page.focus("[data-zoom=all]");
	await page.keyboard.press("0");
	assert.equal((await page.getAttribute("#after", "viewBox")).replace(/^-0/, "0"), whole);
	await done(page);
});

test("the address has the state, there and back", async () => {
	const page = await open(`${pages.en}#from=1&to=2&split=30&mode=change`);
	assert.equal(await page.inputValue("#from"), "1");
	assert.equal(await page.getAttribute("#maps", "data-mode"), "change");
	await page.click("label:has([value=swipe])");
	const again = await open(page.url());
	assert.match(await left(again), /30%/);
	assert.equal(await again.textContent("h1"), await page.textContent("h1"));
	await done(page);
	await done(again);
});

test("without a script both maps and the table stand", async () => {
	const page = await open(pages.en, WIDTHS[0], { javaScriptEnabled: false });
	for (const place of ["#before", "#after", "#side section:not([hidden]) table"]) assert.ok(await page.isVisible(place), place);
	assert.equal(await page.isVisible("#modes"), false);
	const [one, other] = [await (await page.$("#before")).boundingBox(), await (await page.$("#after")).boundingBox()];
	assert.ok(one.x + one.width <= other.x);
	await done(page);
});

test("it prints on one or two sheets of A4", async () => {
	const page = await open(pages.en);
	const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
	const sheets = pdf.match(/\/Type \/Page\b/g).length;
	assert.ok(sheets <= 2, `${sheets}`);
	await done(page);
});

test("axe finds nothing, and targets are 44 px", async () => {
	for (const size of [WIDTHS[0], WIDTHS[2]]) {
		// The policy of the page lets no script in but its own.
		const page = await open(pages.en, size, { bypassCSP: true });
		await page.addScriptTag({ content: axe });
		const found = await page.evaluate(async () => {
			const { violations } = await window.axe.run(document);
			return violations.map(v => `${v.id}: ${v.nodes.map(node => node.html.slice(0, 120)).join(" | ")}`);
		});
		assert.deepEqual(found, []);
		const small = await page.evaluate(() => [...document.querySelectorAll("button, select, input, summary")]
			.map(element => [element.id || element.textContent.slice(0, 30), element.getBoundingClientRect()])
			.filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
			.map(([name, box]) => `${name}: ${box.width}×${box.height}`));
		assert.deepEqual(small, []);
		await done(page);
	}
});

test("what a screen reader reads is as it was", async () => {
	const page = await open(pages.en);
	const read = await page.locator("body").ariaSnapshot();
	const golden = new URL("page.aria.yml", import.meta.url);
	if (process.env.LANDSHIFT_UPDATE_GOLDEN || !existsSync(golden)) writeFileSync(golden, read + "\n");
	assert.equal(read + "\n", readFileSync(golden, "utf8"));
	await done(page);
});

// The part of a picture that is one of its maps, as the SVG of the same picture places it.
function panels(svg) {
	const [, width] = svg.match(/viewBox="0 0 ([\d.]+)/);
	const rects = [...svg.matchAll(/<clipPath id="clip\d+"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)];
	return rects.slice(0, 2).map(rect => rect.slice(1).map(v => v / width));
}

test("at either end of the split the map is the picture of that date", async () => {
	const wave = border => Array.from({ length: 41 }, (_, n) => [border + Math.sin(n / 3) / 4, 24 + n / 20]);
	const lands = border => [["A", border, 30], ["B", border, 34]].map(([controller, line, side]) => ({
		type: "Feature", properties: { controller },
		geometry: { type: "Polygon", coordinates: [[...line, [side, 26], [side, 24], line[0]]] },
	}));
	const files = [["2001-01-01", 31], ["2011-01-01", 32.5]].map(([date, border]) => {
		const file = join(folder, `wave-${date}.geojson`);
		writeFileSync(file, JSON.stringify({ type: "FeatureCollection", date, features: lands(wave(border)) }));
		return file;
	});
	const words = [...files, "--no-base", "--extent", "29.6,23.7,34.4,27.2"];
	const picture = format => join(folder, `pair.${format}`);
	for (const format of ["png", "svg"])
		execFileSync(process.env.LANDSHIFT, ["map", ...words, "--kind", "multiples", "--width", "2400", "-o", picture(format)], { stdio: "ignore" });
	const page = await open(made("wave", ...words));
	const map = await page.$("#before");
	const shots = [];
	for (const split of ["100", "0"]) {
		await page.fill("#split", split);
		await page.evaluate(() => { document.getElementById("line").style.display = "none"; });
		shots.push((await map.screenshot()).toString("base64"));
	}
	const blank = await open("about:blank");
	const png = readFileSync(picture("png")).toString("base64");
	for (const [n, share] of panels(readFileSync(picture("svg"), "utf8")).entries()) {
		const differing = await blank.evaluate(async ([shot, png, [x, y, w, h]]) => {
			const image = async data => {
				const image = new Image();
				image.src = "data:image/png;base64," + data;
				await image.decode();
				return image;
			};
			const [one, other] = [await image(shot), await image(png)];
			// A quarter as large: hatches start elsewhere, and are a tone there.
			const [width, height] = [one.width, one.height].map(side => Math.round(side / 4));
			const pixels = (image, ...from) => {
				const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
				context.imageSmoothingQuality = "high";
				context.drawImage(image, ...from, 0, 0, width, height);
				return context.getImageData(0, 0, width, height).data;
			};
			const scale = other.width, a = pixels(one, 0, 0, one.width, one.height), b = pixels(other, x * scale, y * scale, w * scale, h * scale);
			let differ = 0;
			for (let i = 0; i < a.length; i += 4) differ += [0, 1, 2].some(k => Math.abs(a[i + k] - b[i + k]) > 48);
			return [differ * 4 / a.length, width / height, w / h];
		}, [shots[n], png, share]);
		assert.ok(Math.abs(differing[1] - differing[2]) < 0.05 && differing[0] < 0.02, `${n}: ${differing}`);
	}
	await done(blank);
	await done(page);
});

test("downloads come out of the page", async () => {
	const page = await open(pages.en);
	for (const [format, begins] of [["csv", "before,"], ["geojson", "{\"features\""], ["svg", "<svg"], ["json", "{"]]) {
		const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-save=${format}]`)]);
		const text = readFileSync(await download.path(), "utf8");
		assert.ok(text.startsWith(begins) || format === "csv" || format === "geojson", text.slice(0, 40));
		if (format === "geojson") assert.equal(JSON.parse(text).type, "FeatureCollection");
		if (format === "csv") assert.match(text, /km2/);
		if (format === "svg") assert.ok(!text.includes("<use"));
	}
	await done(page);
});
