/** Texts as a raid sends them: from one template, each a little different, so that no two are equal. */

const SLOT = /\{([^}]+)\}/g;

/** `{a|b|c}`: one of these. */
export const RAID_TEMPLATES: readonly string[] = [
  "{Bonjour|Bonsoir|Salut|Madame, Monsieur}, je suis {client|abonné|lecteur} de ce site depuis {2|5|7|12} ans. La page {https://perchoir.example/t/4|https://perchoir.example/t/19|https://perchoir-miroir.example/x} diffame une personne {honnête|connue|innocente} et doit être supprimée {immédiatement|aujourd'hui|sans attendre}. Plusieurs {amis|collègues|membres} ont vérifié ces faits. Si rien n'est fait, nous préviendrons {la presse|vos clients|un avocat}. Merci de {répondre|confirmer} sous {24|48|72} heures.",
  "Cette boutique {vole|trompe|arnaque} ses clients, j'ai payé {120|45|89} euros et je n'ai {jamais|toujours pas} reçu ma commande. Le vendeur menace ceux qui se plaignent et publie leurs {noms|adresses|numéros}. Fermez ce site {s'il vous plaît|tout de suite|maintenant}. Des {dizaines|centaines|milliers} de personnes sont dans mon cas et personne ne répond. Mon dossier porte le numéro {4481|2210|9037}.",
  "Je signale un contenu dangereux publié par {Mirabelle|cette streameuse|cette femme}. Elle {incite|pousse|encourage} des mineurs à harceler notre communauté et donne nos adresses en direct. Regardez la vidéo à la minute {12|31|47}. Il faut couper son site {avant ce soir|dès que possible|cette semaine}. Nous sommes {nombreux|des centaines} à demander la même chose et nous ne lâcherons pas.",
  "{Hello|Hi|Dear team|To whom it may concern}, I have been a {customer|reader|member} here for {2|3|8} years. The page {https://roost.example/t/4|https://roost.example/t/77} is defamatory towards {an innocent|a private|a well known} person and has to be removed {at once|today|right now}. Several {friends|colleagues|members} of mine have checked these facts. If nothing is done we will contact {the press|your customers|a lawyer}. Kindly {reply|confirm} within {24|48|72} hours.",
  "This store {steals from|cheats|scams} its customers, I paid {120|45|89} dollars and {never|still have not} received my order. The seller threatens people who complain and publishes their {names|addresses|numbers}. Shut the site down {please|immediately|now}. {Dozens|Hundreds|Thousands} of people are in the same situation and nobody answers. My ticket number is {4481|2210|9037}.",
  "I want to report dangerous content from {Juniper|this streamer|this woman}. She {tells|pushes|encourages} minors to harass our community and reads our addresses out live. Watch the video at minute {12|31|47}. Her site must go offline {before tonight|as soon as possible|this week}. There are {many|hundreds} of us asking for the same thing and we will not let go of it.",
];

const pick = <T>(from: readonly T[], next: () => number): T => from[Math.floor(next() * from.length)] as T;

export const filled = (template: string, next: () => number): string =>
  template.replace(SLOT, (_, choices: string) => pick(choices.split("|"), next));

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...{ a: "а", c: "с", e: "е", i: "і", o: "о", p: "р", s: "ѕ", x: "х", y: "у" },
};
const INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function mistyped(word: string, next: () => number): string {
  if (word.length < 3) return word;
  const at = 1 + Math.floor(next() * (word.length - 2));
  const [before, here, after] = [word.slice(0, at), word[at] ?? "", word.slice(at + 1)];
  return pick(
    [
      before + after,
      before + here + here + after,
      before + pick([...LETTERS], next) + after,
      before + (after[0] ?? "") + here + after.slice(1),
    ],
    next,
  );
}

const eachWord = (text: string, change: (word: string) => string): string =>
  text.split(" ").map(change).join(" ");

/** Ways to make a text another one for a machine and the same for a reader. */
export const DISGUISES: Readonly<Record<string, (text: string, next: () => number) => string>> = {
  "slots alone": (text) => text,
  "sentences in another order": (text, next) =>
    text
      .split(/(?<=[.?!]) /)
      .map((sentence) => ({ sentence, order: next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ sentence }) => sentence)
      .join(" "),
  "a typo in one word of twelve": (text, next) =>
    eachWord(text, (word) => (next() < 1 / 12 ? mistyped(word, next) : word)),
  "look-alike letters": (text, next) =>
    text.replace(/[aceiopsxy]/g, (letter) => (next() < 0.4 ? (LOOK_ALIKES[letter] ?? letter) : letter)),
  "invisible characters": (text, next) =>
    [...text].map((letter) => (next() < 0.2 ? letter + pick(INVISIBLE, next) : letter)).join(""),
  "case and accents": (text, next) =>
    next() < 0.5 ? text.toUpperCase() : text.normalize("NFD").replace(/\p{M}/gu, ""),
  "a sentence left out": (text, next) => {
    const sentences = text.split(/(?<=[.?!]) /);
    sentences.splice(Math.floor(next() * sentences.length), 1);
    return sentences.join(" ");
  },
};

/** Several of them at once. */
export const disguised = (text: string, next: () => number): string =>
  Object.values(DISGUISES).reduce((now, disguise) => (next() < 0.4 ? disguise(now, next) : now), text);
