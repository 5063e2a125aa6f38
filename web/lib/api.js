import { Engine } from "./engine.js";
import { request } from "./inputs.js";
import { Result } from "./results.js";

/** The name of the built-in case. */
const CASE = "karabakh";

/**
 * What the package exports, given how its module is had.
 * @param {() => Promise<WebAssembly.Module>} compile
 */
export function api(compile) {
	let compiled = null;
	let engine = null;

	/** The engine; a new one where the last has failed. */
	async function ready() {
		compiled ??= compile();
		compiled.catch(() => compiled = null);
		const module = await compiled;
		if (engine === null || engine.isLost) engine = new Engine(module);
		return engine;
	}

	async function ask(verb, inputs, options) {
		const isCase = inputs === CASE;
		const [engine, asked] = await Promise.all([ready(), request(isCase ? [] : [inputs].flat(), options)]);
		const named = isCase ? { case: CASE } : {};
		const reply = engine.text({ ask: verb, ...asked.request, ...named }, asked.parts, asked.told);
		return new Result(engine, JSON.parse(reply));
	}

	return {
		ready: async () => void await ready(),
		diff: (before, after, options) => ask("diff", [before, after].filter(input => input != null), options),
		timeline: (inputs, options) => ask("timeline", inputs, options),
		info: (inputs, options) => ask("info", inputs, options),
		check: (inputs, options) => ask("check", inputs, options),
	};
}
