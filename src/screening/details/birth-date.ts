import { lines } from "../pattern.ts";
import { after, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, topic } from "./finder.ts";

const MONTH = lines`
  (?:janvier|janv|january|jan|fevrier|fevr|february|feb|mars|march|mar|avril|avr|april|apr|mai|may|juin
  |june|jun|juillet|juil|july|jul|aout|august|aug|septembre|september|sept|sep|octobre|october|oct
  |novembre|november|nov|decembre|december|dec)\.?
`;
const YEAR = "(?:19\\d\\d|20[0-2]\\d)";
const DATE = new RegExp(
  lines`
    (?<!\w)(?:\d{1,2}[/. -]\d{1,2}[/. -](?:${YEAR}|\d\d)|${YEAR}-\d{2}-\d{2}|\d{1,2}(?:er|st|nd|rd
    |th)? (?:of )?${MONTH},? (?:${YEAR}|\d\d)|${MONTH} \d{1,2}(?:st|nd|rd|th)?,? ${YEAR})(?!\w)
  `,
);
const ANNOUNCED = new RegExp(
  lines`
    \b(?:born(?: on)?|dob|d\.o\.b\.?|date of birth|birth ?date|birthday(?: is)?|nee? le|nee? en|ne\(e\) le
    |n[ée]{1,2} le|date de naissance|naissance|ddn|anniversaire(?: est)?(?: le)?)\b
  `,
  "g",
);

/** A full date within reach of the words that make it a birth date. */
export const birthDate: Finder = {
  kind: "birth-date",
  gate: (reading) => topic(TOPIC.birth)(reading) && reading.digits >= 3,
  *find(reading: Reading): Generator<Hit> {
    for (const match of reading.text.matchAll(ANNOUNCED)) {
      const end = match.index + match[0].length;
      const date = DATE.exec(after(reading, end, 44));
      // A sentence or another label in between: the date is someone else's.
      if (date === null || date.index > 24 || /[.;](?= )|\n/.test(after(reading, end, date.index))) continue;
      yield hit(
        end + date.index,
        end + date.index + date[0].length,
        0.93,
        "a date introduced as a birth date",
      );
    }
  },
};
