import type { Language } from "../../web/layout.ts";
import { dueAt, type Hours, isSomebodyThere, type OpenHours, type Span } from "../hours.ts";
import { unbroken } from "./lines.ts";

/** Days as `Date` counts them, 0 is Sunday. */
const DAYS: Readonly<Record<Language, readonly string[]>> = {
  fr: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};

const FEW: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  fr: { 2: "Deux", 3: "Trois", 4: "Quatre", 5: "Cinq" },
  en: { 2: "Two", 3: "Three", 4: "Four", 5: "Five" },
};

/** What stands there until the desk has said when it reads: no promise that nobody made. */
export const UNDECLARED: Readonly<Record<Language, string>> = {
  fr: "L'équipe n'a pas encore dit à quelles heures elle lit.",
  en: "The team has not said yet at what hours it reads.",
};

const T = {
  fr: {
    people: (n: number) => (n === 1 ? "Une personne lit" : `${FEW.fr[n] ?? n} personnes lisent`),
    reports: "les signalements",
    always: "à toute heure, tous les jours",
    everyDay: "tous les jours",
    range: (a: string, b: string) => `du ${a} au ${b}`,
    day: (a: string) => `le ${a}`,
    time: (a: string, b: string) => `de ${a} à ${b}`,
    zone: (zone: string) => `(fuseau horaire ${zone})`,
    onCallAlways: "Si une vie est en danger, quelqu'un est d'astreinte jour et nuit.",
    onCall: (when: string) => `Si une vie est en danger, quelqu'un est aussi d'astreinte ${when}.`,
    otherwise: (emergency: string) =>
      `Le reste du temps il n'y a personne, même d'astreinte : si quelqu'un est en danger, appelez le ${emergency}.`,
    nobody: (emergency: string, back: string) =>
      `En ce moment, il n'y a personne, même d'astreinte : si quelqu'un est en danger, appelez le ${emergency}. Quelqu'un sera là ${back}.`,
  },
  en: {
    people: (n: number) => (n === 1 ? "One person reads" : `${FEW.en[n] ?? n} people read`),
    reports: "reports",
    always: "at any hour, every day",
    everyDay: "every day",
    range: (a: string, b: string) => `${a} to ${b}`,
    day: (a: string) => a,
    time: (a: string, b: string) => `from ${a} to ${b}`,
    zone: (zone: string) => `(time zone ${zone})`,
    onCallAlways: "If a life is at risk, somebody is on call day and night.",
    onCall: (when: string) => `If a life is at risk, somebody is on call as well: ${when}.`,
    otherwise: (emergency: string) =>
      `At other times nobody is here, not even on call: if anybody is in danger, call ${emergency}.`,
    nobody: (emergency: string, back: string) =>
      `Right now nobody is here, not even on call: if anybody is in danger, call ${emergency}. Somebody will be here ${back}.`,
  },
};

/**
 * Who looks and when, for the page before filing: how many people, on which days, in which time zone, and whether
 * somebody is on call. Where nobody is at `now` it says so, with the emergency number (`emergencyText`) and when
 * somebody will be. Plain text, one to three sentences.
 */
export function hoursText(
  hours: Hours,
  language: Language,
  people: number,
  { now, emergency }: { readonly now: number; readonly emergency: string },
): string {
  const t = T[language];
  const { ordinary, onCall } = hours;
  const sentences = [`${t.people(people)} ${t.reports}, ${whenText(ordinary, language)}.`];
  if (ordinary !== "always" && onCall === "always") sentences.push(t.onCallAlways);
  if (ordinary !== "always" && onCall !== "always" && onCall.length > 0)
    sentences.push(t.onCall(whenText(onCall, language)));
  if (!isSomebodyThere(now, hours, true)) {
    const back = momentText(dueAt(now, 0, hours, true), zoneOf(hours, ""), language);
    sentences.push(t.nobody(emergency, back));
  } else if (ordinary !== "always" && onCall !== "always" && onCall.length === 0)
    sentences.push(t.otherwise(emergency));
  return unbroken(sentences.join(" "));
}

/** Countries that have one time on the wall. */
const ONE_ZONE: Readonly<Record<string, string>> = {
  ...{ FR: "Europe/Paris", BE: "Europe/Brussels", CH: "Europe/Zurich", GB: "Europe/London" },
};

/** In whose time a desk writes: that of its hours, else that of its country. */
export const zoneOf = ({ ordinary }: Hours, country: string): string =>
  ordinary === "always" ? (ONE_ZONE[country] ?? "UTC") : (ordinary[0]?.zone ?? "UTC");

/** A day and an hour on the desk's wall, for the end of a sentence. */
export function moment(ms: number, language: Language, zone: string): string {
  const options = { dateStyle: "long", timeStyle: "short", timeZone: zone } as const;
  const time = new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", options).format(ms);
  return zone === "UTC" ? `${time} UTC` : `${time} ${T[language].zone(zone)}`;
}

function whenText(open: OpenHours, language: Language): string {
  if (open === "always") return T[language].always;
  const zones = new Set(open.map((span) => span.zone));
  const zone = (span: Span, last: boolean) =>
    zones.size > 1 || last ? ` ${T[language].zone(span.zone)}` : "";
  return open
    .map((span, at) => `${spanText(span, language)}${zone(span, at === open.length - 1)}`)
    .join(language === "fr" ? " ; " : "; ");
}

function spanText({ days, times }: Span, language: Language): string {
  const t = T[language];
  const and = new Intl.ListFormat(language);
  const hours = times.map(([from, to]) => t.time(timeText(from, language), timeText(to, language)));
  if (days.length === 7) return `${t.everyDay} ${and.format(hours)}`;
  const name = (day: number) => DAYS[language][day] ?? "";
  const parts = runs(days).map(([first, last, length]) =>
    length > 2
      ? [t.range(name(first), name(last))]
      : [...new Set([first, last])].map((day) => t.day(name(day))),
  );
  return `${and.format(parts.flat())} ${and.format(hours)}`;
}

/** Days that follow each other, Monday first: [1, 2, 3, 6] is Monday to Wednesday, and Saturday. */
function runs(days: readonly number[]): [first: number, last: number, length: number][] {
  const found: [number, number, number][] = [];
  for (const day of days) {
    const run = found.at(-1);
    if (run !== undefined && (run[1] + 1) % 7 === day) {
      run[1] = day;
      run[2]++;
    } else found.push([day, day, 1]);
  }
  return found;
}

/** 9 h, 9 h 30 or 09:30; the end of a day is 24 h, one on the next day its time on the wall. */
function timeText(minutes: number, language: Language): string {
  const onWall = minutes > 24 * 60 ? minutes - 24 * 60 : minutes;
  const [hour, minute] = [Math.floor(onWall / 60), `${onWall % 60}`.padStart(2, "0")];
  if (language === "en") return `${`${hour}`.padStart(2, "0")}:${minute}`;
  return minute === "00" ? `${hour} h` : `${hour} h ${minute}`;
}

function momentText(at: number, zone: string, language: Language): string {
  const options = { timeZone: zone, weekday: "long", day: "numeric", month: "long" } as const;
  const date = new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", options).format(at);
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "short" })
    .format(at)
    .split(":")
    .map(Number);
  const time = timeText(hour * 60 + minute, language);
  const words = language === "fr" ? `le ${date} à ${time}` : `on ${date} at ${time}`;
  return `${words} ${T[language].zone(zone)}`;
}
