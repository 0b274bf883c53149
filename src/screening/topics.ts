import { wordsIn } from "./violence/lexicon/index.ts";
import { SETTING_WORDS } from "./violence/settings.ts";
import { SOMEBODY, VEILED, VIOLENT } from "./violence/triggers.ts";
import { WordTable } from "./word-table.ts";

/**
 * Which words open which frames. The scan looks each word up once; a frame runs only in sentences that hold
 * a word of its topic. Words are folded: no accents, lower case, split at apostrophes and hyphens.
 */
export const TOPIC = {
  /** A word of violence or of a raid: the sentence is read whatever else it says. */
  violence: 1,
  /** A word of veiled threats; read where the sentence also speaks to or of somebody, or holds two. */
  veiled: 2,
  somebody: 256,
  place: 4,
  family: 8,
  work: 16,
  birth: 32,
  account: 64,
  spelledEmail: 128,
  identity: 1 << 20,
  bank: 1 << 21,
  vehicle: 1 << 22,
  home: 1 << 23,
} as const;

const LISTS: Readonly<Partial<Record<keyof typeof TOPIC, string>>> = {
  // Verbs of violence in the forms that frames accept, its nouns, and the words of veiled threats.
  place: `
    hotel inn store motel airbnb magasin mere pere parents copain copine mec meuf soeur frere tante hostel
    room chambre studio gym cafe bar restaurant gare station airport aeroport hospital hopital school ecole
    lycee college fac university universite office bureau mall park parc church eglise library bibliotheque
    cinema theatre supermarche supermarket pool piscine stade stadium salle train bus metro home house
    maison appart appartement apartment flat place chez work boulot travail clinic clinique plage beach
    terminal gate auberge camping residence dorm foyer refuge shelter festival convention boulangerie
    pharmacie pharmacy mcdo starbucks quai dojo club parking lobby hall coffee diner espresso suites lodge
    brasserie resto boite jardin marche arret ibis novotel live direct stream staying sleeping hiding checked
    booked leaves arrives lands landed seen spotted saw spot passed met vue vu vus croise croisee apercue
    apercu reperee repere loge dort cache quitte sort sera arriver voir croiser now rn currently moment
    maintenant actuellement tonight tomorrow demain courthouse tribunal`,
  family: `
    mother mom mum father dad brother sister son daughter husband wife boyfriend girlfriend partner parents
    grandmother grandma grandfather grandpa aunt uncle cousin fiance fiancee kid kids child children mere
    maman pere papa frere soeur fils fille mari femme copain copine compagnon compagne conjoint conjointe
    married engaged mariee maries mariees pacsee prenomme nephew niece spouse twin auntie grandma grandpa daddy mummy
    neveu epouse epoux mamie papi jumelle jumeau ami amie grand tante oncle cousine enfant enfants gosse gosses gamin gamine`,
  work: `
    works work working worked employer employed job teaches teach studies study studying attends attend goes
    go going student students enrolled intern interns nurse teacher cashier company workplace occupation employee employe employeur enseigne mairie chez alternance entreprise societe etablissement
    infirmier infirmiere serveur serveuse vendeur vendeuse caissier caissiere stagiaire surveillant surveillante
    professeur professeure medecin avocat avocate secretaire comptable directeur directrice coiffeur coiffeuse
    chauffeur educateur educatrice instituteur institutrice aide agent cadre ingenieur ingenieure technicien
    technicienne assistant assistante receptionniste cuisinier cuisiniere barman manager coach doctor lawyer
    waiter waitress clerk accountant engineer bartender barista receptionist assistant coach professor school
    college university workplace travaille travaillent bosse bossent employeur emploi taf prof enseigne
    etudie etudiante etudiant scolarise scolarisee inscrit inscrite eleve lycee ecole fac universite campus
    travail stage`,
  birth: `
    born dob birthday birthdate birth bday ne nee nes nees naissance anniversaire ddn natif native jour`,
  account: `
    instagram insta ig snap snapchat twitter facebook fb telegram tiktok discord steam psn xbox linkedin
    onlyfans skype kik twitch youtube reddit mastodon whatsapp signal pseudo github gamertag bluesky threads
    tumblr pinterest username handle nickname gamertag screenname identifiant login nick viber wechat vk
    roblox epic nintendo venmo paypal playstation yt bsky tik battle cash`,
  spelledEmail: "arobase arobas dot point",
  // Names of numbers that states, banks and registers of vehicles give.
  identity: `
    ssn ss social socials secu securite nir nss insee vitale sin nas itin taxpayer tin ni nino insurance nhs
    national nationale registre niss insz avs ahv navs oasi passeport passeports passport passports permis
    licence license licences driver drivers driving dl cni identite identity id eid ohip ramq nam assurance
    fiscal fiscale spi tax sejour resident residence health maladie medicare soleil green etudiant student ine`,
  bank: `
    iban rib account accounts acct compte comptes routing aba sort bancaire bank`,
  vehicle: `
    plate plates plaque plaques immat immatriculation immatricule immatriculee registration registered reg rego tag
    tags car cars voiture voitures vehicule vehicules vehicle vehicles drive drives driving conduit conduisait
    roule roulait bagnole caisse van vans truck trucks pickup camionnette moto motorbike scooter suv clio
    twingo golf honda toyota ford peugeot renault citroen dacia tesla bmw audi volvo volkswagen vw mercedes
    fiat opel vauxhall subaru nissan hyundai kia yamaha parked garee gare stationnee stationne grise
    conducteur conductrice driver`,
  home: `address addy adresse adresses domicile home lives live living lived habite habitent habitait vit vivent
    loge reside residing demeurant domicilie domiciliee`,
};

const topics = new Map<string, number>();
const put = (word: string, bits: number) => topics.set(word, (topics.get(word) ?? 0) | bits);
for (const [topic, words] of Object.entries(LISTS)) {
  for (const word of words.trim().split(/\s+/)) put(word, TOPIC[topic as keyof typeof TOPIC]);
}
for (const word of wordsIn(VIOLENT)) put(word, TOPIC.violence);
for (const word of wordsIn(VEILED)) put(word, TOPIC.veiled);
for (const word of wordsIn(SOMEBODY)) put(word, TOPIC.somebody);

/** Every word that says something to the scan. */
export const WORDS = new WordTable(new Set([...topics.keys(), ...SETTING_WORDS.keys()]));
const topicBits = Int32Array.from(WORDS.words, (word) => topics.get(word) ?? 0);
const settingBits = Int32Array.from(WORDS.words, (word) => SETTING_WORDS.get(word) ?? 0);
/** The topics and settings of an entry of the table. */
export const topicsOf = (entry: number): number => topicBits[entry] as number;
export const settingsOf = (entry: number): number => settingBits[entry] as number;
