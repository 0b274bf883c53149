import { heldReadings, isSimple } from "../policy/path.ts";
import { decodeOnce, textOfBytes, toByteString } from "../policy/percent.ts";
import { compareRefusals } from "../policy/precedence.ts";
import { isRefusing } from "../policy/words.ts";
import type { ClearMeasure } from "./measure.ts";

/** The measure that a visitor is shown. */
export type Refusal = Pick<
  ClearMeasure,
  "index" | "verb" | "grain" | "decision" | "clause" | "startsMs" | "endsMs"
>;
type Params = NonNullable<ClearMeasure["params"]>;

export interface PlannedPage {
  /** The plain reading, decoded: a byte string, one character per byte; "" for the root. */
  readonly path: string;
  /** True: this path and everything under it, by whole segments. */
  readonly under: boolean;
  readonly params: Params;
  readonly refusal: Refusal;
}

export interface PlannedHost {
  readonly host: string;
  readonly foldCase: boolean;
  /** Refuses the whole host. */
  readonly whole?: Refusal;
  /** The most particular first: the first that matches a request is the one to show. */
  readonly pages: readonly PlannedPage[];
}

/**
 * A measure that these servers cannot carry out as decided. Carrying out something near it would be another measure.
 */
export interface LeftOut {
  readonly index: number;
  readonly host: string;
  readonly why: string;
}

export interface Plan {
  readonly hosts: readonly PlannedHost[];
  readonly leftOut: readonly LeftOut[];
}

const WHY_NOT: readonly (readonly [
  why: string,
  applies: (measure: ClearMeasure, path: string) => boolean,
])[] = [
  ["only refusals are carried out by a connector", ({ verb }) => !isRefusing(verb)],
  ["this server cannot tell countries apart", ({ territory }) => territory !== undefined],
  ["path parameters (;) are dropped before comparing", (_measure, path) => path.includes(";")],
  ["a path measure needs at least one segment", ({ grain }, path) => grain === "path" && path === ""],
];

/** The plain reading of a path (policy/path.ts) as bytes, without the root's slash. */
function plainPath(path: string, foldCase: boolean): string {
  const readings = { foldCase };
  const bytes = isSimple(path, readings) ? path : decodeOnce(heldReadings(path, readings).at(-1)!);
  return bytes === "/" ? "" : bytes;
}

/** Unicode that an origin may hold composed or decomposed: these servers compare bytes, so both forms are planned. */
function spellings(path: string): readonly string[] {
  if (/^[\0-\x7f]*$/.test(path)) return [path];
  const text = textOfBytes(path);
  if (text === undefined) return [path];
  return [...new Set([text.normalize("NFC"), text.normalize("NFD")])].map(toByteString);
}

/** A measure on a page or below a path. */
interface Placed {
  readonly measure: ClearMeasure;
  readonly path: string;
}
type ByPath = ReadonlyMap<string, readonly Placed[]>;

/** Whether a page with parameters `all` is also one with only some of them. */
const isPart = (some: Params = [], all: Params = []): boolean =>
  some.every((param) => all.some((other) => other[0] === param[0] && other[1] === param[1]));
const strongest = (measures: readonly ClearMeasure[]): Refusal =>
  measures.length === 1 ? measures[0]! : measures.toSorted(compareRefusals)[0]!;

/**
 * Arranges checked measures that are in force for a server that stops at the first match. Every page carries the strongest
 * refusal of all that cover it (a legal demand on the host shows on a page refused under our rules), so lifting one reveals
 * the next.
 */
export function plan(inForce: readonly ClearMeasure[]): Plan {
  const leftOut: LeftOut[] = [];
  const byHost = Map.groupBy(inForce, ({ host }) => host);
  const hosts = [...byHost]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, measures]) => planHost(host, measures, leftOut));
  return { hosts: hosts.filter(({ whole, pages }) => whole !== undefined || pages.length > 0), leftOut };
}

function planHost(host: string, measures: readonly ClearMeasure[], leftOut: LeftOut[]): PlannedHost {
  const foldCase = measures.some((measure) => measure.foldCase);
  const whole: ClearMeasure[] = [];
  const placed: Placed[] = [];
  for (const measure of measures) {
    const path = measure.path === undefined ? undefined : plainPath(measure.path, foldCase);
    const why = WHY_NOT.find(([, applies]) => applies(measure, path ?? ""))?.[0];
    if (why !== undefined) leftOut.push({ index: measure.index, host, why });
    else if (path === undefined) whole.push(measure);
    else for (const one of spellings(path)) placed.push({ measure, path: one });
  }
  const urls = Map.groupBy(placed.filter(isUrl), ({ path }) => path);
  const paths = Map.groupBy(
    placed.filter((one) => !isUrl(one)),
    ({ path }) => path,
  );
  const pages: PlannedPage[] = [];
  for (const [path, group] of urls) {
    const above = paths.size === 0 ? whole : [...whole, ...covering(paths, path)];
    for (const params of distinctParams(group)) {
      const refusal = strongest([...above, ...onPage(group, params)]);
      pages.push({ path, under: false, params, refusal });
    }
  }
  for (const path of paths.keys()) {
    const refusal = strongest([...whole, ...covering(paths, path)]);
    pages.push({ path, under: true, params: [], refusal });
  }
  return {
    host,
    foldCase,
    ...(whole.length > 0 && { whole: strongest(whole) }),
    pages: pages.sort(mostParticularFirst),
  };
}

const isUrl = ({ measure }: Placed): boolean => measure.grain === "url";

function distinctParams(group: readonly Placed[]): Iterable<Params> {
  if (group.length === 1) return [group[0]!.measure.params ?? []];
  return new Map(group.map(({ measure: { params = [] } }) => [JSON.stringify(params), params])).values();
}

/** Those of the measures on one page which hold for a request with these parameters. */
const onPage = (group: readonly Placed[], params: Params): ClearMeasure[] =>
  group.flatMap(({ measure }) => (isPart(measure.params, params) ? [measure] : []));

/** Measures on the path itself and on what it is below, by whole segments. */
function covering(paths: ByPath, path: string): ClearMeasure[] {
  if (paths.size === 0) return [];
  const found: ClearMeasure[] = [];
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1))
    for (const { measure } of paths.get(path.slice(0, end)) ?? []) found.push(measure);
  return found;
}

/** Pages before what is below them, then more parameters, then deeper paths. Pages of equal parameters exclude each other. */
const mostParticularFirst = (a: PlannedPage, b: PlannedPage): number =>
  Number(a.under) - Number(b.under) ||
  b.params.length - a.params.length ||
  (a.under ? depth(b) - depth(a) : 0) ||
  (a.path < b.path ? -1 : 1);

const depth = ({ path }: PlannedPage): number => path.split("/").length;
