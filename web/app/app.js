// Files in, results out. All work is done in a worker, on this machine.

import { Cancelled, Client } from "./client.js";
import { $, coded, make } from "./dom.js";
import { showDownloads } from "./downloads.js";
import { hideFault, showFault } from "./faults.js";
import { Files } from "./files.js";
import { state, stated, watch } from "./options.js";
import { Pictures } from "./pictures.js";

const EXAMPLES = ["karabakh"];

const client = new Client(stage => $("status").textContent = `${stage[0].toUpperCase()}${stage.slice(1)} …`);
const files = new Files(() => given());
const pictures = new Pictures(work);
let example = null;
/** Counts what was asked for, so that an answer that came too late is not shown. */
let turn = 0;
let running = 0;

/** Asks the engine; undefined if it failed, which is shown, or was cancelled. */
async function work(verb, told) {
	busy(+1);
	try {
		return await client.call(verb, told);
	} catch (error) {
		if (!(error instanceof Cancelled)) {
			showFault(error);
			$("status").textContent = "";
		}
		return undefined;
	} finally {
		busy(-1);
	}
}

function busy(more) {
	running += more;
	$("bar").hidden = $("cancel").hidden = running === 0;
	if (running === 0 && $("status").textContent.endsWith("…")) $("status").textContent = "";
}

/** What is to be asked of the files that are there. */
function question() {
	const options = { ...stated(), companions: files.companions };
	if (example !== null) return { verb: "timeline", inputs: example, options };
	if (files.count === 1) return { verb: options.at ? "timeline" : "info", inputs: files.inputs, options };
	return { verb: files.count === 2 ? "diff" : "timeline", inputs: files.inputs, options };
}

/** Files were given or taken away, or options changed: all is done anew. */
async function given() {
	const mine = ++turn;
	hideFault();
	document.body.classList.toggle("given", files.count > 0 || example !== null);
	if (running > 0) client.cancel();
	if (files.count > 0 && example !== null) leaveExample();
	if (files.count === 0 && example === null) {
		$("result").hidden = true;
		$("status").textContent = "";
		document.title = "landshift: what land changed hands, where, and how much?";
		return;
	}
	$("result").inert = true;
	const started = performance.now();
	let asked = question();
	let result = await work("ask", asked);
	if (mine === turn && result?.record.files?.[0]?.is === "series") {
		asked = { ...asked, verb: "timeline" };
		result = await work("ask", asked);
	}
	if (mine !== turn) return;
	$("result").inert = false;
	if (result === undefined) {
		$("result").hidden = true;
		return;
	}
	// Files that were dropped come in any order.
	if (files.read(result.snapshots) && asked.verb === "diff") return given();
	show(result);
	$("status").textContent = "";
	if (result.maps.length > 0) await pictures.draw();
	if (mine !== turn) return;
	$("status").textContent = `Done in ${((performance.now() - started) / 1000).toFixed(1)} s`;
}

function show(result) {
	const { finding, remarks, snapshots, maps, html } = result;
	const isFirst = $("result").hidden;
	$("result").hidden = false;
	const alone = maps.length === 0;
	$("finding").textContent = alone ? "One date: drop another one to compare it with" : finding;
	document.title = `${$("finding").textContent} – landshift`;
	$("about").textContent = alone ? "" : snapshots.map(({ date, name }) => date ?? name).slice(0, 12).join(" → ");
	const list = remarks => remarks.map(({ text }) => make("li", {}, ...coded(text)));
	$("warnings").replaceChildren(...list(remarks.filter(({ warning }) => warning)));
	const told = remarks.filter(({ warning }) => !warning);
	$("notes").hidden = told.length === 0;
	$("notes").querySelector("ul").replaceChildren(...list(told));
	$("tables").replaceChildren(...tables(html));
	// It begins with the finding, which is there already.
	const first = $("tables").querySelector("p:first-child");
	if (first?.textContent === `${finding}.`) first.remove();
	pictures.offer(result);
	showDownloads(result, work, () => pictures.kind);
	// Where files and options are above it, it comes into sight.
	if (isFirst) $("finding").scrollIntoView({ block: "nearest" });
}

/** The tables for people: made by the engine, in which nothing of the data is markup. Wide ones are moved by keys, too. */
function tables(html) {
	const { body } = new DOMParser().parseFromString(html, "text/html");
	for (const table of body.querySelectorAll("table")) {
		const around = make("div", { className: "scroll", tabIndex: 0, role: "group", ariaLabel: table.caption.textContent });
		table.replaceWith(around);
		around.append(table);
	}
	return [...body.childNodes];
}

/** Shows an example, as its address says. */
function showExample(name) {
	files.forget();
	example = name;
	given();
}

function leaveExample() {
	example = null;
	history.replaceState(null, "", location.pathname + location.search);
}

function readAddress() {
	const parameters = new URLSearchParams(location.hash.slice(1));
	state(parameters);
	const name = parameters.get("example");
	if (EXAMPLES.includes(name)) showExample(name);
}

$("example").addEventListener("click", () => {
	if (location.hash === "#example=karabakh") readAddress();
	else location.hash = "example=karabakh";
});
$("choose").addEventListener("change", ({ target }) => {
	const chosen = [...target.files];
	target.value = "";
	if (chosen.length > 0) files.add(chosen);
});
$("cancel").addEventListener("click", () => {
	turn++;
	client.cancel();
	$("result").inert = false;
	$("result").hidden = true;
	$("status").textContent = "Cancelled";
	$("choose").focus();
});
$("input").addEventListener("submit", event => event.preventDefault());
watch(given);
addEventListener("hashchange", readAddress);
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
	addEventListener(kind, event => {
		event.preventDefault();
		document.body.classList.toggle("over", kind === "dragenter" || kind === "dragover");
		if (kind === "drop") {
			const dropped = [...event.dataTransfer.files];
			if (dropped.length > 0) files.add(dropped);
		}
	});
}
// The engine is fetched while the reader reads.
client.call("ready").catch(showFault);
readAddress();
