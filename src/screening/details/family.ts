import { lines } from "../pattern.ts";
import { after, isCapital, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, matchAt, topic } from "./finder.ts";
import { isCode, POSSESSIVE_EN, POSSESSIVE_FR } from "./people.ts";
import { sentencesOf } from "./sentences.ts";

export const RELATIVE_EN = lines`
  (?:(?:step|grand|half|great-grand)-?)?(?:mother|mom|mum|mummy|father|dad|daddy|brother|sister|son|daughter|husband|wife|boyfriend
  |girlfriend|partner|parents|ma|pa|aunt|auntie|uncle|cousin|nephew|niece|fiancee?|kids?|child|children|spouse|grandma|grandpa|twin|in-laws?)(?:-in-law)?s?
`;
export const RELATIVE_FR = lines`
  (?:belle-|beau-|beaux-|arriere-|petite?s?[- ]|grande?s?[- ]|demi-)?(?:mere|maman|pere|papa|frere|soeur|fils|fille|mari|femme|epouse|epoux|copain|copine
  |compagnon|compagne|conjointe?|tante|oncle|cousine?|neveu|niece|fiancee?|parents|enfant|gosse|gamine?|mamie|papi|jumelle|jumeau|grand-mere|grand-pere|petite?s? amie?)s?
`;

/** One to three words of a name; whether they are in capitals is asked where they are found. */
const NAME = "[a-z][a-z'.-]*(?: (?!(?:et|and) )[a-z][a-z'.-]*){0,2}";
const LIST = `${NAME}(?:(?:, | et | and | & )${NAME}){0,4}`;

const KIN = new RegExp(`(?<![\\w-])(?:${RELATIVE_EN}|${RELATIVE_FR})(?![\\w-])`, "g");
const WHOSE = new RegExp(
  lines`
    (?<![\w'-])(?:${POSSESSIVE_EN} (?:(?:little|older|younger|big|baby|elder|own|real|late|ex|twin|only|eldest|youngest|two|three)[ -]){0,2}
    |${POSSESSIVE_FR} (?:(?:ex|vraie?|jeune|deux|trois|autre)[ -]){0,2})$
  `,
);
/** What stands between a relative and a name: words that say that it is one, or hardly anything. */
const NAMING = new RegExp(
  lines`
    (?:'s (?:first |full )?name(?: is|'s|:)|,? (?:is|are|was) (?:called|named)|,? (?:called|named)
    |,? (?:s'appelle(?:nt)?|se nomme(?:nt)?|se prenomme(?:nt)?)) (${LIST})
  `,
  "y",
);
const DIRECTLY = new RegExp(`(?:,? (?:is |are |est |sont |c'est )?| ?: )(${LIST})`, "y");
const LINE_START =
  /(?:^|\n|[|;] ?)[ *•>_-]{0,4}(?:nom (?:de (?:la |sa )?|du )|name of )?(?:his |her |sa |son )?$/;
const LABEL = new RegExp(
  `(?:'s name|\\(s\\)| ?/ ?\\w{3,12})? ?(?:\\([^)\\n]{0,16}\\) ?)?[*_]{0,2} ?(?::|->)[*_ ]{0,3}(${LIST})`,
  "y",
);
/** "Paul Exemple, his brother". */
const NAME_BEFORE = new RegExp(`(?<!\\w)(${NAME})(?:, | \\()$`);
/** "le frère de Mirabelle". */
const OF_SOMEONE = / d(?:e |')[a-z][a-z-]{1,20}/y;
/** The apposition is closed: "Paul, his brother, …". */
const CLOSED = /(?:[,.!?]|\)|$| (?:is|est|a|who|qui|was|lives|works|habite)(?!\w))/y;
const MARRIED = new RegExp(
  `(?<!\\w)(?:married|engaged|mariee?s?|fiancee?s?|pacsee?s?) (?:to|a|avec) (${NAME})`,
  "g",
);

/** Words that open a new sentence or a title are in capitals too. */
const NO_NAME = new RegExp(lines`
  ^(?:i|i'm|we|you|she|he|they|the|and|but|is|was|who|je|tu|il|elle|on|nous|le|la|les|et|mais|qui|est|a|un|une|monday|tuesday|god|jesus|nature|mary|yes|no
  |oui|non|so|nah|hey|well|ok|okay|granted|love|lol|even|just|maybe|if|when|then|now|because|please|alors|donc|bref|bah|merci|aucun|aucune|none|unknown|inconnu|n|facebook|instagram|twitter|christmas|noel|english|french|francais|american)(?![\w-])
`);

/** A named relative of someone else: "her sister Anna", "sa mère s'appelle Martine", "Mother: …". */
export const familyMember: Finder = {
  kind: "family-member",
  gate: topic(TOPIC.family),
  *find(reading: Reading): Generator<Hit> {
    for (const { start, text } of sentencesOf(reading, TOPIC.family)) {
      for (const kin of text.matchAll(KIN)) {
        const found = relative(reading, start, text, kin.index, kin.index + kin[0].length);
        if (found !== undefined) yield found;
      }
      for (const match of text.matchAll(MARRIED)) {
        const name = match[1] as string;
        const found = named(reading, start + match.index + match[0].length - name.length, name, "plain");
        if (found !== undefined) yield found;
      }
    }
  },
};

/** `text` begins at `offset` of the reading; the word for the relative stands at `from` to `to` of it. */
function relative(reading: Reading, offset: number, text: string, from: number, to: number): Hit | undefined {
  const lead = text.slice(Math.max(0, from - 48), from);
  const whose = WHOSE.exec(lead)?.[0];
  if (whose !== undefined) {
    const naming = matchAt(NAMING, text, to);
    if (naming !== undefined) return inMatch(reading, offset, naming, "named");
    const plain = matchAt(DIRECTLY, text, to);
    const found = plain === undefined ? undefined : inMatch(reading, offset, plain, "plain");
    // The relation is part of what is told here: "her sister Anna".
    if (found !== undefined) return { ...found, start: offset + from - whose.length };
    const before = NAME_BEFORE.exec(lead.slice(0, -whose.length))?.[1];
    if (
      before === undefined ||
      /^(?:your|ta|ton|tes|votre|vos)/.test(whose) ||
      matchAt(CLOSED, text, to) === undefined
    )
      return undefined;
    const name = lastCapitals(reading, offset + from - whose.length - 2 - before.length, before);
    return name === undefined || NO_NAME.test(before) || isShouted(reading, name)
      ? undefined
      : hit(name, offset + to, 0.75, "names a relative of another person");
  }
  const of = /(?:^|[^\w'])(?:le|la|les|l')$/.test(lead.trimEnd())
    ? matchAt(OF_SOMEONE, text, to)?.[0]
    : undefined;
  if (of !== undefined && isCapital(reading, offset + to + of.search(/[a-z]+$/))) {
    const naming = matchAt(NAMING, text, to + of.length);
    if (naming !== undefined) return inMatch(reading, offset, naming, "named");
    const plain = matchAt(DIRECTLY, text, to + of.length);
    const found = plain === undefined ? undefined : inMatch(reading, offset, plain, "plain");
    return found === undefined ? undefined : { ...found, start: offset + from };
  }
  if (!LINE_START.test(lead)) return undefined;
  const label = matchAt(LABEL, text, to);
  return label === undefined ? undefined : inMatch(reading, offset, label, "line");
}

type Said = "line" | "named" | "plain";

const inMatch = (reading: Reading, offset: number, match: RegExpExecArray, said: Said): Hit | undefined => {
  const name = match[1] as string;
  return named(reading, offset + match.index + match[0].length - name.length, name, said);
};

/** "line": a label says that a name follows; "named": a verb does; "plain": only its capitals do. */
function named(reading: Reading, at: number, name: string, said: Said): Hit | undefined {
  if (NO_NAME.test(name)) return undefined;
  const length = nameLength(reading, at, name);
  if (said === "plain" && (length === 0 || isShouted(reading, at))) return undefined;
  // "Dad: Well, pick one": a line of a conversation. A name fills its line, or its place in a list.
  if (said === "line" && isCode(reading, at, name)) return undefined;
  if (
    said === "line" &&
    !(length > 0 ? AFTER_NAME : AFTER_SMALL).test(after(reading, at + (length || name.length), 3))
  )
    return undefined;
  const end = at + (length || (/^[a-z'-]+/.exec(name)?.[0].length ?? name.length));
  return hit(
    at,
    end,
    said === "plain" ? 0.78 : 0.88,
    "names a relative of another person",
    ...(said === "line" ? (["a labelled line of a list about a person"] as const) : []),
  );
}

const AFTER_NAME = /^(?:$|[,;(|/\n.]| [(&|-]| et | and)/;
const AFTER_SMALL = /^(?:$|[,;|/\n])/;

/** Words in capitals throughout are stressed, or all of the text is: they tell no names. */
const isShouted = (reading: Reading, at: number): boolean =>
  isCapital(reading, at + 1) && /[a-z]/.test(reading.text[at + 1] ?? "");

/** Where the unbroken row of words in capitals begins with which `name` ends. */
function lastCapitals(reading: Reading, at: number, name: string): number | undefined {
  let start: number | undefined;
  for (const word of [...name.matchAll(/[a-z][a-z'.-]*/g)].toReversed()) {
    if (!isCapital(reading, at + word.index)) break;
    start = at + word.index;
  }
  return start;
}

/** How many units of `name` are words in capitals, from its beginning, and what joins them. */
function nameLength(reading: Reading, at: number, name: string): number {
  let length = 0;
  for (const word of name.matchAll(/[a-z][a-z'.-]*|&/g)) {
    if (!isCapital(reading, at + word.index) && !/^[ld]'/.test(word[0])) {
      if (/^(?:et|and|de|du|van|von|le|la)$/.test(word[0]) || word[0] === "&") continue;
      break;
    }
    length = word.index + word[0].replace(/[.-]+$/, "").length;
  }
  return length;
}
