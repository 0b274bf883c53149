import { lines } from "../pattern.ts";
import { isCapital, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, topic } from "./finder.ts";
import { POSSESSIVE_EN, POSSESSIVE_FR, person } from "./people.ts";

const who = person();
const RELATIVE_EN = lines`
  (?:step|grand|half)?-?(?:mother|mom|mum|father|dad|brother|sister|son|daughter|husband|wife|boyfriend
  |girlfriend|partner|parents|ma|pa|aunt|uncle|cousin|fiancee?|kids?|child|children)
`;
const RELATIVE_FR = lines`
  (?:belle-|beau-|petite? )?(?:mere|maman|pere|papa|frere|soeur|fils|fille|mari|femme|copain|copine
  |compagnon|compagne|conjointe?|grand-mere|grand-pere|tante|oncle|cousine?|fiancee?|parents|enfants?
  |gosses?|gamine?)
`;

const FAMILY = [
  new RegExp(
    lines`
      \b${POSSESSIVE_EN} (?:(?:little|older|younger|big|baby|elder|own|real|two
      |ex) ?)?${RELATIVE_EN}(?:'s name)?(?:,? (?:is |are )?(?:called |named )?|: ?
      | = ?)([a-z][a-z'-]+(?: [a-z][a-z'-]+)?)
    `,
    "g",
  ),
  new RegExp(
    lines`
      \b${POSSESSIVE_FR} (?:petite? |grande? |ex-?)?${RELATIVE_FR}(?:,? (?:s'appelle(?:nt)? |se nomme(?:nt)? |c'est |est )?
      | ?: ?)([a-z][a-z'-]+(?: [a-z][a-z'-]+)?)
    `,
    "g",
  ),
  new RegExp(
    lines`
      (?:^|\n)[ *•>-]{0,4}(?:${RELATIVE_EN}
      |${RELATIVE_FR}) ?(?:'s name)?(?:\([^)\n]{0,12}\) ?)?[:=] ?([a-z][a-z'-]+(?: [a-z][a-z'-]+)?)
    `,
    "g",
  ),
];
const NAMING = /(?:called|named|name is|s'appelle(?:nt)?|se nomme(?:nt)?)\s*$/;

/** A named relative of someone else: "her sister Anna", "sa mère s'appelle Martine", "Mother: …". */
export const familyMember: Finder = {
  kind: "family-member",
  gate: topic(TOPIC.family),
  *find(reading: Reading): Generator<Hit> {
    for (const [at, pattern] of FAMILY.entries()) {
      for (const match of reading.text.matchAll(pattern)) {
        const name = match[1] as string;
        const start = match.index + match[0].length - name.length;
        const announced = NAMING.test(match[0].slice(0, -name.length));
        if (!isCapital(reading, start) && !announced) continue;
        // Words that open a new sentence or a title are in capitals too.
        if (
          /^(?:i|we|you|she|he|they|the|and|but|is|je|tu|il|elle|on|nous|le|la|les|et|mais|monday|god|jesus)(?:\b|')/.test(
            name,
          )
        )
          continue;
        const second = name.indexOf(" ");
        const end =
          second >= 0 && !isCapital(reading, start + second + 1) ? start + second : start + name.length;
        const line = at === 2;
        const from = line ? match.index + (match[0].length - match[0].trimStart().length) : match.index;
        yield hit(
          from,
          end,
          announced || line ? 0.88 : 0.78,
          "names a relative of another person",
          ...(line ? (["a labelled line of a list about a person"] as const) : []),
        );
      }
    }
  },
};

const SCHOOL_EN =
  "(?:high school|middle school|elementary|school|college|university|academy|institute|kindergarten|campus)";
const SCHOOL_FR =
  "(?:ecole|college|lycee|fac|faculte|universite|creche|maternelle|iut|bts|campus|cfa|institut)";
const NAME =
  "[a-z0-9][a-z0-9'&.-]*(?: (?:(?:de|du|des|la|le|les|l'|of|the|and|et|d') ?)*[a-z0-9][a-z0-9'&-]*){0,4}";
const WORK = [
  new RegExp(
    lines`
      \b(?:${who.en}|who|[a-z]{3,20}) (?:now |currently |still |also )?(?:works|teaches|is employed
      |has a job|is working|is a \w{3,15}) (?:at|for) (?:the )?(${NAME})
    `,
    "g",
  ),
  new RegExp(
    lines`
      \b(?:${who.en}|${POSSESSIVE_EN} (?:${RELATIVE_EN})) (?:(?:goes|go|is going) to|studies at|attends?
      |is (?:a student|enrolled|in \w{4,9} grade) at) (?:the )?(${NAME})
    `,
    "g",
  ),
  new RegExp(
    lines`
      \b(?:${who.fr}|qui|[a-z]{3,20}) (?:travaille(?:nt)?|bosse(?:nt)?|enseigne|est (?:prof(?:esseure?)?
      |employee?|infirmiere?|serveur|serveuse|vendeur|vendeuse|caissiere?|stagiaire|en stage
      |en alternance))(?: (?:toujours|actuellement|encore))? (?:a |au |a l'|a la |chez |dans (?:l'|la |le )?
      |pour (?:l'|la |le )?)(${NAME})
    `,
    "g",
  ),
  new RegExp(
    lines`
      \b(?:${who.fr}|${POSSESSIVE_FR} ${RELATIVE_FR}) (?:etudie|va|est (?:scolarisee?|inscrite?|eleve
      |etudiante?|en \w{4,10})|est) (?:a |au |a l'|a la |en )(${SCHOOL_FR}\b ?${NAME})
    `,
    "g",
  ),
  new RegExp(
    lines`
    (?:^|\n)[ *•>-]{0,4}(?:employer|employeur|work|workplace|job|travail|lieu de travail|entreprise|school
    |ecole|lycee|college|university|universite|fac
    |boulot) ?(?:\([^)\n]{0,12}\) ?)?[:=] ?([a-z0-9][^\n,;]{2,50})
  `,
    "g",
  ),
];
const GENERIC = new RegExp(lines`
  ^(?:home|night|all|it|this|that|once|least|work|noon|midnight|the|a|an|his|her|their|my|me|you|us|him
  |them|plein temps|mi-temps|domicile|nuit|jour|l'etranger|fond|nouveau|distance|elle|lui|eux|moi|toi|nous
  |vous|peace|free|bed|sleep|mi|son|sa|ses|leur|faire)\b
`);

/** Where someone else works or studies, by name; the writer's own is no finding. */
export const workplaceOrSchool: Finder = {
  kind: "workplace-or-school",
  gate: topic(TOPIC.work),
  *find(reading: Reading): Generator<Hit> {
    for (const [at, pattern] of WORK.entries()) {
      for (const match of reading.text.matchAll(pattern)) {
        const name = match[1] as string;
        const start = match.index + match[0].length - name.length;
        const line = at === WORK.length - 1;
        if (GENERIC.test(name) || !(line || namesAPlace(reading, name, start))) continue;
        const end = line ? start + name.trimEnd().length : start + properLength(reading, name, start);
        const from = match.index + (match[0].length - match[0].trimStart().length);
        yield hit(
          from,
          end,
          line ? 0.8 : 0.77,
          "says where another person works or studies",
          ...(line ? (["a labelled line of a list about a person"] as const) : []),
        );
      }
    }
  },
};

const SCHOOL = new RegExp(`\\b(?:${SCHOOL_EN}|${SCHOOL_FR})\\b`);
const namesAPlace = (reading: Reading, name: string, start: number): boolean => {
  for (const word of name.matchAll(/[a-z0-9][^ ]*/g)) if (isCapital(reading, start + word.index)) return true;
  return SCHOOL.test(name) && name.includes(" ") && reading.hidden;
};

/** Up to the last word in capitals. */
function properLength(reading: Reading, name: string, start: number): number {
  let length = 0;
  for (const word of name.matchAll(/[a-z0-9][^ ]*/g)) {
    if (isCapital(reading, start + word.index) || SCHOOL.test(word[0])) length = word.index + word[0].length;
  }
  return length;
}
