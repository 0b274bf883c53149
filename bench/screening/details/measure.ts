/**
 * Recall and precision of the detail finders on generated documents:
 * `node --conditions=rempart-src bench/screening/details/measure.ts [--half dev|held-out] [--misses] [--times n] [--kind k]`.
 * Strict: the same kind and the same span; overlapping: the same kind and any unit in common. Intervals: bootstrap over
 * templates, 95 %, because documents of one template succeed or fail together.
 */
import { parseArgs } from "node:util";
import { DETAIL_KINDS, type Finding, isDetail, screen } from "../../../src/screening/index.ts";
import { type Document, type Half, type Mark, negativeLines, negatives, positives } from "./generate.ts";
import { Random } from "./random.ts";

const { values } = parseArgs({
  options: {
    half: { type: "string", default: "both" },
    misses: { type: "boolean", default: false },
    times: { type: "string", default: "4" },
    kind: { type: "string" },
  },
});
const times = Number(values.times);

interface Counts {
  wanted: number;
  found: number;
  exact: number;
  given: number;
  right: number;
  rightExact: number;
}

interface Outcome {
  readonly document: Document;
  readonly missed: readonly Mark[];
  readonly inexact: readonly [Mark, Finding][];
  readonly extra: readonly Finding[];
  readonly counts: ReadonlyMap<string, Counts>;
}

const none = (): Counts => ({ wanted: 0, found: 0, exact: 0, given: 0, right: 0, rightExact: 0 });

function judge(document: Document): Outcome {
  const given = screen(document.text).findings.filter(({ kind }) => isDetail(kind));
  const counts = new Map<string, Counts>();
  const of = (kind: string): Counts => {
    const known = counts.get(kind) ?? none();
    counts.set(kind, known);
    return known;
  };
  const missed: Mark[] = [];
  const inexact: [Mark, Finding][] = [];
  for (const mark of document.marks) {
    const same = given.filter(
      ({ kind, start, end }) => kind === mark.kind && start < mark.end && end > mark.start,
    );
    const exact = same.some(({ start, end }) => start === mark.start && end === mark.end);
    const count = of(mark.kind);
    count.wanted++;
    if (same.length > 0) count.found++;
    else missed.push(mark);
    if (exact) count.exact++;
    else if (same[0] !== undefined) inexact.push([mark, same[0]]);
  }
  const extra: Finding[] = [];
  for (const finding of given) {
    const same = document.marks.filter(
      ({ kind, start, end }) => kind === finding.kind && start < finding.end && end > finding.start,
    );
    const count = of(finding.kind);
    count.given++;
    if (same.length > 0) count.right++;
    else extra.push(finding);
    if (same.some(({ start, end }) => start === finding.start && end === finding.end)) count.rightExact++;
  }
  return { document, missed, inexact, extra, counts };
}

function total(outcomes: readonly Outcome[], kind?: string): Counts {
  const sum = none();
  for (const { counts } of outcomes) {
    for (const [name, count] of counts) {
      if (kind !== undefined && kind !== name) continue;
      for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += count[key];
    }
  }
  return sum;
}

const share = (part: number, whole: number): number => (whole === 0 ? Number.NaN : part / whole);
const shown = (value: number): string => (Number.isNaN(value) ? "   -" : value.toFixed(3));

/** The middle 95 % of 400 draws of as many templates, with repetition. */
function interval(
  outcomes: readonly Outcome[],
  kind: string | undefined,
  of: (counts: Counts) => number,
): string {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.document.lang} ${outcome.document.template}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  const totals = [...groups.values()]
    .map((group) => total(group, kind))
    .filter((counts) => counts.wanted + counts.given > 0);
  if (totals.length === 0) return "";
  const random = new Random(7);
  const draws = Array.from({ length: 400 }, () => {
    const sum = none();
    for (let at = 0; at < totals.length; at++) {
      const one = random.pick(totals);
      for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += one[key];
    }
    return of(sum);
  })
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  return `[${shown(draws[Math.floor(draws.length * 0.025)] ?? Number.NaN)}, ${shown(draws[Math.floor(draws.length * 0.975)] ?? Number.NaN)}]`;
}

const recall = (counts: Counts): number => share(counts.found, counts.wanted);
const precision = (counts: Counts): number => share(counts.right, counts.given);

function row(name: string, outcomes: readonly Outcome[], kind?: string): void {
  const counts = total(outcomes, kind);
  if (counts.wanted + counts.given === 0) return;
  console.log(
    `  ${name.padEnd(22)} ${String(counts.wanted).padStart(5)}  R ${shown(recall(counts))} ${interval(outcomes, kind, recall)}  P ${shown(precision(counts))} ${interval(outcomes, kind, precision)}  strict R ${shown(share(counts.exact, counts.wanted))} P ${shown(share(counts.rightExact, counts.given))}`,
  );
}

const quote = (text: string): string => JSON.stringify(text);

function list(outcomes: readonly Outcome[]): void {
  for (const { document, missed, inexact, extra } of outcomes) {
    const where = `${document.lang}-${document.country}`;
    const slice = ({ start, end }: { start: number; end: number }) => quote(document.text.slice(start, end));
    for (const mark of missed)
      if (values.kind === undefined || mark.kind === values.kind)
        console.log(`MISS  ${where} ${mark.kind} ${slice(mark)} in ${quote(document.text)}`);
    for (const finding of extra)
      if (values.kind === undefined || finding.kind === values.kind)
        console.log(`EXTRA ${where} ${finding.kind} ${slice(finding)} in ${quote(document.text)}`);
    for (const [mark, finding] of inexact)
      if (values.kind === undefined || mark.kind === values.kind)
        console.log(
          `SPAN  ${where} ${mark.kind} wanted ${slice(mark)} got ${slice(finding)} in ${quote(document.text)}`,
        );
  }
}

const halves: readonly Half[] = values.half === "both" ? ["dev", "held-out"] : [values.half as Half];
console.log(`negative lines: fr ${negativeLines("fr").length}, en ${negativeLines("en").length}`);
for (const half of halves) {
  const outcomes = (["fr", "en"] as const).flatMap((lang) =>
    [...positives(lang, half, times), ...negatives(lang, half, Math.min(2, times))].map(judge),
  );
  if (values.misses) list(outcomes);
  const bad = outcomes.filter(
    ({ document, extra }) => document.marks.length === 0 && extra.length > 0,
  ).length;
  const clean = outcomes.filter(({ document }) => document.marks.length === 0).length;
  console.log(`\n${half}: ${outcomes.length} documents; ${bad} of ${clean} hard negatives flagged`);
  row("all", outcomes);
  for (const lang of ["fr", "en"] as const)
    row(
      lang,
      outcomes.filter(({ document }) => document.lang === lang),
    );
  for (const country of ["fr", "ca", "us", "gb", "be", "ch"] as const)
    row(
      country,
      outcomes.filter(({ document }) => document.country === country && document.marks.length > 0),
    );
  for (const kind of DETAIL_KINDS) row(kind, outcomes, kind);
}
