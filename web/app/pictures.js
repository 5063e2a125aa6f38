// The map that is shown, and the interactive page.

import { $, make } from "./dom.js";

const VIEWS = {
	change: "What changed", "before-after": "Before and after", multiples: "Every date", shares: "Shares",
	flows: "Flows", lineage: "Lineage of units", page: "Interactive page",
};

const isDark = matchMedia("(prefers-color-scheme: dark)");
const isNarrow = matchMedia("(max-width: 600px)");

export class Pictures {
	#call;
	#title = "";
	#address = null;

	/** @param {(verb: string, told: object) => Promise<string | undefined>} call asks the engine */
	constructor(call) {
		this.#call = call;
		const again = () => this.#title !== "" && this.draw();
		$("view").addEventListener("change", again);
		isDark.addEventListener("change", again);
		isNarrow.addEventListener("change", again);
	}

	/** The kind of map that is shown. */
	get kind() {
		return $("view").value === "page" ? "change" : $("view").value;
	}

	/** Offers what there is to be seen of a result. */
	offer({ maps, finding }) {
		const views = Object.keys(VIEWS).filter(view => view === "page" || maps.includes(view));
		const chosen = $("view").value;
		$("view").replaceChildren(...views.map(value => make("option", { value }, VIEWS[value])));
		if (views.includes(chosen)) $("view").value = chosen;
		$("picture").hidden = maps.length === 0;
		this.#title = finding ?? "";
	}

	/** Draws what is chosen. */
	async draw() {
		const view = $("view").value;
		const figure = $("map");
		figure.ariaBusy = "true";
		const drawing = { kind: this.kind, style: isDark.matches ? "dark" : "light" };
		if (isNarrow.matches) drawing.medium = "phone";
		const shown = view === "page"
			? this.#framed(await this.#call("page", { drawing: {} }))
			: this.#drawn(await this.#call("map", { drawing }), view);
		if (shown !== null) figure.replaceChildren(shown);
		figure.ariaBusy = "false";
	}

	#drawn(svg, view) {
		if (svg === undefined) return null;
		if (this.#address !== null) URL.revokeObjectURL(this.#address);
		this.#address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
		return make("img", { src: this.#address, alt: `${VIEWS[view]}: ${this.#title}` });
	}

	/** The page in a sandbox, which asks for it once it is there. */
	#framed(page) {
		if (page === undefined) return null;
		const frame = make("iframe", { title: "Interactive page", src: "frame.html" });
		frame.sandbox.add("allow-scripts");
		const send = ({ source, data }) => {
			if (source !== frame.contentWindow || data !== "ready") return;
			removeEventListener("message", send);
			source.postMessage({ page }, "*");
		};
		addEventListener("message", send);
		return frame;
	}
}
