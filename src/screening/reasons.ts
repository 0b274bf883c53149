/**
 * Every reason that a finding can give, in English with its French. A reason is a fixed sentence: it cannot
 * carry the detail it is about, and a reason without a translation does not compile.
 */
export const REASONS_FR = {
  // structured details
  "a telephone number that exists in the national numbering plan":
    "un numéro de téléphone qui existe dans le plan de numérotation national",
  "laid out as a telephone number": "disposé comme un numéro de téléphone",
  "written in international form": "écrit sous forme internationale",
  "introduced as a telephone number": "annoncé comme un numéro de téléphone",
  "written so as to escape a search: look-alike characters, spacing or numbers in words":
    "écrit pour échapper à une recherche : caractères sosies, espacement ou nombres en toutes lettres",
  "an e-mail address": "une adresse électronique",
  "an e-mail address with its signs spelled out":
    "une adresse électronique dont les signes sont en toutes lettres",
  "a house number, a kind of street and a street name": "un numéro, un type de voie et un nom de voie",
  "a post office box": "une boîte postale",
  "a street or a place, and its postcode": "une voie ou un lieu, et son code postal",
  "introduced as an address": "annoncé comme une adresse",
  "followed by a postcode or a town": "suivi d'un code postal ou d'une ville",
  "introduced as where someone lives": "annoncé comme le lieu où vit quelqu'un",
  "an identity number whose check digits are right": "un numéro d'identité dont la clé est juste",
  "of the form of a United States social security number":
    "de la forme d'un numéro de sécurité sociale américain",
  "of the form of a British insurance number": "de la forme d'un numéro d'assurance sociale britannique",
  "of the form of a British driver number": "de la forme d'un numéro de permis britannique",
  "introduced as an identity number": "annoncé comme un numéro d'identité",
  "an IBAN whose check digits are right": "un IBAN dont la clé est juste",
  "of the form of an IBAN": "de la forme d'un IBAN",
  "a French bank account whose key is right": "un compte bancaire français dont la clé est juste",
  "introduced as a bank account": "annoncé comme un compte bancaire",
  "a payment card number whose check digit is right":
    "un numéro de carte de paiement dont le chiffre de contrôle est juste",
  "introduced as a payment card": "annoncé comme une carte de paiement",
  "of the form of a French number plate": "de la forme d'une plaque d'immatriculation française",
  "of the form of a British number plate": "de la forme d'une plaque d'immatriculation britannique",
  "of the form of a Belgian number plate": "de la forme d'une plaque d'immatriculation belge",
  "of the form of a Swiss number plate": "de la forme d'une plaque d'immatriculation suisse",
  "of the form of a North American number plate":
    "de la forme d'une plaque d'immatriculation nord-américaine",
  "near words about a vehicle": "près de mots qui parlent d'un véhicule",
  "a date introduced as a birth date": "une date annoncée comme une date de naissance",
  "a pair of map coordinates, precise to a building": "une paire de coordonnées, précise à un bâtiment près",
  "an IP address of a public network": "une adresse IP d'un réseau public",
  "the address of a profile page": "l'adresse d'une page de profil",
  "an account name after the name of a network": "un nom de compte après le nom d'un réseau",
  "an account name in the form of its network": "un nom de compte sous la forme propre à son réseau",
  // frames
  "says where a person is now": "dit où une personne se trouve en ce moment",
  "says where a person will be and when": "dit où une personne sera et quand",
  "names a room": "précise une chambre",
  "says that a person is alone at home": "dit qu'une personne est seule chez elle",
  "says where another person works or studies": "dit où une autre personne travaille ou étudie",
  "names a relative of another person": "nomme un proche d'une autre personne",
  "a labelled line of a list about a person": "une ligne étiquetée d'une fiche sur une personne",
  // dox
  "several kinds of personal details stand together": "plusieurs sortes de détails personnels sont réunies",
  "a detail by which a person can be reached or found":
    "un détail par lequel on peut joindre ou trouver une personne",
  "the details are said to be those of another person":
    "les détails sont présentés comme ceux d'une autre personne",
  "laid out as a file about a person: labelled lines":
    "présenté comme une fiche sur une personne : lignes étiquetées",
  "a sentence points at the detail": "une phrase désigne le détail",
  "words that invite readers to use it against the person":
    "des mots qui invitent à s'en servir contre la personne",
  "weighed against: signs of a business, legal or contact page":
    "à décharge : signes d'une page commerciale, légale ou de contact",
  "weighed against: signs of a press article or a court ruling":
    "à décharge : signes d'un article de presse ou d'une décision de justice",
  "weighed against: signs of a public event or an announcement":
    "à décharge : signes d'un événement public ou d'une annonce",
  "weighed against: the writer seems to speak of their own details":
    "à décharge : la personne qui écrit semble parler de ses propres détails",
  // violence
  "the writer announces violence against a person or group":
    "la personne qui écrit annonce une violence contre une personne ou un groupe",
  "foretells the death or injury of the person addressed":
    "prédit la mort ou la blessure de la personne visée",
  "lets the person know that they can be found at home or followed":
    "fait savoir à la personne qu'on peut la trouver chez elle ou la suivre",
  "a veiled warning that harm will come": "un avertissement voilé qu'un mal arrivera",
  "the sentence as a whole reads like a threat, though no single phrase says it":
    "la phrase dans son ensemble se lit comme une menace, sans qu'une tournure le dise à elle seule",
  "the sentence as a whole reads like a call for violence or a wish of it":
    "la phrase dans son ensemble se lit comme un appel à la violence ou un souhait de violence",
  "the sentence as a whole reads like a call to act together against a person":
    "la phrase dans son ensemble se lit comme un appel à agir ensemble contre une personne",
  "a word of open violence or death": "un mot de violence ouverte ou de mort",
  "speaks of a relative or a pet": "parle d'un proche ou d'un animal de compagnie",
  "speaks to the person directly": "s'adresse directement à la personne",
  "names a weapon": "nomme une arme",
  "says when or where": "dit quand ou où",
  "calls on others to commit violence": "appelle d'autres à commettre une violence",
  "says that violence against a person or group is deserved or needed":
    "dit qu'une violence contre une personne ou un groupe est méritée ou nécessaire",
  "wishes death or violence on a person or group":
    "souhaite la mort ou une violence à une personne ou un groupe",
  "urges a person to kill themselves": "pousse une personne à se tuer",
  "calls on others to flood or mass-report a person's accounts":
    "appelle d'autres à inonder ou à signaler en masse les comptes d'une personne",
  "calls for swatting: a false call that sends armed police":
    "appelle au swatting : un faux appel qui envoie la police armée",
  "calls on others to turn up where a person lives or is":
    "appelle d'autres à se rendre là où une personne vit ou se trouve",
  "calls for unwanted deliveries to a person": "appelle à faire livrer des choses non voulues à une personne",
  // sealed
  "a detail that the target registered": "un détail que la personne visée a déposé",
  "a detail that the person targeted registered with us":
    "un détail que la personne visée a déposé chez nous",
  "an address that she left; whoever lives there now is in danger":
    "une adresse qu'elle a quittée ; la personne qui y vit maintenant est en danger",
} as const;

export type Reason = keyof typeof REASONS_FR;
