import { lines } from "../pattern.ts";
import type { Reason } from "../reasons.ts";
import type { DetailKind } from "../types.ts";

/**
 * Evidence for and against a dox as additive log-odds, so that a moderator can be told each part and a wrong
 * weight is one line. Judged by hand on our own examples; the ratio matters, not the decimals.
 */
export const PRIOR = -4;
export const THRESHOLD = 0.5;

/** How much each kind helps to find, reach or impersonate a person. */
export const WEIGHT: Readonly<Record<DetailKind, number>> = {
  address: 2,
  "current-location": 1.8,
  phone: 1.5,
  coordinates: 1.5,
  "identity-number": 1.8,
  "bank-account": 1.2,
  "payment-card": 1.2,
  "workplace-or-school": 1,
  "vehicle-plate": 1,
  "birth-date": 0.8,
  "family-member": 0.8,
  email: 0.8,
  "ip-address": 0.7,
  "online-account": 0.3,
};

/**
 * A dox must hold at least one detail by which somebody can be found, reached or robbed of their identity.
 */
export const REACHING: ReadonlySet<DetailKind> = new Set([
  "address",
  "current-location",
  "phone",
  "coordinates",
  "identity-number",
  "email",
  "workplace-or-school",
]);

export interface Signal {
  readonly weight: number;
  readonly reason: Reason;
  readonly pattern: RegExp;
}

const OWNED = lines`
  (?:address|home|house|number|phone|phone number|cell|email|mail|location|info|infos|details|dox
  |real name|full name|family|job|work|school|plate|ip)
`;
const OWNED_FR = lines`
  (?:adresse|numero|num|tel|telephone|portable|mail|email|e-mail|domicile|maison|localisation|infos?
  |coordonnees|vrai nom|famille|ecole|taf|boulot|plaque|ip|06)
`;

export const SUBJECT: readonly Signal[] = [
  {
    weight: 1.6,
    reason: "the details are said to be those of another person",
    pattern: new RegExp(
      lines`
        \b(?:her|his|their|your) (?:\w+ )?${OWNED}\b|\b(?:she|he|they) (?:\w+ )?(?:lives?|works?|is staying
        |stays)\b|\bwhere (?:she|he|they|this \w+|[a-z]+) lives?\b|\b[a-z]{2,20}'s (?:\w+ )?${OWNED}\b
        |\byou live\b|\b(?:this|the) (?:bitch|guy|girl|streamer|woman|man|clown|thot|whore|idiot|liar
        |rat) lives\b|\blives (?:at|in|here)\b
      `,
    ),
  },
  {
    weight: 1.6,
    reason: "the details are said to be those of another person",
    pattern: new RegExp(
      lines`
        \b(?:son|sa|ses|leur|leurs|ton|ta|tes|l')(?: ?)(?:vraie? |nouvelle )?${OWNED_FR}\b|\b(?:elle|il|iel
        |elles|ils) (?:habite|vit|loge|travaille|bosse|est a|crèche|creche)\b|\bou (?:elle|il|iel) (?:habite
        |vit|dort)\b|\b(?:adresse|numero|tel|portable|mail|infos
        |coordonnees) (?:perso\w* )?(?:de |d')(?!(?:la societe|l'entreprise|contact|facturation
        |livraison))[a-z]|\bhabite (?:au|a|ici|la)\b|\btu habites\b
      `,
    ),
  },
];

export const POINTING: Signal = {
  weight: 1.6,
  reason: "a sentence points at the detail",
  pattern: new RegExp(lines`
      \b(?:here(?:'s| is| are) (?:her|his|their|the|where|[a-z]+'s)|this is (?:her|his|their|where)
      |that'?s (?:her|his|their|where)|found (?:her|his|their|where)|got (?:her|his|their)|i have (?:her|his
      |their)|(?:voici|voila|v'la|tenez|trouve|j'ai|on a|cadeau|c'est) (?:trouve |enfin |, ?|: ?)?(?:son|sa
      |ses|leur|leurs|l'adresse|le numero|la|ou (?:elle|il|iel))
      |(?:habite|vit|loge|reside|habitent|vivent) (?:ici|la)(?= ?:)|lives? here(?= ?:)
      |c'est (?:la|ici) qu'(?:elle|il|iel))\b
    `),
};

export const INTENT: Signal = {
  weight: 2.4,
  reason: "words that invite readers to use it against the person",
  pattern: new RegExp(lines`
      \b(?:doxx?(?:ed|ing|es)?|swat(?:ted|ting|s)?|drop(?:ping|ped)? (?:her|his|their|the) (?:info|dox
      |address|docs)|do what you (?:want|will|must)|do your (?:thing|worst)|you know what to do
      |have fun(?: boys| guys| everyone)?|go nuts|pay (?:her|him|them) a visit|say hi to (?:her|him|them)
      |go (?:get|say hello to) (?:her|him|them)|spread (?:it|this)|share (?:it )?everywhere|make (?:her|him
      |them) (?:pay|regret|scared|suffer)|give (?:her|him|them) hell|blow up (?:her|his
      |their) phone|call (?:her|him|them) all|let'?s (?:all )?(?:call|visit|go)|enjoy|raid|no mercy
      |ruin (?:her|him|them|her life)|send (?:her|him|them) (?:pizzas?|love|a message)|faites[- ](?:en|vous
      |tourner|lui)|bon usage|amusez[- ]vous|rendez[- ](?:lui|leur) visite|vous savez quoi faire
      |a vous de jouer|balance(?:z|r)?|cadeau|pas de pitie|allez[- ]y|allez (?:la|le|les|lui)
      |appelez[- ](?:la|le|les)|harcelez|faire (?:payer|regretter)|partagez|lachez[- ]vous|on y va
      |qui (?:y va|passe)|passez (?:la|le|lui|leur)|servez[- ]vous|regalez[- ]vous|venez)\b
    `),
};

/** Lines such as "Name: …" or "Adresse : …"; three of them in one place are a file. */
export const LABEL_LINE = new RegExp(
  lines`
    (?:^|\n|[|•;] ?)[ \t*_>•-]{0,4}(?:(?:full |real |first |last )?names?|aliases|alias|age|dob
    |date of birth|birth ?day|address|addy|home|city|town|zip|phone|cell|mobile|e-?mail|mail|work|job
    |employer|school|mother|father|mom|dad|brother|sister|husband|wife|partner|boyfriend|girlfriend|family
    |relatives|car|plate|ip|isp|ssn|sin|insta(?:gram)?|snap(?:chat)?|discord|twitter|facebook|nom|prenom
    |vrai nom|nom complet|pseudo|age|nee? le|naissance|date de naissance|adresse|ville|code postal|tel
    |telephone|portable|num(?:ero)?|travail|boulot|employeur|ecole|lycee|mere|pere|frere|soeur|mari
    |conjointe?|copain|copine|famille|voiture|plaque|secu|nir)s?[*_ ]{0,3} ?(?:[:=]|->)
  `,
  "g",
);
export const LAYOUT_WEIGHT = 2.2;
export const LAYOUT_REASON: Reason = "laid out as a file about a person: labelled lines";

export const DAMPERS: readonly Signal[] = [
  {
    weight: -3.2,
    reason: "weighed against: signs of a business, legal or contact page",
    pattern: new RegExp(lines`
        \b(?:mentions legales|siret|siren|rcs|capital social|directeur de (?:la )?publication
        |directrice de (?:la )?publication|hebergeur|hebergement du site|editeur|tva|sarl|sas|eurl
        |association loi|imprint|impressum|registered (?:office|in)|company (?:number|no)|vat|ltd|llc|inc
        |registrant|registrar|whois|admin contact|domain name|horaires?|ouvert du|du lundi au|opening hours
        |open (?:monday|daily|7 days)|mon-fri|monday to|contact us|contactez[- ]nous|nous contacter
        |nous (?:trouver|ecrire|appeler|rendre visite)|our (?:office|shop|store|address|team|clinic|school)
        |notre (?:adresse|boutique|magasin|cabinet|agence|equipe|ecole)|nos (?:bureaux|locaux|coordonnees)
        |reservations?|reserver|book (?:a table|online|now)|prendre rendez-vous|prise de rendez-vous
        |sur rendez-vous|by appointment|standard|accueil|service client|customer service|helpline|hotline
        |permanence|mairie|prefecture|deput(?:e|ee)|senat(?:eur|rice)|constituency|councillor
        |member of parliament|elu(?:e|s)?|cabinet (?:medical|dentaire|d'avocats?)|docteur|dr\.|maitre
        |avocate?|notaire|dentist|clinic|pharmacie|veterinaire|plombier|plumber|electricien|restaurant|menu
        |livraison|delivery fee|boutique|magasin|commande n|order (?:no|number)|invoice|facture|a louer
        |for rent|a vendre|for sale|loyer|m2|bedrooms?|chambres|real estate|agence immobiliere
        |etudes de marche|press(?:e)? contact|contact presse|service presse|webmaster|support|newsletter
        |all rights reserved|tous droits reserves)\b
      `),
  },
  {
    weight: -2.6,
    reason: "weighed against: signs of a press article or a court ruling",
    pattern: new RegExp(lines`
        \b(?:tribunal|cour d'appel|cour de cassation|arret du|jugement|par ces motifs|demandeur|demanderesse
        |defendeur|defenderesse|greffe|condamnee?|court of|plaintiff|defendant|docket|affidavit|v\. [a-z]+
        |sentenced|convicted|coroner|according to (?:police|court|officials|a)|police said|officials said
        |spokesperson|reported (?:that|by)|reuters|associated press|afp|selon (?:la police|le parquet
        |nos informations|l'afp|une source)|le parquet|procureure?|a declare|ont declare|journaliste
        |redaction|interview|biography|biographie|obituary|avis de deces|obseques|funeral will|survived by
        |ne a [a-z]+ en|historian|born in \d{4} in|siecle|century|museum|musee|demeurait|lived here from
        |vecut|plaque commemorative)\b
      `),
  },
  {
    weight: -2.6,
    reason: "weighed against: signs of a public event or an announcement",
    pattern: new RegExp(lines`
        \b(?:concert|billetterie|billets?|tickets?|doors (?:open )?at|entree (?:libre|gratuite)
        |free (?:entry|admission)|rsvp|inscriptions?|sign up|register (?:at|here|online)|conference|atelier
        |workshop|vernissage|brocante|vide-grenier|garage sale|yard sale|meet ?up|seminaire|webinar|festival
        |spectacle|representation|rendez-vous (?:a|le|samedi|dimanche)|everyone (?:is )?welcome
        |ouvert a tous|venez nombreux|portes ouvertes|open house|lost (?:cat|dog)|chat perdu|chien perdu
        |fundraiser|collecte|dons?|donations?|volunteers?|benevoles?|rally|manifestation|match|tournament
        |tournoi|fan ?mail|p\.?o\.? box)\b
      `),
  },
  {
    weight: -3,
    reason: "weighed against: the writer seems to speak of their own details",
    pattern: new RegExp(lines`
        \b(?:my (?:\w+ )?(?:address|number|phone|email|mail|info|information|details|house|home|place|cell
        |iban|resume|cv|plate|employer)|call me|text me|email me|e-mail me|write (?:to )?me|contact me
        |reach me|ship (?:it )?to me|(?:posted|leaked|shared|published|doxx?ed) (?:my|me)|i live|i'm at
        |i moved|i am (?:called|named)|my name is|mon (?:\w+ )?(?:adresse|numero|tel|telephone|portable|mail
        |e-mail|email|domicile|iban|cv)|ma (?:\w+ )?(?:maison|ligne|plaque|nouvelle adresse)
        |mes (?:coordonnees|infos|informations|donnees)|appelez[- ]moi|appelle[- ]moi|ecris[- ]moi
        |ecrivez[- ]moi|contacte[sz]?[- ]moi|joindre au|me (?:joindre|contacter|ecrire|doxx?er)|m'(?:ecrire
        |appeler|envoyer|a doxx?ee?|ont doxx?ee?)|j'habite|je vis|je m'appelle|je suis (?:joignable|nee?
        |domiciliee?)|j'ai demenage|publie mon|donne mon|experience professionnelle|curriculum|competences
        |sincerely|cordialement|kind regards|best regards)\b
      `),
  },
];
