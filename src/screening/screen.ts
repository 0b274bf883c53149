import { findDetails } from "./details/index.ts";
import { findDoxes } from "./dox/index.ts";
import { Views } from "./normalise/index.ts";
import { type Reading, readView } from "./reading.ts";
import { severityOf } from "./severity.ts";
import type { Finding, NotSupported, Screening, ScreenOptions } from "./types.ts";
import { findViolence } from "./violence/index.ts";

/**
 * What one text holds: personal details, doxes, violence. Offsets are UTF-16 units of `text`. Never throws;
 * time is linear in the length. Without `lang` the text is read as French and as English.
 */
export function screen(text: string, options: ScreenOptions = {}): Screening {
  const findings = findAll(text, options);
  return { severity: severityOf(findings), findings, ...unsupported(options.lang) };
}

/** Detectors that read sentences; those of numbers and addresses read any language. */
const OF_SENTENCES: readonly NotSupported[] = [
  "violence",
  "dox",
  "current-location",
  "workplace-or-school",
  "family-member",
];

const isRead = (lang: string | undefined): boolean => lang === undefined || /^(?:fr|en|und)\b/i.test(lang);

/** What the result says of a language that is named and not read; nothing otherwise. */
export const unsupported = (lang: string | undefined): Pick<Screening, "notSupported"> =>
  isRead(lang) ? {} : { notSupported: OF_SENTENCES };

function findAll(text: string, { lang, sealed }: ScreenOptions): Finding[] {
  const readings = readingsOf(text);
  const understood = isRead(lang);
  const details = findDetails(readings, understood);
  const findings = [...details];
  if (understood) findings.push(...findDoxes(readings, details), ...findViolence(readings));
  for (const span of sealed?.match(text) ?? []) {
    findings.push({
      kind: "sealed-detail",
      ...span,
      confidence: 1,
      reasons: ["a detail that the target registered"],
    });
  }
  return findings.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The folded text, and the skeleton of those lines where it says more. */
function readingsOf(text: string): Reading[] {
  const views = new Views(text);
  const readings = [readView(views.folded, text, false)];
  if (views.hidden !== undefined) readings.push(readView(views.hidden, text, true));
  return readings;
}
