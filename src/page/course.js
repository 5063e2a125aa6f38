// A long series: every line once, and for how many dates who held which land. A date and a step are drawn when they are shown.
const course = data.course;
const draw = (name, attributes, ...inside) => {
	const element = document.createElementNS(svgs[0].namespaceURI, name);
	for (const key in attributes) set(element, key, attributes[key]);
	element.append(...inside);
	return element;
};
const { holders, passages, land } = course, arcs = [];
let piece = 0, x = 0, y = 0;
for (const [bounded, steps] of course.arcs) {
	const points = [];
	for (let n = 0; n < steps.length; n += 2) points.push([x += steps[n], y += steps[n + 1]]);
	arcs.push({ points, land: bounded.map(by => piece += by) });
}
course.steps.forEach(([title, subtitle, total, km2, rows], n) => {
	const key = id(n, n + 1);
	steps[key] = { title, subtitle, total, km2, rows: rows.map(([swatch, passage, km2, area, range, places, units, label]) =>
		({ swatch, km2, area, range, places, units, label: label || course.key[swatch], pieces: { [`${key}-change-${passage}`]: area } })) };
});
// Per piece of land the number of its holder, from 1, doubled; odd where it counts that land came to it.
const on = n => land.map(tenures => {
	let until = 0;
	return tenures.find(([dates]) => (until += dates) > n)[1];
});
// The lines around all land of each value: those with it on one side.
const around = values => {
	const found = new Map();
	for (const arc of arcs) {
		const sides = new Set();
		for (const piece of arc.land) if (values[piece]) sides.delete(values[piece]) || sides.add(values[piece]);
		arc.sides = [...sides];
		for (const side of sides) (found.get(side) || found.set(side, []).get(side)).push(arc);
	}
	return found;
};
const path = points => "M" + points.map(point => point.map(v => v / course.fineness).join(" ")).join("L");
const rings = arcs => {
	const ends = {}, left = new Set(arcs);
	for (const arc of arcs) for (const end of [arc.points[0], arc.points.at(-1)]) (ends[end] ||= []).push(arc);
	return arcs.map(arc => {
		if (!left.delete(arc)) return "";
		const ring = [...arc.points];
		for (let next; (next = ends[ring.at(-1)].find(arc => left.has(arc)));) {
			left.delete(next);
			ring.push(...(next.points[0].join() == ring.at(-1) ? next.points : [...next.points].reverse()).slice(1));
		}
		return path(ring) + "Z";
	}).join("");
};
const paint = ([, , name, hatches], d, more) => hatches
	? draw("g", { class: name, ...more }, ...[...Array(hatches + 1).keys()].map(k => draw("path", k ? { d, class: `${name}-hatch${k - 1}` } : { d })))
	: draw("path", { class: name, d, ...more });
const kind = ([one, other]) => {
	if (!other) return "edge";
	const [a, b] = [holders[one - 1], holders[other - 1]];
	if (a[1] >= 0 && b[1] >= 0) return a[1] === b[1] ? "control" : "border";
	return a[0] === b[0] ? "" : "border";
};
const use = id => draw("use", { href: "#" + id });
// Of the names on the first and the last date those that are true on another one; of a holder's those of one of the two.
const labels = (n, held) => ["wide", "narrow"].map((part, i) => {
	const named = new Map();
	const is = course.names[i].map(([piece, at]) => {
		const holder = held[piece] >> 1;
		if (!holder || holder !== on(at)[piece] >> 1) return false;
		if (!named.has(holder)) named.set(holder, at);
		return named.get(holder) === at;
	});
	return draw("g", { id: `${part}-d${n}` }, use(part + "-lasting"), ...is.flatMap((is, k) => is ? use(`${part}-name-${k}`) : []));
});
const date = n => {
	if ($(`d${n}-under`)) return [];
	const held = on(n), land = around(held.map(code => code >> 1)), drawn = { edge: "", border: "", control: "" };
	for (const arc of arcs) if (arc.sides.length) drawn[kind(arc.sides)] += path(arc.points);
	const line = (name, d) => draw("path", { class: name, d });
	return [
		draw("g", { id: `d${n}-under` }, use("ground"), ...[...land].map(([holder, arcs]) => paint(holders[holder - 1], rings(arcs)))),
		draw("g", { id: `d${n}-over` }, use("lasting"), line("edge", drawn.edge), line("border", drawn.border),
			line("casing", drawn.control), line("control", drawn.control)),
		...labels(n, held),
	];
};
const change = (from, to) => {
	const [before, after] = [on(from), on(to)], who = code => code >> 1 ? holders[(code >> 1) - 1][0] : -1, key = id(from, to);
	// Its number from 1; what is left over is from nobody to nobody.
	const passage = (from, to) => {
		const found = [[from, to], [-1, -1]].map(([from, to]) => passages.findIndex(passage => passage[0] === from && passage[1] === to));
		return 1 + found.find(n => n >= 0);
	};
	const land = around(after.map((code, n) => code >> 1 !== before[n] >> 1 && code & 1 && passage(who(before[n]), who(code))));
	return draw("g", { "data-step": key }, ...[...land].map(([passage, arcs]) => {
		const piece = `${key}-change-${passage - 1}`, row = steps[key].rows.find(row => piece in row.pieces);
		return paint(passages[passage - 1], rings(arcs), { id: piece, "data-km2": row.km2 });
	}));
};
const table = (key, { rows, title, total, km2 }, between) => {
	const section = one("#side section").cloneNode(true), foot = one("tfoot", section);
	section.dataset.step = key;
	all("tbody, .notes", section).forEach(element => element.remove());
	one("caption", section).textContent = between;
	one("thead .number", section).textContent = "";
	one("td", foot).textContent = total;
	foot.firstChild.dataset.km2 = km2;
	if (!rows.length) foot.before(make("tbody", make("tr", make("th", title))));
	foot.before(...rows.map((row, n) => {
		const button = make("button", draw("svg", { class: "swatch", viewBox: "0 0 38 25" }, use("key-" + row.swatch)), make("bdi", row.label));
		const line = make("tr", make("th", button), make("td", row.area, make("small", row.range || ""))), [piece] = Object.keys(row.pieces);
		button.className = "pin";
		line.firstChild.scope = "row";
		line.lastChild.className = "number";
		line.className = "all";
		line.id = `${key}-row-${n}`;
		Object.assign(line.dataset, { row: n, km2: row.km2 }, $(piece) && { piece });
		return make("tbody", line);
	}));
	return section;
};
let made = [], shown;
ready = () => {
	const { from, to } = state, key = id();
	if (key === shown) return;
	shown = key;
	made.forEach(element => element.remove());
	made = [from, to].flatMap(date);
	$("store").append(...made);
	if ($("files-" + key)) return;
	const drawn = change(from, to);
	changes.append(drawn);
	const between = fill(words.caption, { before: dates[from].heading, after: dates[to].heading });
	const told = table(key, steps[key], between);
	one("#side section").after(told);
	made.push(drawn, told);
};
