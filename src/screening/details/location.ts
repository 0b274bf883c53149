import { lines } from "../pattern.ts";
import { isCapital, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, matchAt, topic } from "./finder.ts";
import {
  FRAMES,
  type Frame,
  PLACE_EN,
  PLACE_FR,
  RECENT_EN,
  RECENT_FR,
  ROOM,
  SUBJECT,
  WHEN,
} from "./location-frames.ts";
import { sentencesOf } from "./sentences.ts";

const PLACE = new RegExp(`(?<!\\w)(?:${PLACE_EN}|${PLACE_FR})(?!\\w)`, "g");
const ROOMS = new RegExp(`(?<!\\w)${ROOM}(?!\\w)`, "g");
const WHENS = new RegExp(`${WHEN}|(?<!\\w)(?:${RECENT_EN}|${RECENT_FR})(?!\\w)`, "g");
/** Now, and not at some other time. */
const NOW =
  /(?<!\w)(?:right now|rn|now|currently|as we speak|tonight|at the moment|at this moment|en ce moment(?: meme)?|maintenant|actuellement|la tout de suite|ce soir|la maintenant)(?!\w)/;
/** The past, a wish, a story, or something that everyone may know is no position. */
const GUARD = new RegExp(lines`
  \b(?:was|were|used to|top of|heart of|best in|in the news|trending|if|s'il|si elle|si ils|etait|etaient|aurait|avait|avaient|had
  |would|concert|tickets?|billets?|on stage|sur scene|conference|summit|hotel de ville|dedicace|signing|rumou?r|novel|roman|film|movie|episode|saison
  |season|series?|drama|meet ?up|keynote|festival|speaking at|performing|performs|plays at|playing at|joue a|on tv|a la tele|uniform|tournee|tour dates?)\b
`);
const SEEN = /\b(?:was|were) (?:just )?(?:seen|spotted)\b/;
/** A name that begins a sentence about anything: "Breakfast is at …", "Ce est …". */
const NOBODY =
  /^(?:[a-z]|it|this|that|there|here|what|who|where|the|and|but|so|dinner|lunch|breakfast|everyone|nobody|ca|ce|cela|qui|il|on|tout|rien|party|meeting|news|update|info|match|game|show|concert)$/;

/** Statements that place another person somewhere now, or at a time: "she's at Hotel X, room 12". */
export const currentLocation: Finder = {
  kind: "current-location",
  gate: topic(TOPIC.place),
  *find(reading: Reading): Generator<Hit> {
    for (const { start, text } of sentencesOf(reading, TOPIC.place)) {
      if (GUARD.test(text.replace(SEEN, "is seen"))) continue;
      const found = first(text, (at) => isCapital(reading, start + at));
      if (found !== undefined) yield { ...found, start: start + found.start, end: start + found.end };
    }
  },
};

type Capital = (at: number) => boolean;

/** Pronouns that stand for another person, and those of a witness who saw one. */
const PRONOUN = new RegExp(
  lines`
  (?<![\w'-])(?:she|he|they|xe|ze|elles?|ils?|iels?|i|we|someone|on|je|nous|quelqu'un|(?:my|un|mon|ma) [a-z]{3,12}
  |(?:her|his|their) (?:flight|train|plane|bus|shift)|son (?:vol|train|avion|car|bus)|@[a-z0-9_.-]{2,30})(?=[ '])
`,
  "g",
);
/** A verb of a frame, with which the word before it may be a name. */
const VERB = new RegExp(
  lines`
    (?:'s|'re| (?:is|are|est|sont|was|has|just|checked|booked|stays|se|s'est|loge|dort|sejourne|reste|squatte|creche|a|ont|vient
    |stream\w*|always|usually|often|leaves|gets|comes|finishes|walks|jogs|runs|goes|passes|arrives|will|takes|sort|part|quitte|rentre
    |finit|termine|arrive|passe|descend|prend|revient|va|promene|works|picks|parks|drops|trains|eats|jogs|swims|studies|teaches|fait
    |travaille|bosse|court|mange|depose|recupere|accompagne|attend|s'entraine))(?= )
  `,
  "g",
);
const WITNESSES = /^(?:i|we|someone|on|je|nous|quelqu'un|(?:my|un|mon|ma) .*)$/;
const ENGLISH = /^(?:she|he|they|xe|ze|(?:her|his|their) .*)$/;
/** Where a statement without a subject may begin, and its first words. */
const UNSAID =
  /(?:^|[:,;(>-] ?|(?<=\n) *)(?=(?:currently|right now|at the moment|just|spotted|saw|seen|caught|actuellement|en ce moment|maintenant|vue?|apercue?|reperee?|croisee?) ?[: ])/g;

/** `capital`: whether the unit at an offset of the sentence is a capital in the original. */
function first(text: string, capital: Capital): Hit | undefined {
  const frames = CLOCKED.test(text) ? FRAMES : hasCapital(text, capital) ? UNCLOCKED : UNANCHORED;
  for (const { 0: pronoun, index } of text.matchAll(PRONOUN)) {
    const subject = pronoun.startsWith("@")
      ? SUBJECT.english | SUBJECT.french
      : WITNESSES.test(pronoun)
        ? SUBJECT.witness
        : ENGLISH.test(pronoun)
          ? SUBJECT.english
          : SUBJECT.french | SUBJECT.witness;
    const found = predicate(text, index, index + pronoun.length, subject, capital, frames);
    if (found !== undefined) return found;
  }
  for (const { index } of text.matchAll(VERB)) {
    const start = wordBefore(text, index);
    if (start === index || !capital(start) || capital(index + 1) || NOBODY.test(text.slice(start, index)))
      continue;
    const found = predicate(text, start, index, SUBJECT.named, capital, frames);
    if (found !== undefined) return found;
  }
  return subjectless(text, capital, frames);
}

/** Statements whose subject is left out: "currently in room 12", "just spotted Wren at the gym". */
function subjectless(text: string, capital: Capital, frames: readonly Frame[]): Hit | undefined {
  for (const match of text.matchAll(UNSAID)) {
    const start = match.index + match[0].length;
    const found = predicate(text, start, start, SUBJECT.nobody, capital, frames);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the word that ends at `end` begins. */
function wordBefore(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < 32 && /[a-z'-]/.test(text[start - 1] as string)) start--;
  return start;
}

const UNCLOCKED = FRAMES.filter(({ reason }) => reason !== "says where a person will be and when");
/** Those that a sentence without times, numbers and names can still meet. */
const UNANCHORED = UNCLOCKED.filter(({ needs }) => needs === "none");

/** Whether a word but the first begins with a capital. */
function hasCapital(text: string, capital: Capital): boolean {
  for (let at = text.indexOf(" ") + 1; at > 0; at = text.indexOf(" ", at) + 1)
    if (capital(text[at + 1] === "'" ? at + 2 : at)) return true;
  return false;
}

/** Some word or number of a time: cheaper to ask for than the frames that need one. */
const CLOCKED = new RegExp(lines`
  \d|\b(?:every|noon|midnight|midi|minuit|tous|chaque|demain|tomorrow|tonight|today|aujourd|soir|matin|nuit|night|morning|afternoon|evening|week
  |semaine|now|maintenant|moment|actuellement|currently|(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi
  |dimanche|rn|speak|apres)\b
`);
/** The verbs of the frames that need no time: most predicates of a text begin with none of them. */
const WITHOUT_TIME = new RegExp(
  lines`
  (?:'s|'re| (?:is|are|was|has|just|checked|booked|stays|sleeping|saw|spotted|passed|met|bumped|ran|est|sont|se|s'est|loge|dort|sejourne|reste
  |squatte|creche|a|ont|vient|viennent|viens|stream\w*|sera|seront|l'|les|l'a|l'ai|l'ont|l'avons))(?=[ '])| l'
`,
  "y",
);

/** What is said of the subject that stands at `start` to `end`. */
function predicate(
  text: string,
  start: number,
  end: number,
  subject: number,
  capital: Capital,
  frames: readonly Frame[],
): Hit | undefined {
  if (frames !== FRAMES && start < end && matchAt(WITHOUT_TIME, text, end) === undefined) return undefined;
  for (const frame of frames) {
    if ((frame.subjects & subject) === 0) continue;
    const match = matchAt(frame.pattern, text, end);
    if (match === undefined || !isNamed(match, capital)) continue;
    const found = read(text, start, text.slice(start, match.index + match[0].length), frame, capital);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a frame takes for a name must be in capitals; what it takes for a place too, or be a kind of place. */
function isNamed({ 0: said, index, groups }: RegExpExecArray, capital: Capital): boolean {
  const { name, there } = groups ?? {};
  if (name !== undefined && !capital(index + said.indexOf(name))) return false;
  if (there === undefined) return true;
  PLACE.lastIndex = 0;
  const place = PLACE.exec(there);
  return (place !== null && place.index < 16) || capital(index + said.length - there.length);
}

/** `said` is the statement from its subject on, which stands at `from`. */
function read(
  text: string,
  from: number,
  said: string,
  { needs, reason }: Frame,
  capital: Capital,
): Hit | undefined {
  const rooms = [...said.matchAll(ROOMS)];
  const whens = [...said.matchAll(WHENS)];
  const names = namedPlaces(said, (at) => capital(from + at));
  if (needs === "anchor" && rooms.length + whens.length + names.length === 0) return undefined;
  if (
    needs === "now" &&
    !(
      NOW.test(text.slice(Math.max(0, from - 24), from + said.length)) &&
      (names.length > 0 || (/(?<!\w)(?:at|au|a la|a l'|chez) /.test(said) && placed(said)))
    )
  )
    return undefined;
  // The statement ends with the last thing that says where or when.
  const ends = [...rooms, ...whens].map((anchor) => anchor.index + anchor[0].length).concat(names);
  const places = [...said.matchAll(PLACE)].map((place) => place.index + place[0].length);
  const end = Math.max(...ends, ...places.slice(0, 1), 0) || said.trimEnd().length;
  const reasons: Reason[] = [reason];
  if (rooms.length > 0) reasons.push("names a room");
  if (whens.length > 0 && reason === "says where a person is now") reasons.push("says when or where");
  const confidence =
    0.7 + (rooms.length > 0 ? 0.15 : 0) + (names.length > 0 ? 0.08 : 0) + (whens.length > 0 ? 0.07 : 0);
  return hit(from, from + end, Math.min(0.95, confidence), ...reasons);
}

const placed = (said: string): boolean => {
  PLACE.lastIndex = 0;
  return PLACE.test(said);
};

/** Where proper names end that stand after a preposition or beside a kind of place. */
function namedPlaces(said: string, capital: Capital): number[] {
  const ends: number[] = [];
  const verb = /(?:'s|'re| is| are| est| sont)? /.exec(said)?.index ?? 0;
  for (const word of said.matchAll(/[a-z0-9][a-z0-9'&-]*/g)) {
    if (word.index <= verb || !capital(word.index + (/^[ld]'/.test(word[0]) ? 2 : 0))) continue;
    if (/^(?:i|i'm|je|j'ai|monday|lundi)$/.test(word[0])) continue;
    ends.push(word.index + word[0].length);
  }
  return ends;
}
