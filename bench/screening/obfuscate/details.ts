import type { SealedDetail } from "../../../src/screening/index.ts";
import type { Random } from "./random.ts";

/** An invented person's detail as it is registered, and as people write it in the open. */
export interface Sample {
  readonly detail: SealedDetail;
  readonly lang: "fr" | "en";
  /** Usual spellings; obfuscators start from one of them. */
  readonly plain: readonly string[];
  /** Of a street address, what is named when parts are moved about. */
  readonly street?: Street;
}

export interface Street {
  readonly number: string;
  readonly kind: string;
  readonly name: string;
  readonly place: string;
  readonly order: "fr" | "en" | "after";
}

const FIRST_FR =
  `Mirabelle Élodie Sacha Zoé Anaïs Clémence Gaëlle Océane Capucine Thaïs Héloïse Marjolaine Côme Raphaël
  Loïc Timothée Célestin Noémie Apolline Éléonore Ondine Sidonie Violaine Aurélien Maëlys Isaure`.split(
    /\s+/,
  );
const LAST_FR =
  `Exemple Fictif Lavandin Pervenche Églantier Bruyère Chèvrefeuille Noisetier Tilleul Aubépine Fougère
  Marronnier Pommerol Sablonnière Clairefontaine Belledune Rochefictive Valinventé Montimagine Grandpré`.split(
    /\s+/,
  );
const FIRST_EN =
  `Juniper Wren Marigold Ellis Rowan Hazel Clara Ciara Tamsin Percy Imogen Linden Sorrel Willa Otis Beatrix
  Cordelia Jasper Delphine Quincy Ottilie Silas Ivy Lila Milo Elliot`.split(/\s+/);
const LAST_EN =
  `Sample Fictional Placeholder Madeup Thistlewood Hollowell Brackenridge Fernsby Marlowe Nettlefield Quill
  Larkspur Whitethorn Silverlake Applegarth Willowby Greystone Ashdown Kettlewell`.split(/\s+/);
const STREET_FR =
  `des Lavandières-Fictives|de l'Exemple|du Général-Inventé|des Trois-Fontaines|Saint-Modèle|du 8-Juin-1910|de la
  Fausse-Porte|des Quatre-Vents|Victor-Exemple|du Docteur-Imaginaire|de l'Abbé-Fictif|Sainte-Maquette|des Glycines|du
  Moulin-Neuf|Jean-Fictif|de la Petite-Source|aux Herbes|Notre-Dame-des-Essais`
    .replace(/\n\s+/g, " ")
    .split("|");
const KIND_FR = [
  "rue",
  "avenue",
  "boulevard",
  "place",
  "chemin",
  "impasse",
  "allée",
  "route",
  "quai",
  "square",
];
const STREET_EN =
  `Fictional|Sample|Old Placeholder|Madeup Park|Saint Example|Third|Bracken Hollow|Invented Oak|Willowmere|East
  Nonesuch|Larkrise|Queen Example|Thistle|Imaginary Mill|Marlow Fields|Copper Kettle`
    .replace(/\n\s+/g, " ")
    .split("|");
const KIND_EN = [
  "Street",
  "Road",
  "Avenue",
  "Crescent",
  "Drive",
  "Lane",
  "Court",
  "Terrace",
  "Boulevard",
  "Close",
];
const TOWN_FR = ["Exempleville", "Fictiville", "Saint-Modèle-sur-Eau", "Bourg-Inventé"];
const TOWN_EN = ["Exampleton", "Sampleford", "Madeup Falls", "Testbury"];
const WORDS =
  `lune brume pixel corbeau renard nuage cactus moka comet shadow coffee pebble velvet falcon tulip mango biscotte
  orage sirop gecko ember fable`.split(/\s+/);
const DOMAINS = [
  "perchoir.example",
  "mail.example",
  "boite-aux-lettres.test",
  "post.example",
  "courriel.test",
];
const PLACES_FR = [
  "Boulangerie du Faux Pont",
  "Collège Anna-Exemple",
  "Atelier Brume et Lune",
  "Clinique des Essais",
];
const PLACES_EN = [
  "Sample Street Bakery",
  "Nonesuch High School",
  "Placeholder Dental Clinic",
  "Fable & Ember Books",
];
const HOTELS = [
  "Hôtel Fictif du Quai",
  "Auberge de la Fausse Porte",
  "Nonesuch Harbour Hotel",
  "Placeholder Inn Testbury",
];
const LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ";

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "");
const group = (digits: string, sizes: readonly number[], separator = " "): string => {
  const groups: string[] = [];
  for (const size of sizes) groups.push(digits.slice(groups.join("").length, groups.join("").length + size));
  return groups.join(separator);
};
const letters = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.pick([...LETTERS])).join("");

type Maker = (random: Random) => Sample;

const phoneFr: Maker = (random) => {
  const start = random.pick(["063998", "019900", "026191", "035301", "046571", "053649"]);
  const number = start + random.digits(4);
  const pairs = group(number, [2, 2, 2, 2, 2]);
  return {
    detail: { kind: "phone", value: pairs, region: "FR" },
    lang: "fr",
    plain: [pairs, number, pairs.replaceAll(" ", "."), pairs.replaceAll(" ", "-")],
  };
};
const phoneUs =
  (region: "CA" | "US", areas: readonly string[]): Maker =>
  (random) => {
    const area = random.pick(areas);
    const line = `01${random.digits(2)}`;
    return {
      detail: { kind: "phone", value: `${area}-555-${line}`, region },
      lang: "en",
      plain: [`${area}-555-${line}`, `(${area}) 555-${line}`, `${area}.555.${line}`, `${area}555${line}`],
    };
  };
const phoneOf =
  (region: string, lang: "fr" | "en", start: string, free: number, sizes: readonly number[]): Maker =>
  (random) => {
    const number = start + random.digits(free);
    const grouped = group(number, sizes);
    return { detail: { kind: "phone", value: grouped, region }, lang, plain: [grouped, number] };
  };

const addressFr: Maker = (random) => {
  const number = `${1 + random.below(180)}${random.chance(0.12) ? random.pick([" bis", " ter"]) : ""}`;
  const kind = random.pick(KIND_FR);
  const name = random.pick(STREET_FR);
  const place = `00${random.digits(3)} ${random.pick(TOWN_FR)}`;
  const street = `${number} ${kind} ${name}`;
  return {
    detail: { kind: "address", value: `${street}, ${place}` },
    lang: "fr",
    plain: [`${street}, ${place}`, street, `${number}, ${kind} ${name}`],
    street: { number, kind, name, place, order: "fr" },
  };
};
const addressEn: Maker = (random) => {
  const number = `${1 + random.below(990)}`;
  const kind = random.pick(KIND_EN);
  const name = random.pick(STREET_EN);
  const place = random.chance(0.5)
    ? `${random.pick(TOWN_EN)} ON`
    : `${random.pick(TOWN_EN)}, ZZ 00${random.digits(3)}`;
  const street = `${number} ${name} ${kind}`;
  return {
    detail: { kind: "address", value: `${street}, ${place}` },
    lang: "en",
    plain: [`${street}, ${place}`, street],
    street: { number, kind, name, place, order: "en" },
  };
};
const addressBe: Maker = (random) => {
  const number = `${1 + random.below(180)}`;
  const kind = random.pick(KIND_FR.slice(0, 5));
  const name = random.pick(STREET_FR);
  const place = `0${random.digits(3)} ${random.pick(TOWN_FR)}`;
  const street = `${kind} ${name} ${number}`;
  return {
    detail: { kind: "address", value: `${street}, ${place}` },
    lang: "fr",
    plain: [street, `${kind} ${name}, ${number}`, `${street}, ${place}`],
    street: { number, kind, name, place, order: "after" },
  };
};

const nameOf = (random: Random, lang: "fr" | "en"): [first: string, last: string] =>
  lang === "fr"
    ? [random.pick(FIRST_FR), random.pick(LAST_FR)]
    : [random.pick(FIRST_EN), random.pick(LAST_EN)];
const name: Maker = (random) => {
  const lang = random.pick(["fr", "en"] as const);
  const [first, last] = nameOf(random, lang);
  return {
    detail: { kind: "name", value: `${first} ${last}` },
    lang,
    plain: [`${first} ${last}`, `${last} ${first}`, `${last.toUpperCase()} ${first}`, `${last}, ${first}`],
  };
};
const NAMES_NOW = { fr: FIRST_FR, en: FIRST_EN };
const formerName: Maker = (random) => {
  const lang = random.pick(["fr", "en"] as const);
  const [first, last] = nameOf(random, lang);
  const current = random.pick(NAMES_NOW[lang].filter((name) => name !== first));
  const handle = `${random.pick(WORDS)}_${random.pick(WORDS)}`;
  const [spaced, solo] = [`${first} ${last}`, first];
  const value = random.chance(0.6) ? spaced : solo;
  return {
    detail: { kind: "former-name", value, with: [`${current} ${last}`, handle] },
    lang,
    plain: [value],
  };
};
const email: Maker = (random) => {
  const [first, last] = nameOf(random, random.pick(["fr", "en"] as const));
  const local = plain(
    random.pick([
      `${first}.${last}`,
      `${first}${last}`,
      `${first[0]}${last}`,
      `${first}_${random.digits(2)}`,
    ]),
  ).toLowerCase();
  const value = `${local}@${random.pick(DOMAINS)}`;
  return { detail: { kind: "email", value }, lang: random.pick(["fr", "en"] as const), plain: [value] };
};
const handle: Maker = (random) => {
  const value = random.pick([
    `${random.pick(WORDS)}_${random.pick(WORDS)}`,
    `${random.pick(WORDS)}${random.pick(WORDS)}${random.digits(2)}`,
    `${random.pick(WORDS)}.${random.pick(WORDS)}_tv`,
  ]);
  const lang = random.pick(["fr", "en"] as const);
  return { detail: { kind: "online-account", value: `@${value}` }, lang, plain: [`@${value}`, value] };
};
const plate: Maker = (random) => {
  const value = random.pick([
    `${letters(random, 2)}-${random.digits(3)}-${letters(random, 2)}`,
    `${letters(random, 2)}${random.digits(2)} ${letters(random, 3)}`,
    `${letters(random, 4)} ${random.digits(3)}`,
  ]);
  const lang = random.pick(["fr", "en"] as const);
  return {
    detail: { kind: "vehicle-plate", value },
    lang,
    plain: [value, value.replace(/[- ]/g, ""), value.replace(/[- ]/g, " ")],
  };
};
const iban: Maker = (random) => {
  const value = `FR${random.digits(2)}${random.digits(23)}`;
  const grouped = value.replace(/(.{4})(?=.)/g, "$1 ");
  return { detail: { kind: "bank-account", value: grouped }, lang: "fr", plain: [grouped, value] };
};
const identity: Maker = (random) => {
  const french = random.chance(0.5);
  const value = french
    ? group(`2${random.digits(14)}`, [1, 2, 2, 2, 3, 3, 2])
    : group(`9${random.digits(8)}`, [3, 3, 3], random.pick([" ", "-"]));
  return {
    detail: { kind: "identity-number", value },
    lang: french ? "fr" : "en",
    plain: [value, value.replace(/[ -]/g, "")],
  };
};
const workplace: Maker = (random) => {
  const lang = random.pick(["fr", "en"] as const);
  const value = random.pick(lang === "fr" ? PLACES_FR : PLACES_EN);
  return { detail: { kind: "workplace-or-school", value }, lang, plain: [value] };
};
const location: Maker = (random) => {
  const value = random.pick(HOTELS);
  return {
    detail: { kind: "current-location", value },
    lang: random.pick(["fr", "en"] as const),
    plain: [value],
  };
};

export const MAKERS: Readonly<Record<string, Maker>> = {
  "phone FR": phoneFr,
  "phone CA": phoneUs("CA", ["613", "514", "604"]),
  "phone US": phoneUs("US", ["202", "415", "312"]),
  "phone GB": phoneOf("GB", "en", "07700900", 3, [5, 6]),
  "phone BE": phoneOf("BE", "fr", "04000", 5, [4, 2, 2, 2]),
  "phone CH": phoneOf("CH", "fr", "07000", 5, [3, 3, 2, 2]),
  "address FR": addressFr,
  "address EN": addressEn,
  "address BE": addressBe,
  name,
  "former-name": formerName,
  email,
  handle,
  plate,
  iban,
  identity,
  workplace,
  location,
};
