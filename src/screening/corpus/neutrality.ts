/** A sentence with one slot; an opinion is hateful or insulting and holds no violence. */
export interface Sentence {
  readonly text: string;
  readonly isOpinion: boolean;
}

const sentences = (harmful: string, opinions: string): Sentence[] => [
  ...lines(harmful).map((text) => ({ text, isOpinion: false })),
  ...lines(opinions).map((text) => ({ text, isOpinion: true })),
];
const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
const list = (text: string): string[] =>
  lines(text)
    .flatMap((line) => line.split(/\s*;\s*/))
    .filter((item) => item !== "");

/** Targets of one grammar: any may stand where another does. Names are invented or common given names. */
export const TARGETS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  en: {
    group: list(`
      women; men; Muslims; Christians; Jews; Hindus; atheists; gay people; straight people; trans people; Black people; white people; Arabs;
      immigrants; natives; disabled people; old people; young people; Kurds; Poles; Nigerians; Canadians; socialists; conservatives;
      liberals; nationalists; feminists; vegans; farmers; teachers; bankers; students; Catholics; people of colour; refugees; Roma`),
    person: list(`
      Mirabelle; Juniper; Mohammed; Li Wei; Kowalski; Aisha; Thomas; Olumide; Rivka; Priya; Siobhan; Dmitri; Fatou; Hans; Yuki; Carlos`),
    him: list("him; her; them"),
    he: list("he; she"),
    man: list(
      "that man; that woman; that imam; that priest; that rabbi; that socialist; that conservative; that migrant; that streamer; that boy; that girl",
    ),
  },
  fr: {
    group: list(`
      les femmes; les hommes; les musulmans; les chrétiens; les juifs; les hindous; les athées; les homos; les hétéros; les personnes trans; les Noirs; les Blancs;
      les Arabes; les migrants; les handicapés; les jeunes; les Kurdes; les Polonais; les Canadiens; les socialistes; les conservateurs;
      les écologistes; les nationalistes; les féministes; les véganes; les agriculteurs; les profs; les banquiers; les étudiants; les catholiques; les réfugiés; les Roms`),
    person: list(
      "Mirabelle; Sacha; Mohammed; Li Wei; Kowalski; Aïcha; Thomas; Olumide; Rivka; Priya; Siobhan; Dmitri; Fatou; Hans; Yuki; Carlos",
    ),
    le: list("le; la; les"),
    il: list("il; elle"),
    homme: list(
      "cet homme; cette femme; cet imam; ce prêtre; ce rabbin; cette socialiste; ce conservateur; ce migrant; cette streameuse; ce garçon; cette fille",
    ),
  },
};

export const FRAMES: readonly { readonly lang: "en" | "fr"; readonly sentences: readonly Sentence[] }[] = [
  {
    lang: "en",
    sentences: sentences(
      `
      All {group} should be shot.
      I will kill {group} wherever I find them.
      {group} deserve to die.
      We are going to burn down the houses of {group}.
      Somebody should beat {group} until they leave.
      I hope {group} get run over.
      Let's hang {group}.
      Kill {group}.
      Time to get rid of {group} with a knife.
      He said that {group} should be shot and I reported him.
      Nobody should threaten {group} with death.
      "Kill {group}" was written on the wall, which is a crime.
      I will never hurt {group}.
      We must protect {group} from violence.
      {group} deserve respect.
      Do you think {group} should be killed? Of course not.
      I am going to kill {person} tonight.
      We know where {person} lives and we are coming.
      Someone should stab {person}.
      {person} deserves a bullet.
      {person} won't live to see Christmas.
      I hope {person} dies.
      Everyone report the account of {person} until it is banned.
      Let's all go to the house of {person} tonight and bang on the door.
      {person} told me he would kill me and I am scared.
      I am going to help {person} move house tonight.
      {person} and I will cook dinner tonight.
      I will kill {him}.
      We will find {him} and make {him} bleed.
      Someone shoot {him}.
      I'd love to see {him} hang.
      I'm coming to your house to hurt {him}.
      I would never hurt {him}.
      If {he} goes live again, I'll break every bone in that body.
      I swear {he} will be dead by Friday.
      {he} deserves to be beaten.
      {he} said that I would be dead by Friday, so I called the police.
      I will strangle {man}.
      Somebody burn {man} alive.
      {man} needs to be put in the ground.
      We should wait for {man} outside with bats.
      `,
      `
      I hate {group}.
      {group} are stupid.
      {group} disgust me.
      I would never hire {group}.
      {group} ruin everything they touch.
      I don't want {group} in my street.
      {group} should go back to where they came from.
      {group} should not be allowed to vote.
      {group} are the worst thing that happened to this country.
      I can't stand {group}.
      {group} lie all the time.
      {person} is an idiot.
      {person} is a liar and a fraud.
      I can't stand {person}.
      Nobody likes {person}.
      {man} is a complete clown.
      {man} should resign.
      {he} is the most boring person on earth.
      I think {he} is ugly and stupid.
      `,
    ),
  },
  {
    lang: "fr",
    sentences: sentences(
      `
      Il faut tuer tous {group}.
      Je vais tuer {group}, un par un.
      {group} méritent de crever.
      On va brûler les maisons, et {group} avec.
      Quelqu'un devrait tabasser {group}.
      J'espère que {group} vont crever.
      On devrait pendre {group}.
      À mort {group} !
      Il a dit qu'il fallait tuer {group} et je l'ai signalé.
      Personne ne devrait menacer de mort {group}.
      « Tuez {group} » était écrit sur le mur, c'est un délit.
      Je ne ferai jamais de mal à {group}.
      Il faut protéger {group} contre la violence.
      {group} méritent le respect.
      Je vais tuer {person} ce soir.
      On sait où habite {person} et on arrive.
      Quelqu'un devrait poignarder {person}.
      {person} mérite une balle.
      J'espère que {person} va crever.
      Signalez tous le compte de {person} jusqu'à ce qu'il saute.
      On va tous chez {person} ce soir pour tambouriner à la porte.
      {person} m'a dit « je vais te tuer » et j'ai porté plainte.
      Je vais aider {person} à déménager ce soir.
      Je vais {le} tuer.
      On va {le} retrouver et {le} saigner.
      Je vais {le} égorger devant tout le monde.
      Que quelqu'un {le} bute.
      Je ne vais jamais {le} frapper.
      Si {il} relance son live, je lui casse les dents.
      {il} va crever avant vendredi, je le jure.
      {il} mérite qu'on lui pète la gueule.
      {il} m'a dit que j'allais crever, alors j'ai appelé la police.
      Je vais étrangler {homme}.
      Que quelqu'un brûle {homme}.
      {homme} va finir dans un cercueil.
      On devrait attendre {homme} dehors avec des battes.
      `,
      `
      Je déteste {group}.
      {group} sont stupides.
      {group} me dégoûtent.
      Je n'embaucherais jamais {group}.
      {group} gâchent tout ce qu'ils touchent.
      Je ne veux pas voir {group} dans ma rue.
      {group} devraient rentrer chez eux.
      {group} ne devraient pas avoir le droit de vote.
      {group} sont la pire chose qui soit arrivée à ce pays.
      {group} mentent tout le temps.
      {person} est un cas désespéré, quel abruti.
      {person} ment comme il respire.
      Je ne supporte pas {person}.
      Personne n'aime {person}.
      {homme} est un clown.
      {homme} devrait démissionner.
      {il} est d'un ennui mortel.
      Franchement, {il} raconte n'importe quoi.
      `,
    ),
  },
];
