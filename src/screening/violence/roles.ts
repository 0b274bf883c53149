import { SYMBOLS, symbolsIn } from "./lexicon/index.ts";

/**
 * Who does what to whom: for each violent predicate of a sentence its actor, its modality, its target, and
 * whether it is denied or reported. Read from the words between the signs around it, nearest first.
 */
export interface Role {
  readonly predicate: number;
  readonly actor: number;
  readonly modality: number;
  readonly target: number;
  /** A clitic or pronoun right before a French verb. */
  readonly clitic: number;
  readonly denied: boolean;
  readonly reported: boolean;
  readonly conditional: boolean;
}

type Table = Uint8Array;

/** Symbol → class number; the first class that a symbol's groups belong to. 0: none. */
function tableOf(classes: readonly (readonly string[])[]): Table {
  const table = new Uint8Array(SYMBOLS);
  for (const [at, groups] of classes.entries()) {
    for (const group of groups) {
      for (const symbol of symbolsIn(group)) {
        const unit = symbol.charCodeAt(0);
        if (table[unit] === 0) table[unit] = at + 1;
      }
    }
  }
  return table;
}

const S = ["_S"];
const D = ["_D"];
const en = (forms: readonly string[], ...names: string[]): string[] =>
  names.flatMap((name) => forms.map((form) => name + form));
const OPEN_EN = ["KILL", "HARM", "BEAT", "SHOOT", "HANG", "BURN"];
const OPEN_FR = ["TUER", "FRAPPER", "BRULER"];
const LOOSE_EN = ["BREAK", "DESTROY", "THRUST"];
const LOOSE_FR = ["FLOU", "PARTIE", "POUSSER"];

const PREDICATES: readonly (readonly string[])[] = [
  en([""], ...OPEN_EN).concat("KILLED", "FUCK"),
  en(S, ...OPEN_EN),
  en(D, ...OPEN_EN),
  en([""], ...OPEN_FR),
  en(["_E"], ...OPEN_FR),
  en(["_Z"], ...OPEN_FR),
  en(["_F"], ...OPEN_FR),
  en(["_P", "_C"], ...OPEN_FR),
  en([""], ...LOOSE_EN),
  en(S, ...LOOSE_EN),
  en(D, ...LOOSE_EN),
  en([""], ...LOOSE_FR),
  en(["_E"], ...LOOSE_FR),
  en(["_Z"], ...LOOSE_FR),
  en(["_F"], ...LOOSE_FR),
  en(["_P", "_C"], ...LOOSE_FR),
  ["DIE"],
  ["DIE_S", "DYING"],
  ["DIE_D", "DEAD", "MORT"],
  ["CREVER"],
  ["CREVER_E"],
  ["CREVER_F"],
  ["CREVER_Z", "CREVER_P", "CREVER_C"],
  ["PAY", "PAYER", "PAY_S", "PAYER_E", "PAYER_F"],
  ["FLAG", "FLAG_Z", "FLAG_E"],
  ["FLOOD", "FLOOD_Z", "FLOOD_E"],
  ["SWAT", "SWAT_Z", "SWAT_E"],
  ["PHONE", "PHONE_Z"],
  ["DELIVER", "DELIVER_Z"],
  ["COME", "VENIR", "VENIR_Z"],
  ["COME_S", "VENIR_E", "VENIR_F", "VENIR_P"],
  ["HUNT", "CONNAITRE", "WATCH"],
  ["HUNT_S", "HUNT_D", "WATCH_S", "CONNAITRE_E", "CONNAITRE_F"],
  ["WAIT", "WAIT_S", "ATTENDRE", "ATTENDRE_E", "ATTENDRE_F"],
  ["KNOW", "SAVOIR_E", "SAVOIR_Z", "SAVOIR_P"],
  ["PUT", "METTRE", "METTRE_E", "METTRE_F", "METTRE_Z"],
  ["WEAPON", "FIST", "LESSON"],
  ["GRAVE"],
  ["SELF"],
];
/** Predicates from here on are no violence by themselves. */
const VEILED_FROM = 23;

const ACTORS = [
  ["I"],
  ["WE", "ON", "MATES"],
  ["YOU"],
  ["HE"],
  ["SOMEONE", "ANY"],
  ["ALL", "PEOPLE"],
  ["NOBODY"],
  ["WHO"],
  ["IT", "THAT", "WHICH"],
  ["KIN"],
  ["OTHER"],
];
const MODALITIES = [
  ["WILL", "GOING", "VAIS"],
  ["SHOULD"],
  ["WANT"],
  ["COULD"],
  ["LET", "CALL"].slice(0, 1),
  ["HOPE"],
  ["DESERVE"],
  ["SWEAR"],
  ["DO"],
  ["HAVE", "AVOIR"],
  ["BE"],
  ["THREATEN", "THREATEN_S", "THREATEN_D", "THREATEN_E"],
  ["TO", "FOR"],
  ["AND", "GO"],
];
const TARGETS = [
  ["ME", "MY"],
  ["YOU", "YOUR"],
  ["HIM", "HE", "LE", "LEUR", "HIS"],
  ["KIN"],
  ["PET"],
  ["THING", "ROUTINE"],
  ["ANIMAL"],
  ["GAMEWORD", "SPORT"],
  ["BODY"],
  ["HOME", "WORKPLACE"],
  ["CAR"],
  ["ACCOUNT"],
  ["BOSS"],
  ["POLICE"],
  ["IT"],
  ["PEOPLE", "SOMEONE", "ANY", "ALL", "MATES"],
  ["OTHER"],
];
const CLITICS = [["YOU"], ["LE"], ["LEUR", "HE"], ["ME", "WE"], ["REFLEX"]];
const SAID = [
  [
    "SAY",
    "SAY_S",
    "SAY_D",
    "SAY_E",
    "SAY_P",
    "SAY_C",
    "THREATEN",
    "THREATEN_S",
    "THREATEN_D",
    "THREATEN_E",
    "NOTE",
    "RECEIVE_D",
    "RECEIVE_E",
  ].concat(["ACCUSE", "NEWSWORD", "FICTION", "SONG", "WRONG", "OPINE"]),
];

const predicates = tableOf(PREDICATES);
const actors = tableOf(ACTORS);
const modalities = tableOf(MODALITIES);
const targets = tableOf(TARGETS);
const clitics = tableOf(CLITICS);
const said = tableOf(SAID);
const denials = tableOf([["NOT", "NOBODY"]]);
const conditions = tableOf([["IF"]]);
const ends = tableOf([["COMMA", "STOP", "COLON", "QUOTE", "EXCLAMATION", "QUESTION", "BRACKET"]]);

const MAX_LEFT = 9;
const MAX_RIGHT = 6;
const MAX_ROLES = 8;

export function rolesOf(symbols: string): Role[] {
  const roles: Role[] = [];
  for (let at = 0; at < symbols.length && roles.length < MAX_ROLES; at++) {
    const predicate = predicates[symbols.charCodeAt(at)] as number;
    if (predicate !== 0) roles.push(roleAt(symbols, at, predicate));
  }
  return roles;
}

export const isVeiled = (predicate: number): boolean => predicate > VEILED_FROM;

function roleAt(symbols: string, at: number, predicate: number): Role {
  let actor = 0;
  let modality = 0;
  let clitic = 0;
  let denied = false;
  let reported = false;
  let conditional = false;
  for (let left = at - 1; left >= 0 && at - left <= MAX_LEFT; left--) {
    const unit = symbols.charCodeAt(left);
    if (ends[unit]) break;
    if (at - left <= 2 && clitic === 0) clitic = clitics[unit] as number;
    if (modality === 0) modality = modalities[unit] as number;
    // Behind a modal stands its actor: "I will go and", not the object of a verb between.
    if (actor === 0 && (modality !== 0 || at - left === 1)) actor = actors[unit] as number;
    denied ||= denials[unit] === 1;
    conditional ||= conditions[unit] === 1;
  }
  for (let left = at - 1; left >= 0 && at - left <= MAX_LEFT * 2; left--)
    reported ||= said[symbols.charCodeAt(left)] === 1;
  let target = 0;
  for (let right = at + 1; right < symbols.length && right - at <= MAX_RIGHT && target === 0; right++) {
    const unit = symbols.charCodeAt(right);
    if (ends[unit]) break;
    target = targets[unit] as number;
    // French denies behind the verb too: "on te tue pas".
    if (right - at <= 2) denied ||= denials[unit] === 1;
  }
  return { predicate, actor, modality, target, clitic, denied, reported, conditional };
}
