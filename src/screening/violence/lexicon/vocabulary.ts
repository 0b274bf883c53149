// Written by training/violence/vocabulary.ts; do not edit.
/** Words that are themselves to the model. Forms of one word stand together, the genders above all. */
export const VOCABULARY: readonly string[] = `
  abattoir aboie abonnement abord above abri abribus absence abuse accent acces accord accouche accountant
  accueil achete acheter across act acte addresses adoption adore adorent adverse advice aeroport
  affaire/affaires affiche/affiches age agence agency agreed ah ahead aidez aille ailleurs aime/aimes
  airport alarme alight alike allergic alley allo allotment allowed along aloud also altar always ame
  amende amenez among amphi angry animal animals annee annule anymore anyway anywhere apologise apology
  appli apporte apportez apprendre apprends appris approche aren argent arreter arrose ascenseur ashamed
  asks asleep assemblee assez assis asso associe ate atelier attente aube aujourd autant autoroute autour
  autre/autres avalanche avalanche avale avaler avance avion bac bache bad badge badly bah bahut bain bake
  bakery bal bank banner banque bar barks barrage barres bars base basse bassin basta bathroom bay beaucoup
  belier belly below bend benefits benne berceau betes betise big bigger bikers bikes bingo bio birth bits
  blame block blocked blocking blocks bloque bloquer boats body bog boire bone bonus boo booked bord border
  born bornes borrowed bother bottom bought bouillante boulangerie boule/boules bourg bowling brake brave
  breakfast bring bringing brings brought bruit bu build built burden burst business buy cabane cabin
  cachets cagnotte cagoules calcul calm cam cameras camionnette campagne cancel cancelled cant canteen
  cantine career cares carnaval carnet carreau carrefour carriage carried carry carrying cartable
  cartouche/cartouches case cell cello cellule cent/cents centime certains chacun champ change changed
  changer chantier charges charity chaussee cheap checks chemin chemo cher/chere cherche cheveux
  cheville/chevilles chevrotine chipper choeur choice choir choisi choisir choix chorale choses chuck ci
  cible ciel cierge cinq city civiere clair clap class classe cleaning clear cleaver clim climb climber
  climbing clinic clinique clique closed closing cloture cloue clubs coast coiffure coince col colere
  collect coma comite commence commencer commencez commerce common commune complain complained complaint
  complaints complet complique comprendra comprendre comprends comprenne comprennent compris comptez
  comptoir concours conduit conference confie conseil consider consigne controle cooking copy corps
  corridor cortege cos cost cote cottage coucou couldn council counting country counts county couple
  courage courageux courant courte coute couvre crache cracher craquer cravate cree cris crisis critique
  croix cross crossbow crosse crossed crosses crossing cru cuire cuisine culte cure cycle daily dam danger
  dangereux danse danser dare dark darts date dawn deal dealt debarras debout debranche decent decide
  decided decroche dedans dedicace deep definitivement delivery demandes demandez demarre demenage
  demissionne depart departementale depasse depose deposit depot depressed desole dessert dessous dessus
  deuil deux deuxieme devine devoue dialling didn different digger digging discours discuter divorce dix
  doesn doigt donnez doors double doux douze dozen draw drawn dream driven drole drugs drunk dry due dug
  dur/dure dusk ear early earth easily ecoute edge eight eighty either election electrique eleven else
  embrasse emergency emmene emoji emojis empeche empty endroit enerve enfance enough entier/entiere entree
  entrer entrez epargne epee erreur escaped espece essai/essaie essaye estate etages etais etang etat
  eteint etoile/etoiles euros everywhere exactement exactly excuse/excuses excuser execution exemple existe
  explain explique expliquer expres exterieur extra faces facile facilement facon fail failed failli fails
  fair faith fall falls fancy fanfare far farce farm faster fausses faute/fautes favour favourite feedback
  feels fell felt fermees ferment fermes fermeture ferry festival fetch fetes field fifteen fifty figure
  fill filled filme filmed filmer filming fined firm fit five fix fixe fixed flattened flight flip floors
  flotte foie foire fond force forest foret forever forgot form forme forms forty forum forward foule
  fourriere fourteen fourth foyer fracture frais frankly fraud freeze froide frost fuite full funny fusils
  gagne gants garder gardes gardez gates gaz gentil gentle geste ghost gite giving glad glisse gold
  goodnight gout grace graduation grand/grande/grands gratuit gravats great greenhouse grief grow grown
  guess guichet gymnase habitude hadn half handed happened harbour harcelement hard harder harvest hasard
  hashtag hasn hatchet haut/haute hauteur haven health heavy height hein held hello helped helps heritage
  hes hesite hey hi hid high hip histoires hiver hold holding holds holiday homes honest honneur honour hop
  horns horreur/horreurs hors hostel hot houses hug hui huit hundred hurry hut ignore ill im ima imagine
  importe included inconnus indoors inspection instead insulin insulte/insultes insulter interet internet
  internet invente invented inventez invite island isn jai jail join joined joue jouent jouer journee jsuis
  jte jugement juger juin jusqu justice jvai/jvais jvous kermesse keyed ki kidneys kind kine kiosque
  kitchen kittens klaxonne kneel knitting land landing lands lane laquelle larmes late laughed lay lazy
  leaflet leaflets leaked least leaving lecons lecture legal legende lendemain lent lente lequel leve
  librairie library libre licence lie lien lies lieu lighting lightning liked lil liste listen ll loading
  locale loi lollipop longer longtemps longue loop lorry lose lot lots loud loue lourd loves low lower
  loyer lumiere lunettes lungs lying mad mai maisons maitresse making maladie malgre malin mange manger
  manque many marcher maree mariage marie/maries mark marked market marre marry mars masks masques
  maternite maternity maths maths matins matter mauvais/mauvaise maybe meche medaille meilleur/meilleure
  membres meme/memes memorial memory menage mensonge mentir mercy mess messe meteo methode metres meurtre
  mi mic mid mien mienne mignon milieu mill min minute minutes missed missing mode moindre mois moitie
  money montagne months montre montrer mor morceaux mornings mortel most mountain moved moves moving moyen
  much musee music mutuelle nager naissance name named names nap nasty nationale nearly needed neuf new
  nicely nights nine nineteen ninety ninth nite noise noisy nombre nombreux noms noon nord north nothing
  notice notres nouveau nouveaux nouvelle/nouvelles nowhere noyade nuits numbers objectif oblige odeur
  offered offre oh online onze opened opening opens operation orchestra ordre oreilles organise ose ouais
  oui ouvert/ouverte overnight owe owed owes oxygen pack paie painful pair paix pancartes panne parait parc
  pardon pardonne pare/pars pareil pareille parfait parfois parlent parles parlez parliament part partir
  partira pass passage passed past patience pattes pause peace peage peche peloton penses pension per
  perd/perds perdant perdre perdu/perdue perfect permanently permis personal pese peste petards petition
  peu phare pic picked picking pics piece pied piege pier pierre pin pinned pioche pis pitie places plage
  plague plaie plait plane plateforme played playground playing plein/pleine plie pliers pls plusieurs
  plutot pm pockets points poisoned poisson poliment polite polling pompes pompier poney ponts pony pool
  porc port/portes portent porter portera portiere pose possible potager pote poussette pouvoir power ppl
  practice pram pratique prayer pre prefecture prefere/preferes prenom presente presque press
  pret/prete/prets prevu prices print printed printemps prive probleme profitez promised promo proof proper
  properly propose propres protection protesters proud prove pseudo pub public publique pue puits quarante
  quarry quatorze quatre quatrieme quelqu/quelque/quelques questions quick quid quinze quit quitter quittes
  raccroche rage raise raised rale ramasse ramasser ramene ramenez ramp range rappel ras rasoir rate ratee
  raterai rather raye rayon re real reason recital recognise recommence reconnu recording recre recrute
  recupere redac refaire reflechis refuge refund refused reins relache relayez releve rembourser remets
  remise remonte removed rencontre rent repare/repars repart repeat reponse repos/repose reseaux resign
  respect respire/respires respirer rest restaurant reste/restes restent restera restez resto retiens
  retient retire retirer retourne retrait reunion reveille reveiller reveillon rez ri rid ride rira rise
  roads robbed role rond rota rough route row ruches rude ruine rule rupture sack sad salon salut sante sat
  sauve saved scar scare screwdriver seats sec second seconde/secondes seconds secours securite security
  seize selfie sell selling sells semaines sens sept serais serre sert servira sets settle settled
  seulement seven seventy sh shaft shake share shared sharp shifts ship shotguns shouldn shovel shower shut
  shuts side siege sight signe signed signing signs silly sing single sinon sit sites sits sitting sixty
  size skip slip slipped slow slurry small smart smell smug sober social sociaux soft soigne soin/soins
  soirs soixante sol sold solide somewhere sooner souffle souhaiter sound sounds sourdough sourire souvent
  souviens soyez space spade spare spared spark speak speaks speech speed spit spoke spread spy square st
  stadium stage stairwell stall starting steal steals steps still stitches stole stp strange streets
  stretcher strikers stroke strong studio stuff such sud sue suffira suite suivante surgery surname surtout
  survecu survivants svp swallow sweetheart swim swimming switch tabac taire tale talent talks tall taper
  tapez tas taste tattoo taught taule temoignages temoigne ten tenir tents tenu termine terrain terrible
  testify texte th thanked thats thin third thirty thousand thr threatened threatening three tide tien
  tiendra tiendrai tienne til times tiny tit toilettes tombent tombera tonite tonnes top tot touch touche
  touched tourne tourner tow tower town tract traite traiter traiteur tram transmis trap travers/traverse
  traverser treat trente tribune triche trick trip trois troisieme trompe trottinette truc true twelve
  twenty twice type/types typed typing understand upstairs urgence urself vacances vallee valley ve veille
  velos vend/vends vendre vendu vengeance venger vent verglas verifie verifier verite vers vestiaire vider
  vingt violence virage vise viser visez visio visiting vivants voeux voice voitures vol/vole votent votez
  voulait vouloir voulu wakes wanted ward warehouse wasn water wave ways wear wearing wears weather wee
  wept weren wet whether whichever win windscreen wings wins winter wiring within witnesses won wonder wont
  worry worse worst wouldn wrist year yes youre zero
`
  .split(/\s+/)
  .filter((word) => word !== "");
