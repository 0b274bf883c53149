import { inOriginal, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { type DetailKind, type Finding, isDetail } from "../types.ts";
import {
  DAMPERS,
  INTENT,
  LABEL_LINE,
  LAYOUT_REASON,
  LAYOUT_WEIGHT,
  POINTING,
  PRIOR,
  REACHING,
  SUBJECT,
  THRESHOLD,
  WEIGHT,
} from "./signals.ts";

/** Details further apart than this are not one publication about one person. */
const MAX_GAP = 400;
/** What is said around the details: an introduction before, an invitation after. */
const CONTEXT = 300;
/** A page of nothing but details is read in pieces of this size. */
const MAX_CLUSTER = 6000;

/**
 * Composite: details that stand together, weighed with how they are presented. One finding per cluster, from
 * its first detail to its last; its confidence is the logistic of the summed evidence.
 */
export function findDoxes(readings: readonly Reading[], details: readonly Finding[]): Finding[] {
  const [folded] = readings;
  if (folded === undefined || details.length === 0) return [];
  return clusters(details).flatMap((cluster) => weigh(folded, cluster) ?? []);
}

function clusters(details: readonly Finding[]): Finding[][] {
  const groups: Finding[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  let start = 0;
  for (const detail of [...details].sort((a, b) => a.start - b.start)) {
    if (detail.start - end > MAX_GAP || detail.end - start > MAX_CLUSTER) {
      groups.push([]);
      start = detail.start;
      end = detail.end;
    }
    groups.at(-1)?.push(detail);
    end = Math.max(end, detail.end);
  }
  return groups;
}

function weigh(reading: Reading, cluster: readonly Finding[]): Finding | undefined {
  const kinds = new Set(cluster.map((detail) => detail.kind).filter(isDetail));
  if (![...kinds].some((kind) => REACHING.has(kind))) return undefined;
  const start = Math.min(...cluster.map((detail) => detail.start));
  const end = Math.max(...cluster.map((detail) => detail.end));
  const context = surroundings(reading, start, end);
  const reasons: Reason[] = ["a detail by which a person can be reached or found"];
  let odds = PRIOR;
  for (const kind of kinds) odds += WEIGHT[kind as DetailKind];
  if (kinds.size > 1) reasons.push("several kinds of personal details stand together");

  const add = (weight: number, reason: Reason) => {
    odds += weight;
    if (!reasons.includes(reason)) reasons.push(reason);
  };
  const presented = [
    SUBJECT.find(({ pattern }) => pattern.test(context)),
    POINTING.pattern.test(context) ? POINTING : undefined,
    INTENT.pattern.test(context) ? INTENT : undefined,
  ].filter((signal) => signal !== undefined);
  for (const { weight, reason } of presented) add(weight, reason);
  const labels = context.match(LABEL_LINE)?.length ?? 0;
  if (labels >= 3) add(LAYOUT_WEIGHT, LAYOUT_REASON);
  // Nothing ties the details to a person, nothing presents them: a list of contacts is not a dox.
  if (presented.length === 0 && labels < 3) return undefined;
  for (const { weight, reason, pattern } of DAMPERS) if (pattern.test(context)) add(weight, reason);

  const confidence = 1 / (1 + Math.exp(-odds));
  return confidence < THRESHOLD
    ? undefined
    : { kind: "dox", start, end, confidence: Math.min(0.99, confidence), reasons };
}

/** The folded text from a little before the first detail to a little after the last. */
function surroundings(reading: Reading, start: number, end: number): string {
  const from = firstAt(reading, start - CONTEXT);
  return reading.text.slice(from, firstAt(reading, end + CONTEXT));
}

/** The first unit of the reading that was read from `original` or later: binary search over the offsets. */
function firstAt(reading: Reading, original: number): number {
  let low = 0;
  let high = reading.text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOriginal(reading, { start: middle, end: middle + 1 }).start < original) low = middle + 1;
    else high = middle;
  }
  return low;
}
