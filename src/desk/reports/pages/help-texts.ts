import type { Language } from "../../web/layout.ts";
import { type Country, unbroken, type Words } from "./lines.ts";

/** What help.ts says. She is addressed as vous / you; no word says what she is, or that a detail is true. */
const fr = {
  safety: "D'abord, votre sécurité",
  danger: "En danger maintenant : appelez le",
  silent: "Sans parler : SMS au",
  talkLead: "Parler à quelqu'un :",
  onlineLead: "Violence en ligne :",
  more: "Un faux appel à la police, votre position, vos preuves : que faire maintenant",
  swatLead: "Peur d'un faux appel qui enverrait la police chez vous ?",
  swatWho: "Prévenez avant qu'il n'arrive :",
  swatSay:
    "Dites : « Un appel mensonger peut viser mon adresse. Merci de l'inscrire. » Une police prévenue peut vérifier avant d'entrer.",
  swatSheet: "Une feuille à imprimer pour elle",
  placeLead: "Coupez le partage de position",
  place:
    "sur le téléphone et dans les applications. Ne montrez pas l'endroit où vous êtes avant de l'avoir quitté.",
  keepLead: "Gardez tout, n'effacez rien :",
  keep: "messages, captures d'écran, adresses des pages, dates.",
  helperLead: "Une personne de confiance peut le faire pour vous :",
  helper: "passez-lui cette page.",
  allNumbers: "Tous les numéros, dans d'autres pays aussi",

  numbers: "À qui parler, qui prévenir",
  emergencies: "En danger, maintenant",
  police: "Prévenir la police avant un faux appel",
  policeWho: "À qui le dire :",
  talk: "Parler à quelqu'un",
  online: "Violence en ligne",
  images: "Images intimes, images de mineurs",
  imagesLink: "Qui les fait retirer",
  authorities: "Signaler aux autorités",
  elsewhere: "Dans un autre pays",
  checked: "Lignes revues en",
  checkedMore: "Si l'une d'elles ne répond plus, appelez le numéro d'urgence ou essayez la suivante.",
  sms: "SMS au",

  hotlines: "Images intimes ou sexuelles",
  hotlinesLead:
    "N'envoyez pas ces images ici. Nous ne les prenons pas, nous ne les regardons pas, et nous ne demanderons jamais à les voir. Ce n'est pas que nous doutions de vous.",
  hotlinesUrl:
    "Vous pouvez nous donner l'adresse de la page, sans l'image. Dites ce que c'est : nous n'irons pas chercher l'image.",
  why: "Pourquoi nous ne les prenons pas",
  whyCopy: "Chaque copie de plus peut blesser encore, et peut fuir.",
  whyLaw:
    "La loi interdit de détenir des images sexuelles de mineurs, même pour aider. Les services ci-dessus savent les faire retirer.",
  minors: "La personne a, ou avait, moins de 18 ans",
  minorsRule:
    "N'enregistrez pas l'image et ne l'envoyez à personne, même comme preuve. Notez l'adresse de la page, la date, le compte.",
  adults: "La personne est adulte",
  blackmail: "Si on vous fait chanter",
  blackmailText:
    "Ne payez pas, n'envoyez rien d'autre, gardez les messages, ne répondez plus. Ce n'est pas votre faute, et vous pouvez le dire à quelqu'un aujourd'hui :",

  doors: "Ce que vous pouvez faire ailleurs",
  doorsLead:
    "Nous ne pouvons agir que sur les sites que nous servons. D'autres le peuvent ailleurs. Vous n'avez pas à tout essayer, ni aujourd'hui, ni sans aide.",
  careLead: "Avant d'écrire à un site ou à son hébergeur :",
  care: "votre message peut être montré aux personnes qui vous visent. N'y mettez ni votre nom, ni votre adresse, ni rien que vous seriez la seule personne à savoir. Prenez une adresse de courriel neuve, ou laissez une association écrire pour vous.",
  hostLead: "L'hébergeur du site.",
  host: "L'entreprise où le site est stocké a presque toujours une adresse pour les signalements. Donnez l'adresse exacte de la page, ce qui s'y trouve, la règle enfreinte ; rien de plus.",
  hostEu:
    "Dans l'Union européenne, tout hébergeur doit permettre de signaler et doit répondre (règlement sur les services numériques, art. 16).",
  formLead: "Le formulaire du site ou de la plateforme.",
  form: "Utile sur un grand réseau. Pas si le site est tenu par les personnes qui vous visent.",
  searchLead: "Les moteurs de recherche.",
  search:
    "Ils ont un formulaire pour ne plus montrer une page où figurent une adresse, un téléphone ou une image intime. La page reste, mais on la trouve moins.",
  complaintLead: "Une plainte.",
  complaint:
    "Apportez les adresses des pages, les dates, les captures d'écran. Vous pouvez venir avec quelqu'un.",
  authoritiesLead: "Les autorités en ligne.",
  lawyerLead: "Une preuve qui tienne.",
  helplineLead: "Une association, une ligne d'aide.",
  helpline: "Elles connaissent ces démarches et peuvent les faire avec vous.",
};

type Texts = { readonly [key in keyof typeof fr]: string };

const en: Texts = {
  safety: "Your safety first",
  danger: "In danger right now: call",
  silent: "Without speaking: text",
  talkLead: "Talk to somebody:",
  onlineLead: "Violence online:",
  more: "A false call to the police, your location, your proof: what to do now",
  swatLead: "Afraid that a false call may send the police to your home?",
  swatWho: "Tell them before it comes:",
  swatSay:
    'Say: "A hoax call about my address is possible. Please put a note on it." Police who know can check before they go in.',
  swatSheet: "A sheet to print for them",
  placeLead: "Stop sharing your location",
  place: "on the phone and in apps. Do not show where you are before you have left it.",
  keepLead: "Keep everything, delete nothing:",
  keep: "messages, screenshots, addresses of pages, dates.",
  helperLead: "Somebody you trust can do this for you:",
  helper: "hand them this page.",
  allNumbers: "All numbers, in other countries too",

  numbers: "Whom to talk to, whom to tell",
  emergencies: "In danger, right now",
  police: "Telling the police before a false call",
  policeWho: "Whom to tell:",
  talk: "Talk to somebody",
  online: "Violence online",
  images: "Intimate images, images of minors",
  imagesLink: "Who has them taken down",
  authorities: "Reporting to authorities",
  elsewhere: "In another country",
  checked: "Lines looked over in",
  checkedMore: "If one no longer answers, call the emergency number or try the next.",
  sms: "text",

  hotlines: "Intimate or sexual images",
  hotlinesLead:
    "Do not send such images here. We do not take them, we do not look at them, and we will never ask to see them. It is not that we doubt you.",
  hotlinesUrl:
    "You can give us the address of the page, without the image. Say what it is: we will not fetch the image.",
  why: "Why we do not take them",
  whyCopy: "Every further copy can hurt again, and can leak.",
  whyLaw:
    "The law forbids holding sexual images of minors, even to help. The services above know how to have them taken down.",
  minors: "The person is, or was, under 18",
  minorsRule:
    "Do not save the image and do not send it to anybody, not even as proof. Write down the address of the page, the date, the account.",
  adults: "The person is an adult",
  blackmail: "If you are being blackmailed",
  blackmailText:
    "Do not pay, send nothing more, keep the messages, stop answering. It is not your fault, and you can tell somebody today:",

  doors: "What you can do elsewhere",
  doorsLead:
    "We can only act on sites that we serve. Others can act elsewhere. You do not have to try everything, not today, and not alone.",
  careLead: "Before you write to a site or to its host:",
  care: "your message may be shown to the people who target you. Do not put your name in it, nor your address, nor anything that only you would know. Use a new mail address, or let an organisation write for you.",
  hostLead: "The site's host.",
  host: "The company where the site is stored nearly always has an address for reports. Give the exact address of the page, what is there, the rule it breaks; nothing more.",
  hostEu:
    "In the European Union every host has to take reports and has to answer (Digital Services Act, art. 16).",
  formLead: "The form of the site or platform.",
  form: "Useful on a large network. Not if the site is run by the people who target you.",
  searchLead: "Search engines.",
  search:
    "They have a form to stop showing a page with an address, a phone number or an intimate image. The page stays, but fewer people find it.",
  complaintLead: "A police report.",
  complaint: "Bring the addresses of the pages, the dates, the screenshots. You can bring somebody with you.",
  authoritiesLead: "Authorities online.",
  lawyerLead: "Proof that holds.",
  helplineLead: "An organisation, a helpline.",
  helpline: "They know these steps and can take them with you.",
};

export const HELP_TEXTS: Readonly<Record<Language, Texts>> = unbroken({ fr, en });

/** Where hosts fall under Regulation (EU) 2022/2065. */
export const IN_EU: readonly Country[] = ["FR", "BE"];

/** What the law calls it, to say at the counter. Only where it was certain; a lawyer of the desk may know more. */
export const LAW: Partial<Record<Country, Words>> = unbroken({
  FR: {
    fr: "On ne peut pas refuser de la recevoir (Code de procédure pénale, art. 15-3) ; vous pouvez aussi écrire au procureur de la République. Publier de quoi vous trouver pour vous exposer à un danger est un délit (Code pénal, art. 223-1-1), le harcèlement en ligne aussi (art. 222-33-2-2).",
    en: "It cannot be refused (Code de procédure pénale, art. 15-3); you can also write to the procureur de la République. Publishing how to find you so as to put you in danger is an offence (Code pénal, art. 223-1-1), and so is harassment online (art. 222-33-2-2).",
  },
  CA: {
    fr: "Le Code criminel nomme le harcèlement criminel (art. 264), les menaces (art. 264.1) et la diffusion d'images intimes (art. 162.1).",
    en: "The Criminal Code names criminal harassment (s. 264), uttering threats (s. 264.1) and sharing intimate images (s. 162.1).",
  },
});

const ANY_LAWYER: Words = {
  fr: "Un avocat peut vous dire comment faire constater la page pour un tribunal, avant qu'elle ne change. Ce que nous enregistrons n'est pas un constat.",
  en: "A lawyer can tell you how to have the page recorded for a court before it changes. What we record is not such a record.",
};
const constat = (officer: Words): Words => ({
  fr: `Un avocat, ou un ${officer.fr} pour un constat : il fixe ce que la page montrait, à quelle date, pour un tribunal. Ce que nous enregistrons n'est pas un constat.`,
  en: `A lawyer, or a ${officer.en} for a constat: it records for a court what the page showed, and when. What we record is not a constat.`,
});

export const LAWYER: Readonly<Record<Country, Words>> = unbroken({
  FR: constat({ fr: "commissaire de justice", en: "commissaire de justice (bailiff)" }),
  BE: constat({ fr: "huissier de justice", en: "huissier de justice (bailiff)" }),
  CH: ANY_LAWYER,
  CA: ANY_LAWYER,
  US: ANY_LAWYER,
  GB: ANY_LAWYER,
  other: ANY_LAWYER,
});
