(() => {
"use strict";
const $ = id => document.getElementById(id);
const all = (query, from = document) => [...from.querySelectorAll(query)];
const one = (query, from = document) => from.querySelector(query);
const get = (element, name) => element.getAttribute(name);
const set = (element, name, value) => element.setAttribute(name, value);
const hide = element => set(element, "display", "none");
const used = use => $(get(use, "href").slice(1));
const unhide = element => element.removeAttribute("display");
const read = id => JSON.parse($(id).textContent);
const fill = (form, values) => form.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const make = (name, ...inside) => {
	const element = document.createElement(name);
	element.append(...inside);
	return element;
};
const data = read("data"), { words, dates, steps } = data, [width, height, top] = data.size;
const root = document.documentElement, maps = $("maps"), changes = $("changes"), box = $("box");
const svgs = [$("before"), $("after")], last = dates.length - 1;
const [divider, scrubber, player, spot] = ["split", "to", "play", "spot"].map($);
const view = { x: 0, y: top, zoom: 1 };
let timer = 0;
const state = { from: 0, to: last, split: 50, mode: "swipe", sel: "" };
const id = (from = state.from, to = state.to) => `s${from}-${to}`;
const step = () => steps[id()];
const files = () => ["files-" + id(), "files-series"].find($);
const within = (low, value, high) => Math.min(high, Math.max(low, value));
const hear = (element, names, run) => names.split(" ").forEach(name => element.addEventListener(name, run));
root.classList.add("js");
let ready = () => {};

// The state in the address.
function restore() {
	const hash = new URLSearchParams(location.hash.slice(1));
	const number = (key, high) => {
		const value = parseFloat(hash.get(key));
		return value >= 0 && value <= high ? value : state[key];
	};
	const to = number("to", last), from = number("from", last);
	if (steps[id(from, to)]) Object.assign(state, { from, to });
	state.split = number("split", 100);
	ready();
	if (["swipe", "change", "beside"].includes(hash.get("mode"))) state.mode = hash.get("mode");
	const sel = hash.get("sel");
	state.sel = sel && sel.startsWith(id() + "-") && $(sel) ? sel : "";
}
function remember() {
	const { from, to, split, sel, mode } = state;
	const hash = new URLSearchParams({ from, to, split: Math.round(split * 10) / 10, sel, mode });
	try { history.replaceState(null, "", "#" + hash); } catch { /* no address */ }
	$("embed").value = `<iframe src="${location.href.replace(/&/g, "&amp;")}" style="width:100%;border:0" height="${root.scrollHeight}" loading="lazy"></iframe>\n`
		+ "<script>addEventListener('message',e=>{for(const f of document.querySelectorAll('iframe'))"
		+ "if(f.contentWindow===e.source&&e.data.landshift)f.height=e.data.landshift})<\/script>";
}

function show() {
	ready();
	const { from, to } = state, key = id(), now = step();
	$("title").textContent = document.title = now.title;
	$("subtitle").textContent = now.subtitle;
	const status = `${dates[from].heading} – ${dates[to].heading}: ${now.title} (${now.total})`;
	// What plays is told when it stops.
	if (!timer && $("status").textContent !== status) $("status").textContent = status;
	[["date-before", from], ["date-after", to]].forEach(([place, n]) => {
		const caption = dates[n].caption ? [make("span", make("bdi", dates[n].caption))] : [];
		$(place).replaceChildren(make("strong", make("bdi", dates[n].heading)), " ", ...caption);
	});
	svgs.forEach((svg, n) => {
		const date = "d" + [from, to][n], names = n && $("wide-" + key) ? key : date;
		const target = { under: date + "-under", over: date + "-over", wide: "wide-" + names, narrow: "narrow-" + names };
		all("[data-part]", svg).forEach(use => set(use, "href", "#" + target[use.dataset.part]));
	});
	all("g[data-step]").forEach(group => (group.dataset.step === key ? unhide : hide)(group));
	all("section[data-step]").forEach(section => { section.hidden = section.dataset.step !== key; });
	if (scrubber) {
		scrubber.value = dates[to].day;
		set(scrubber, "aria-valuetext", dates[to].heading);
		$("to-date").textContent = dates[to].heading;
		all("option", $("from")).forEach((option, n) => { option.hidden = option.disabled = !steps[id(n, to)]; });
		$("from").value = from;
	}
	all("[data-save*=json]").forEach(button => { button.hidden = files() === "files-series"; });
	all("#modes input").forEach(input => { input.checked = input.value === state.mode; });
	maps.dataset.mode = state.mode;
	divide();
	mark(state.sel);
	remember();
}
function divide() {
	maps.style.setProperty("--split", state.split + "%");
	const share = fill(words.percent, { number: Math.round(state.split) });
	divider.value = state.split;
	set(divider, "aria-valuetext",
		fill(words.split, { before: dates[state.from].heading, after: dates[state.to].heading, share }));
	keepWhole();
}
// What the line would cut in two is left out, but what is the same on both sides.
function keepWhole() {
	["wide", "narrow"].forEach((part, isNarrow) => {
		const cut = (view.x + state.split / 100 * width / view.zoom) / (isNarrow ? data.narrow : 1);
		const isCut = text => {
			const long = get(text, "textLength") || text.textContent.length * 13;
			const left = get(text, "x") - long * ({ middle: .5, end: 1 }[get(text, "text-anchor")] || 0);
			return left < cut && cut < left + +long;
		};
		// A label is the group of its lines of text.
		const labels = svgs.map(svg => new Set(all("text", used(one(`[data-part=${part}]`, svg))).map(text => text.parentNode)));
		const told = label => all("text", label).map(text => ["x", "y"].map(key => get(text, key)) + text.textContent).join();
		const known = labels.map(labels => new Set([...labels].map(told)));
		labels.forEach((labels, n) => labels.forEach(label => set(label, "visibility",
			state.mode === "swipe" && all("text", label).some(isCut) && !known[1 - n].has(told(label)) ? "hidden" : "inherit")));
	});
}
function go(from, to) {
	if (!steps[id(from, to)]) from = to - 1;
	if (!steps[id(from, to)]) return;
	Object.assign(state, { from, to, sel: "" });
	hide(spot);
	show();
}

// A piece and its row: each marks the other and fills the box.
const rowOf = piece => one(`tr[data-piece="${CSS.escape(piece)}"]`);
function mark(sel) {
	all(".marked").forEach(element => element.classList.remove("marked"));
	const found = sel && $(sel);
	if (!found) { box.replaceChildren(make("p", words.hint)); return; }
	const isRow = found.tagName === "TR";
	const line = isRow ? found : rowOf(sel);
	const n = line ? +line.dataset.row : step().rows.findIndex(row => sel in row.pieces), row = step().rows[n];
	if (line) line.classList.add("marked");
	(isRow ? Object.keys(row.pieces) : [sel]).forEach(piece => $(piece)?.classList.add("marked"));
	const area = isRow ? row.area : row.pieces[sel];
	const range = area === row.area && row.range ? ` (${row.range})` : "";
	const lines = [make("strong", make("bdi", row.label)), make("p", area + range)];
	if (row.places.length) lines.push(make("p", fill(words.places, { names: row.places.join(words.comma) })));
	if (row.units.length)
		lines.push(make("p", fill(words.units, { names: row.units.map(unit => unit.join(" ")).join(words.comma) })));
	box.replaceChildren(...lines);
}
const target = event => {
	const piece = event.target.closest?.("#changes [id*='-change-']");
	if (piece) return piece.id;
	const row = event.target.closest?.("tr[data-row]");
	return row ? row.dataset.piece || row.id : "";
};
function pin(sel) {
	state.sel = sel === state.sel ? "" : sel;
	mark(state.sel);
	remember();
}
for (const place of [changes, $("side")]) {
	hear(place, "pointerover", event => { if (event.pointerType === "mouse") mark(target(event) || state.sel); });
	hear(place, "focusin", event => mark(target(event) || state.sel));
	hear(place, "pointerout focusout", () => mark(state.sel));
	hear(place, "click", event => { if (target(event)) pin(target(event)); });
}
hear(window, "keydown", event => {
	if (event.key !== "Escape") return;
	state.sel = "";
	hide(spot);
	mark("");
	remember();
});

hear(divider, "input", () => { state.split = +divider.value; divide(); });
hear(divider, "change", remember);
hear($("line"), "pointerdown", event => {
	event.preventDefault();
	$("line").setPointerCapture(event.pointerId);
});
hear($("line"), "pointermove", event => {
	if (!$("line").hasPointerCapture(event.pointerId)) return;
	const edge = $("before").getBoundingClientRect();
	state.split = within(0, (event.clientX - edge.left) / edge.width * 100, 100);
	divide();
});
hear($("line"), "pointerup", remember);
hear($("modes"), "change", event => { state.mode = event.target.value; show(); });
function stop() {
	clearInterval(timer);
	timer = 0;
	player.textContent = player.dataset.play;
	show();
}
if (scrubber) {
	hear($("from"), "change", () => go(+$("from").value, state.to));
	const nearest = day => dates.reduce((best, date, n) =>
		n && (!best || Math.abs(date.day - day) < Math.abs(dates[best].day - day)) ? n : best, 0);
	hear(scrubber, "input", () => go(state.from, nearest(+scrubber.value)));
	hear(scrubber, "keydown", event => {
		const by = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1, Home: -last, End: last }[event.key];
		if (!by) return;
		event.preventDefault();
		go(state.from, within(1, state.to + by, last));
	});
	hear(player, "click", () => {
		if (timer) return stop();
		player.textContent = player.dataset.pause;
		if (state.to === last) go(0, 1);
		timer = setInterval(() => {
			go(state.to, state.to + 1);
			if (state.to === last) stop();
		}, within(150, 40000 / last, 1600));
	});
	hear(window, "focusin", event => { if (timer && event.target !== player) stop(); });
}

// Zoom: by buttons, keys and two fingers; wheel and scroll stay the page's.
function look(zoom, x, y) {
	view.zoom = within(1, zoom, 8);
	const [w, h] = [width / view.zoom, height / view.zoom];
	view.x = within(0, x - w / 2, width - w);
	view.y = within(top, y - h / 2, top + height - h);
	svgs.forEach(svg => set(svg, "viewBox", `${view.x} ${view.y} ${w} ${h}`));
	maps.style.setProperty("--k", Math.pow(view.zoom, -.3));
	keepWhole();
}
const middle = () => [view.x + width / view.zoom / 2, view.y + height / view.zoom / 2];
const zoomTo = way => look({ in: view.zoom * 1.6, out: view.zoom / 1.6, all: 1 }[way], ...middle());
hear($("zoom"), "click", event => {
	const way = event.target.dataset.zoom;
	if (way) zoomTo(way);
});
hear($("zoom"), "keydown", event => {
	const way = { "+": "in", "-": "out", 0: "all" }[event.key];
	const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
	if (way) zoomTo(way);
	if (!by) return;
	event.preventDefault();
	const [x, y] = middle(), far = width / view.zoom / 8;
	look(view.zoom, x + by[0] * far, y + by[1] * far);
});
const fingers = new Map();
svgs.forEach(svg => {
	hear(svg, "pointerdown", event => fingers.set(event.pointerId, event));
	hear(svg, "pointermove", event => {
		const before = fingers.get(event.pointerId);
		if (!before) return;
		const unit = width / view.zoom / svg.getBoundingClientRect().width, [x, y] = middle();
		const other = [...fingers.values()].find(finger => finger.pointerId !== event.pointerId);
		const far = finger => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
		const zoom = other ? view.zoom * far(event) / (far(before) || 1) : view.zoom;
		fingers.set(event.pointerId, event);
		if (zoom > 1) look(zoom, x - (event.clientX - before.clientX) * unit, y - (event.clientY - before.clientY) * unit);
	});
});
hear(window, "pointerup pointercancel", event => fingers.delete(event.pointerId));

// Find a place or unit.
if ($("search")) hear($("search"), "change", event => {
	const name = event.target.value.trim(), at = data.places[name];
	hide(spot);
	if (!name) return mark(state.sel);
	const n = step().rows.findIndex(row => row.places.includes(name) || row.units.some(unit => unit[0] === name));
	const known = at || all("#names option").some(option => option.value === name);
	mark(n < 0 ? "" : `${id()}-row-${n}`);
	if (n < 0) box.replaceChildren(make("p", fill(known ? words.unchanged : words.none, { name })));
	if (!at) return;
	["cx", "cy"].forEach((key, i) => set(spot, key, at[i]));
	unhide(spot);
});

// What can be taken along.
function picture() {
	const svg = $("after").cloneNode(true);
	all("[display=none]", svg).forEach(element => element.remove());
	for (let use; (use = one("use", svg));) {
		const found = used(use);
		if (found) use.replaceWith(found.cloneNode(true));
		else use.remove();
	}
	const style = document.createElementNS(svg.namespaceURI, "style");
	style.textContent = one("style").textContent;
	svg.prepend(style, ...all("#store pattern").map(pattern => pattern.cloneNode(true)));
	return new XMLSerializer().serializeToString(svg);
}
all("[data-save]").forEach(button => hear(button, "click", () => {
	const kind = button.dataset.save, file = kind === "svg" ? picture() : read(files())[kind];
	const link = make("a");
	link.href = URL.createObjectURL(new Blob([typeof file === "string" ? file : JSON.stringify(file)]));
	link.download = `landshift-${id()}.${kind}`;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}));

/* course.js */
restore();
show();
hear(window, "hashchange", () => { restore(); show(); });
if (parent !== window) new ResizeObserver(() => parent.postMessage({ landshift: root.scrollHeight }, "*")).observe(root);
})();
