/** The bytes or the text of a file, or an object of GeoJSON. */
export type Content = Uint8Array | ArrayBuffer | ArrayBufferView | Blob | string | object;

/** A layer: a file, its content, or its content with what messages call it. */
export type Layer = File | Content | {
	/** What messages call it; its ending says nothing, the format is told by the content. */
	name?: string;
	bytes: Content;
	/** Which layer, of a file that holds several. */
	layer?: string;
	/** Its date, where it does not state it or is mistaken: `1994-05-12`, `1994-05` or `1994`. */
	date?: string;
};

/** How layers are read. */
export interface Reading {
	/** The property that names who holds the land; without, `controller`, else `name`, …, else the features' ids. */
	by?: string;
	/** Who holds all land of files that are outlines. */
	name?: string;
	/** What becomes of land without a name: `skip`, or who holds it; without, the file is refused. */
	unnamed?: string;
	/** Which features are read, by their properties as in SQL, such as `iso = 'UA' AND year >= 1994`; without, all. */
	where?: string;
	/** Names that are read as others, from old to new. */
	rename?: Record<string, string> | [string, string][];
	/** In which unit areas are told to people. */
	unit?: string;
	/** Other parts of the files, such as the `.dbf` and `.prj` of a `.shp`. */
	companions?: Layer[];
	/** Is called with the name of each stage of the work; `false` cancels it. */
	progress?: (stage: string) => unknown;
}

/** How changes are found and measured. */
export interface Options extends Reading {
	/** How the names of files state their dates, such as `%d.%m.%Y`. */
	datePattern?: string;
	/** Who holds land that several have: `first`, `last`, `contested`, or `error`. */
	overlap?: "first" | "last" | "contested" | "error";
	/** The properties that state from when to when a feature holds. */
	start?: string;
	end?: string;
	/** Whether the day on which a feature ends is still its own. */
	endDate?: string;
	/** The property that states the one date of a feature. */
	dateColumn?: string;
	/** The dates on which features with times are looked at; of a timeline also `year` and the like. */
	at?: string | string[];
	/** Changed pieces narrower than this are noise: metres, a length such as `250m`, or `auto`. */
	tolerance?: string | number;
	/** How far lines may be from the truth, in metres or as a length. */
	accuracy?: string | number;
	/** How edges between positions run. */
	edges?: "straight" | "geodesic";
	/** Polygons by which changes are broken down. */
	units?: Layer;
	/** The property that tells units apart. */
	unitsBy?: string;
	/** A property of units with numbers that are shared out by area. */
	weigh?: string;
	/** Settlements. */
	places?: Layer;
	/** Recognised sovereigns. */
	claims?: Layer;
	/** The land that all is about: a layer, the name of a unit or controller, or west, south, east and north in degrees. */
	within?: Layer | [number, number, number, number];
	/** Who holds what files leave out. */
	rest?: string;
	/** All the land in question, of which `rest` holds what is left. */
	land?: Layer;
}

/** How a map or page is drawn. */
export interface Drawing {
	kind?: "change" | "before-after" | "multiples" | "shares" | "flows";
	/** What it is for. */
	medium?: "phone" | "story" | "slide" | "print" | "web";
	/** Pixels across, and down. */
	width?: number;
	height?: number;
	style?: "light" | "dark" | "print";
	/** The language of texts, such as `en` or `de`. */
	lang?: string;
	title?: string;
	/** West, south, east and north in degrees; all figures are about what lies inside. */
	extent?: [number, number, number, number];
	/** Controllers, `FROM→TO`, units or places. */
	highlight?: string[];
	/** The periods by which a chart of many dates sums. */
	every?: string;
	/** Whether land, lakes and towns around the data are drawn. */
	base?: boolean;
	progress?: (stage: string) => unknown;
}

/** A result: its tables, its figures as JSON, and all of it as text. */
export declare class Result<R = unknown> {
	private constructor();
	/** All figures, with all digits, as `landshift schema` describes them. */
	readonly record: R;
	/** Tables for people, with rounded figures. */
	readonly text: string;
	/** The tables that it has, and what each holds. */
	readonly tables: { name: string; about: string }[];
	/** The formats in which it can be written. */
	readonly formats: { name: string; ending: string; about: string; isLand: boolean }[];
	/** The bytes of a file: in a format by its name, of CSV a table by its name. */
	write(format: string, options?: { table?: string }): Uint8Array;
	/** As `write`, of formats that are text. */
	writeText(format: string, options?: { table?: string }): string;
	/** The rows of a table, their members named as the columns of the CSV. */
	rows(table: string): Record<string, unknown>[];
	/** The tables for people as part of a page, below a heading of level `under`; nothing of the data is markup in it. */
	html(under?: number): string;
	/** Gives its memory back; it cannot be used any more. */
	free(): void;
}

/** What changed. */
export interface Change<R = ChangeRecord> extends Result<R> {
	/** What changed most, in a sentence. */
	readonly finding: string;
	/** How inputs were read, what was repaired in them, and what is noise. */
	readonly remarks: { warning: boolean; text: string }[];
	readonly snapshots: { name: string; date: string | null; controllers: string[] }[];
	/** The kinds of map that there are. */
	readonly maps: string[];
	/** A map as SVG. */
	map(drawing?: Drawing): string;
	/** Maps and tables as one web page that asks for nothing. */
	page(drawing?: Drawing): string;
}

/** What is wrong with layers. */
export interface Problems extends Result<Record<string, unknown>> {
	/** Whether nothing is. */
	readonly ok: boolean;
}

/** What every record of a change has; the schema describes all of it. */
export interface ChangeRecord {
	generator: string;
	[member: string]: unknown;
}

/** Compiles the engine, which else is done when it is first needed. */
export declare function ready(): Promise<void>;
/** What changed between two layers, or between the two dates of one that are stated as `at`. */
export declare function diff(before: Layer, after?: Layer | null, options?: Options): Promise<Change>;
/** What changed over many layers, in one whose features have times, or in the built-in case. */
export declare function timeline(layers: Layer | Layer[] | "karabakh", options?: Options & { every?: string }): Promise<Change>;
/** What is in layers. */
export declare function info(layers: Layer | Layer[], options?: Reading): Promise<Result<Record<string, unknown>>>;
/** What is wrong with layers. */
export declare function check(layers: Layer | Layer[], options?: Reading & { gapWidth?: string | number; sliver?: string | number }): Promise<Problems>;

/** What went wrong, where, and what to do about it. */
export declare class LandshiftError extends Error {
	readonly kind: "io" | "syntax" | "geometry" | "attribute" | "settings" | "options" | "base" | "memory" | "cancelled" | "internal" | "other";
	/** What is wrong, without where. */
	readonly reason: string;
	readonly file?: string | null;
	readonly feature?: string | null;
	/** The place inside the file or feature. */
	readonly position?: string | null;
	/** Longitude and latitude in degrees. */
	readonly place?: [number, number] | null;
	readonly hint?: string | null;
}
