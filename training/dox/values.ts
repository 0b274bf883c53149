/** Synthetic values for the placeholders of the texts: invented people and places, numbers of fiction ranges. */

export type Lang = "fr" | "en";
export type Region = "fr" | "qc" | "be" | "us" | "gb" | "ca";

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** mulberry32: the same seed gives the same values on every machine. */
export class Dice {
  #state: number;

  constructor(seed: string) {
    this.#state = hash(seed);
  }

  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.roll() * list.length)] as T;
  }

  int(least: number, most: number): number {
    return least + Math.floor(this.roll() * (most - least + 1));
  }

  /** "#": a digit; "@": a capital letter. */
  fill(pattern: string): string {
    return pattern
      .replace(/#/g, () => String(this.int(0, 9)))
      .replace(/@/g, () => this.pick([..."ABCDEFGHJKLMNPRSTVWXYZ"]));
  }
}

const list = (words: string): readonly string[] => words.trim().split(/\s*\|\s*/);

const FIRST = {
  fr: list(
    "Mirabelle|Sacha|Camille|Yanis|Léa|Inès|Karim|Lucie|Théo|Aminata|Noémie|Mathis|Jeanne|Bilal|Élodie|Quentin|Fatou|Hugo|Maëlle|Raphaël|Chloé|Mehdi|Solène|Gaël|Anaïs|Linh|Pauline|Ousmane|Clémence|Rachid|Agathe|Nicolas|Justine|Samir|Odile|Étienne|Yasmine|Florian",
  ),
  en: list(
    "Juniper|Wren|Casey|Maya|Devon|Priya|Liam|Aisha|Owen|Chloe|Mei|Jordan|Fatima|Ethan|Rosa|Noah|Keisha|Dylan|Hannah|Omar|Grace|Tyler|Ines|Marcus|Beth|Kwame|Ellen|Diego|Morgan|Sofia|Ravi|Paige|Luke|Amara|Finn|Tess|Ivan|Nora",
  ),
};
const LAST = {
  fr: list(
    "Fictif|Exemplier|Lavandier|Boisfleury|Maubert-Test|Delorme-Essai|Tremblois|Benfictif|Ouattarelle|Montfaux|Chantegrive|Vaucelin|Le Goffic-Test|Petitpré|Kerimagine|Sarrafine|Nguyen-Essai|Dumasquet|Bellenote|Rivoirel|Castelfable|Traoril|Haddadine|Roussillac",
  ),
  en: list(
    "Sample|Fictional|Exampleton|Hartwell-Test|Mockridge|Testerman|Placeholder|Okonjara|Fablewright|Demoson|Singhara|Nguyenette|Larkspur|Whitmock|Garcielle|Trialford|Brightwell|Kowalska-Test|McSample|Fairmock|Ashdown|Delacroy|Penhallow|Rutterby",
  ),
};
const TOWN = {
  fr: list(
    "Exempleville|Vaubrun-sur-Lorme|Saint-Fictif|Montessai|Fictiville|Port-Exemple|Rochefable|La Chapelle-Témoin|Villeneuve-l'Exemple|Lormont-le-Faux|Belmodèle|Saint-Échantillon",
  ),
  en: list(
    "Exampleton|Sampletown|Kettlebrook|Fableford|Mockington|Port Sample|Testbury|Lower Fiction|East Placeholder|Demo Falls|Larkhaven|Millbrook Test",
  ),
};
const STREET_FR = list(
  "rue|rue|rue|rue|avenue|avenue|boulevard|chemin|impasse|allée|place|route|quai|passage|cours|square",
);
const STREET_FR_NAME = list(
  "des Lavandières-Fictives|de l'Exemple|du Moulin|des Tilleuls|Jean-Fictif|de la République|des Écoles|du Général-Exemple|Sainte-Modèle|du Faubourg Fictif|des Quatre-Vents|de la Gare|Victor-Faux|aux Oiseaux|du 8-Mai-1945|des Acacias|de la Fontaine|Lucie-Inventée|du Vieux-Port|des Érables",
);
const STREET_EN = list(
  "Street|Street|Street|Road|Road|Avenue|Drive|Lane|Court|Crescent|Place|Way|Terrace|Close|Boulevard",
);
const STREET_EN_NAME = list(
  "Fictional|Example|Old Mill|Larch|Maple|Sample|Church|Station|Fable|Cedar|Park View|Harbour|Mockingbird|Oakfield|Kettle|Willow|Riverside|Test Hill|Juniper|Elm",
);
const SHORT: Readonly<Record<string, string>> = {
  rue: "r.",
  avenue: "av.",
  boulevard: "bd",
  chemin: "ch.",
  impasse: "imp.",
  allée: "all.",
  Street: "St",
  Road: "Rd",
  Avenue: "Ave",
  Drive: "Dr",
  Lane: "Ln",
  Court: "Ct",
  Crescent: "Cres",
  Boulevard: "Blvd",
};
const COMPANY = {
  fr: list(
    "Boulangerie Exemple|Transports Fictifs|Mutuelle Exemplaire|Garage du Lac|Logistique Modèle|Clinique des Ormes|Assurances Témoin|Exempla|Maison Fictive|Hôpital Sainte-Fable|Imprimerie Montessai|Agence Lorme",
  ),
  en: list(
    "Example Bakery|Northfield Logistics|Sample & Daughters|Modelo Insurance|St Example's Hospital|Fable Motors|Placeholder Media|Kettlebrook Dental|Acme Sample|Mockridge Print|Larch House Care|Testbury Water",
  ),
};
const SHOP = {
  fr: list(
    "Super Exemple|FitFable|La Page Fictive|Le Petit Modèle|Jardi-Test|Café Témoin|Le Comptoir Inventé|Exemple Mode",
  ),
  en: list(
    "Sample Mart|FitFable|The Mock Page|Example Books|Larch Cafe|Placeholder Pizza|The Test Kitchen|Demo Hardware",
  ),
};
const HOTEL = {
  fr: list(
    "Hôtel Fictif du Quai|hôtel des Deux Ponts|Hôtel Exemple|hôtel Modèle Centre|Hôtel du Parc Inventé",
  ),
  en: list(
    "Hotel Fictif|the Sample Inn|Example Lodge|the Harbour Hotel|Mockington Grand Hotel|the Fable Motel",
  ),
};
/** § asks for the article that French puts before a school. */
const SCHOOL = {
  fr: list(
    "§lycée Jeanne-Exemple|§collège Fictif|§école des Tilleuls|§université d'Exempleville|§lycée Saint-Modèle|§école Sainte-Fable|§collège du Moulin",
  ),
  en: list(
    "Example High School|St Fable's Primary|Kettlebrook College|Sampletown University|Mockridge Academy|Larch Elementary|Testbury Grammar School",
  ),
};
const MONTH = {
  fr: list("janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"),
  en: list("January|February|March|April|May|June|July|August|September|October|November|December"),
};
const NICK = list(
  "perchoir_lune|NoctaFox|mira_belle99|pixel.heron|ZestyOtter|lunaria_tv|kestrel_plays|m0usse|QuietGoblin|saltwren|biscotte_live|rook77|TheMossWitch|papier_mache|vex.and.violet|otterly_done",
);

const REGIONS: Readonly<Record<Lang, readonly Region[]>> = {
  fr: ["fr", "fr", "fr", "fr", "fr", "fr", "qc", "be"],
  en: ["us", "us", "us", "gb", "gb", "ca"],
};

export const regionOf = (dice: Dice, lang: Lang): Region => dice.pick(REGIONS[lang]);

export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "");

function luhnDigit(digits: string): string {
  for (let last = 0; last < 10; last++) {
    let sum = 0;
    for (const [at, digit] of [...(digits + last)].reverse().entries()) {
      const twice = Number(digit) * (at % 2 === 1 ? 2 : 1);
      sum += twice > 9 ? twice - 9 : twice;
    }
    if (sum % 10 === 0) return String(last);
  }
  return "0";
}

const mod97 = (digits: string): number => Number(BigInt(digits) % 97n);

function phone(dice: Dice, region: Region): string {
  if (region === "fr") {
    const [start, rest] = dice.pick([
      ["06", dice.fill("3998####")],
      ["06", dice.fill("3998####")],
      ["01", dice.fill("9900####")],
    ] as const);
    const pairs = (rest.match(/../g) as string[]).join(dice.pick([" ", " ", " ", ".", "-"]));
    return dice.pick([
      `${start} ${pairs}`.replace(/^(\d\d) (\d\d)([.-])/, "$1$3$2$3"),
      `${start} ${pairs}`.replace(/^(\d\d) (\d\d)([.-])/, "$1$3$2$3"),
      `${start}${rest}`,
      `+33 ${start[1]} ${pairs}`,
    ]);
  }
  if (region === "be") return dice.pick([dice.fill("0470 12 ## ##"), dice.fill("+32 470 12 ## ##")]);
  if (region === "gb") {
    return dice.pick([
      dice.fill("07700 900###"),
      dice.fill("07700900###"),
      dice.fill("+44 7700 900###"),
      dice.fill("020 7946 0###"),
      dice.fill("0161 496 0###"),
    ]);
  }
  const area = dice.pick(
    region === "us" ? ["212", "415", "614", "303"] : region === "ca" ? ["613", "416", "604"] : ["514", "418"],
  );
  const line = dice.fill("01##");
  return dice.pick([
    `${area}-555-${line}`,
    `${area}-555-${line}`,
    `(${area}) 555-${line}`,
    `${area}.555.${line}`,
    `${area}555${line}`,
    `+1 ${area} 555 ${line}`,
  ]);
}

function postcode(dice: Dice, region: Region): string {
  if (region === "gb") return dice.fill("NW0 0@@").replace(/[CIKMOV]/g, "X");
  if (region === "ca") return dice.fill("K0A 0A#");
  if (region === "qc") return dice.fill("G0A 0A#");
  if (region === "be") return dice.fill("0###");
  return dice.pick(["00000", dice.fill("00###")]);
}

function street(dice: Dice, region: Region): string {
  const number = dice.int(1, 140);
  if (region === "fr" || region === "be" || region === "qc") {
    const kind = dice.pick(STREET_FR);
    const name = dice.pick(STREET_FR_NAME);
    const written = dice.roll() < 0.12 ? (SHORT[kind] ?? kind) : kind;
    if (region === "be") return `${written[0]?.toUpperCase()}${written.slice(1)} ${name} ${number}`;
    return `${number}${dice.roll() < 0.08 ? " bis" : ""}${region === "qc" || dice.roll() < 0.2 ? "," : ""} ${written} ${name}`;
  }
  const kind = dice.pick(STREET_EN);
  return `${number} ${dice.pick(STREET_EN_NAME)} ${dice.roll() < 0.3 ? (SHORT[kind] ?? kind) : kind}`;
}

function address(dice: Dice, region: Region, line: string, town: string): string {
  const code = postcode(dice, region);
  const state = dice.pick(["OH", "NY", "CA", "TX", "WA"]);
  const province = dice.pick(["ON", "BC", "NS"]);
  switch (region) {
    case "us":
      return dice.pick([
        `${line}, ${town}, ${state} ${code}`,
        `${line}, Apt ${dice.int(1, 40)}, ${town}, ${state} ${code}`,
        `${line}, ${town}`,
        `${line}, ${town} ${state}`,
      ]);
    case "gb":
      return dice.pick([
        `${line}, ${town} ${code}`,
        `Flat ${dice.int(1, 12)}, ${line}, ${town}, ${code}`,
        `${line}, ${town}`,
      ]);
    case "ca":
      return dice.pick([`${line}, ${town} ${province} ${code}`, `${line}, ${town}, ${province}`]);
    case "qc":
      return dice.pick([`${line}, ${town} (Québec) ${code}`, `${line}, ${town} QC ${code}`]);
    default:
      return dice.pick([
        `${line}, ${code} ${town}`,
        `${line}, ${code} ${town}`,
        `${line} ${code} ${town}`,
        `${line} à ${town}`,
        `${line}, ${town}`,
        `${line}, bât. ${dice.pick(["A", "B", "C"])}, ${code} ${town}`,
      ]);
  }
}

function plate(dice: Dice, region: Region): string {
  if (region === "fr") return dice.pick([dice.fill("@@-###-@@"), dice.fill("@@ ### @@")]);
  if (region === "gb") return dice.fill("@@7# @@@").replace(/[IQZ]/g, "K");
  if (region === "be") return dice.fill("1-@@@-###");
  if (region === "qc") return dice.fill("@## @@@");
  if (region === "ca") return dice.fill("@@@@ ###");
  return dice.pick([dice.fill("7@@@###"), dice.fill("@@@ ####"), dice.fill("@@@-####")]);
}

function identity(dice: Dice, region: Region): string {
  if (region === "fr") {
    const body = `${dice.int(1, 2)}${dice.fill("##")}${String(dice.int(1, 12)).padStart(2, "0")}99${dice.fill("######")}`;
    const key = String(97 - mod97(body)).padStart(2, "0");
    const joined = body + key;
    return dice.pick([joined, joined.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, "$1 $2 $3 $4 $5 $6 $7")]);
  }
  if (region === "us") return dice.fill("219-09-####");
  if (region === "gb") return dice.fill("QQ ## ## ## C");
  if (region === "be") return dice.fill("90.01.01-###.##");
  const eight = dice.fill("046#####");
  return `${eight}${luhnDigit(eight)}`.replace(/(...)(...)(...)/, "$1 $2 $3");
}

function iban(dice: Dice, lang: Lang): string {
  const body = lang === "fr" ? dice.fill("0000000000###########00") : dice.fill("000000##########");
  const country = lang === "fr" ? "FR" : "GB";
  const bban = lang === "fr" ? body : `TEST${body.slice(0, 14)}`;
  const digits = [...(bban + country)].map((sign) => Number.parseInt(sign, 36)).join("");
  const check = String(98 - mod97(`${digits}00`)).padStart(2, "0");
  return `${country}${check}${bban}`.replace(/(.{4})(?=.)/g, "$1 ");
}

/** A date of the years asked for, as people of the language write it. */
function date(dice: Dice, lang: Lang, from: number, to: number): string {
  const day = dice.int(1, 28);
  const month = dice.int(0, 11);
  const year = dice.int(from, to);
  const two = (value: number) => String(value).padStart(2, "0");
  if (lang === "fr") {
    return dice.pick([
      `${day} ${MONTH.fr[month]} ${year}`,
      `${two(day)}/${two(month + 1)}/${year}`,
      `${day}/${month + 1}/${year}`,
      `${two(day)}.${two(month + 1)}.${year}`,
    ]);
  }
  return dice.pick([
    `${day} ${MONTH.en[month]} ${year}`,
    `${MONTH.en[month]} ${day}, ${year}`,
    `${two(month + 1)}/${two(day)}/${year}`,
    `${year}-${two(month + 1)}-${two(day)}`,
  ]);
}

const DIGIT_WORDS = {
  fr: list("zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf"),
  en: list("zero|one|two|three|four|five|six|seven|eight|nine"),
};
const FULLWIDTH = (text: string): string =>
  text.replace(/[0-9A-Za-z]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) as number) + 0xfee0));

/** The ways in which the texts hide a value; "obf" is any of several. */
export function disguise(value: string, how: string, dice: Dice, lang: Lang): string {
  switch (how) {
    case "words":
      return [...value.replace(/\D/g, "")].map((digit) => DIGIT_WORDS[lang][Number(digit)]).join(" ");
    case "wide":
      return FULLWIDTH(value);
    case "noise":
      return [...value.replace(/\D/g, "")].join(dice.pick(["*", "_", " . ", "·", " - "]));
    case "obf":
      if (value.includes("@")) {
        return value
          .replace("@", dice.pick([" [at] ", "(at)", lang === "fr" ? " arobase " : " at "]))
          .replace(/\./g, dice.pick([" [dot] ", lang === "fr" ? " point " : " dot ", "(.)"]));
      }
      return dice.pick([
        (text: string) => text.replace(/0/g, "o").replace(/1/g, "l"),
        (text: string) => text.replace(/(\d)(?=\d)/g, "$1\u200b"),
        (text: string) => text.replace(/[aeo]/g, (sign) => ({ a: "а", e: "е", o: "о" })[sign] ?? sign),
        (text: string) => text.replace(/(\d)[ .-]?(?=\d)/g, "$1 "),
      ])(value);
    default:
      throw new Error(`no disguise is called ${how}`);
  }
}

/** Gives each placeholder of one rendering its value, the same each time it is asked. */
export class Values {
  readonly #given = new Map<string, string>();
  readonly #dice: Dice;
  readonly #lang: Lang;
  readonly #region: Region;

  constructor(dice: Dice, lang: Lang, region: Region) {
    this.#dice = dice;
    this.#lang = lang;
    this.#region = region;
  }

  get(slot: string): string {
    const known = this.#given.get(slot);
    if (known !== undefined) return known;
    const value = this.#make(slot);
    this.#given.set(slot, value);
    return value;
  }

  /** `slot` is a kind and perhaps a number: "name", "name2". Names and addresses share their parts. */
  #make(slot: string): string {
    const dice = this.#dice;
    const lang = this.#lang;
    const number = /\d+$/.exec(slot)?.[0] ?? "";
    const kind = slot.slice(0, slot.length - number.length);
    switch (kind) {
      case "first":
        return this.#fresh(FIRST[lang]);
      case "last":
        return this.#fresh(LAST[lang]);
      case "name":
        return `${this.get(`first${number}`)} ${this.get(`last${number}`)}`;
      case "nick":
        return this.#fresh(NICK);
      case "town":
        return this.#fresh(TOWN[lang]);
      case "street":
        return street(dice, this.#region);
      case "address":
        return address(dice, this.#region, this.get(`street${number}`), this.get(`town${number}`));
      case "postcode":
        return postcode(dice, this.#region);
      case "phone":
        return phone(dice, this.#region);
      case "email":
        return this.#email(number);
      case "bizmail":
        return `${dice.pick(["contact", "info", lang === "fr" ? "bonjour" : "hello", lang === "fr" ? "accueil" : "office"])}@${this.get("site")}`;
      case "site":
        return `${dice.pick(["exemple", "sample", "lorme", "fable", "perchoir", "mock"])}-${dice.pick(["club", "shop", "info", "atelier", "house"])}.example`;
      case "plate":
        return plate(dice, this.#region);
      case "idnum":
        return identity(dice, this.#region);
      case "iban":
        return iban(dice, lang);
      case "dob":
        return date(dice, lang, 1955, 2005);
      case "date":
        return date(dice, lang, 2023, 2026);
      case "year":
        return String(dice.int(1975, 2024));
      case "month":
        return dice.pick(MONTH[lang]);
      case "age":
        return String(dice.int(18, 79));
      case "time":
        return lang === "fr"
          ? dice.pick(["18 h", "18h30", "7 h 45", "midi", "22h", "19:30"])
          : dice.pick(["6pm", "6.30pm", "5 pm", "noon", "7:45", "9 a.m."]);
      case "room":
        return String(dice.int(2, 640));
      case "price":
        return lang === "fr" ? `${dice.int(8, 900)} euros` : `${dice.pick(["$", "£"])}${dice.int(8, 900)}`;
      case "company":
        return this.#fresh(COMPANY[lang]);
      case "shop":
        return this.#fresh(SHOP[lang]);
      case "hotel":
        return this.#fresh(HOTEL[lang]);
      case "school":
        return this.#fresh(SCHOOL[lang]);
      case "ip":
        return `${dice.pick(["203.0.113", "198.51.100", "192.0.2"])}.${dice.int(1, 254)}`;
      case "coords":
        return dice.pick([
          `${dice.int(10, 49)}.${dice.fill("#####")}, -${dice.int(20, 40)}.${dice.fill("#####")}`,
          `${dice.int(10, 49)}.${dice.fill("######")},-${dice.int(20, 40)}.${dice.fill("######")}`,
        ]);
      default:
        throw new Error(`no placeholder is called ${slot}`);
    }
  }

  /** A member of the list that this rendering has not used yet. */
  #fresh(from: readonly string[]): string {
    const used = new Set(this.#given.values());
    const free = from.filter((one) => !used.has(one));
    return this.#dice.pick(free.length > 0 ? free : from);
  }

  #email(number: string): string {
    const letters = (text: string) =>
      plain(text)
        .toLowerCase()
        .replace(/[^a-z]/g, "");
    const first = letters(this.get(`first${number}`));
    const last = letters(this.get(`last${number}`));
    const local = this.#dice.pick([
      `${first}.${last}`,
      `${first}${last}`,
      `${first[0]}${last}${this.#dice.int(1, 99)}`,
      `${first}_${this.#dice.int(70, 99)}`,
    ]);
    return `${local}@${this.#dice.pick(["courriel.example", "mail.example", "post.test", "webmail.test"])}`;
  }
}
