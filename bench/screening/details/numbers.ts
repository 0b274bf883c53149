import { iban as ibanRight, luhn, nirKey } from "../../../src/screening/details/checksums.ts";
import type { Country } from "./addresses.ts";
import type { Lang } from "./names.ts";
import type { Random } from "./random.ts";

/** Telephone numbers from the ranges kept for fiction, and from blocks that no plan has ever opened. */
export function phone(random: Random, country: Country): string {
  if (country === "fr") return frenchPhone(random);
  if (country === "us" || country === "ca") return northAmericanPhone(random);
  if (country === "gb") return britishPhone(random);
  const two = () => random.digits(2);
  if (country === "be") {
    const last = `00 ${two()} ${two()}`;
    return random.pick([
      `0400 ${last}`,
      `+32 400 ${last}`,
      `0400/${last.replaceAll(" ", ".")}`,
      `02 000 ${two()} ${two()}`,
      `+32 2 000 ${two()} ${two()}`,
      `0032 400 ${last}`,
      `+32400${last.replaceAll(" ", "")}`,
      `0400/${last}`,
    ]);
  }
  const last = `000 ${two()} ${two()}`;
  return random.pick([
    `070 ${last}`,
    `+41 70 ${last}`,
    `022 ${last}`,
    `0041 70 ${last}`,
    `+41 (0)22 ${last}`,
    `+4170${last.replaceAll(" ", "")}`,
    `070.${last.replaceAll(" ", ".")}`,
  ]);
}

const FICTION_FR = ["06 39 98", "01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49"];

function frenchPhone(random: Random): string {
  const spaced = `${random.pick(FICTION_FR)} ${random.digits(2)} ${random.digits(2)}`;
  const mobile = `06 39 98 ${random.digits(2)} ${random.digits(2)}`;
  const rest = spaced.slice(1);
  return random.pick([
    spaced,
    spaced,
    spaced,
    spaced.replaceAll(" ", "."),
    spaced.replaceAll(" ", "-"),
    mobile.replaceAll(" ", ""),
    `+33 ${rest}`,
    `+33 ${rest}`,
    `+33${rest.replaceAll(" ", "")}`,
    `+33 (0)${rest}`,
    `+33.${rest.replaceAll(" ", ".")}`,
    `0033 ${rest}`,
    `0033${rest.replaceAll(" ", "")}`,
    spaced.replaceAll(" ", "/"),
    spaced.replaceAll(" ", "\u00a0"),
    spaced.replace(/^(\d\d) (\d\d) (\d\d) /, "$1$2 $3 "),
  ]);
}

function northAmericanPhone(random: Random): string {
  // 555-01xx is kept for fiction; no exchange begins with 0 or 1.
  const area = random.pick(["613", "514", "212", "416", "312", "438", "202", "604", "907"]);
  const exchange = random.chance(0.75) ? "555" : random.fill(random.pick(["0##", "1##"]));
  const line = exchange === "555" ? `01${random.digits(2)}` : random.digits(4);
  const extension = random.chance(0.08)
    ? random.pick([" x", " ext. ", "x", ", ext "]) + random.int(10, 9999)
    : "";
  return (
    random.pick([
      `${area}-${exchange}-${line}`,
      `${area}-${exchange}-${line}`,
      `(${area}) ${exchange}-${line}`,
      `(${area}) ${exchange}-${line}`,
      `(${area})${exchange}-${line}`,
      `${area}.${exchange}.${line}`,
      `${area} ${exchange} ${line}`,
      `${area} ${exchange}-${line}`,
      `+1 ${area} ${exchange} ${line}`,
      `+1 (${area}) ${exchange}-${line}`,
      `+1-${area}-${exchange}-${line}`,
      `1-${area}-${exchange}-${line}`,
      `+1${area}${exchange}${line}`,
      `001-${area}-${exchange}-${line}`,
    ]) + extension
  );
}

function britishPhone(random: Random): string {
  const three = random.digits(3);
  return random.pick([
    `07700 900${three}`,
    `07700 900 ${three}`,
    `07700900${three}`,
    `+44 7700 900${three}`,
    `+44 (0)7700 900 ${three}`,
    `+447700900${three}`,
    `0044 7700 900${three}`,
    `020 7946 0${three}`,
    `(020) 7946 0${three}`,
    `+44 20 7946 0${three}`,
    `0113 496 0${three}`,
    `01632 960${three}`,
    `01632 960 ${three}`,
    `(01632) 960${three}`,
    `0800 000 0${three.slice(0, 3)}`,
  ]);
}

/** Bare digits of a number, for templates that announce it as a telephone number. */
export const barePhone = (random: Random, country: Country): string => {
  const digits = phone(random, country)
    .replace(/\D?x.*$|,? ?ext.*$/, "")
    .replace(/\(0\)/, "")
    .replace(/\D/g, "");
  return country === "fr" ? digits.replace(/^0?0?33/, "0") : digits;
};

const withLuhn = (body: string): string => {
  for (let check = 0; check < 10; check++) if (luhn(body + check)) return body + check;
  return body;
};

/** A card of an issuer's range with its check digit. */
export function card(random: Random): string {
  const sixteen = withLuhn(
    random.fill(
      random.pick([
        "4##############",
        "51#############",
        "55#############",
        "2300###########",
        "6011###########",
        "3530###########",
      ]),
    ),
  );
  const amex = withLuhn(random.fill("37############"));
  return random.pick([
    sixteen,
    sixteen.replace(/(\d{4})(?=\d)/g, "$1 "),
    sixteen.replace(/(\d{4})(?=\d)/g, "$1 "),
    sixteen.replace(/(\d{4})(?=\d)/g, "$1-"),
    amex,
    `${amex.slice(0, 4)} ${amex.slice(4, 10)} ${amex.slice(10)}`,
  ]);
}

/** The form of a card number, its check digit wrong nine times in ten. */
export const cardForm = (random: Random): string =>
  random.fill(
    random.pick(["4### #### #### ####", "5### #### #### ####", "4###############", "3782 ###### #####"]),
  );

const BBAN: Readonly<Record<Country, string>> = {
  fr: "##########@#@########%",
  be: "############",
  ch: "#################",
  gb: "@@@@##############",
  us: "##########@#@########%",
  ca: "@@@@##############",
};
const PREFIX: Readonly<Record<Country, string>> = {
  fr: "FR",
  be: "BE",
  ch: "CH",
  gb: "GB",
  us: "FR",
  ca: "GB",
};

/** An IBAN of the country (of a neighbour's where it has none), with right check digits or not. */
export function iban(random: Random, country: Country, right: boolean): string {
  const pattern = country === "fr" || country === "us" ? "##########@#@########" : BBAN[country];
  const body = `${random.fill(pattern)}${pattern.length === 21 ? random.digits(2) : ""}`;
  let made = "";
  for (let check = 2; check < 99; check++) {
    made = `${PREFIX[country]}${String(check).padStart(2, "0")}${body}`;
    if (ibanRight(made.toLowerCase()) === right) break;
  }
  const spaced = made.replace(/(.{4})(?=.)/g, "$1 ");
  return random.pick([made, spaced, spaced, spaced]);
}

/** A French social security number; without a right key its last two digits are any. */
export function nir(random: Random, right: boolean): string {
  const department = random.chance(0.1)
    ? random.pick(["2A", "2B"])
    : String(random.int(1, 95)).padStart(2, "0");
  const year = random.digits(2);
  const month = String(random.int(1, 12)).padStart(2, "0");
  const body = `${random.int(1, 2)}${year}${month}${department}${random.digits(3)}${random.digits(3)}`;
  const key = right
    ? String(nirKey(body.toLowerCase())).padStart(2, "0")
    : String(random.int(1, 97)).padStart(2, "0");
  const groups = body.replace(/^(.)(..)(..)(..)(...)(...)$/, "$1 $2 $3 $4 $5 $6");
  return random.pick([
    `${groups} ${key}`,
    `${groups} ${key}`,
    `${body}${key}`,
    `${body} ${key}`,
    `${groups}/${key}`,
  ]);
}

export const ssn = (random: Random): string => {
  const area = String(random.int(1, 899)).padStart(3, "0").replace("666", "667");
  return `${area}-${String(random.int(1, 99)).padStart(2, "0")}-${String(random.int(1, 9999)).padStart(4, "0")}`;
};

export const sin = (random: Random, right: boolean): string => {
  const number = right ? withLuhn(random.fill("~#######")) : random.fill("~########");
  return random.pick([
    number.replace(/(\d{3})(?=\d)/g, "$1 "),
    number.replace(/(\d{3})(?=\d)/g, "$1-"),
    number,
  ]);
};

export const nino = (random: Random): string => {
  const letters =
    `${random.pick("ABCEGHJKLMNPRSTWXYZ".split(""))}${random.pick("ABCEGHJKLMPRSTWXYZ".split(""))}`.replace(
      /BG|GB|KN|NK|NT|TN|ZZ/,
      "AB",
    );
  const digits = random.digits(6);
  const last = random.pick(["A", "B", "C", "D"]);
  return random.pick([
    `${letters}${digits}${last}`,
    `${letters} ${digits.replace(/(..)(..)(..)/, "$1 $2 $3")} ${last}`,
    `${letters} ${digits.replace(/(..)(..)(..)/, "$1 $2 $3")} ${last}`,
  ]);
};

export function nhs(random: Random): string {
  for (;;) {
    const nine = random.digits(9);
    const sum = [...nine].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10)
      return random.pick([`${nine}${check}`.replace(/(\d{3})(\d{3})(\d{4})/, "$1 $2 $3"), `${nine}${check}`]);
  }
}

export function belgian(random: Random): string {
  const birth = `${random.digits(2)}${String(random.int(1, 12)).padStart(2, "0")}${String(random.int(1, 28)).padStart(2, "0")}`;
  const serial = String(random.int(1, 997)).padStart(3, "0");
  const check = String(97 - (Number(birth + serial) % 97)).padStart(2, "0");
  return random.pick([
    `${birth.replace(/(..)(..)(..)/, "$1.$2.$3")}-${serial}.${check}`,
    `${birth.replace(/(..)(..)(..)/, "$1.$2.$3")}-${serial}.${check}`,
    `${birth}${serial}${check}`,
    `${birth} ${serial} ${check}`,
  ]);
}

export function swiss(random: Random): string {
  const twelve = `756${random.digits(9)}`;
  const sum = [...twelve].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  const all = `${twelve}${(10 - (sum % 10)) % 10}`;
  return random.pick([all.replace(/(\d{3})(\d{4})(\d{4})(\d{2})/, "$1.$2.$3.$4"), all]);
}

interface Scheme {
  readonly labels: Readonly<Record<Lang, readonly string[]>>;
  readonly make: (random: Random) => string;
}

const scheme = (fr: string, en: string, make: Scheme["make"]): Scheme => ({
  labels: { fr: fr.split("|"), en: en.split("|") },
  make,
});
const PASSPORT: Readonly<Record<Country, string>> = {
  fr: "##@@#####",
  us: "#########",
  ca: "@@######",
  gb: "#########",
  be: "@@######",
  ch: "@#######",
};
const passport = (country: Country): Scheme =>
  scheme(
    "passeport|numéro de passeport|n° de passeport|passeport n°",
    "passport|passport number|passport no.|Passport #",
    (random) => random.fill(PASSPORT[country]),
  );

/** The identity numbers of a country with the words that announce them. */
const SCHEMES: Readonly<Record<Country, readonly Scheme[]>> = {
  fr: [
    scheme(
      "numéro de sécurité sociale|n° sécu|NIR|numéro de sécu|n° de sécurité sociale|N° SS",
      "French social security number|NIR",
      (random) => nir(random, random.chance(0.6)),
    ),
    scheme(
      "carte d'identité n°|CNI|numéro de carte d'identité|n° de CNI|carte nationale d'identité",
      "identity card number",
      (random) => random.fill(random.pick(["############", "@#@######", "######@#####"])),
    ),
    scheme("permis de conduire n°|numéro de permis|permis", "driving licence", (random) =>
      random.fill(random.pick(["############", "##@@#####"])),
    ),
    scheme("numéro fiscal|n° fiscal|référence fiscale|SPI", "tax number", (random) =>
      random
        .fill(random.pick(["## ## ### ### ###", "#############"]))
        .replace(/^\d/, String(random.int(0, 3))),
    ),
    passport("fr"),
  ],
  us: [
    scheme(
      "SSN|numéro de sécurité sociale américain",
      "SSN|Social Security Number|social security number|SS#|Social|SSN#",
      (random) => (random.chance(0.85) ? ssn(random) : ssn(random).replaceAll("-", random.pick([" ", ""]))),
    ),
    scheme("ITIN", "ITIN|taxpayer ID|ITIN number", (random) => random.fill("9##-7#-####")),
    scheme(
      "permis de conduire",
      "driver's license|Driver's License Number|DL|drivers license no|DL#",
      (random) =>
        random.fill(random.pick(["@#######", "########", "@###-####-####", "@## ### ###", "@@######"])),
    ),
    passport("us"),
  ],
  ca: [
    scheme(
      "NAS|numéro d'assurance sociale|N.A.S.",
      "SIN|social insurance number|S.I.N.|SIN number",
      (random) => sin(random, random.chance(0.6)),
    ),
    scheme(
      "numéro d'assurance maladie|RAMQ|carte d'assurance maladie|NAM",
      "health card|OHIP|health card number",
      (random) => random.fill(random.pick(["@@@@ #### ####", "@@@@########", "####-###-###-@@"])),
    ),
    scheme(
      "permis de conduire|numéro de permis",
      "driver's licence|driver's licence number|licence no.",
      (random) => random.fill(random.pick(["@####-#####-#####", "@####-######-##", "#######"])),
    ),
    passport("ca"),
  ],
  gb: [
    scheme("NINO", "National Insurance number|NI number|NINO|National Insurance No.|NI", nino),
    scheme("numéro NHS", "NHS number|NHS no|NHS No.", nhs),
    scheme("permis de conduire", "driving licence|driving licence number|Driving Licence No", (random) =>
      random.fill("@@@@@######@@9@@"),
    ),
    passport("gb"),
  ],
  be: [
    scheme(
      "numéro national|numéro de registre national|NISS|registre national|n° national",
      "national number|national register number",
      belgian,
    ),
    scheme("carte d'identité|numéro de carte d'identité|eID", "identity card", (random) =>
      random.fill("592-#######-##"),
    ),
    passport("be"),
  ],
  ch: [
    scheme("numéro AVS|AVS|n° AVS|NAVS13", "AHV number|AVS", swiss),
    scheme("carte d'identité n°", "identity card", (random) => random.fill("@#######")),
    passport("ch"),
  ],
};

/** A label, what stands between, and the number, marked. */
export function labelledIdentity(random: Random, country: Country, lang: Lang): string {
  const { labels, make } = random.pick(SCHEMES[country]);
  const between =
    lang === "fr"
      ? random.pick([" : ", " : ", ": ", " ", " = "])
      : random.pick([": ", ": ", " ", " - ", " is "]);
  return `${random.pick(labels[lang])}${between}<identity-number|${make(random)}>`;
}

/** A number that its own checksum or form gives away. */
export function bareIdentity(random: Random, country: Country): string {
  if (country === "fr") return nir(random, true);
  if (country === "us") return ssn(random);
  if (country === "gb")
    return nino(random)
      .replace(/^(..)(\d{6})(.)$/, "$1 $2 $3")
      .replace(/ (\d\d)(\d\d)(\d\d) /, " $1 $2 $3 ");
  if (country === "be")
    return belgian(random)
      .replace(/^(\d\d) ?(\d\d) ?(\d\d) ?(\d{3}) ?(\d\d)$/, "$1.$2.$3-$4.$5")
      .replace(/^(\d\d)(\d\d)(\d\d) (\d{3}) (\d\d)$/, "$1.$2.$3-$4.$5");
  return swiss(random).replace(/^(\d{3})(\d{4})(\d{4})(\d{2})$/, "$1.$2.$3.$4");
}

/** Account numbers of countries without an IBAN, and the national forms of those with one. */
export function labelledAccount(random: Random, country: Country, lang: Lang): string {
  if (country === "gb")
    return random.pick([
      `sort code <bank-account|${random.fill("##-##-##")}> account <bank-account|${random.digits(8)}>`,
      `Sort code: <bank-account|${random.fill("##-##-##")}>, account number: <bank-account|${random.digits(8)}>`,
      `account no. <bank-account|${random.digits(8)}>, sort code <bank-account|${random.fill("##-##-##")}>`,
    ]);
  if (country === "us")
    return random.pick([
      `routing number <bank-account|${random.digits(9)}>, account number <bank-account|${random.digits(random.int(8, 12))}>`,
      `Account Number: <bank-account|${random.digits(10)}>`,
      `bank account <bank-account|${random.digits(random.int(9, 12))}>`,
      `Routing #: <bank-account|${random.digits(9)}>`,
      `checking account number is <bank-account|${random.digits(10)}>`,
    ]);
  if (country === "ca")
    return lang === "fr"
      ? random.pick([
          `numéro de compte <bank-account|${random.digits(7)}>`,
          `transit 00${random.digits(3)}, institution 815, compte <bank-account|${random.digits(7)}>`,
          `compte bancaire : <bank-account|${random.digits(7)}>`,
        ])
      : random.pick([
          `account number <bank-account|${random.digits(7)}>`,
          `bank account number: <bank-account|${random.digits(10)}>`,
        ]);
  const rib = random.fill("##### ##### ########### ##");
  if (country === "fr")
    return random.pick([
      `RIB : <bank-account|${rib}>`,
      `RIB <bank-account|${rib}>`,
      `relevé d'identité bancaire : <bank-account|${rib.replaceAll(" ", "")}>`,
      `numéro de compte : <bank-account|${random.digits(11)}>`,
      `compte bancaire n° <bank-account|${random.digits(11)}>`,
    ]);
  return `compte <bank-account|${iban(random, country, true)}>`;
}

export function plate(random: Random, country: Country): string {
  switch (country) {
    case "fr":
      return random.fill(
        random.pick([
          "@@-###-@@",
          "@@-###-@@",
          "@@-###-@@",
          "@@ ### @@",
          "@@###@@",
          "#### @@ ##",
          "### @@@ 0#",
        ]),
      );
    case "gb":
      return random
        .fill(random.pick(["@@##  @@@", "@@## @@@", "@@## @@@", "@@##@@@", "@### @@@"]))
        .replace("  ", " ");
    case "us":
      return random.fill(random.pick(["#@@@###", "@@@ ####", "@@@-####", "@@@####", "###-@@@", "@@@ ###"]));
    case "ca":
      return random.fill(random.pick(["@@@@ ###", "@## @@@", "@@@ ###", "@@@-####", "@##-@@@"]));
    case "be":
      return random.fill(random.pick(["1-@@@-###", "2-@@@-###", "1 @@@ ###"]));
    case "ch":
      return random.fill(
        `${random.pick(["GE", "VD", "NE", "FR", "VS", "JU"])} ${random.pick(["######", "### ###", "#####"])}`,
      );
  }
}
