import type { Happening, Refusal, WordsReason } from "../../desk/api-types.ts";

const plural = (n: number, one: string, many: string) => `${n} ${n < 2 ? one : many}`;

const readFor: Record<WordsReason, { name: string; help: string }> = {
  decide: { name: "Pour décider", help: "Les mots aident à comprendre ce que nous avons vu nous-mêmes." },
  appeal: { name: "Pour un recours", help: "Quelqu'un conteste, et il faut relire." },
  answer: { name: "Pour lui répondre", help: "Une question ou un message attend une réponse." },
};

const refusals: Record<Refusal, { name: string; help: string }> = {
  "nothing-found": {
    name: "Nous n'avons rien trouvé",
    help: "Nous avons regardé la page : rien de ce que visent nos règles n'y est.",
  },
  "not-against-the-rules": {
    name: "Nos règles ne permettent pas d'agir",
    help: "Nous voyons ce dont il s'agit, et aucune clause ne permet de le refuser pour ce service.",
  },
  "cannot-see": {
    name: "Nous ne pouvons pas le voir",
    help: "C'est réservé aux membres, ou hors de notre vue. Nous n'agissons que sur ce que nous avons vu.",
  },
  "gone-already": { name: "C'est déjà parti", help: "Quand nous avons regardé, cela n'y était plus." },
  "only-passing-on": {
    name: "Nous ne faisons que transmettre",
    help: "Pour ce site, nos règles permettent de transmettre un signalement, et rien de plus.",
  },
  "public-interest": {
    name: "C'est d'intérêt public",
    help: "Ce qui est écrit est d'intérêt public, et n'y met personne en danger.",
  },
  "for-the-police": { name: "C'est pour la police", help: "Elle peut faire ici plus que nous." },
  "for-a-court": { name: "C'est pour un tribunal", help: "Ce n'est pas à nous d'en décider." },
  unfounded: {
    name: "Ce qui est signalé n'y est pas",
    help: "Et cela pouvait se voir. À ne choisir que si c'est manifeste.",
  },
};

const happening: Record<Happening, string> = {
  address: "une adresse",
  phone: "un numéro de téléphone",
  location: "où quelqu'un se trouve",
  "former-name": "un ancien nom",
  identity: "papiers, comptes ou lieu de travail",
  threat: "une menace",
  "voice-message": "un message vocal",
  raid: "un appel à s'en prendre à quelqu'un",
  swatting: "une fausse alerte à la police",
  other: "autre chose",
};

const status: Partial<Record<string, string>> = {
  received: "Attend une réponse",
  decided: "Répondu : une mesure a été décidée",
  refused: "Répondu : rien ne sera fait",
  elsewhere: "Les pages sont servies ailleurs",
  withdrawn: "Retiré",
};

const mayKnow: Partial<Record<string, string>> = {
  desk: "Cette équipe seulement le sait",
  host: "L'hébergeur peut le savoir",
  operator: "L'exploitant peut le savoir",
};

const partKind: Partial<Record<string, string>> = {
  message: "Message",
  words: "Mots ajoutés",
  pages: "Pages ajoutées",
  file: "Fichier",
  contest: "Conteste la réponse",
};

/** All that the screens say of reports, in French. */
export const reportsFr = {
  reportsTitle: "Signalements",
  reportsNone: "Aucun signalement.",
  reportsHelp: "Leurs mots sont scellés. Les ouvrir demande votre clé et un motif ; qui a signalé le verra.",
  reportReceived: "Reçu",
  reportStatus: (value: string): string => status[value] ?? value,
  reportRisk: "Une vie est en danger, dit ce signalement",
  reportWasContested: "La première réponse avait été contestée",
  reportContested: "La réponse a été contestée : quelqu'un d'autre répond",
  reportAlike: (n: number) => `Dans les mêmes mots que ${plural(n, "autre", "autres")}`,
  reportIdentity: "Dit, sous scellé, qui a signalé",
  reportsNamed: (n: number) =>
    `${plural(n, "signalement dit", "signalements disent")} qui a signalé. L'ouvrir demande deux personnes.`,
  reportMayKnow: (value: string): string => mayKnow[value] ?? value,
  reportLanguage: (value: string): string =>
    value === "fr" ? "en français" : value === "en" ? "en anglais" : value,
  moreReports: (n: number) => `En montrer ${n} de plus`,

  read: "Lire",
  readTitle: "Lire ce signalement",
  readSeen:
    "La personne qui a signalé verra sur sa page que l'équipe a lu ses mots, quand et pour quel motif. Chaque fichier ouvert s'y voit aussi.",
  readWhy: "Pourquoi",
  readFor,
  readSign: "Ouvrir avec ma clé",
  readNoKey: "Les mots s'ouvrent avec votre clé. Elle reste dans la mémoire de cette page.",
  readClose: "Refermer",
  readHidden:
    "Ouvert, et encore caché : cela peut être dur à lire. Prenez le temps qu'il faut. Rien ne s'affiche ni ne se joue tout seul.",
  readShow: "Montrer les mots",
  readHide: "Cacher les mots",
  readEmpty: "Il n'y a pas de mots dans ce signalement.",

  saidFirst: "Le signalement",
  saidHappening: "Il s'agit de",
  saidHappenings: happening,
  saidWhen: "Vu en",
  saidPages: "Pages",
  saidWords: "Ses mots",
  saidTranscript: "Le message vocal, tel que la personne l'a écrit",
  saidPeople: "En danger aussi",
  saidPart: (kind: string): string => partKind[kind] ?? kind,
  saidByDesk: "L'équipe",
  saidByMachine: "Transcrit par une machine, que personne n'a vérifié",
  mediaKinds: { picture: "Image", sound: "Son", text: "Texte" } as Partial<Record<string, string>>,
  fileSize: (kilobytes: number) => `${kilobytes} Ko`,
  fileCopy: "Télécharger la copie",
  fileCopyHelp: "La copie sans données cachées. Elle quitte cette page : effacez-la ensuite.",

  answerHer: "Répondre",
  answerText: "Votre réponse",
  answerHelp:
    "La personne la lit sous son code, sur sa page, sans notification. N'y mettez rien qui la mette en danger si quelqu'un regarde par-dessus son épaule.",
  answerThis: "Répondre à ceci",
  answerThisHelp:
    "La personne qui a écrit ceci la lit sous son code, sans notification : ce peut être une aide, et non la personne concernée.",
  answerSend: "Signer et envoyer",
  answerSent: "Envoyé : à lire sous le code, la prochaine fois.",

  refuse: "Rien ne sera fait",
  refuseTitle: "Répondre que rien ne sera fait",
  refuseHelp:
    "Toutes les personnes qui ont signalé et attendent reçoivent cette réponse, avec son motif et d'autres portes où frapper. Chacune peut la contester une fois ; alors quelqu'un d'autre répond.",
  refuseWhy: "Motif",
  refusals,
  refuseSure: "Envoyer cette réponse",

  unfounded: "Marquer comme manifestement infondé",
  unfoundedUndo: "Ne plus marquer comme infondé",
  unfoundedMarked: "Marqué.",
  unfoundedUnmarked: "La marque est retirée.",
  unfoundedCount: (unfounded: number, all: number) =>
    `De la même source depuis un an : ${plural(unfounded, "infondé", "infondés")} sur ${all}.`,

  mayTell: (allow: number, all: number) =>
    `L'opérateur peut apprendre un signalement de cette page : ${allow} oui sur ${all}.`,
  reportSuspended: "Contact suspendu : à voir en dernier. Ce contact, n'importe qui a pu l'écrire",
  senderActs: { warn: "Avertir la source…", suspend: "Suspendre la source…" },
  senderHelp: {
    warn: "La personne lit l'avertissement sous son code. Sans lui, aucune suspension n'est possible.",
    suspend:
      "Pour un temps, les signalements de la même source passent après tous les autres ; avec une clé d'organisation, ils ne sont plus pris. Jamais si une vie est en danger. Seul compte ce qui est venu après l'avertissement.",
  },
  senderGravity: "Gravité de ces abus et de leurs suites",
  senderGravities: { low: "faible", medium: "moyenne", high: "forte" },
  senderIntention: "Intention, si elle se laisse voir",
  senderIntentions: { none: "aucune", careless: "négligence", deliberate: "voulu" },
  senderDays: "Jours, 90 au plus",
  senderSure: { warn: "Avertir", suspend: "Suspendre" },
  senderDone: { warn: "L'avertissement est envoyé.", suspend: "La source est suspendue." },

  closedCase: "Répondu : rien ne sera fait",
};
