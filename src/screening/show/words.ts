import type { Severity } from "../types.ts";

/** What `rempart screen --explain` says around findings, in the languages of the desk. */
export interface Words {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly summary: (
    severity: string,
    findings: number,
    units: number,
    segments: number | undefined,
  ) => string;
  readonly nothing: string;
  readonly left: (units: number) => string;
  readonly at: (start: number, end: number) => string;
  readonly by: (author: string) => string;
  readonly noAuthor: string;
  readonly comment: string;
  readonly quote: string;
  readonly hidden: string;
  readonly versions: string;
  readonly notSupported: (what: string) => string;
  readonly percent: (share: number) => string;
  readonly separator: string;
}

const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

const en: Words = {
  severity: { none: "none", low: "low", medium: "medium", high: "high", critical: "critical" },
  summary: (severity, findings, units, segments) =>
    [
      `severity: ${severity}`,
      counted(findings, "finding", "findings"),
      counted(units, "character", "characters"),
      ...(segments === undefined ? [] : [counted(segments, "segment", "segments")]),
    ].join(" · "),
  nothing: "Nothing was found.",
  left: (units) => `(… ${counted(units, "character", "characters")} without a finding …)`,
  at: (start, end) => `characters ${start} to ${end}`,
  by: (author) => `by ${author}`,
  noAuthor: "no author",
  comment: "comment",
  quote: "quote",
  hidden: "not shown on the page",
  versions: "versions:",
  notSupported: (what) => `Not looked for in this language: ${what}.`,
  percent: (share) => `${Math.round(share * 100)}%`,
  separator: "; ",
};

const fr: Words = {
  severity: { none: "aucune", low: "faible", medium: "moyenne", high: "élevée", critical: "critique" },
  summary: (severity, findings, units, segments) =>
    [
      `gravité : ${severity}`,
      counted(findings, "constat", "constats"),
      counted(units, "caractère", "caractères"),
      ...(segments === undefined ? [] : [counted(segments, "segment", "segments")]),
    ].join(" · "),
  nothing: "Rien n'a été trouvé.",
  left: (units) => `(… ${counted(units, "caractère", "caractères")} sans constat …)`,
  at: (start, end) => `caractères ${start} à ${end}`,
  by: (author) => `de ${author}`,
  noAuthor: "sans auteur",
  comment: "commentaire",
  quote: "citation",
  hidden: "non montré sur la page",
  versions: "versions :",
  notSupported: (what) => `Non recherché dans cette langue : ${what}.`,
  percent: (share) => `${Math.round(share * 100)} %`,
  separator: " ; ",
};

export const WORDS: Readonly<Record<"fr" | "en", Words>> = { fr, en };
