import { lines } from "../pattern.ts";
import { isCapital, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { RELATIVE_EN, RELATIVE_FR } from "./family.ts";
import { type Finder, type Hit, hit, matchAt, topic } from "./finder.ts";
import { isCode, POSSESSIVE_EN, POSSESSIVE_FR, person } from "./people.ts";
import { sentencesOf } from "./sentences.ts";

const who = person();
const SCHOOL_EN =
  "(?:high school|middle school|primary school|elementary(?: school)?|secondary school|school|college|university|academy|institute|kindergarten|nursery|campus|prep)";
const SCHOOL_FR =
  "(?:ecole|college|lycee|fac|faculte|universite|univ|creche|maternelle|iut|bts|campus|cfa|institut|conservatoire)";
/** Up to nine words; where the name ends is asked where it is found. */
const NAME = "[a-z0-9][a-z0-9'&.-]*(?:[ ,-]{1,2}[a-z0-9&][a-z0-9'&.-]*){0,8}";
const JOB_EN = "(?:\\w{3,20} ){0,3}\\w{3,20}";
/** Trades by their endings; "actuellement" and "maintenant" are none. */
const JOB_FR = lines`
  (?:(?!actuellement|maintenant|souvent|present|content)(?:[a-z-]{2,18}(?:eure?s?|euses?|rices?|ieres?|iers?|iennes?|iens?|istes?|antes?|ants?|ogues?
  |aires?|iaires?|atres?|agnes?)|prof|medecin|avocate?|employee?|apprentie?|interne|externe|cadre|chef|cheffe|coach|agente?|ouvrier|juriste|comptable
  |alternance|stage|flic|boss|patronne?|directrice|guide|barman|barmaid|vigile|hotesse|interim|doctorante?)(?: [a-z-]{3,16}){0,2}?)
`;

interface Predicate {
  /** Sticky, from right behind the subject; the name is its group. */
  readonly regex: RegExp;
  /** The verb says little ("goes to", "est à"): a kind of school must be in the name. */
  readonly school: boolean;
}

const AT_FR = "(?:a l'|a la |a |au |aux |chez |dans (?:l'|la |le |un |une )?|pour (?:l'|la |le )?|en )";
const NOW_EN = "(?:(?:now|currently|still|also|has|have|had|just) )*";
const NOW_FR = "(?: (?:toujours|actuellement|encore|depuis \\d+ ans))?";

/** What is taught or studied: "les maths", "le droit". */
const OBJECT_FR = "(?: (?:les? |la |l'|du |de la |des )?[a-z-]{3,15})?";

const predicate = (source: string, school = false): Predicate => ({ regex: new RegExp(source, "y"), school });

const PREDICATES: readonly Predicate[] = [
  predicate(lines`
    [ ]${NOW_EN}(?:works?|teach(?:es)?(?: [a-z]{3,12}){0,2}|(?:is|are|been)(?: (?:now|currently))? (?:employed|working)|has a job
    |got a job|interns) (?:as an? ${JOB_EN} )?(?:at|for|in|by) (?:the )?(${NAME})
  `),
  predicate(lines`
    (?:'s| is| works as| was hired as) (?:now |currently )?(?:an? |the |our |their |head |senior
    |junior )${JOB_EN} (?:at|for) (?:the )?(${NAME})
  `),
  predicate(lines`
    (?:'s| is) (?:the |a )?(?:manager|owner|director|head|principal|president|ceo|captain|coach|editor|boss) (?:of|at) (?:the )?(${NAME})
  `),
  predicate(lines`
    (?:'s| is)(?: now| currently)? employed (?:at|by) (?:the )?(${NAME})
  `),
  predicate(lines`
    [ ](?:stud(?:ies|y)(?: [a-z]{3,12}){0,2} at|attends?|(?:is|are) (?:a student|students|enrolled|a pupil|pupils|in \w{3,9} grade
    |in \w{3,9} year|a freshman|a sophomore|a junior|a senior) at) (?:the )?(${NAME})
  `),
  predicate(` (?:(?:goes|go|is going) to|(?:is|are) at) (?:the )?(${NAME})`, true),
  predicate(lines`
    [ ](?:travaille(?:nt)?|bosse(?:nt)?|enseigne(?:nt)?${OBJECT_FR}|taffe(?:nt)?
    |est (?:en )?${JOB_FR})${NOW_FR} (?:comme [a-z-]+ )?${AT_FR}(${NAME})
  `),
  predicate(
    lines`
      [ ](?:etudie(?:nt)?${OBJECT_FR}|va|vont|(?:est|sont) (?:scolarisee?s?|inscrite?s?|eleves?|etudiante?s?
      |en \w{4,10})|est|sont)${NOW_FR} (?:a |au |a l'|a la |en )(${SCHOOL_FR}(?!\w)(?:[ -]${NAME})?)
    `,
    true,
  ),
];
/** "her employer is …", "son employeur est …". */
const EMPLOYER = new RegExp(
  lines`
    (?:(?:employer|workplace|company|school|college|university|job) (?:is|is at|is with)|(?:employeur|entreprise|boite|societe|ecole|lycee
    |college|fac|universite|patron|lieu de travail) (?:est|c'est|s'appelle)) (?:the |le |la |l')?(${NAME})
  `,
  "g",
);
const WHOSE = /(?:(?:his|her|their|'s) (?:current |new |high )?|(?:son|sa|leur|ton|ta) )$/;
/** The words that a predicate begins with. */
const VERB = new RegExp(
  lines`
    (?:(?:'s| is| are| been)(?= (?:an?|the|our|their|head|senior|junior|now|currently|employed|working|students|enrolled|pupils|in|at|manager
    |owner|director|principal|president|going) )| (?:works?|teach(?:es)?|has|have|got|interns|was|goes|go|stud(?:ies|y)|attends?|now|currently
    |still|also|just|travaille(?:nt)?|bosse(?:nt)?|enseigne(?:nt)?|taffe(?:nt)?|est|sont|etudie(?:nt)?|va|vont))(?= )
  `,
  "g",
);
const SUBJECT = new RegExp(
  `(?<![\\w'-])(?:${who.en}|${who.fr}|who|qui|${POSSESSIVE_EN} ${RELATIVE_EN}|${POSSESSIVE_FR} ${RELATIVE_FR})$`,
);
const LAST_WORD = /(?<![\w'-])[a-z][a-z'-]{2,20}$/;
/** A labelled line: what follows is the name whatever its letters. */
const LINE = new RegExp(
  lines`
    (?:^|\n|[|;] ?)[ *•>_-]{0,4}(?:current |place of |lieu de |nom de l')?(?:employer|employeur|works? ?place|works?
    |works at|job|occupation|travail|entreprise|societe|company|school|ecole|lycee|college|university|universite|fac
    |etablissement|boulot|taf|alma mater)[ ]?(?:\([^)\n]{0,16}\) ?)?[*_]{0,2} ?(?:[:]
    |->)[*_ ]{0,3}([a-z0-9][^\n,;|(]{2,50})
  `,
  "g",
);
const GENERIC = new RegExp(lines`
  ^(?:home|night|nights|all|it|this|that|once|least|work|noon|midnight|the|a|an|his|her|their|my|me|you|us|him|bed|town|order|case|fact|time|times
  |them|plein temps|mi-temps|domicile|nuit|jour|l'etranger|fond|nouveau|distance|elle|lui|eux|moi|toi|nous|court|war|hell|heaven|church
  |vous|peace|free|sleep|mi|son|sa|ses|leur|faire|pied|fond|cote|la maison|maison|n/a|none|unknown|inconnu|yes|no|aucun|sans)(?!\w)
`);
const SCHOOL = new RegExp(`(?<!\\w)(?:${SCHOOL_EN}|${SCHOOL_FR})(?!\\w)`);
const SMALL = /^(?:de|du|des|la|le|les|l|d|of|the|and|et|for|pour|saint|sainte)$/;

/** Where someone else works or studies, by name; the writer's own is no finding. The name is what is marked. */
export const workplaceOrSchool: Finder = {
  kind: "workplace-or-school",
  gate: topic(TOPIC.work),
  *find(reading: Reading): Generator<Hit> {
    for (const { start, text } of sentencesOf(reading, TOPIC.work)) {
      for (const { index } of text.matchAll(VERB)) {
        const found = sentence(reading, start, text, index);
        if (found !== undefined) yield found;
      }
      for (const match of text.matchAll(EMPLOYER)) {
        if (!WHOSE.test(text.slice(Math.max(0, match.index - 24), match.index))) continue;
        const found = named(reading, start + match.index + match[0].length, match[1] as string, false);
        if (found !== undefined) yield found;
      }
      for (const match of text.matchAll(LINE)) {
        const found = line(reading, start, match);
        if (found !== undefined) yield found;
      }
    }
  },
};

/** `text` begins at `offset` of the reading, and the verb at `verb` of the text. */
function sentence(reading: Reading, offset: number, text: string, verb: number): Hit | undefined {
  for (const { regex, school } of PREDICATES) {
    const match = matchAt(regex, text, verb);
    if (match === undefined || !isSomeone(reading, offset, text.slice(Math.max(0, verb - 40), verb), verb))
      continue;
    const found = named(reading, offset + verb + match[0].length, match[1] as string, school);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name that ends, as far as it was read, at `stop`. */
function named(reading: Reading, stop: number, name: string, school: boolean): Hit | undefined {
  if (GENERIC.test(name)) return undefined;
  const start = stop - name.length;
  const length = properLength(reading, name, start);
  const words = name.slice(0, length);
  if (!hasCapital(reading, words, start) || (school && !SCHOOL.test(words))) return undefined;
  return hit(start, start + length, 0.77, "says where another person works or studies");
}

function line(reading: Reading, offset: number, match: RegExpExecArray): Hit | undefined {
  const name = match[1] as string;
  const start = offset + match.index + match[0].length - name.length;
  if (
    GENERIC.test(name) ||
    isCode(reading, start, name) ||
    !isProper(reading, /^[^ ]+(?: [^ ]+)?/.exec(name)?.[0] ?? "", start)
  )
    return undefined;
  return hit(
    start,
    start + name.replace(/[.*_ ]+$/, "").length,
    0.8,
    "says where another person works or studies",
    "a labelled line of a list about a person",
  );
}

/** A word in capitals, or a kind of school: "École : lycée Fictif", but not "School: closed". */
const isProper = (reading: Reading, words: string, start: number): boolean =>
  hasCapital(reading, words, start) || SCHOOL.test(words);

/** Someone else: a pronoun, a relative, or a name in capitals that begins no other sentence. */
function isSomeone(reading: Reading, offset: number, lead: string, verb: number): boolean {
  if (SUBJECT.test(lead)) return true;
  const word = LAST_WORD.exec(lead)?.[0];
  // "Derivative Works in …": a verb in capitals belongs to a title.
  return (
    word !== undefined &&
    !NOBODY.test(word) &&
    isCapital(reading, offset + verb - word.length) &&
    !isCapital(reading, offset + verb + 1)
  );
}

const NOBODY =
  /^(?:everyone|nobody|someone|people|this|that|what|which|nous|vous|tout|cela|there|here|where|how|our|the|and|but|monday|match|everything)$/;

function hasCapital(reading: Reading, name: string, start: number): boolean {
  for (const word of name.matchAll(/[a-z0-9][a-z0-9'&]*/g))
    if (isCapital(reading, start + word.index + (/^[ld]'/.test(word[0]) ? 2 : 0))) return true;
  return false;
}

const FIELD =
  /^(?:droit|medecine|lettres|sciences|primaire|maternelle|elementaire|professionnel(?:le)?|technique|general|prive|privee)$/;

/**
 * Up to the last word in capitals, over the small words and the kinds of school between. One word in small letters
 * may begin it that says what it is: "mairie de …", "hôpital Sainte-…".
 */
function properLength(reading: Reading, name: string, start: number): number {
  let length = 0;
  let words = 0;
  for (const word of name.matchAll(/[a-z0-9&][a-z0-9'&.-]*/g)) {
    if (/, /.test(name.slice(length, word.index))) break;
    const elided = /^[ld]'/.test(word[0]);
    const named =
      isCapital(reading, start + word.index + (elided ? 2 : 0)) ||
      SCHOOL.test(word[0]) ||
      FIELD.test(word[0]) ||
      word[0] === "&";
    if (named) length = word.index + word[0].replace(/\.$/, "").length;
    else if (words > 0 && !elided && !SMALL.test(word[0])) break;
    words++;
  }
  return length;
}
