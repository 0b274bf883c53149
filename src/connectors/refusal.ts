import { DAY, HOUR, MINUTE, rfc3339, SECOND } from "../lib/clock.ts";
import { badRequest } from "../lib/errors.ts";
import type { Verb } from "../policy/words.ts";
import type { Refusal } from "./plan.ts";

const PLAIN_URL = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~/-]*)?$/;

/**
 * The desk's public URL, which becomes part of configuration files: no query, nothing to escape. Throws
 * `connector.desk-url`.
 */
export function checkDeskUrl(deskUrl: string): string {
  if (!PLAIN_URL.test(deskUrl)) {
    throw badRequest("connector.desk-url", `"${deskUrl}" must be a plain http(s) URL without query`);
  }
  return deskUrl.replace(/\/+$/, "");
}

/** RFC 7725 §3: 451 says that the law demands it, so nothing else may. */
export const REFUSAL_STATUSES = [403, 451] as const;
export type RefusalStatus = (typeof REFUSAL_STATUSES)[number];
const LEGAL: RefusalStatus = 451;

const CODES: Partial<Record<Verb, string>> = {
  refuse: "measure.refused",
  "legal-refuse": "measure.legal",
  suspend: "measure.suspended",
  terminate: "measure.terminated",
};

/**
 * Fields of a map value, in order. `until` is for people, `untilJson` a JSON literal: these servers have no "if" in a
 * template.
 */
export const REFUSAL_FIELDS = [
  "status",
  "index",
  "code",
  "decision",
  "clause",
  "since",
  "until",
  "untilJson",
] as const;
export type RefusalField = (typeof REFUSAL_FIELDS)[number];

/** A refusal as one map value, fields separated by `|`, every one of a closed alphabet. */
export function refusalValue(refusal: Refusal): string {
  const known = values.get(refusal);
  if (known !== undefined) return known;
  const value = valueFrom(refusal);
  values.set(refusal, value);
  return value;
}

/** A refusal never changes, and each change of the measures asks for all values again. */
const values = new WeakMap<Refusal, string>();

/** As {@link rfc3339}, whose calendar is asked once a day: ten thousand times take longer than all else. */
function timeText(ms: number): string {
  const day = Math.floor(ms / DAY);
  let text = days.get(day);
  if (text === undefined) {
    text = rfc3339(day * DAY).slice(0, 11);
    if (days.size > 10_000) days.clear();
    days.set(day, text);
  }
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const ofDay = ms - day * DAY;
  return `${text}${two(ofDay / HOUR)}:${two((ofDay % HOUR) / MINUTE)}:${two((ofDay % MINUTE) / SECOND)}Z`;
}
const days = new Map<number, string>();

function valueFrom({ index, verb, decision, clause, startsMs, endsMs }: Refusal): string {
  const until = endsMs === null ? undefined : timeText(endsMs);
  const fields: Readonly<Record<RefusalField, string | number | undefined>> = {
    status: verb === "legal-refuse" ? LEGAL : 403,
    index,
    code: CODES[verb],
    decision,
    clause,
    since: timeText(startsMs),
    until: until ?? "-",
    untilJson: JSON.stringify(until ?? null),
  };
  return REFUSAL_FIELDS.map((name) => fields[name]).join("|");
}

/** How a server spells a field of the refusal at hand. */
export type Spell = (field: RefusalField) => string;

/** Where the decision can be read and appealed; the same address as on our own edges. */
const decisionUrl = (deskUrl: string, spell: Spell): string => `${deskUrl}/d/${spell("decision")}`;

/** Names who implements the block, not who demanded it (RFC 7725 §4). */
export const blockedBy = (deskUrl: string): string => `<${deskUrl}/>; rel="blocked-by"`;

const TITLES: Readonly<Record<RefusalStatus, { fr: string; en: string }>> = {
  403: { fr: "Cette page n'est pas servie", en: "This page is not served" },
  451: {
    fr: "Cette page n'est pas servie pour des raisons légales",
    en: "This page is not served for legal reasons",
  },
};

/** RFC 9457 problem document, with the members that our own edges send. */
export function problemTemplate(status: RefusalStatus, deskUrl: string, spell: Spell): string {
  const members = [
    `"type":"about:blank"`,
    `"title":${JSON.stringify(TITLES[status].en)}`,
    `"status":${status}`,
    ...(["code", "decision", "clause", "since"] as const).map((name) => `"${name}":"${spell(name)}"`),
    `"until":${spell("untilJson")}`,
    `"ledger":${spell("index")}`,
    `"appeal":"${decisionUrl(deskUrl, spell)}"`,
  ];
  return `{${members.join(",")}}`;
}

/**
 * The page for people: decision, clause, dates, appeal. Nothing about what the page says, whom it concerns or who
 * reported it.
 */
export function pageTemplate(status: RefusalStatus, deskUrl: string, spell: Spell): string {
  const { fr, en } = TITLES[status];
  const section = (title: string, words: readonly [string, string, string, string, string, string]) => {
    const [decision, clause, since, until, ledger, appeal] = words;
    return (
      `<h1>${title}</h1><dl><dt>${decision}</dt><dd>${spell("decision")}</dd><dt>${clause}</dt><dd>${spell("clause")}</dd>` +
      `<dt>${since}</dt><dd>${spell("since")}</dd><dt>${until}</dt><dd>${spell("until")}</dd>` +
      `<dt>${ledger}</dt><dd>${spell("index")}</dd></dl>` +
      `<p><a href="${decisionUrl(deskUrl, spell)}" rel="noreferrer">${appeal}</a></p>`
    );
  };
  const french = section(fr, [
    "Décision",
    "Clause",
    "Depuis",
    "Jusqu'au",
    "Registre public, entrée",
    "Lire la décision ou la contester",
  ]);
  const english = section(en, [
    "Decision",
    "Clause",
    "Since",
    "Until",
    "Public ledger, entry",
    "Read the decision or object to it",
  ]);
  return (
    `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${fr} · ${en}</title>` +
    `<meta name="viewport" content="width=device-width"></head><body>${french}<hr><div lang="en">${english}</div></body></html>`
  );
}
