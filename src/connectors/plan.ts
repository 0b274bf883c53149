import { heldReadings } from "../policy/path.ts";
import { decodeOnce, textOfBytes, toByteString } from "../policy/percent.ts";
import { compareRefusals } from "../policy/precedence.ts";
import { isRefusing } from "../policy/words.ts";
import { type ClearMeasure, checkClearMeasure } from "./measure.ts";

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

const WHY_NOT: readonly (readonly [why: string, applies: (measure: ClearMeasure) => boolean])[] = [
  ["only refusals are carried out by a connector", ({ verb }) => !isRefusing(verb)],
  ["this server cannot tell countries apart", ({ territory }) => territory !== undefined],
  [
    "path parameters (;) are dropped before comparing",
    ({ path }) => path !== undefined && plainPath(path, false).includes(";"),
  ],
  [
    "a path measure needs at least one segment",
    ({ grain, path }) => grain === "path" && plainPath(path!, false) === "",
  ],
];

/** The plain reading of a path (policy/path.ts) as bytes, without the root's slash. */
function plainPath(path: string, foldCase: boolean): string {
  const bytes = decodeOnce(heldReadings(path, { foldCase }).at(-1)!);
  return bytes === "/" ? "" : bytes;
}

/** Unicode that an origin may hold composed or decomposed: these servers compare bytes, so both forms are planned. */
function spellings(path: string): readonly string[] {
  const text = textOfBytes(path);
  if (text === undefined) return [path];
  return [...new Set([text.normalize("NFC"), text.normalize("NFD")])].map(toByteString);
}

interface Placed {
  readonly measure: ClearMeasure;
  readonly path: string;
}

const covers = (above: Placed, path: string): boolean =>
  path === above.path || path.startsWith(`${above.path}/`);
/** Whether a page with parameters `all` is also one with only some of them. */
const isPart = (some: Params = [], all: Params = []): boolean =>
  some.every((param) => all.some((other) => other[0] === param[0] && other[1] === param[1]));
const strongest = (measures: readonly ClearMeasure[]): Refusal => measures.toSorted(compareRefusals)[0]!;

/**
 * Arranges the measures in force for a server that stops at the first match. Every page carries the strongest refusal
 * of all that cover it (a legal demand on the host shows on a page refused under our rules), so lifting one reveals
 * the next. Throws `connector.measure` for a malformed one.
 */
export function plan(inForce: readonly ClearMeasure[]): Plan {
  const leftOut: LeftOut[] = [];
  const usable = inForce.map(checkClearMeasure).filter((measure) => {
    const why = WHY_NOT.find(([, applies]) => applies(measure))?.[0];
    if (why !== undefined) leftOut.push({ index: measure.index, host: measure.host, why });
    return why === undefined;
  });
  const byHost = Map.groupBy(usable, ({ host }) => host);
  const hosts = [...byHost]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, measures]) => planHost(host, measures));
  return { hosts, leftOut };
}

function planHost(host: string, measures: readonly ClearMeasure[]): PlannedHost {
  const foldCase = measures.some((measure) => measure.foldCase);
  const whole = measures.filter(({ path }) => path === undefined);
  const placed = measures.flatMap((measure): Placed[] => {
    const { path } = measure;
    return path === undefined
      ? []
      : spellings(plainPath(path, foldCase)).map((one) => ({ measure, path: one }));
  });
  const paths = placed.filter(({ measure }) => measure.grain === "path");
  const urls = placed.filter(({ measure }) => measure.grain === "url");

  const pages = placed.map(({ measure, path }): PlannedPage => {
    const under = measure.grain === "path";
    const onPage = urls.filter((url) => url.path === path && isPart(url.measure.params, measure.params));
    const above = paths.filter((one) => covers(one, path));
    const all = [...(under ? [] : onPage), ...above].map((one) => one.measure);
    const refusal = strongest([...whole, ...all]);
    return { path, under, params: measure.params ?? [], refusal };
  });
  const distinct = new Map(pages.map((page) => [JSON.stringify([page.path, page.under, page.params]), page]));
  return {
    host,
    foldCase,
    ...(whole.length > 0 && { whole: strongest(whole) }),
    pages: [...distinct.values()].sort(mostParticularFirst),
  };
}

function mostParticularFirst(a: PlannedPage, b: PlannedPage): number {
  return (
    Number(a.under) - Number(b.under) ||
    b.params.length - a.params.length ||
    b.path.split("/").length - a.path.split("/").length ||
    (a.path < b.path ? -1 : 1)
  );
}
