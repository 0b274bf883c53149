import type { Language } from "../../web/layout.ts";
import { unbroken } from "./lines.ts";

/** One line of the sheet: what is printed, what helps to fill it in, and the fields she types into. */
export interface SheetLine {
  readonly id: string;
  /** Ticked from the start: what the sheet is for. Nothing that may be untrue of her. */
  readonly ticked?: true;
  readonly says: string;
  readonly hint?: string;
  readonly fields: readonly SheetField[];
}

export interface SheetField {
  readonly id: string;
  /** Without one the line itself is the field's name. */
  readonly label?: string;
  /** Lines to write on by hand. */
  readonly rows: 1 | 2;
  /** A field of one line; the others grow, so that what is typed is also printed. */
  readonly short?: "text" | "tel";
}

const fr = {
  heading: "Une feuille pour la police de chez vous",
  lead: "Si quelqu'un peut envoyer la police chez vous par un appel mensonger, une police prévenue peut arriver autrement. Cette feuille dit ce qu'elle doit savoir.",
  localLead: "Rien ne part d'ici.",
  local:
    "Ce que vous écrivez reste sur cet appareil, dans cette page ; nous ne le recevons pas et personne ne l'enregistre. Fermer l'onglet l'efface, mais un navigateur peut rouvrir un onglet fermé : sur un appareil partagé, prenez une fenêtre privée.",
  how: "Comment faire",
  steps: [
    "Cochez les lignes qui doivent y figurer, et remplissez-les. Ce qui n'est pas coché n'est pas imprimé.",
    "Imprimez avec le menu du navigateur (Imprimer, ou Ctrl+P ; sur un téléphone, Partager puis Imprimer). Décochez « en-têtes et pieds de page ».",
    "Un PDF enregistré contient tout ce qui est coché : effacez-le ensuite s'il ne doit pas rester là.",
  ],
  blank: "Imprimer une feuille vide, à remplir et à cocher à la main",
  language: "La feuille est dans la langue de cette page. Choisissez celle que lit la police de chez vous.",
  legend: "Les lignes de la feuille",
  title: "Risque d'appel mensonger visant une adresse",
  handing: "Comment la remettre",
  hand: [
    "Téléphonez d'abord, sans passer par les urgences, et demandez qui peut recevoir une telle information. À qui le dire :",
    "Allez-y avec la feuille, avec quelqu'un si vous pouvez. On peut vous demander une pièce d'identité ; la feuille, elle, n'a pas besoin d'un autre nom que le vôtre.",
    "Demandez qu'une note soit inscrite sur l'adresse, jusqu'à quand elle y reste, et le nom ou le numéro de qui l'inscrit.",
    "Gardez une copie. Prévenez les personnes qui vivent avec vous.",
  ],
  promise:
    "Personne ne peut promettre que cela change l'intervention : chaque police décide. Si on refuse, demandez une autre personne, ou revenez avec une association.",
  arrive: "Si la police vient quand même",
  arriveText:
    "Restez calme, les mains vides et visibles, sans geste brusque. Faites ce qu'on vous demande, puis dites : « C'est peut-être un appel mensonger, votre poste est prévenu. »",
  lines: [
    {
      id: "what",
      ticked: true,
      says: "Quelqu'un peut faire venir la police à l'adresse ci-dessous par un appel mensonger (« swatting ») : prise d'otages, arme, meurtre, bombe. Je ne demande pas que personne ne vienne ; je demande que l'on sache, avant d'entrer, que l'appel peut être faux.",
      fields: [],
    },
    {
      id: "home",
      ticked: true,
      says: "L'adresse, et comment y entrer",
      hint: "Étage, porte, code, entrée de derrière.",
      fields: [{ id: "home-text", rows: 2 }],
    },
    {
      id: "me",
      says: "Comment m'appeler",
      hint: "Le nom que vous portez, et vos pronoms. Aucun autre nom n'est utile ici.",
      fields: [
        { id: "me-name", label: "Nom", rows: 1, short: "text" },
        { id: "me-pronouns", label: "Pronoms", rows: 1, short: "text" },
      ],
    },
    {
      id: "phone",
      says: "Appelez-moi d'abord à ce numéro ; je répondrai, et je sortirai si vous le demandez",
      fields: [{ id: "phone-text", rows: 1, short: "tel" }],
    },
    {
      id: "confirm",
      says: "Cette personne peut confirmer ce qui est écrit ici",
      hint: "Quelqu'un qui n'habite pas là, et qui est d'accord.",
      fields: [
        { id: "confirm-name", label: "Nom, et qui c'est pour moi", rows: 1 },
        { id: "confirm-phone", label: "Téléphone", rows: 1, short: "tel" },
      ],
    },
    {
      id: "others",
      says: "Vivent aussi à cette adresse",
      hint: "Combien d'adultes, d'enfants, leur âge. Les noms ne sont pas nécessaires.",
      fields: [{ id: "others-text", rows: 2 }],
    },
    {
      id: "animals",
      says: "Animaux",
      hint: "Lesquels, où ils sont, comment ils réagissent.",
      fields: [{ id: "animals-text", rows: 1 }],
    },
    {
      id: "health",
      says: "Santé, handicap, langue : ce qu'il faut savoir pour ne blesser personne",
      hint: "Par exemple : n'entend pas, ne peut pas lever les bras, se déplace en fauteuil, parle une autre langue, panique à la lumière.",
      fields: [{ id: "health-text", rows: 2 }],
    },
    {
      id: "unarmed",
      says: "Vous trouverez des personnes qui ont peur. Il n'y a pas d'arme ici.",
      hint: "Ne cochez que si c'est vrai. S'il y a une arme, même déclarée, dites-le de vive voix.",
      fields: [],
    },
    {
      id: "former",
      says: "Une ancienne adresse circule aussi. Elle reste dangereuse pour qui y vit aujourd'hui",
      fields: [{ id: "former-text", rows: 2 }],
    },
    {
      id: "seen",
      says: "Où et quand cela a été annoncé ; numéro de plainte s'il y en a un",
      fields: [{ id: "seen-text", rows: 2 }],
    },
    {
      id: "note",
      ticked: true,
      says: "Merci d'inscrire une note sur cette adresse, et de la garder jusqu'au",
      fields: [{ id: "note-until", rows: 1, short: "text" }],
    },
    {
      id: "date",
      says: "Remis le, à",
      hint: "La date, le poste, qui l'a reçu.",
      fields: [{ id: "date-text", rows: 1 }],
    },
  ] as readonly SheetLine[],
};

type Texts = typeof fr;

const en: Texts = {
  heading: "A sheet for your local police",
  lead: "If somebody may send the police to your home with a hoax call, police who know may come differently. This sheet says what they need to know.",
  localLead: "Nothing leaves this page.",
  local:
    "What you write stays on this device, in this page; we do not receive it and nobody stores it. Closing the tab removes it, but a browser can open a closed tab again: on a shared device, use a private window.",
  how: "What to do",
  steps: [
    "Tick the lines that belong on it, and fill them in. What is not ticked is not printed.",
    'Print from the browser\'s menu (Print, or Ctrl+P; on a phone, Share, then Print). Untick "headers and footers".',
    "A saved PDF holds everything that is ticked: delete it afterwards if it must not stay there.",
  ],
  blank: "Print an empty sheet, to fill in and tick by hand",
  language: "The sheet is in the language of this page. Choose the one that your local police read.",
  legend: "The lines of the sheet",
  title: "Risk of a hoax call about an address",
  handing: "How to hand it in",
  hand: [
    "Phone first, not the emergency number, and ask who can take such information. Whom to tell:",
    "Go there with the sheet, with somebody if you can. They may ask for an identity document; the sheet needs no other name than yours.",
    "Ask for a note on the address, how long it stays there, and the name or number of whoever makes it.",
    "Keep a copy. Tell the people who live with you.",
  ],
  promise:
    "Nobody can promise that this changes how they come: each police force decides. If they refuse, ask for somebody else, or come back with an organisation.",
  arrive: "If the police come all the same",
  arriveText:
    'Stay calm, hands empty and in sight, no sudden move. Do what they ask, then say: "This may be a hoax call, your station knows about it."',
  lines: [
    {
      id: "what",
      ticked: true,
      says: "Somebody may have the police sent to the address below with a hoax call (“swatting”): hostages, a weapon, a murder, a bomb. I do not ask that nobody comes; I ask that you know, before you go in, that the call may be false.",
      fields: [],
    },
    {
      id: "home",
      ticked: true,
      says: "The address, and how to get in",
      hint: "Floor, door, code, back entrance.",
      fields: [{ id: "home-text", rows: 2 }],
    },
    {
      id: "me",
      says: "What to call me",
      hint: "The name you go by, and your pronouns. No other name is of use here.",
      fields: [
        { id: "me-name", label: "Name", rows: 1, short: "text" },
        { id: "me-pronouns", label: "Pronouns", rows: 1, short: "text" },
      ],
    },
    {
      id: "phone",
      says: "Call me first at this number; I will answer, and come out if you ask me to",
      fields: [{ id: "phone-text", rows: 1, short: "tel" }],
    },
    {
      id: "confirm",
      says: "This person can confirm what is written here",
      hint: "Somebody who does not live there, and who agrees.",
      fields: [
        { id: "confirm-name", label: "Name, and who they are to me", rows: 1 },
        { id: "confirm-phone", label: "Phone", rows: 1, short: "tel" },
      ],
    },
    {
      id: "others",
      says: "Also living at this address",
      hint: "How many adults, children, their ages. Names are not needed.",
      fields: [{ id: "others-text", rows: 2 }],
    },
    {
      id: "animals",
      says: "Animals",
      hint: "Which, where they are, how they react.",
      fields: [{ id: "animals-text", rows: 1 }],
    },
    {
      id: "health",
      says: "Health, disability, language: what to know so that nobody is hurt",
      hint: "For example: cannot hear, cannot raise both arms, uses a wheelchair, speaks another language, panics in bright light.",
      fields: [{ id: "health-text", rows: 2 }],
    },
    {
      id: "unarmed",
      says: "You will meet people who are frightened. There are no weapons here.",
      hint: "Tick only if it is true. If there is a weapon, even a registered one, say so in person.",
      fields: [],
    },
    {
      id: "former",
      says: "A former address is going around too. It is still dangerous for whoever lives there",
      fields: [{ id: "former-text", rows: 2 }],
    },
    {
      id: "seen",
      says: "Where and when it was announced; number of the police report if there is one",
      fields: [{ id: "seen-text", rows: 2 }],
    },
    {
      id: "note",
      ticked: true,
      says: "Please put a note on this address, and keep it until",
      fields: [{ id: "note-until", rows: 1, short: "text" }],
    },
    {
      id: "date",
      says: "Handed in on, at",
      hint: "The date, the station, who took it.",
      fields: [{ id: "date-text", rows: 1 }],
    },
  ],
};

export const NOTICE_TEXTS: Readonly<Record<Language, Texts>> = unbroken({ fr, en });
