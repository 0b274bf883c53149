import { type Lang, TOWN } from "./names.ts";
import type { Random } from "./random.ts";

export type Country = "fr" | "ca" | "us" | "gb" | "be" | "ch";

const words = (list: string): readonly string[] => list.trim().split(/\s*\|\s*/);
const unaccented = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "");

const KIND_FR = words(
  "rue|rue|rue|rue|avenue|avenue|boulevard|place|chemin|impasse|allée|route|quai|square|cours|passage|ruelle|sentier|esplanade|promenade|faubourg|montée|résidence|lotissement|hameau|villa|cité|Rue|Avenue|Boulevard|Place|Chemin|Impasse|Allée",
);
const SHORT_FR: Readonly<Record<string, readonly string[]>> = {
  rue: ["r.", "R."],
  avenue: ["av.", "av", "Av.", "ave"],
  boulevard: ["bd", "Bd", "bld", "boul.", "blvd"],
  place: ["pl.", "Pl."],
  chemin: ["ch.", "chem."],
  impasse: ["imp."],
  allée: ["all."],
  route: ["rte", "Rte"],
};
const NAME_FR = words(
  "des Lavandières-Fictives|des Acacias|du Général Fictif|de l'Exemple|de la Fiction|Jean-Exemple|du Faubourg Fictif|Saint-Exemple|des Quatre-Vents|du 8 Mai 1945|d'Échantillon|du Docteur Inventé|aux Fleurs|Marcel Fictif|de la République|du Moulin|des Écoles|Fictive|Sainte-Modèle|de Fictiville|du Maréchal-Lefaux|des Trois Fictions|Anne-Exemple|Victor-Faux|du Puits|des Fictifs|Lucie Inventée|de l'Église|du 14-Juillet|aux Ours",
);
const EXTRA_FR = words(
  "appt 12|appartement 4|apt. 3B|bât. B|bâtiment C2|2e étage|3ème étage|escalier B|porte 14|Résidence les Exemples|hall 3|boîte 7",
);

const KIND_EN = words(
  "Street|Street|Street|Road|Road|Avenue|Avenue|Drive|Lane|Court|Crescent|Place|Boulevard|Way|Terrace|Circle|Close|Square|Trail|Parkway",
);
const SHORT_EN: Readonly<Record<string, readonly string[]>> = {
  Street: ["St", "St."],
  Road: ["Rd", "Rd."],
  Avenue: ["Ave", "Ave.", "Av"],
  Drive: ["Dr", "Dr."],
  Lane: ["Ln", "Ln."],
  Court: ["Ct"],
  Crescent: ["Cres", "Cres."],
  Place: ["Pl", "Pl."],
  Boulevard: ["Blvd", "Blvd."],
  Terrace: ["Terr"],
  Circle: ["Cir"],
  Parkway: ["Pkwy"],
};
const NAME_EN = words(
  "Fictional|Example|Old Mill|Sample|Maple|Placeholder|Oak Hollow|St. Fable|5th|42nd|Mock Orange|Test|Cedar|Lake View|Martin Fable|Exampleton|Whispering Pine|Fable's|O'Sample|Invented",
);
const LATE_EN = words(
  "Ridge|Knoll|Ferry|Hollow|Meadows|Landing|Loop|Run|Pike|Crossing|Point|Springs|Glen|Mews|Gardens|Grove|Hill|Row|View|Rise",
);
const US_STATE = words("OH|NY|CA|TX|IL|WA|FL|MA|OR|PA|GA|CO");
const US_STATE_NAME = words("Ohio|New York|California|Texas|Illinois|North Carolina|Oregon");
const CA_EN = words("ON|BC|AB|MB|NS|SK|NB|NL|Ontario|British Columbia|Alberta");
const GB_COUNTY = words("Kent|Surrey|West Yorkshire|Fifeshire|Devon|Greater Manchester");
const HOUSE_GB = words("Rose Cottage|Sample House|The Old Rectory|Mock Farm|Fable Lodge|Mill Barn");

/** Postcodes of the right form that no one has: 00xxx, K0A/H0H, NW0 and the like, 0xxx. */
const usZip = (random: Random): string =>
  `00${random.digits(3)}${random.chance(0.2) ? `-${random.digits(4)}` : ""}`;
const caCode = (random: Random): string =>
  random
    .fill(`${random.pick(["K0A", "H0H", "V0X", "J0L", "T0E"])}${random.chance(0.85) ? " " : ""}0@0`)
    .replace(/[DFIOQUWZ](?=\d$)/, "X");
const gbCode = (random: Random): string =>
  random.fill(`${random.pick(["NW0", "EX0", "M0", "SW0A", "LS0", "B0"])}${random.chance(0.9) ? " " : ""}0XX`);

function streetFr(random: Random, country: Country): string {
  const kind = random.pick(KIND_FR);
  const short = SHORT_FR[kind];
  const written = short !== undefined && random.chance(0.3) ? random.pick(short) : kind;
  const name = random.pick(NAME_FR);
  const number = random.chance(0.15)
    ? `${random.int(1, 180)}${random.pick([" bis", " ter", "bis", "B", " A"])}`
    : `${random.int(1, country === "ca" ? 9800 : 240)}`;
  const comma = random.chance(country === "ca" ? 0.8 : 0.3) ? ", " : " ";
  if (country === "be" || country === "ch") {
    const box =
      country === "be" && random.chance(0.2) ? ` ${random.pick(["bte 3", "boîte 12", "bte A2"])}` : "";
    return `${written[0]?.toUpperCase()}${written.slice(1)} ${name} ${random.int(1, 240)}${random.chance(0.1) ? "A" : ""}${box}`;
  }
  const west = country === "ca" && random.chance(0.25) ? random.pick([" Ouest", " Est", " Nord"]) : "";
  return `${number}${comma}${written} ${name}${west}`;
}

function addressFr(random: Random, country: Country, between: string): string {
  const street = streetFr(random, country);
  const extra =
    random.chance(0.2) && country !== "be" && country !== "ch" ? random.pick(EXTRA_FR) : undefined;
  const town = random.pick(
    country === "ca" ? TOWN.ca : country === "be" ? TOWN.be : country === "ch" ? TOWN.ch : TOWN.fr,
  );
  let end: string;
  if (country === "ca") {
    const province = random.pick([" (Québec)", " (QC)", " QC", ", QC", " (Quebec)", ", Québec"]);
    end = `${town}${province}${random.pick([" ", "  ", " "])}${caCode(random)}${random.chance(0.1) ? ", Canada" : ""}`;
  } else if (country === "be")
    end = `${random.pick(["", "", "B-"])}0${random.digits(3)} ${town}${random.chance(0.1) ? ", Belgique" : ""}`;
  else if (country === "ch")
    end = `${random.pick(["", "", "CH-"])}0${random.digits(3)} ${town}${random.chance(0.1) ? ", Suisse" : ""}`;
  else {
    const shown = random.chance(0.15) ? town.toUpperCase() : town;
    end = `${random.chance(0.05) ? "F-" : ""}00${random.digits(3)} ${shown}${random.chance(0.06) ? " CEDEX" : ""}${random.chance(0.08) ? ", France" : ""}`;
  }
  const middle = extra === undefined ? "" : between === "\n" ? `\n${extra}` : `, ${extra}`;
  if (extra !== undefined && random.chance(0.3))
    return `${extra}${between === "\n" ? "\n" : ", "}${street}${between}${end}`;
  return `${street}${middle}${between}${end}`;
}

function streetEn(random: Random, country: Country): string {
  const kind = random.chance(0.15) ? random.pick(LATE_EN) : random.pick(KIND_EN);
  const short = SHORT_EN[kind];
  const written = short !== undefined && random.chance(0.35) ? random.pick(short) : kind;
  const north =
    country !== "gb" && random.chance(0.15) ? random.pick(["N ", "N. ", "West ", "S ", "East "]) : "";
  const late = country === "ca" && random.chance(0.15) ? random.pick([" W", " East", " NW", " E."]) : "";
  const number = `${random.int(1, country === "gb" ? 250 : 9900)}${random.chance(0.06) ? random.pick(["A", "b"]) : ""}`;
  return `${number} ${north}${random.pick(NAME_EN)} ${written}${late}`;
}

function addressEn(random: Random, country: Country, between: string): string {
  const street = streetEn(random, country);
  const gap = between === "\n" ? "\n" : ", ";
  if (country === "gb") {
    const town = random.pick(TOWN.gb);
    const head = random.chance(0.2)
      ? `${random.pick(["Flat 3", "Flat 12B", "Apartment 7", "Ground Floor Flat", "Unit 4"])}${gap}`
      : "";
    const house = head === "" && random.chance(0.12) ? random.pick(HOUSE_GB) : undefined;
    const line = house === undefined ? street : `${house}${gap}${street.replace(/^\w+ /, "")}`;
    const county = random.chance(0.2) ? `${gap}${random.pick(GB_COUNTY)}` : "";
    return `${head}${line}${gap}${town}${county}${random.pick([gap, between === "\n" ? "\n" : " "])}${gbCode(random)}${random.chance(0.08) ? `${gap}UK` : ""}`;
  }
  const unit = random.chance(0.25)
    ? `${random.pick([", Apt 4", " Apt. 512", ", Unit 7B", " #12", ", Suite 300", ", apt 2"])}`
    : "";
  if (country === "us") {
    const state = random.chance(0.85) ? random.pick(US_STATE) : random.pick(US_STATE_NAME);
    return `${street}${unit}${between}${random.pick(TOWN.us)}${random.pick([", ", ", ", " "])}${state} ${usZip(random)}${random.chance(0.06) ? ", USA" : ""}`;
  }
  return `${street}${unit}${between}${random.pick(TOWN.en)}${random.pick([", ", " "])}${random.pick(CA_EN)}${random.pick(["  ", " ", ", "])}${caCode(random)}${random.chance(0.08) ? ", Canada" : ""}`;
}

function boxed(random: Random, country: Country, lang: Lang, between: string): string {
  const number = random.int(2, 4000);
  if (country === "fr") return `BP ${number}${between}00${random.digits(3)} ${random.pick(TOWN.fr)} CEDEX`;
  if (country === "us")
    return `${random.pick(["PO Box", "P.O. Box"])} ${number}${between}${random.pick(TOWN.us)}, ${random.pick(US_STATE)} ${usZip(random)}`;
  if (country === "gb") return `PO Box ${number}${between}${random.pick(TOWN.gb)}${between}${gbCode(random)}`;
  if (country === "ca")
    return lang === "fr"
      ? `C.P. ${number}${between}${random.pick(TOWN.ca)} (Québec) ${caCode(random)}`
      : `PO Box ${number}${between}${random.pick(TOWN.en)}, ON ${caCode(random)}`;
  return `Case postale ${number}${between}0${random.digits(3)} ${random.pick(TOWN[country])}`;
}

/** One address as people of the country write it; the separator is what stands between its lines. */
export function address(random: Random, country: Country, lang: Lang, layout: "line" | "lines"): string {
  const between =
    layout === "lines"
      ? "\n"
      : lang === "fr" && country !== "ca"
        ? random.pick([", ", ", ", " ", " - "])
        : ", ";
  const made = random.chance(0.05)
    ? boxed(random, country, lang, between)
    : lang === "fr"
      ? addressFr(random, country, between)
      : addressEn(random, country, between);
  if (random.chance(0.08)) return unaccented(made);
  // In small letters the words of a name are told from the sentence only by commas and postcodes.
  if (random.chance(0.07)) return made.toLowerCase();
  return made;
}

/** Only the street with its number, as it stands in "12 Fictional Road". */
export const street = (random: Random, country: Country, lang: Lang): string =>
  lang === "fr" ? streetFr(random, country) : streetEn(random, country);

export const town = (random: Random, country: Country, lang: Lang): string =>
  random.pick(
    lang === "fr"
      ? TOWN[country as "fr" | "ca" | "be" | "ch"]
      : country === "us"
        ? TOWN.us
        : country === "gb"
          ? TOWN.gb
          : TOWN.en,
  );
