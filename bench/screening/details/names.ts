import type { Random } from "./random.ts";

/** Invented people, firms, schools and towns; the towns have the shapes that real ones have. */
const words = (list: string): readonly string[] => list.trim().split(/\s*\|\s*/);

export const FIRST = {
  fr: words(
    "Mirabelle|Sacha|Éloïse|Jean-Fictif|Maëlys|Théophane|Noémie|Côme|Anaïs|Léandre|Martine|Yasmina|Bastien|Aïcha|Gwenaël|Inès",
  ),
  en: words(
    "Juniper|Wren|Marlowe|Tamsin|Odell|Priya|Callum|Beatrix|Dashiell|Imani|Rowan|Siobhan|Hector|Lianne|Ezra|Mabel",
  ),
} as const;
export const LAST = {
  fr: words(
    "Fictif|Exemple-Duval|Imaginet|Lefictif|Dessample|Du Modèle|Fauxbert|Inventé|D'Essai|Prétexte|Mockart|N'Existepas",
  ),
  en: words(
    "Sample|Placeholder|Mockridge|O'Fiction|Fakerson|Dummond|Exampley|Van Sample|McTest|Invented|Notreal|Fable",
  ),
} as const;

export const TOWN = {
  fr: words(
    "Exempleville|Fictiville-sur-Loire|Saint-Exemple|Le Bourg-Fictif|L'Exemple-d'Abeau|Saint-Modèle-en-Fiction|Fauxbourg|La Fiction-Plage|Villefictive|Échantillon|Mockay|Sainte-Épreuve-lès-Essais",
  ),
  ca: words(
    "Exempleville|Saint-Exemple|Val-Fictif|Sainte-Fiction-de-l'Essai|L'Échantillon|Trois-Exemples|Montfictif|Baie-Modèle",
  ),
  be: words("Exempliers|Fictegem|Modelle-la-Neuve|Saint-Essai|Fauxlenbeek|Exemple-Saint-Lambert"),
  ch: words("Exemplon|Ficteney|Modelins|Saint-Essai|La Fiction-de-Fonds|Sampleriz"),
  us: words(
    "Sampletown|North Exampleton|Mock Springs|Fort Sample|Saint Placeholder|Exampleville|West Fiction|Testerton|Sample Falls|Fakersfield",
  ),
  en: words("Exampleton|Fictional Bay|North Sample|Mockville|Port Example|Testerbrook"),
  gb: words(
    "Exampleton|Stoke-on-Sample|Fiction-upon-Tyne|Little Mockham|Sampleford|Market Fable|Example Regis|Testbury St Mary",
  ),
} as const;

const COMPANY = {
  fr: words(
    "Boulangerie Exemple|Exemple Services|Garage Fictif|Cabinet Fictif & Associés|Clinique Sainte-Fiction|Exemple SA|Transports Lefictif|Pharmacie des Exemples|Fictitel|Imprimerie Fauxbert|Banque Exemple|Studio Modèle|Super Exemple|Hôpital Sainte-Épreuve|Groupe Fictaire",
  ),
  en: words(
    "Example Bakery|Sample & Sons|Mock Motors|Fictional Labs|Placeholder Bank|Example Health|Fableworks|Sample Foods|Exampleton General Hospital|Testerton Library|Mockridge Dental|Acme Fiction|Invented Software|Sample Street Pharmacy|Northern Example Airlines",
  ),
} as const;
const SCHOOL = {
  fr: words(
    "lycée Jean-Fictif|collège des Exemples|école primaire Sainte-Fiction|université de Fictiville|lycée Fictif|école Jean-Modèle|collège Fauxbert|IUT d'Exempleville|fac de droit de Fictiville|lycée professionnel Lefictif|université Exemple II|école maternelle des Essais",
  ),
  en: words(
    "Exampleton High School|Sample Academy|Fictional Elementary School|Mockridge College|University of Exampleton|Placeholder Middle School|St. Fable's School|Testerton Community College|Sample State University|Example Primary School",
  ),
} as const;
const HOTEL = {
  fr: words(
    "Hôtel Fictif|Hôtel Fictif du Quai|Ibis Exemple|Hôtel de l'Exemple|Novexemple|Hôtel des Essais|Auberge Fictive",
  ),
  en: words(
    "Placeholder Inn|Sample Hotel|Fictional Grand|Mock Lodge Hotel|Hotel Fictif|Example Suites|Testerton Motel",
  ),
} as const;
const CAFE = {
  fr: words("Café Fictif|Bar des Exemples|Le Faux Zinc|Café de l'Essai|Brasserie du Modèle"),
  en: words("Fable Coffee|The Mock Turtle Café|Sample Diner|Example Espresso|Placeholder Pub"),
} as const;
const CAR = {
  fr: words(
    "Clio|208 grise|Twingo verte|Golf noire|Peugeot 3008|Citroën C3|Dacia Sandero blanche|moto Yamaha|camionnette blanche|Tesla",
  ),
  en: words(
    "red Golf|silver Honda Civic|white Toyota|black Ford F-150|blue Subaru|Tesla|grey Vauxhall Corsa|old Volvo|pickup|white van",
  ),
} as const;

export type Lang = "fr" | "en";

export const firstName = (random: Random, lang: Lang): string => random.pick(FIRST[lang]);
export const lastName = (random: Random, lang: Lang): string => random.pick(LAST[lang]);
export const fullName = (random: Random, lang: Lang): string =>
  `${firstName(random, lang)} ${lastName(random, lang)}`;
export const company = (random: Random, lang: Lang): string => random.pick(COMPANY[lang]);
export const school = (random: Random, lang: Lang): string => random.pick(SCHOOL[lang]);
export const hotel = (random: Random, lang: Lang): string => random.pick(HOTEL[lang]);
export const cafe = (random: Random, lang: Lang): string => random.pick(CAFE[lang]);
export const car = (random: Random, lang: Lang): string => random.pick(CAR[lang]);

/** A name as it stands in handles and mail addresses. */
export const plain = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
