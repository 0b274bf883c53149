import { lines } from "../pattern.ts";
import { isCapital, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, topic } from "./finder.ts";
import { POSSESSIVE_EN, POSSESSIVE_FR } from "./people.ts";
import { sentencesOf } from "./sentences.ts";

export const RELATIVE_EN = lines`
  (?:(?:step|grand|half|great-grand)-?)?(?:mother|mom|mum|mummy|father|dad|daddy|brother|sister|son|daughter|husband|wife|boyfriend
  |girlfriend|partner|parents|ma|pa|aunt|auntie|uncle|cousin|nephew|niece|fiancee?|kids?|child|children|spouse|grandma|grandpa|twin|in-laws?)(?:-in-law)?s?
`;
export const RELATIVE_FR = lines`
  (?:belle-|beau-|beaux-|arriere-|petite?s?[- ]|grande?s?[- ]|demi-)?(?:mere|maman|pere|papa|frere|soeur|fils|fille|mari|femme|epouse|epoux|copain|copine
  |compagnon|compagne|conjointe?|tante|oncle|cousine?|neveu|niece|fiancee?|parents|enfant|gosse|gamine?|mamie|papi|jumelle|jumeau|grand-mere|grand-pere)s?
`;

/** One to three words of a name; whether they are in capitals is asked where they are found. */
const NAME = "[a-z][a-z'.-]*(?: [a-z][a-z'.-]*){0,2}";
const LIST = `${NAME}(?:(?:, | et | and | & )${NAME}){0,4}`;

interface Pattern {
  readonly regex: RegExp;
  /** "line": the label says it; "named": a verb says that a name follows; "plain": only capitals do. */
  readonly said: "line" | "named" | "plain";
  /** Only the name is marked, or the words about the relative with it. */
  readonly whole: boolean;
}

const PATTERNS: readonly Pattern[] = [
  {
    regex: new RegExp(
      `(?<!\\w)${POSSESSIVE_EN} (?:(?:little|older|younger|big|baby|elder|own|real|late|ex|twin|only|eldest|youngest) ?-?)?${RELATIVE_EN}(?:'s (?:first )?name)? ?(?:,? (?:is|are|was) (?:called|named) |,? (?:called|named) |(?<=name )is |(?<=name)'s |: )(${LIST})`,
      "g",
    ),
    said: "named",
    whole: false,
  },
  {
    regex: new RegExp(
      `(?<!\\w)${POSSESSIVE_EN} (?:(?:little|older|younger|big|baby|elder|own|real|late|ex|twin|only|eldest|youngest|two|three) ?-?)?${RELATIVE_EN},? (?:is )?(${LIST})`,
      "g",
    ),
    said: "plain",
    whole: true,
  },
  {
    regex: new RegExp(
      `(?<!\\w)${POSSESSIVE_FR} (?:petite? |grande? |ex-? ?|vraie? |jeune )?${RELATIVE_FR},? ?(?:s'appelle(?:nt)?|se nomme(?:nt)?|se prenomme(?:nt)?|c'est|: ?) ?(${LIST})`,
      "g",
    ),
    said: "named",
    whole: false,
  },
  {
    regex: new RegExp(
      `(?<!\\w)${POSSESSIVE_FR} (?:petite? |grande? |ex-? ?|vraie? |jeune |deux |trois )?${RELATIVE_FR},? (?:est )?(${LIST})`,
      "g",
    ),
    said: "plain",
    whole: true,
  },
  {
    regex: new RegExp(
      `(?<!\\w)(?:married|engaged|mariee?s?|fiancee?s?|pacsee?s?) (?:to|a|avec) (${NAME})`,
      "g",
    ),
    said: "plain",
    whole: false,
  },
  {
    regex: new RegExp(
      `(?<!\\w)(${NAME}), (?:${POSSESSIVE_EN} ${RELATIVE_EN}|${POSSESSIVE_FR} ${RELATIVE_FR})(?!\\w)`,
      "g",
    ),
    said: "plain",
    whole: true,
  },
  {
    regex: new RegExp(
      `(?:^|\\n|[|;] ?)[ *•>_-]{0,4}(?:nom (?:de (?:la |sa )?|du )|name of )?(?:his |her |sa |son )?(?:${RELATIVE_EN}|${RELATIVE_FR})(?:'s name|\\(s\\)| ?/ ?\\w{3,12})? ?(?:\\([^)\\n]{0,16}\\) ?)?[*_]{0,2} ?(?:[:=]|->)[*_ ]{0,3}(${LIST})`,
      "g",
    ),
    said: "line",
    whole: false,
  },
];
/** Words that open a new sentence or a title are in capitals too. */
const NO_NAME = new RegExp(lines`
  ^(?:i|i'm|we|you|she|he|they|the|and|but|is|was|who|je|tu|il|elle|on|nous|le|la|les|et|mais|qui|est|a|un|une|monday|tuesday|god|jesus|nature|mary|yes|no
  |oui|non|aucun|aucune|none|unknown|inconnu|n|facebook|instagram|twitter|christmas|noel|english|french|francais|american)(?:[' ]|$)
`);

/** A named relative of someone else: "her sister Anna", "sa mère s'appelle Martine", "Mother: …". */
export const familyMember: Finder = {
  kind: "family-member",
  gate: topic(TOPIC.family),
  *find(reading: Reading): Generator<Hit> {
    for (const { start, text } of sentencesOf(reading, TOPIC.family)) {
      for (const pattern of PATTERNS) {
        for (const match of text.matchAll(pattern.regex)) {
          const found = relative(reading, start, match, pattern);
          if (found !== undefined) yield found;
        }
      }
    }
  },
};

function relative(
  reading: Reading,
  offset: number,
  match: RegExpExecArray,
  { said, whole }: Pattern,
): Hit | undefined {
  const name = match[1] as string;
  if (NO_NAME.test(name)) return undefined;
  const at =
    offset +
    match.index +
    match[0].indexOf(name, match[0].startsWith(name) ? 0 : match[0].length - name.length);
  const length = nameLength(reading, at, name);
  // A name in small letters is believed where a word says that it is one.
  if (length === 0 && said === "plain") return undefined;
  const end = at + (length === 0 ? (/^[a-z'-]+/.exec(name)?.[0].length ?? name.length) : length);
  const first = match[0].startsWith(name);
  // "Paul, his brother": only whole names, in capitals to their end.
  if (first && length < name.length) {
    const rest = name.slice(0, name.length).split(" ");
    const last = rest.at(-1) as string;
    const start = at + name.length - last.length;
    return isCapital(reading, start)
      ? hit(start, offset + match.index + match[0].length, 0.75, "names a relative of another person")
      : undefined;
  }
  const stop = first ? offset + match.index + match[0].length : end;
  return hit(
    whole && !first ? offset + match.index : at,
    stop,
    said === "plain" ? 0.78 : 0.88,
    "names a relative of another person",
    ...(said === "line" ? (["a labelled line of a list about a person"] as const) : []),
  );
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
