import type { Words } from "./words.ts";

const plural = (n: number, one: string, many: string) => `${n} ${n > 1 ? many : one}`;

export const FR: Words = {
  step: (n, of) => `Étape ${n} sur ${of}`,
  next: "Enregistrer et continuer",
  back: "Revenir",
  sendNow: "Envoyer maintenant",
  saveMore: "Enregistrer, et en dire plus d'abord",
  skip: "Tout peut rester vide sur cette page.",
  notSent: "Pas encore envoyé. Ce que vous avez dit jusqu'ici est enregistré.",
  saved: "Enregistré.",

  urlsTitle: "Signaler une page",
  urls: "L'adresse de la page (URL)",
  urlsHelp:
    "Copiez-la depuis votre navigateur. Une par ligne s'il y en a plusieurs. C'est la seule chose qu'il nous faut.",
  byTheWay:
    "Vous pouvez envoyer tout de suite, ou enregistrer et en dire plus en cinq petites étapes. Vous pouvez vous arrêter à tout moment.",
  follow: "J'ai un code",
  notice: "Une fiche à imprimer pour la police de chez vous",
  hotlines: "On y voit une personne mineure, ou une image intime",
  attest: "En envoyant, vous dites : à ma connaissance, c'est vrai.",

  happeningTitle: "Que se passe-t-il ?",
  happening: {
    address: "L'adresse où quelqu'un vit y est publiée",
    phone: "Un numéro de téléphone y est publié",
    location: "On y dit où quelqu'un se trouve en ce moment",
    "former-name": "Un ancien nom y est publié",
    identity: "Des papiers, des comptes ou un lieu de travail y sont publiés",
    threat: "On y menace quelqu'un",
    "voice-message": "Il y a un message vocal",
    raid: "On y appelle à s'en prendre à quelqu'un",
    swatting: "Quelqu'un peut envoyer la police par une fausse alerte",
    other: "Autre chose, ou je ne sais pas",
  },
  risk: "Une vie est-elle en danger ?",
  riskYes: "Quelqu'un peut être blessé ou tué bientôt",
  many: "Beaucoup de signalements arrivent en ce moment.",
  manyWait: (n) => `Rien n'est perdu. Attendez ${n} secondes, puis appuyez de nouveau sur le bouton.`,
  riskNow: "Quelqu'un peut être blessé ou tué bientôt : envoyer maintenant",
  manyRisk: "Si quelqu'un peut être blessé ou tué bientôt, dites-le plus bas : alors on n'attend pas.",
  when: "Quand l'avez-vous vu ?",
  whenHelp: "Un mois, écrit comme 2026-08. Si cela dure depuis plus longtemps : depuis quand.",
  minor: "On y voit une personne mineure ou une image intime ? Ne nous envoyez pas de copie.",
  doNotFetch: "Oui : n'allez pas chercher la page",

  whoTitle: "Que voulez-vous nous dire de vous ?",
  whoHelp:
    "Nous ne demandons jamais de nom d'état civil. Quel que soit votre choix, le site et son hébergeur n'en apprennent rien.",
  more: "Plus, si vous le voulez",
  aboutTitle: "De qui s'agit-il ?",
  about: {
    self: "De moi",
    household: "De personnes qui vivent avec moi",
    relative: "De quelqu'un qui m'est proche",
    helped: "De quelqu'un que j'aide",
    other: "De quelqu'un d'autre, ou je ne sais pas",
  },
  how: [
    {
      value: "anonymous",
      text: "Rien",
      so: "Nous ne savons rien de vous. Nous répondons seulement par votre code.",
    },
    {
      value: "pseudonym",
      text: "Un nom que je choisis",
      so: "Nous vous appellerons ainsi. Il est scellé : il faut deux personnes ensemble pour l'ouvrir.",
    },
    {
      value: "reachable",
      text: "Un nom et un moyen de me joindre",
      so: "Nous pouvons vous appeler s'il y a danger. Les deux sont scellés : il faut deux personnes pour les ouvrir.",
    },
    {
      value: "helpline",
      text: "J'écris pour quelqu'un d'autre",
      so: "La personne concernée peut reprendre le signalement à tout moment, avec un code que vous créez.",
    },
  ],
  chosenName: "Le nom que nous utiliserons",
  pronouns: "Pronoms",
  contact: "Comment vous joindre",
  contactHelp:
    "Un numéro ou une adresse électronique que personne d'autre ne lit. Sans cela, votre code est le seul moyen.",
  known: {
    anonymous: "De vous, nous ne savons rien, et nous répondons seulement par votre code.",
    pseudonym: "De vous, nous avons un nom ou des pronoms, scellés, et rien pour vous joindre.",
    reachable: "De vous, nous avons de quoi vous joindre, scellé.",
    helpline: "Vous écrivez pour quelqu'un d'autre.",
  },
  organisation: "Ligne d'écoute ou association, s'il y en a une",
  people: "D'autres personnes en danger avec vous",
  peopleHelp:
    "Les noms par lesquels vous les appelez, un par ligne. Un conjoint, des enfants, quelqu'un à une ancienne adresse.",

  mayKnowTitle: "Qui peut apprendre qu'un signalement existe ?",
  mayKnowHelp: "Jamais vos mots, jamais qui vous êtes : seulement que quelqu'un a signalé cette page.",
  mayKnow: {
    desk: {
      text: "Seulement cette équipe",
      so: "Le plus sûr. Nous pouvons regarder nous-mêmes, décider, et refuser la page là où nos règles le permettent.",
    },
    host: {
      text: "Cette équipe, et l'entreprise qui héberge le site",
      so: "L'hébergeur peut retirer la page à la source. Il arrive que l'hébergeur soit un ami du site.",
    },
    operator: {
      text: "Aussi la personne qui exploite le site",
      so: "Elle peut retirer la page. Elle peut aussi deviner qui a écrit.",
    },
  },
  onlyPassOn:
    "Pour ce site, nos règles nous permettent de transmettre un signalement, et rien de plus. Si seule cette équipe peut savoir, nous garderons votre signalement sans rien en faire.",

  wordsTitle: "Avec vos mots",
  words: "Que devons-nous savoir ?",
  wordsHelp: "Scellé dès l'arrivée. N'écrivez que ce que vous voulez.",
  files: "Images, messages vocaux ou textes",
  filesHelp:
    "Cinq à la fois, 10 Mo chacun. Nous gardons l'original scellé. D'une image, nous regardons une copie sans données cachées. Une image seule ne décide jamais : nous regardons la page nous-mêmes.",
  noFiles: "Pas d'images intimes, pas d'images de personnes mineures.",
  transcript: "Ce que dit un message vocal",
  transcriptHelp: "Si vous, ou quelqu'un pour vous, pouvez l'écrire. Personne n'est obligé de le réécouter.",
  detailsTitle: "Ce qui ne doit pas circuler",
  detailsHelp:
    "Nous n'en gardons qu'une empreinte et oublions les mots. Elle aide à repérer ces détails sur les pages que vous avez nommées, et nulle part ailleurs. Nous ne disons jamais si l'un d'eux a été trouvé.",
  detail: {
    address: "Une adresse",
    phone: "Un numéro de téléphone",
    "former-name": "Un ancien nom",
    email: "Une adresse électronique",
  },
  nearName: "Le nom utilisé aujourd'hui (pour un ancien nom)",
  former: "Nous n'y habitons plus, mais les personnes qui y habitent sont en danger",

  checkTitle: "Prêt à envoyer",
  pages: (n) => plural(n, "page", "pages"),
  picturesKept: (n) => plural(n, "fichier", "fichiers"),
  detailsKept: (n) => `${plural(n, "détail", "détails")}, dont les mots sont oubliés`,
  send: "Envoyer",
  later: "Pas maintenant : garder sept jours",

  savedTitle: "Enregistré. Pas encore envoyé.",
  filedTitle: "C'est reçu. Merci.",
  receipt: "Votre code. Notez-le : il ouvre la suite, et nous ne pouvons pas le retrouver pour vous.",
  receiptOnce: "Il n'est montré que cette fois.",
  historyStays: "« Quitter vite » ferme cette page ; l'historique du navigateur, lui, garde le passage.",
  otherUrls: "Changer les adresses",
  otherUrlsHelp: "Ce que vous écrivez ici remplace toutes les adresses d'avant.",
  otherUrlsSave: "Prendre ces adresses",
  kept: "Ce que nous gardons de l'adresse :",
  elsewhere: "Nous ne servons pas ces sites et ne pouvons pas agir sur eux :",
  due: (date) => `Une personne aura regardé au plus tard le ${date}.`,
  wasDue: (date) => `Une personne devait avoir regardé le ${date}.`,
  answeredBefore: "Notre première réponse :",
  goOn: "Continuer",
  toStatus: "Voir ce qu'il en advient",
  country: "fr",

  statusTitle: "Votre signalement",
  code: "Votre code",
  codeHelp: "Seize lettres et chiffres, en quatre groupes. Majuscules, espaces et tirets n'importent pas.",
  open: "Ouvrir",
  state: {
    draft: "Enregistré, pas envoyé. Il est effacé après sept jours.",
    kept: "Reçu et gardé.",
    received: "Reçu. Une personne va regarder.",
    elsewhere: "Ce site n'est pas servi par nous. Nous ne pouvons pas agir sur lui.",
    contested: "Vous avez contesté notre réponse. Une autre personne va regarder.",
    decided: "Une décision a été prise : nous avons agi à propos de cette page.",
    refused: "Nous avons regardé, et nous n'agissons pas sur cette page.",
    withdrawn: "Retiré. Ce que vous nous aviez donné est détruit.",
    "withdrawn-held":
      "Retiré. Nous n'en ferons plus rien. Nous sommes tenus de garder encore ce que vous nous aviez donné, sous scellés ; ce sera détruit dès que nous en aurons le droit.",
  },
  late: "Nous sommes en retard. C'est notre faute, pas la vôtre, et votre signalement n'est pas oublié.",
  draftWaits: "Continuer",
  filesKept: (n) => plural(n, "fichier gardé", "fichiers gardés"),
  refusal: {
    "nothing-found":
      "Nous avons regardé la page nous-mêmes et n'y avons rien trouvé que nos règles visent. Si elle a changé, dites-le-nous.",
    "not-against-the-rules":
      "Nous avons trouvé ce dont vous parlez. Nos règles pour ce service ne nous permettent pas de le refuser. Cela ne dit pas que c'est acceptable.",
    "cannot-see":
      "Nous n'avons pas pu le voir nous-mêmes : c'est réservé aux membres, ou disparu. Nous ne refusons une page que pour ce que nous avons vu.",
    "gone-already": "Quand nous avons regardé, cela avait déjà disparu.",
    "only-passing-on":
      "Pour ce site, nos règles nous permettent de transmettre un signalement, et rien de plus.",
    "public-interest": "Ce qui est écrit là est d'intérêt public, et rien n'y met quelqu'un en danger.",
    "for-the-police": "C'est l'affaire de la police, qui peut faire plus que nous.",
    "for-a-court": "Il y faut un tribunal : ce n'est pas à nous d'en décider.",
    unfounded:
      "Nous avons regardé : ce qui est signalé ne se trouve pas sur la page, et elle le montre clairement. Si nous avons mal vu, dites-le-nous.",
  },
  needsConsent:
    "Pour ce site, nos règles nous permettent de transmettre un signalement, et rien de plus. Vous avez dit que seule cette équipe peut savoir : nous le gardons donc sans rien en faire. Vous pouvez changer cela plus bas.",
  needsConsentSoon:
    "Pour ce site, nos règles nous permettent de transmettre un signalement, et rien de plus. Tant que seule cette équipe peut savoir, nous le gardons sans rien en faire. La page suivante permet de le changer.",
  act: (verb) =>
    ({
      notify: "Nous avons demandé à qui exploite le site d'agir.",
      "no-cache": "Nous ne gardons plus de copies de cette page.",
      "rate-limit": "Les demandes vers cette page sont limitées.",
      interstitial: "Un avertissement précède cette page.",
      refuse: "Nous refusons cette page à tout le monde.",
      "legal-refuse": "Nous refusons cette page sur ordre d'une autorité.",
      suspend: "Nous avons suspendu notre service à ce site.",
      terminate: "Nous avons mis fin à notre service à ce site.",
    })[verb] ?? verb,
  actSince: (date, until, lifted) =>
    lifted
      ? `À partir du ${date} ; levé depuis.`
      : until === null
        ? `Depuis le ${date}.`
        : `Du ${date} au ${until}.`,
  decisionLink: "La décision publique",
  timelineTitle: "Ce qui s'est passé",
  event: {
    "report.filed": "Le signalement a été envoyé",
    "report.added-to": "Il a été complété",
    "report.message": "Un message nous a été écrit",
    "report.answered": "Nous avons écrit un message",
    "report.words-opened": "Une personne de l'équipe a lu vos mots",
    "report.identity-opened": "Deux personnes de l'équipe ont ouvert qui vous êtes",
    "report.decided": "Une décision a été prise",
    "report.refused": "Nous avons répondu",
    "report.contested": "La réponse a été contestée",
    "report.may-know": "Le choix de qui peut savoir a été changé",
    "report.helper-code": "Un code d'aide a été créé",
    "report.takeover-code": "Un code de reprise a été créé",
    "report.code-ended": "Un code a pris fin",
    "report.taken-over": "La personne concernée a repris le signalement",
    "report.withdrawn": "Il a été retiré",
    "report.held": "Nous sommes tenus de garder ce que vous nous aviez donné",
    "report.released": "Nous ne sommes plus tenus de le garder",
    "report.shredded": "Vos mots, noms, fichiers et détails ont été détruits : le délai était passé",
  },
  reason: {
    decide: "pour décider",
    appeal: "parce que la réponse a été contestée",
    answer: "pour vous répondre",
    contact: "pour vous joindre",
    order: "parce qu'une autorité l'a ordonné",
    danger: "parce que quelqu'un était en danger",
  },
  messagesTitle: "Messages",
  noMessages: "Pas encore de message.",
  fromDesk: (date) => `De l'équipe, le ${date}`,
  write: "Nous écrire",
  yourMessage: "Votre message",
  writeHelp: "Scellé dès l'arrivée.",
  writeSend: "Envoyer le message",
  addTitle: "Ajouter quelque chose",
  addUrls: "D'autres pages (URL), une par ligne",
  addSend: "Ajouter",
  contestTitle: "Vous n'êtes pas d'accord ?",
  contestHelp:
    "Vous pouvez demander, une fois, qu'une autre personne regarde de nouveau. Dites ce qui nous a échappé, si vous le pouvez.",
  contest: "Pourquoi quelqu'un devrait regarder de nouveau",
  contestSend: "Demander un autre regard",
  changeMayKnow: "Qui peut apprendre que ce signalement existe",
  change: "Changer",
  helperSees:
    "Vous aidez à ce signalement : voici ce que vous y avez apporté, et non le reste. La personne concernée peut y mettre fin à tout moment.",
  helpersTitle: "Se faire aider",
  helpersHelp:
    "Donnez à une personne de confiance un code à elle. Elle peut compléter et écrire ; elle ne voit que ce qu'elle a apporté. Vous pouvez y mettre fin à tout moment.",
  helperMake: "Créer un code d'aide",
  takeoverHelp:
    "Vous avez rempli ceci pour quelqu'un ? Créez un code avec lequel la personne concernée reprend le signalement.",
  takeoverMake: "Créer un code de reprise",
  codeOf: { owner: "Le premier code", helper: "Un code d'aide", takeover: "Un code de reprise" },
  codeEnds: (date) => `jusqu'au ${date}`,
  codeLasts: (date) => `Il sert jusqu'au ${date}.`,
  codeEnd: "Y mettre fin",
  codeMade: "Le nouveau code",
  codeGive:
    "Donnez-le à cette personne seulement, de vive voix ou sur papier si possible. Il n'est montré que cette fois.",
  withdrawTitle: "Retirer",
  withdrawHelp:
    "Vos mots, noms, fichiers et détails sont détruits aussitôt. Ce que nous avons vu nous-mêmes sur la page, et ce qui a été décidé, reste.",
  withdrawDraft: "Tout ce que vous avez dit ici est détruit aussitôt.",
  withdrawSure: "Oui, détruire ce que j'ai donné",
  withdraw: "Retirer le signalement",
  sessionOver: "Entrez de nouveau votre code, s'il vous plaît. Ce qui était enregistré est là.",
  takeTitle: "Reprendre ce signalement",
  takeHelp:
    "Quelqu'un l'a rempli pour vous. À partir de maintenant il est à vous : vous recevez un code à vous.",
  takeKeep: "La personne qui l'a rempli peut continuer d'aider, pendant 30 jours",
  take: "Le reprendre",
  takenTitle: "Ce signalement est à vous.",
  yourFile: "Votre fichier",
  disclosedTitle: "Caché dans votre original, et ôté de la copie que nous regardons :",
  disclosed: {
    place: "l'endroit où l'image a été prise",
    device: "le téléphone ou l'appareil qui l'a prise",
    serial: "son numéro de série",
    date: "le moment où elle a été prise",
    person: "un nom",
    software: "le logiciel qui l'a faite",
    thumbnail: "une petite version plus ancienne de l'image",
    comment: "un commentaire",
    "other-data": "d'autres données cachées",
    "trailing-bytes": "des données après la fin de l'image",
  },
  soundKept:
    "Un son, gardé scellé tel qu'il est : une voix recopiée ne prouve plus rien. Seule l'équipe peut l'entendre.",
  soundDisclosed: "Il peut y avoir dedans, en plus de ce qu'on entend :",
  soundPlain: "Nous n'y avons rien vu d'autre que ce qu'on entend.",
  nothingDisclosed: "Rien n'y était caché. Ce que l'image elle-même montre, elle le montre toujours.",
  problems: {
    "report.url":
      "L'une des adresses n'est pas une adresse web. Copiez-la en entier depuis votre navigateur, s'il vous plaît.",
    "field.invalid":
      "Quelque chose manque, est trop long, ou s'écrit autrement. Ce qui était enregistré avant l'est toujours.",
    "report.urls": "Il manque l'adresse de la page (URL), ou il y en a plus de vingt.",
    "report.when":
      "Nous n'avons pas pu lire le mois. Écrivez-le comme 2026-08, ou laissez vide. Le reste est enregistré.",
    "detail.too-common":
      "L'un des détails est trop court ou trop courant : il se trouverait sur des pages qui parlent de n'importe qui.",
    "detail.invalid": "L'un des détails n'a pas pu être lu. Regardez comment il est écrit, s'il vous plaît.",
    "receipt.unknown": "Il n'y a pas de signalement sous ce code. Regardez chaque lettre et chaque chiffre.",
    "receipt.form": "Un code a seize lettres et chiffres, en quatre groupes.",
    "receipt.scope": "Seule la personne qui a signalé peut le faire, avec son propre code.",
    "body.busy":
      "Beaucoup de fichiers arrivent en même temps. Rien n'est perdu ; réessayez dans une demi-minute, s'il vous plaît.",
    "body.too-large": "L'un des fichiers est trop gros : 10 Mo au plus chacun, cinq à la fois.",
    "media.type":
      "Nous ne savons pas lire l'un des fichiers ; le reste est gardé. Images : JPEG, PNG, WebP, GIF ; une capture d'écran convient toujours. Sons : MP3, M4A, OGG, WAV. Texte sans images : un courriel, une conversation.",
    "files.none":
      "Vous avez dit qu'on y voit une personne mineure ou une image intime : pour ce signalement nous ne prenons aucun fichier, et aucun n'a été gardé.",
    "files.full":
      "Il n'y a plus de place pour des fichiers en ce moment. Vos mots sont pris ; réessayez plus tard pour les fichiers.",
    "files.many": "Cinq fichiers à la fois : les cinq premiers sont gardés. Ajoutez les autres ensuite.",
    "report.withdrawn": "Ce signalement a été retiré. Vous pouvez en faire un autre à tout moment.",
    "report.sent": "Ce signalement est déjà envoyé. Vous pouvez le compléter plus bas.",
    "report.contested": "Cette réponse a été contestée une fois. Un message nous parvient toujours.",
    "vault.down":
      "Quelque chose ne répond pas chez nous. Rien n'est perdu ; réessayez dans une minute, s'il vous plaît.",
  },
  problem: "Cela n'a pas marché. Rien n'est perdu ; réessayez, s'il vous plaît.",
  tooMuch:
    "C'était trop gros d'un coup : rien de cette page-là n'a été gardé. Ce qui était enregistré avant l'est toujours. Cinq fichiers à la fois, 10 Mo au plus chacun.",
};
