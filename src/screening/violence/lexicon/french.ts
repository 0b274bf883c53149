import { verbes } from "./french-verbs.ts";
import type { Groups } from "./groups.ts";
import { ANIMALS_FR, THINGS_FR } from "./things.ts";

/**
 * French words by what they do in a sentence, in the groups of english.ts where one exists and in groups of
 * their own where French builds its sentences otherwise. Folded: no accents, lower case. Both genders stand
 * in one group, so "le", "la" and "les" are one word to a frame.
 */
export const FRENCH: Groups = {
  I: "je j j' moi",
  ME: "me m' moi",
  WE: "nous",
  ON: "on",
  MY: "mon ma mes notre nos",
  MATES:
    "gars potes cousins freres equipe bande reuf reufs copains collegues amis frangins chums poteaux camarades",
  YOU: "tu t' te toi vous t",
  YOUR: "ton ta tes votre vos",
  HE: "il elle ils elles iel lui eux",
  LE: "le la les l' l",
  LEUR: "leur leurs",
  HIS: "son sa ses",
  IT: "ca cela c' ceci",
  THAT: "ce cet cette ces celui celle ceux celles",
  A: "un une des de d' du aux au",
  ALL: "tout tous toute toutes chaque",
  SOMEONE: "quelqu'un qqun qqn quelquun",
  PEOPLE: "personnes gens monde quiconque",
  NOBODY: "personne aucun aucune nul nulle",
  WHO: "qui",
  WHICH: "que qu' quoi quel quelle quels dont qu ou",
  IF: "si quand lorsque jusqu' avant tant s' des que prochain prochaine",
  KIN: `mere pere meres peres enfant enfants gosse gosses gamin gamine gamins gamines fils frere soeur mari copain copine
    famille familles parents daronne daron darons mamie papi papy mamy mama maman papa bebe conjoint conjointe compagne compagnon grand-mere proches
    mome momes tante oncle cousine neveu niece epouse epoux belle-mere `,
  PET: "chat chatte chats chien chienne chiens chiot chaton cheval perroquet lapin matou minou toutou clebs clebard",
  BODY: `gorge gueule tete tetes dents genoux jambes bras os crane nez bouche langue doigts yeux oeil nuque ventre dos peau cou coeur cervelle
    main mains visage face cotes machoire tronche tempe museau rotules rotule tripes sang jambe genou`,
  HOME: `maison porte fenetre fenetres appart appartement adresse domicile rue baraque hall immeuble portail jardin toit garage balcon hotel chambre
    boite palier sonnette quartier village cour volets paillasson seuil escalier escaliers parking cave piaule hlm residence bicoque logement chalet tente interphone lit`,
  CHEZ: "chez devant derriere dehors pres en-bas bas sous",
  WORKPLACE:
    "travail boulot taf taff ecole lycee college bureau fac gym magasin boutique entreprise boite usine mairie creche mosquee eglise cathedrale chapelle pagode synagogue temple local club salle job arret gare maternelle universite campus",
  CAR: "voiture caisse bagnole scooter moto velo camion pneus freins char vehicule utilitaire grange ferme bateau",
  WEAPON: `couteau couteaux flingue fusil pistolet balle balles machette hache marteau acide batte bombe essence calibre arme armes kalach kalash carabine
    corde lame surin gourdin matraque plomb bastos explosif explosifs cocktail molotov cutter tournevis poing poings pelle barre briquet allumettes
    tronconneuse guillotine poteau potence bucher echafaud goudron fourche fourches pique piques lanterne lanternes cordes pierres javel beton`,
  GRAVE:
    "tombe cercueil enterrement cimetiere obseques caveau tombes corbillard fosse couronne epitaphe trou morgue croque-mort linceul condoleances enterre",
  // modality and time
  VAIS: "vais vas va allons allez vont vas-y irai iront ira",
  WANT: "veux veut voulons veulent voudrais compte comptes comptons reve hate envie plaisir promets jure promis previens voulez voulais kiffe kifferais adorerais aimerais tarde comptait",
  SHOULD:
    "faut faudrait faudra doit dois devrait devraient devrais devez doivent doive besoin falloir suffirait suffit temps urgent fallait faille merit",
  COULD: "peux peut peuvent pourrait pourrais pourraient pouvez pouvait",
  HOPE: "espere esperons souhaite souhaitons prie prions esperant voeu vivement pourvu puisse puisses puissent puissiez",
  DESERVE:
    "merite merites meritent meriterait meriteraient meritait meritez valent vaut bon bonne bons bonnes digne dignes",
  SWEAR: "jure promets previens promis garantis wallah parie serment parole jurer",
  TIME: `soir demain bientot lundi mardi mercredi jeudi vendredi samedi dimanche minuit nuit tantot prochainement matin aujourd'hui midi semaine tard
    ensuite apres-demain rentree toussaint`,
  NOW: "maintenant deja enfin tout-suite direct immediatement finalement",
  NOT: "ne n' pas jamais sans ni non plus guere point loin contre nullement rien",
  BE: "suis es est sommes etes sont etre sera seras serai serez seront soit soient serait seraient etait etaient ete etant c'est t'es chui serons fut furent",
  WASPAST: "hier jadis autrefois ans annees dernier derniere depuis ancien ancienne naguere passe",
  HAVE: "ai as a avons avez ont avoir aura auras aurai aurez auront avait avaient ait eu avais aurait auraient aurais",
  AVOIR: "aurai aura auront aurons",
  TO: "a pour",
  AND: "et ou puis",
  BUT: "mais pourtant cependant or sauf",
  IN: "dans en parmi",
  ONTO: "sur",
  WITH: "avec",
  BY: "par entre",
  COMME: "comme tel telle genre style",
  BECAUSE: "car parce puisque cause",
  REFLEX: "se s'",
  AY: "y",
  EN: "en",
  ADV: "bien trop tres vraiment juste franchement personnellement tellement carrement encore toujours aussi ainsi serieux serieusement tranquillement grave lentement doucement vite",
  HERE: "ici ou partout voila",
  // violence
  ...verbes(
    "TUER",
    `pendre tuer buter egorger massacrer flinguer etrangler lyncher trucider dezinguer zigouiller assassiner decapiter poignarder fusiller executer
    exterminer gazer eventrer ecarteler lapider empaler guillotiner eviscerer trouer refroidir suriner schlasser vitrioler brutaliser neutraliser`,
  ),
  ...verbes(
    "FRAPPER",
    `frapper cogner tabasser violer torturer blesser amocher defigurer maraver gifler baffer molester fracasser rosser bastonner savater
    etriper saigner egratigner niquer demolir mutiler agresser matraquer fouetter castagner tarter latter cravacher empoisonner scalper crucifier ligoter kidnapper sequestrer tataner lacerer charcuter attaquer demonter`,
  ),
  ...verbes(
    "FLOU",
    `abattre eclater exploser fumer defoncer finir planter descendre corriger secouer dechirer detruire eliminer liquider supprimer ecraser
    rouler plomber allumer demonter  battre enterrer  noyer choper attraper chopper aneantir casser decouper ecrabouiller pourrir
    saccager effacer briser detruire achever sonner bouffer fendre hacher broyer raser punir dresser tirer tondre couler jeter pousser botter ecorcher demolir`,
  ),
  ...verbes(
    "POUSSER",
    `renverser ecraser pousser jeter affamer hospitaliser foncer faucher pietiner etouffer castrer steriliser purger enfermer interner parquer rouler trainer sauter
    ecrabouiller assommer degommer plomber secouer bousculer enfoncer aplatir ratatiner corriger cravacher dresser mordre griffer gratter tordre rafler deporter balayer nettoyer ligoter attacher enchainer couler larguer exploser`,
  ),
  ...verbes("BRULER", "bruler cramer incendier flamber"),
  ...verbes("CREVER", "crever mourir perir claquer"),
  ...verbes(
    "PARTIE",
    "casser peter briser couper trancher arracher fendre eclater exploser ouvrir ouvrer crever tordre defoncer peter trouer enfoncer demettre faucher taillader fracasser tailler",
  ),
  ...verbes(
    "METTRE",
    "mettre coller loger foutre planter ficher caler enfoncer tirer verser jeter balancer lancer",
  ),
  ...verbes(
    "PAYER",
    "payer regretter souffrir pleurer supplier saigner disparaitre ramper trinquer morfler deguster",
  ),
  ...verbes("FAIRE", "faire"),
  OCCUPER:
    "occuper occupe occupera occuperai occupent occuperont occupons regler reglera reglerai compte regle tour cas charge sort mal misere",
  MORT: "mort morte morts mortes mourante deces cadavre cadavres macchabee refroidie condamne condamnee cuit cuite fini finie foutu foutue",
  PASSER_Y:
    "passer passeras passera passerez passeront passent survivras survivra survivre survivrez survivront",
  ...verbes("SAVOIR", "savoir"),
  ...verbes(
    "CONNAITRE",
    "trouver retrouver retracer reperer localiser suivre surveiller observer guetter pister traquer filer chasser croiser",
  ),
  ...verbes("VOIR", "voir revoir regarder"),
  ...verbes(
    "VENIR",
    "venir arriver debarquer rappliquer revenir passer pointer rendre monter descendre aller toquer sonner frapper rejoindre retrouver camper manifester",
  ),
  ...verbes("ATTENDRE", "attendre patienter"),
  ...verbes(
    "HABITER",
    "habiter dormir vivre loger travailler bosser sortir garer promener crecher etudier rentrer",
  ),
  SAFE: "gaffe gare garde fais prudent prudente prudents arriere arrieres attention mefie mefiez mefie-toi surveille verrouille ferme assurance cle cles dommage malheur accident accidents arrive arriver arriverait vite chute glisser tuile",
  FIRE: "feu flammes cendres fumee incendie",
  SELF: "suicide suicider suicides suicidez pends-toi tue-toi flingue-toi foutre",
  VIE: "vie jours heures comptes compter comptees adieu adieux testament dernier derniere dernieres terminus",
  OPINE:
    "pense pensent penser croit croient croire estime estiment suggerer suggere suggerent reclame reclament reclamer exige idee opinion avis trouve trouvent defend defendre encourage encourager encouragent banalise banaliser prone proner justifie justifier approuve approuver appels appelant applaudir applaudit applaudissent rire rit rient refuse refuser refusent rejette rejeter",
  RUDE: "merde merdes putain ptn pute putes con conne cons connes connard connards connasse connasses salope salopes salaud salauds salopard encule encules enculee fdp ntm batard batards batarde bouffon bouffons bouffonne chier chie couille couilles bite bites cul culs foutre fous enfoire enfoires ducon tocard tocards clown clowns debile debiles minable minables baltringue charlot raclure pourriture bordel garce pouffiasse petasse",
  HATE: "deteste detestes hais haine degoute degoutent meprise ordure ordures racaille vermine idiot idiote idiots debile debiles con conne cons abruti abrutie abrutis nul nuls merdeux inutile inutiles pathetique cretin cretins",
  LESSON:
    "lecon raclee correction branlee rouste derouillee tannee volee coups coup baffe baffes claque claques racler trempe",
  // raids
  ...verbes("FLAG", "signaler reporter "),
  FLAGNOUN: "signalement signalements report reports plainte plaintes",
  ...verbes(
    "FLOOD",
    "spammer flooder inonder submerger bombarder harceler pourrir raider saturer noyer spamer troller assieger envahir brigader ratioter assaillir",
  ),
  ...verbes("SWAT", "swatter swater"),
  MASS: "masse massif massivement ensemble tous milliers centaines vagues mille cinquante maximum boucle",
  RAIDWORD: "raid raids meute rdv rendez-vous expedition descente convoi",
  ...verbes(
    "PHONE",
    "appeler telephoner ecrire envoyer contacter taguer laisser joindre noter poster commenter partager  rappeler prevenir",
  ),
  ACCOUNT: `compte comptes chaine chaines stream live lives page pages profil profils boite messagerie mp mentions commentaires tchat chat mail mails insta instagram
    twitter discord serveur mur tiktok twitch youtube facebook snap notifs notifications videos video telephone portable standard ligne avis site ig fb dm dms mp blog linkedin serv publications google numero`,
  ...verbes("DELIVER", "livrer commander"),
  DELIVERY:
    "pizza pizzas sushi sushis taxi taxis couronne couronnes corbillard cercueil cercueils colis fleurs livraison livraisons repas plats ambulance ambulances uber vtc fumier kebab kebabs kebab burgers tacos poutine",
  POLICE:
    "police flics flic gendarmes gendarme gendarmerie gign 17 112 keufs keuf condes raid crs pompiers samu forces intervention commissariat swat schmitts poulets",
  ALARM:
    "otage otages prise fausse faux bidon bidons tir tirs coups fusillade forcene anonyme anonymement alerte canular",
  BOSS: "patron patronne employeur employeurs directeur directrice chef rh boite proprio sponsors sponsor superieurs annonceurs proviseur rectorat hierarchie direction",
  BAN: "ban banni bannie bannir saute sauter vire viree virer licencie licenciee suspendu suspendue supprime fermer ferme strike degage degager degagee",
  // harmless readings
  ...verbes(
    "SAY",
    "dire ecrire hurler crier poster publier repeter repondre affirmer declarer tweeter commenter raconter lancer lacher taguer chuchoter annoncer jurer promettre chanter scander marquer balancer sortir gueuler murmurer citer pretendre conclure",
  ),
  ...verbes("THREATEN", "menacer intimider"),
  ...verbes("RECEIVE", "recevoir lire entendre trouver prendre"),
  NOTE: "message messages commentaire commentaires mail mails sms vocal vocaux mot mots lettre lettres menace menaces propos phrase phrases tweet tweets post texto textos note courrier tag tags mp pancarte slogan inscription banderole voicemail repondeur graffiti capture captures replique titre courriel courriels courriers",
  ACCUSE: `condamne condamnee tribunal proces parquet examen arrete arretee interpelle interpellee accuse accusee prevenu prevenue suspect suspecte 
    verdict prison ferme sursis peine audience enquete enqueteurs victime victimes temoin temoins garde-a-vue jury assises cour plainte inculpe inculpee correctionnelle gav main-courante `,
  NEWSWORD:
    "journal selon article reportage titre gros-titre communique afp presse radio redaction chronique actualite infos info temoignage depeche faits-divers",
  FICTION:
    "film films roman romans serie series episode saison chapitre scene personnage personnages theatre livre livres bd manga anime fiction fanfic intrigue heros heroine auteur autrice tome scenario polar thriller histoire conte mechant realisateur spectacle replique tragedie",
  SONG: "chanson chansons paroles refrain couplet album rap chante chantait musique concert morceau titre clip karaoke punchline feat",
  GAMEWORD: `boss niveau lvl partie parties manche manches jeu jeux pnj zombie zombies creeper dragon dragons gobelin gobelins orc donjon donjons jdr rpg fps mmo pvp pve quete quetes loot map respawn ranked
    minecraft fortnite valorant fifa mario cod lol dofus echecs pion roi reine tarot belote petanque uno monopoly scrabble loup-garou loups-garous manette joueurs 
    tournoi match finale gg skin headshot killcam sniper lobby serveur mj mage guerrier paladin perso persos plateau cartes carte de des airsoft paintball babyfoot ping-pong billard fc bot bots add tank heal wipe speedrun revanche kart laser`,
  SPORT:
    "foot football rugby hockey basket tennis handball judo boxe but buts ballon gardien arbitre penalty entraineur entrainement stade ligue coupe championnat sprint marathon cyclisme course derby attaquant equipe adversaire adversaires mi-temps seance jambes squats muscu coach sport combat ring tatami raquette",
  FUNNY:
    "mdr mdrr mdrrr ptdr lol xd ahah haha hahaha jpp rire rigole rigolade blague deconne rigoler plaisante plaisanterie",
  LOVE: "coeur bisous cheri cherie amour bichette loulou ma-belle merci bravo felicitations poulette chouchou biz bise",
  VISITWORD: `anniversaire gateau cremaillere apero aperitif soupe fete diner dejeuner gouter raclette demenagement cafe the aider aide surprise film crepes reviser
    benevoles benevole collecte don visite soutien soutenir retablissement bouffe brunch barbecue bbq pique-nique soiree plantes arroser`,
  FEEL: "faim chaud froid soif fatigue rire honte sommeil ennui trouille peur vieillesse fatiguee creve crevee stress ennuyer jalousie bonheur cable plomb plombs",
  FEAR: "peur inquiete inquiet inquietes terrorisee terrorise effrayee crains craint angoisse cauchemar cauchemars victime traumatisee panique tremble paniquee",
  WRONG:
    "inacceptable illegal grave honteux interdit puni delit crime horrible inadmissible scandaleux ignoble degueulasse intolerable normal condamnable abject arretez stop limite honte condamner denoncer denonce revoltant choquant punissable",
  MODS: "modo modos moderateur moderateurs moderatrice moderation admin admins staff regles charte reglement preuve preuves capture pharos association",
  HISTORY:
    "siecle guerre guerres revolution empereur moyen-age roi historien historienne antiquite bataille armee resistance epoque royaume empire liberation seigneur mousquetaires",
  ROUTINE:
    "reveil metro bouchons devoirs vaisselle courses lessive valises bagages poubelle poubelles deadline rendu",
  THING: THINGS_FR,
  ANIMAL: ANIMALS_FR,
};
