/**
 * Which words open which frames. The scan looks each word up once; a frame runs only in sentences that hold
 * a word of its topic. Words are folded: no accents, lower case, split at apostrophes and hyphens.
 */
export const TOPIC = {
  violence: 1,
  raid: 2,
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

const WORDS: Readonly<Record<keyof typeof TOPIC, string>> = {
  // Verbs of violence in the forms that frames accept, its nouns, and the words of veiled threats.
  violence: `
    waiting outside runs hit hits drowning retrouvez waits
    kill kills killed murder murdered stab stabbed shoot shot strangle strangled rape raped burn burned
    burnt hang hanged slit cut break smash bash gut gutted drown drowned hurt bury behead beheaded lynch
    lynched execute executed choke choked punch knife beat beaten slaughter slaughtered crush curbstomp
    stomp skin die dead death bullet bullets noose rope throat neck skull watch sleep sleeps live lives
    living days grave coffin visit coming come come find found end hunt hunted eye lock locks funeral
    goodbye happen happened kys yourself yourselves fuck suffer pay beg deserve deserves deserved bleed
    bleeding safe acid gas gassed where shame verras verra passeras rentreras reverras dommage arrive
    malheur accident sait sais savent fusille fusillee fusilles fusillees pendu pendus pendue pendues
    egorgee egorges egorgees butes tuees brulee brules violes violees lynche lynchee lynches abattu abattue
    abattus abattues execute executee tabassee tabasses extermine extermines exterminee exterminees gazes
    frappee frappes massacree massacres decapite decapitee decapites flinguee tortures torturee poignardee
    elimine elimines eliminee tondue tondez fusillez bastos peloton bucher guillotine wipe exterminate
    exterminated wiped attack attacked tue tues tuer tuera tuerai tuez tuerons tuent bute buter buterai
    butez buteront creve creves crever creverai crevera crevez plante planter planterai egorge egorger
    egorgerai egorgez massacre massacrer massacrez frappe frapper frapperai cogner cogne defonce defoncer
    defoncerai defoncez demonte demonter fume fumer fumerai flingue flinguer flinguez etrangler etrangle
    viole violer violerai violee bruler brule brulez brulerai descendre saigne saigner saigneras eclate
    eclater exploser explose tabasse tabasser tabassez lyncher lynchez trucider dezinguer peau gueule dents
    genoux jambes trouer refroidir briser brise noyer noie noyez enterrer enterre pendre pends pendez pendre
    eventrer decapiter decapitez poignarder poignardez poignarde finir meurs meurt mourir mourras mourra
    mort morte morts dors dort dorment habite habites habitez habitent vis vit sort sors comptes occuper
    retrouve retrouver retrouvera retrouverai retrouveront attends attend chercher balle balles corde
    cercueil tombe gorge suicide suicider crane guillotine gaffe gare adieu payer paieras exterminer
    exterminez executer executez fusiller fusillez abattre abattez abattra tuee butee fumee creva pende
    tuent lynche gazer gazez meritent merite merites crame cramer cramez eliminer eliminez liquider nique
    niquer marave maraver arriver dos oeil flinguer supprimer torturer torture verrouille porte surveille
    surveiller`,
  raid: `
    raid raids raiding raider raidez raidons raidee report reports flag spam spammez spammer spammons
    spamming flood floodez flooder floodons brigade brigading dogpile bombard swat swats swatted swatting
    swatte swattez swatter swattons show turn visit visite visites pizza pizzas taxis corbillard cercueil
    cercueils sushis coffin coffins hearse couronne cops police flics gendarmes gign knock knocking doorstep
    signalez signaler signalons signale signalement signalements massivement masse inondez inonder inondons
    harcelez harceler pourrissez pourrir toquer sonner sonnez debarque debarquer debarquez rdv rendez chez
    house address door porte livrer commandez deliver delivery order spamme flagging reporting bombing
    submerger submergez bombardez attaquez descente camp picket`,
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

export const TOPIC_OF: ReadonlyMap<string, number> = (() => {
  const topics = new Map<string, number>();
  for (const [topic, words] of Object.entries(WORDS)) {
    for (const word of words.trim().split(/\s+/)) {
      topics.set(word, (topics.get(word) ?? 0) | TOPIC[topic as keyof typeof TOPIC]);
    }
  }
  return topics;
})();
