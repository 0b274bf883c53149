import { lines } from "../pattern.ts";
import { before, inOriginal, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit } from "./finder.ts";

const MONTH = lines`
  (?:janvier|janv|january|jan|fevrier|fevr|february|feb|mars|march|mar|avril|avr|april|apr|mai|may|juin
  |june|jun|juillet|juil|july|jul|aout|august|aug|septembre|september|sept|sep|octobre|october|oct
  |novembre|november|nov|decembre|december|dec)\.?
`;
const YEAR = "(?:19\\d\\d|20[0-2]\\d)";
const DAY = "\\d{1,2}(?:er|ere|st|nd|rd|th)?";
const FULL = new RegExp(
  lines`
    (?<![\w/.-])(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:${YEAR}|\d\d)|\d{1,2} \d{1,2} ${YEAR}|${YEAR}[/.-]\d{1,2}[/.-]\d{1,2}
    |(?:${DAY}|premier)[ -](?:of )?(?:day of )?${MONTH}[ -]?,? ?(?:${YEAR}|'?\d\d)
    |${MONTH}[ -]${DAY},? (?:${YEAR}|'\d\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\w/]|[.-]\d)
  `,
  "g",
);
/** A day without its year, or a year without its day: enough only where a person's birth is spoken of. */
const DAY_ONLY = new RegExp(
  `(?<![\\w/.-])(?:${DAY} (?:of )?${MONTH}|${MONTH} ${DAY}|(?:0?[1-9]|[12]\\d|3[01])/(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\\d|3[01]))(?![\\w/-])`,
  "g",
);

const WHEN = new RegExp(
  lines`
    \b(?:born|dob|d\.o\.b|date of birth|birth ?dates?|birth ?day|bday|nee?s?(?: ?\(e\))?(?= le| en| a | au | aux | un
    | :|:|, le|\(e\))|ne\(e\)|date de naissance|naissance|ddn|anniversaire|vu le jour|voit le jour|fete ses \d{1,3} ans)(?!\w)
  `,
  "g",
);
/** Whose day it is: the shop's birthday and the founding of a firm are no one's. */
const SOMEONE = new RegExp(lines`
  \b(?:his|her|their|my|your|son|mon|ton|leur|votre|[a-z]{2,20}'s) (?:\d{1,3}\w{0,2} )?(?:birth ?day|bday|anniversaire|date)
  |\b(?:birth ?day|bday|anniversaire|date de naissance|date of birth|dob|ddn)(?: ?\([^)\n]{0,14}\))? ?[:=]
  |\banniversaire d(?:e |')(?!la |l'|notre|votre|le )|\b(?:she|he|was|were|elle|il|est|suis) (?:born|nee?)
`);
/** Things are born too, in a manner of speaking. */
const THING =
  /\b(?:company|firm|site|website|project|magazine|club|band|label|brand|shop|store|party|idea|movement|entreprise|societe|boutique|projet|marque|groupe|association|parti|idee|mouvement|revue|journal)(?: [a-z]+)? (?:was |is |est |a ete )?$/;
const NOT_A_BIRTH =
  /\b(?:copyright|valid|expir\w+|issued|delivre\w*|deces|decede\w*|died|death|mort\w?|embauche\w*|hired|signed?)\b/;
/** Between the words and the date: a place, a weekday, how the date is to be read. */
const REACH = 60;

/** A label of single letters opens no topic. */
const DOTTED = "d.o.b";

/** A date within reach of the words that make it a birth date. */
export const birthDate: Finder = {
  kind: "birth-date",
  gate: ({ topics, text, digits }) => digits > 0 && ((topics & TOPIC.birth) !== 0 || text.includes(DOTTED)),
  *find(reading: Reading): Generator<Hit> {
    let covered = -1;
    for (const { at, length } of labels(reading)) {
      if (THING.test(before(reading, at, 40))) continue;
      const found = dateAfter(reading, at, length) ?? dateBefore(reading, at);
      if (found === undefined || found.start < covered) continue;
      covered = found.end;
      yield found;
    }
  },
};

function* labels(reading: Reading): Generator<{ at: number; length: number }> {
  const { text } = reading;
  for (let at = text.indexOf(DOTTED); at >= 0; at = text.indexOf(DOTTED, at + 1))
    yield { at, length: DOTTED.length };
  for (const { start, end, topics } of reading.sentences) {
    if ((topics & TOPIC.birth) === 0) continue;
    for (const label of text.slice(start, end).matchAll(WHEN))
      yield { at: start + label.index, length: label[0].length };
  }
}

function dateAfter(reading: Reading, label: number, length: number): Hit | undefined {
  const from = label + length;
  const window = ahead(reading.text, from);
  const full = first(FULL, window);
  if (full !== undefined) {
    const between = window.slice(0, full.index);
    const straight = !NOT_A_BIRTH.test(between) && !/\d{2}/.test(between.replace(/\([^)]*\)/, ""));
    if (straight && (!isNegation(reading, label, length) || STRAIGHT_ON.test(between)))
      return hit(
        from + full.index,
        from + full.index + full[0].length,
        0.93,
        "a date introduced as a birth date",
      );
  }
  if (!SOMEONE.test(before(reading, from, 60) + window.slice(0, 12))) return undefined;
  const day = first(DAY_ONLY, window);
  return day === undefined || day.index > 24 || /\d/.test(window.slice(0, day.index))
    ? undefined
    : hit(from + day.index, from + day.index + day[0].length, 0.85, "a date introduced as a birth date");
}

/** "ne" without its accent is mostly a negation: then the date must follow at once. */
const isNegation = (reading: Reading, label: number, length: number): boolean =>
  reading.text.slice(label, label + length) === "ne" &&
  /[eE]/.test(reading.original.charAt(inOriginal(reading, { start: label + 1, end: label + 2 }).start));
const STRAIGHT_ON = /^ (?:le |un \w{5,8},? le |(?:a|au|en) [a-z' -]{2,30},? le )$/;

function first(pattern: RegExp, text: string): RegExpExecArray | undefined {
  pattern.lastIndex = 0;
  return pattern.exec(text) ?? undefined;
}

/** "12/03/1987 (date of birth)", "le 3 mars 1994 est sa date de naissance". */
function dateBefore(reading: Reading, label: number): Hit | undefined {
  const lead = before(reading, label, 60);
  const tail = /[ ,(:-]{1,3}(?:(?:is|est|c'est|was|her|his|my|their|sa|ma|ta|son|mon|a|la|the) ){0,3}$/.exec(
    lead,
  );
  if (tail === null || tail.index === 0) return undefined;
  for (const match of lead.matchAll(FULL)) {
    const end = match.index + match[0].length;
    if (end === tail.index || lead.slice(end).trim() === "(" || lead.slice(end).trim() === "") {
      const start = label - lead.length + match.index;
      return hit(start, start + match[0].length, 0.88, "a date introduced as a birth date");
    }
  }
  return undefined;
}

/** What follows, to the end of its sentence; a date may stand alone on the line after its label. */
function ahead(text: string, from: number): string {
  const near = text.slice(from, from + REACH);
  const [line = "", next = ""] = near.split("\n");
  if (/^[\s:*_|"'()a-z/]*$/.test(line) && near.includes("\n") && line.length < 20) return `${line}\n${next}`;
  const stop = /(?<!\b(?:st|ste|mt|dr))[.;] (?!\d)/.exec(line);
  return stop === null ? line : line.slice(0, stop.index);
}
