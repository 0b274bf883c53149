export type Language = "fr" | "en";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const DAY_SECONDS = DAY / SECOND;

/** A length of time in its two largest units, rounded down: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function lengthText(ms: number, language: Language): string {
  const units = [
    [language === "fr" ? "j" : "d", DAY],
    ["h", HOUR],
    ["min", MINUTE],
    ["s", SECOND],
  ] as const;
  const first = units.findIndex(([, unitMs]) => ms >= unitMs);
  if (first === -1) return "0 s";
  const [unit, unitMs] = units[first]!;
  const whole = Math.floor(ms / unitMs);
  const next = unitMs > MINUTE ? units[first + 1] : undefined;
  const rest = next === undefined ? 0 : Math.floor((ms - whole * unitMs) / next[1]);
  const text = `${whole}\u00a0${unit}`;
  return next === undefined || rest === 0 ? text : `${text}\u00a0${rest}\u00a0${next[0]}`;
}

const LOCALE = { fr: "fr-FR", en: "en-GB" } as const;

/** Day and time in the reader's time zone. */
export const dateTimeText = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(LOCALE[language], { dateStyle: "medium", timeStyle: "short" }).format(ms);

/** Time of day to the second, in the reader's time zone. */
export const timeText = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(LOCALE[language], { timeStyle: "medium" }).format(ms);

/** The language of a reader: the first of the browser's that the console speaks, else French. */
export function preferredLanguage(wanted: readonly string[]): Language {
  const known = wanted
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === "fr" || tag === "en");
  return known === "en" ? "en" : "fr";
}

/** Enough of an id to tell it from others on a screen. */
export const shortId = (id: string): string => id.slice(0, 8);

export interface Run<T> {
  readonly last: T;
  readonly count: number;
}

/** Neighbours of the same kind as one, the latest kept: forty reports joining is one line of a timeline. */
export function runs<T extends { readonly kind: string }>(
  events: readonly T[],
  merged: readonly string[],
): Run<T>[] {
  const out: Run<T>[] = [];
  for (const event of events) {
    const before = out.at(-1);
    if (before?.last.kind === event.kind && merged.includes(event.kind)) {
      out[out.length - 1] = { last: event, count: before.count + 1 };
    } else out.push({ last: event, count: 1 });
  }
  return out;
}
