import type { Language } from "../../web/layout.ts";

/**
 * Whom to call and where to write, by country. Only lines that were found at their owner's or in public directories, in
 * the month that `checked` says; nobody was called. What is not certain has no number or is not here: a wrong number is
 * worse than none. Whoever runs a desk reads the lines of their country again twice a year, and knows the local ones
 * better: every page takes the lines of a country as its last argument, so a desk can overrule them.
 */
export type Words = Readonly<Record<Language, string>>;

export interface Line {
  readonly name: Words;
  /** As one reads it; at least one of number and address is there. */
  readonly number?: string;
  /** `sms`: the number takes text messages, not calls. */
  readonly by?: "sms";
  readonly address?: string;
  readonly note?: Words;
  /** Month of the last look, YYYY-MM. */
  readonly checked: string;
}

export interface CountryLines {
  readonly name: Words;
  /** The police first. */
  readonly emergency: readonly Line[];
  /** Where not everybody can speak or be heard. */
  readonly silent?: Line;
  /** Who is told of a false call before it comes, as the end of a sentence; never the emergency number. */
  readonly police: Words;
  readonly policeAt?: Line;
  readonly talk: readonly Line[];
  /** Violence online, for adults too. */
  readonly online: readonly Line[];
  /** Sexual images of minors. */
  readonly minors: readonly Line[];
  /** Intimate images of adults. */
  readonly intimate: readonly Line[];
  /** Where an authority takes what is published, and a complaint about a host that does not answer. */
  readonly authorities: readonly Line[];
}

export const COUNTRIES = ["FR", "BE", "CH", "CA", "US", "GB", "other"] as const;
export type Country = (typeof COUNTRIES)[number];

/** The country as configured or asked for in an address (`fr`); anything else is "other". */
export const countryOf = (text: string): Country =>
  COUNTRIES.find((country) => country.toLowerCase() === text.toLowerCase()) ?? "other";

/**
 * French puts a space before : ; ? ! and inside « », and a line must not break there. Applied to every text of these
 * pages, those that a function makes too, so that they can be written with plain spaces; no English text and no address
 * has such a space.
 */
export function unbroken<T>(texts: T): T {
  if (typeof texts === "string")
    return texts.replace(/ (?=[:;?!»])|(?<=«) |(?<=\d) (?=h\b|\d)/g, "\u00a0") as T;
  if (typeof texts === "function") return ((...given: unknown[]) => unbroken(texts(...given))) as T;
  if (Array.isArray(texts)) return texts.map(unbroken) as T;
  if (typeof texts !== "object" || texts === null) return texts;
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, unbroken(text)])) as T;
}

const same = (text: string): Words => ({ fr: text, en: text });
const DAY_AND_NIGHT: Words = { fr: "jour et nuit", en: "day and night" };

const number = (text: string, note?: Words): Line => ({
  name: { fr: "Urgences", en: "Emergencies" },
  number: text,
  ...(note === undefined ? {} : { note }),
  checked: "2026-11",
});

const STOP_NCII: Line = {
  name: same("StopNCII"),
  address: "https://stopncii.org",
  note: {
    fr: "à partir de 18 ans : l'empreinte de l'image est calculée sur votre appareil, l'image n'en sort pas ; de grandes plateformes la bloquent",
    en: "18 and over: a fingerprint of the image is made on your own device, the image never leaves it; large platforms block it",
  },
  checked: "2026-11",
};
const TAKE_IT_DOWN: Line = {
  name: same("Take It Down (NCMEC)"),
  address: "https://takeitdown.ncmec.org",
  note: {
    fr: "si la personne avait moins de 18 ans sur l'image, où que vous viviez : l'image ne quitte pas votre appareil",
    en: "if the person was under 18 in the image, wherever you live: the image does not leave your device",
  },
  checked: "2026-11",
};
const INHOPE: Line = {
  name: same("INHOPE"),
  address: "https://inhope.org",
  note: { fr: "le service de chaque pays", en: "the hotline of each country" },
  checked: "2026-11",
};
const FIND_A_HELPLINE: Line = {
  name: same("Find A Helpline"),
  address: "https://findahelpline.com",
  note: { fr: "les lignes d'écoute de chaque pays", en: "the helplines of each country" },
  checked: "2026-11",
};
const N3018: Line = {
  name: same("e\u2011Enfance"),
  number: "3018",
  address: "https://3018.fr",
  note: {
    fr: "tous les jours de 9 h à 23 h, gratuit, anonyme, à tout âge ; peut faire retirer par les plateformes",
    en: "every day from 09:00 to 23:00, free, anonymous, at any age; can have platforms take things down",
  },
  checked: "2026-11",
};
const PHAROS: Line = {
  name: same("PHAROS"),
  address: "https://www.internet-signalement.gouv.fr",
  note: {
    fr: "la police et la gendarmerie ; seulement ce que tout le monde peut voir ; ni les urgences, ni l'injure et la diffamation",
    en: "police and gendarmerie; only what everybody can see; not for emergencies, insult or defamation",
  },
  checked: "2026-11",
};
const CHILD_FOCUS: Line = {
  name: same("Child Focus"),
  number: "116 000",
  address: "https://childfocus.be",
  note: {
    fr: "jour et nuit, gratuit ; aussi la sécurité en ligne",
    en: "day and night, free; online safety too",
  },
  checked: "2026-11",
};
const IEFH: Line = {
  name: {
    fr: "Institut pour l'égalité des femmes et des hommes",
    en: "Institute for the Equality of Women and Men",
  },
  address: "https://igvm-iefh.belgium.be",
  note: {
    fr: "images intimes diffusées sans accord, pour tous les genres",
    en: "intimate images shared without consent, for every gender",
  },
  checked: "2026-11",
};
const VICTIM_SUPPORT_CH: Line = {
  name: { fr: "Aide aux victimes (LAVI)", en: "Victim support" },
  number: "142",
  address: "https://www.aide-aux-victimes.ch",
  note: {
    fr: "jour et nuit, gratuit, confidentiel ; pas pour les urgences",
    en: "day and night, free, confidential; not for emergencies",
  },
  checked: "2026-11",
};
const CYBERTIP: Line = {
  name: { fr: "Cyberaide.ca", en: "Cybertip.ca" },
  number: "1-866-658-9022",
  address: "https://www.cybertip.ca",
  checked: "2026-11",
};
const NEED_HELP_NOW: Line = {
  name: { fr: "AidezMoiSVP (NeedHelpNow.ca)", en: "NeedHelpNow.ca" },
  address: "https://needhelpnow.ca",
  note: {
    fr: "retirer une image, arrêter le harcèlement, pas à pas",
    en: "having a picture taken down, stopping harassment, step by step",
  },
  checked: "2026-11",
};
const CCRI: Line = {
  name: same("CCRI Image Abuse Helpline"),
  number: "1-844-878-2274",
  address: "https://cybercivilrights.org",
  note: { fr: "images intimes, chantage, doxing", en: "intimate images, blackmail, doxing" },
  checked: "2026-11",
};
const REVENGE_PORN_HELPLINE: Line = {
  name: same("Revenge Porn Helpline"),
  number: "0345 6000 459",
  address: "https://revengepornhelpline.org.uk",
  note: {
    fr: "du lundi au vendredi, de 10 h à 16 h ; adultes",
    en: "Monday to Friday, 10:00 to 16:00; adults",
  },
  checked: "2026-11",
};

export const LINES: Readonly<Record<Country, CountryLines>> = unbroken({
  FR: {
    name: same("France"),
    emergency: [number("17"), number("112")],
    silent: {
      name: { fr: "Urgences par SMS", en: "Emergencies by text message" },
      number: "114",
      by: "sms",
      note: { fr: "si vous ne pouvez pas parler ou entendre", en: "if you cannot speak or hear" },
      checked: "2026-11",
    },
    police: {
      fr: "le commissariat ou la gendarmerie de chez vous, sur place ou à son propre numéro (le 17 seulement en danger)",
      en: "the commissariat or gendarmerie where you live, in person or at its own number (17 only in danger)",
    },
    policeAt: {
      name: {
        fr: "Ma Sécurité, autrefois moncommissariat.fr",
        en: "Ma Sécurité, formerly moncommissariat.fr",
      },
      address: "https://www.masecurite.interieur.gouv.fr",
      note: {
        fr: "tchat jour et nuit ; la carte des postes",
        en: "chat day and night; a map of the stations",
      },
      checked: "2026-11",
    },
    talk: [
      {
        name: { fr: "Prévention du suicide", en: "Suicide prevention" },
        number: "3114",
        note: { fr: "jour et nuit, gratuit", en: "day and night, free" },
        checked: "2026-11",
      },
    ],
    online: [
      N3018,
      {
        name: same("France Victimes"),
        number: "116 006",
        note: {
          fr: "tous les jours, gratuit ; droits et soutien",
          en: "every day, free; rights and support",
        },
        checked: "2026-11",
      },
    ],
    minors: [PHAROS, N3018, TAKE_IT_DOWN],
    intimate: [STOP_NCII, N3018],
    authorities: [
      PHAROS,
      {
        name: same("Arcom"),
        address: "https://www.arcom.fr",
        note: {
          fr: "plainte contre un hébergeur ou une plateforme qui ne répond pas ; règlement européen sur les services numériques, art. 53",
          en: "complaint about a host or a platform that does not answer; Digital Services Act, art. 53",
        },
        checked: "2026-11",
      },
    ],
  },
  BE: {
    name: { fr: "Belgique", en: "Belgium" },
    emergency: [number("101", { fr: "police", en: "police" }), number("112")],
    police: {
      fr: "la police locale de votre commune, au poste ou à son propre numéro (le 101 seulement en danger)",
      en: "the local police of your municipality, at the station or at its own number (101 only in danger)",
    },
    policeAt: {
      name: { fr: "Police, trouver votre zone", en: "Police, find your zone" },
      address: "https://www.police.be",
      checked: "2026-11",
    },
    talk: [
      { name: same("Télé-Accueil"), number: "107", note: DAY_AND_NIGHT, checked: "2026-11" },
      {
        name: same("Tele-Onthaal"),
        number: "106",
        note: { fr: "en néerlandais, jour et nuit", en: "in Dutch, day and night" },
        checked: "2026-11",
      },
      {
        name: same("Écoute-Enfants"),
        number: "103",
        note: { fr: "enfants et jeunes", en: "children and young people" },
        checked: "2026-11",
      },
      {
        name: { fr: "Centre de prévention du suicide", en: "Suicide prevention centre" },
        number: "0800 32 123",
        note: DAY_AND_NIGHT,
        checked: "2026-11",
      },
    ],
    online: [CHILD_FOCUS, IEFH],
    minors: [CHILD_FOCUS, TAKE_IT_DOWN],
    intimate: [STOP_NCII, IEFH],
    authorities: [
      {
        name: { fr: "IBPT", en: "BIPT" },
        address: "https://www.bipt.be",
        note: {
          fr: "plainte contre un hébergeur ou une plateforme qui ne répond pas ; règlement européen sur les services numériques, art. 53",
          en: "complaint about a host or a platform that does not answer; Digital Services Act, art. 53",
        },
        checked: "2026-11",
      },
    ],
  },
  CH: {
    name: { fr: "Suisse", en: "Switzerland" },
    emergency: [number("117", { fr: "police", en: "police" }), number("112")],
    police: {
      fr: "le poste de police de votre commune ou de votre canton, sur place ou à son propre numéro (le 117 seulement en danger)",
      en: "the police station of your municipality or canton, in person or at its own number (117 only in danger)",
    },
    talk: [
      { name: same("La Main Tendue"), number: "143", note: DAY_AND_NIGHT, checked: "2026-11" },
      {
        name: same("Pro Juventute"),
        number: "147",
        note: { fr: "enfants et jeunes, jour et nuit", en: "children and young people, day and night" },
        checked: "2026-11",
      },
    ],
    online: [VICTIM_SUPPORT_CH],
    minors: [
      {
        name: same("clickandstop.ch"),
        address: "https://clickandstop.ch",
        note: { fr: "anonyme si vous voulez ; conseil aussi", en: "anonymous if you wish; advice too" },
        checked: "2026-11",
      },
      TAKE_IT_DOWN,
    ],
    intimate: [STOP_NCII, VICTIM_SUPPORT_CH],
    authorities: [
      {
        name: { fr: "Office fédéral de la cybersécurité", en: "National Cyber Security Centre (NCSC)" },
        address: "https://www.report.ncsc.admin.ch",
        note: {
          fr: "signaler ce qui se passe en ligne ; ce n'est pas une plainte",
          en: "for what happens online; it is not a criminal complaint",
        },
        checked: "2026-11",
      },
    ],
  },
  CA: {
    name: same("Canada"),
    emergency: [number("911")],
    police: {
      fr: "la police de chez vous, à son numéro non urgent (le 911 seulement en danger)",
      en: "your local police, at their non-emergency number (911 only in danger)",
    },
    talk: [
      {
        name: { fr: "Ligne d'aide en cas de crise de suicide", en: "Suicide Crisis Helpline" },
        number: "988",
        note: { fr: "appel ou texto, jour et nuit, en français", en: "call or text, day and night" },
        checked: "2026-11",
      },
      {
        name: { fr: "Jeunesse, J'écoute", en: "Kids Help Phone" },
        number: "1-800-668-6868",
        note: { fr: "jeunes, jour et nuit", en: "young people, day and night" },
        checked: "2026-11",
      },
    ],
    online: [NEED_HELP_NOW, CYBERTIP],
    minors: [CYBERTIP, NEED_HELP_NOW, TAKE_IT_DOWN],
    intimate: [STOP_NCII, NEED_HELP_NOW],
    authorities: [],
  },
  US: {
    name: { fr: "États-Unis", en: "United States" },
    emergency: [number("911")],
    police: {
      fr: "la police ou le shérif de chez vous, à son numéro non urgent (le 911 seulement en danger)",
      en: "your local police or sheriff, at their non-emergency number (911 only in danger)",
    },
    talk: [
      {
        name: same("Suicide & Crisis Lifeline"),
        number: "988",
        note: { fr: "appel ou SMS, jour et nuit", en: "call or text, day and night" },
        checked: "2026-11",
      },
    ],
    online: [CCRI],
    minors: [
      {
        name: same("NCMEC CyberTipline"),
        number: "1-800-843-5678",
        address: "https://report.cybertip.org",
        note: DAY_AND_NIGHT,
        checked: "2026-11",
      },
      TAKE_IT_DOWN,
    ],
    intimate: [STOP_NCII, CCRI],
    authorities: [
      {
        name: same("FBI IC3"),
        address: "https://www.ic3.gov",
        note: {
          fr: "menaces et crimes en ligne ; pas pour les urgences",
          en: "threats and crime online; not for emergencies",
        },
        checked: "2026-11",
      },
    ],
  },
  GB: {
    name: { fr: "Royaume-Uni", en: "United Kingdom" },
    emergency: [number("999"), number("112")],
    police: {
      fr: "la police de chez vous, au 101 ou au poste (le 999 seulement en danger)",
      en: "your local police, at 101 or at the station (999 only in danger)",
    },
    policeAt: {
      name: { fr: "Police, hors urgence", en: "Police, non-emergency" },
      number: "101",
      address: "https://www.police.uk",
      checked: "2026-11",
    },
    talk: [
      {
        name: same("Samaritans"),
        number: "116 123",
        note: { fr: "jour et nuit, gratuit", en: "day and night, free" },
        checked: "2026-11",
      },
      {
        name: same("Childline"),
        number: "0800 1111",
        note: { fr: "moins de 19 ans", en: "under 19" },
        checked: "2026-11",
      },
    ],
    online: [
      REVENGE_PORN_HELPLINE,
      {
        name: same("National Stalking Helpline"),
        number: "0808 802 0300",
        address: "https://www.suzylamplugh.org",
        checked: "2026-11",
      },
    ],
    minors: [
      {
        name: same("Internet Watch Foundation (IWF)"),
        address: "https://report.iwf.org.uk",
        checked: "2026-11",
      },
      {
        name: same("Report Remove (Childline)"),
        number: "0800 1111",
        address: "https://www.childline.org.uk",
        note: { fr: "si vous avez moins de 18 ans", en: "if you are under 18" },
        checked: "2026-11",
      },
    ],
    intimate: [STOP_NCII, REVENGE_PORN_HELPLINE],
    authorities: [],
  },
  other: {
    name: { fr: "Autre pays", en: "Another country" },
    emergency: [
      number("112", { fr: "Europe et beaucoup d'autres pays", en: "Europe and many other countries" }),
      number("911", { fr: "Amérique du Nord", en: "North America" }),
    ],
    police: {
      fr: "la police de chez vous, au poste ou à son numéro non urgent",
      en: "your local police, at the station or at their non-emergency number",
    },
    talk: [FIND_A_HELPLINE],
    online: [FIND_A_HELPLINE],
    minors: [INHOPE, TAKE_IT_DOWN],
    intimate: [STOP_NCII],
    authorities: [],
  },
});

export const linesOf = (country: string): CountryLines => LINES[countryOf(country)];

/** "17 ou le 112", for the end of a sentence that says whom to call. */
export const emergencyText = (language: Language, lines: CountryLines): string =>
  lines.emergency.map((line) => line.number).join(language === "fr" ? " ou le " : " or ");
