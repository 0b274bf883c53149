// Written by training/violence/vocabulary.ts; do not edit.
/** Words that are themselves to the model. Forms of one word stand together, the genders above all. */
export const VOCABULARY: readonly string[] = `
  abattoir aboie abonne abonnement abord above abri abribus absence abuse accent accepte acces accord
  accouche accountant accueil achete acheter across act acte addition addresses adoption adore adorent
  adverse advice aeroport affaire/affaires affiche/affiches age agence agency agreed ah ahead aides aidez
  aie aille ailleurs aime/aimes airport alarme alight alike allergic alley allo allotment allowed along
  aloud also altar always ame amende amenez among amphi amuse anciens angry animal animals annee annule
  anti anymore anyway anywhere aout apologise apology appli apporte apportez apprendra apprendre apprends
  appris approche aren argent arnaque arreter arrose ascenseur ashamed asks asleep assaut assemblee assez
  assis asso associe ate atelier attentat attente aube aujourd autant automne autoroute autour autre/autres
  avalanche avale avaler avance avion bac bache bad badge badly bah bahut bain baisse bake bakery bal
  balade bank banner banque banter bapteme bar bark barks barrage barres bars base basse bassin basta
  bathroom bay beaucoup belier belly below bend benefits benne berceau betes betise big bigger bikers bikes
  bingo bio bique birth bits blame block blocked blocking blocks bloque bloquer bloquez boats body bog
  boire bone bonus boo booked booking bookings bookshop bord border boring born bornes borrowed bother
  bottom bought bouillante boulangerie boule/boules bourg bowling brake brave breakfast bring bringing
  brings brought bruit bu build built bunch burden burst business busy buy cabane cabin caches cachets
  cagnotte cagoules calcul calm cam cameras camionnette campagne cancel cancelled canicule canne cant
  canteen cantine canton career cares carnaval carnet carreau carrefour carriage carried carries carry
  carrying cartable cartouche/cartouches case caution cell cello cellule cent/cents centime certains chacun
  champ change changed changer changez changing chantier charges charity chaussee cheap checked checks
  chemin chemo cher/chere cherche cherchent cheveux cheville/chevilles chevrotine chin chipper choeur
  choice choir choisi choisir choisissez choix chorale choses chuck ci cible ciel cierge cine cinema cinq
  circle cirque city civiere clair clap class classe cleaning clear cleaver clever click clim climb climber
  climbing clinic clinique clique closed closes closing cloture cloue clubs coast coiffure coince col
  colere collect coma comite commence commencer commencez commerce common commune community complain
  complained complaint complaints complet complique comprendra comprendre comprends comprenne comprennent
  compris comptez comptoir concours conduit conference confie conge conseil conseille consider consigne
  content controle convention cooking copy corps corridor cortege cos cost cote cottage coucou couldn
  council counting country counts county couple courage courageux courant courte courtroom coute couvre
  crache cracher craquer cravate cree cris crisis critique crochet croix cross crossbow crosse crossed
  crosses crossing cru cuire cuisine culte cure cycle daily dam danger dangereux danse danser dare dark
  darts date dawn deal dealt debarras debarrasse debout debranche decent decide decided decroche dedans
  dedicace deep definitivement deleted deletes delivery demandent demandes demandez demange demarre
  demenage demissionne depart departementale depasse depose deposer deposit depot depressed derniers desole
  dessert dessous dessus deuil deux deuxieme devine devoue dialling didn different digger digging dingue
  discours discussion discuter divorce dix dock doesn doigt donnez doors double doux douze dozen draw drawn
  dream drinking driven drole drug drugs drunk dry due dug dur/dure dusk ear early earth easily ecoute
  ecouter edge eight eighty either election elections electrique eleven else embrasse emergency emmene
  emoji emojis empeche empty endroit enerve enfance enleve enlever enorme enough enregistre entier/entiere
  entree entrepot entrer entrez epargne epee equipes erreur escaped espece essai/essaie essaye estate
  etages etais etang etat eteint etoile/etoiles euros everywhere evite exactement exactly except
  excuse/excuses excuser execution exemple existe explain explique expliquer expres exterieur extra faces
  facile facilement facon factory fail failed failli fails fair faith fall falling falls fancy fanfare far
  farce farm faster fault fausses faute/fautes favour favourite fax feedback feels fell felt fermees
  ferment fermes fermeture fermez ferry festival fetch fetes field fieu fievre fifteen fifty figure fill
  filled filme filmed filmer filming filthy fined firm fit five fix fixe fixed flattened flight flip
  floating floors flotte flu foi/foie foire fond force forest foret forever forgot form forme forms forty
  forum forward foule fourriere fourteen fourth foyer fracture frais frankly fraud freeze fresh friendly
  froide frontiere frost fuite full funebres funny fusils gache gacher gagne gagner gants garder gardes
  gardez gates gaz gene gentil gentle geste ghost gite giving glad glisse gold goodnight gossip gout grace
  graduation grand/grande/grands gratuit gravats great greenhouse grief grossesse grow grown grue guess
  guichet guignol gymnase habitude hadn half hameau handed happened harbour harcelement hard harder harvest
  hasard hashtag hasn hatchet haut/haute hauteur haven hay headset health heating heavy height hein held
  hello helped helps heritage hes hesite hey hi hid high hip hired histoires hiver hobby hold holding holds
  holiday homes honest honneur honour hop horns horreur/horreurs hors hostel hot houses hug hui huit
  hundred hurry hut ignore ill im ima imagine importe included inconnus indigne indoors inspection instead
  insulin insult insulte/insultes insulter insultez insults interdire interet internet invente invented
  inventer inventez invite/invites island isn jai jail join joined joue jouent jouer journee jsuis jte
  jugement juger juin jusqu/jusque justice jvai/jvais jveux jvous keeping kermesse keyed ki kidneys kind
  kine kiosque kitchen kittens klaxonne kneel knitting land landing lands lane laquelle larmes late laughed
  laughs launch lave lay lazy leaflet leaflets leaked leaks least leaving lecons lecture legal legende
  lendemain lent lente lequel lessons leve librairie library libre licence lie lied lien lies lieu lighting
  lightning liked lil liste listen ll loading loan locale loi lollipop longer longtemps longue loop lorry
  lose losing lot lotissement lots loud loue loupe lourd/lourde loves low lower loyer lumiere lunettes
  lungs lying mad magazine mai maisons maitresse making maladie malgre malin mange manger manif
  manifestants manque many marcher maree mariage marie/maries mark marked market marks marre married marry
  mars mask masks masques maternite maternity maths matins matter mauvais/mauvaise maybe meche medaille
  medal meilleur/meilleure membres meme/memes memorial memory menage mensonge ment mentir mercy mess messe
  meteo methode metres meurtre mi mic mid mien mienne mignon milieu mill min ministry minute minutes misery
  missed missing mode moindre mois moitie money monstre montagne months montre montrer montrez mor morceaux
  mornings mortel most motif mountain moved moves moving moyen much musee music mutuelle nager naissance
  name named names nap nasty nationale nearly needed nerfs net neuf new nicely nights nine nineteen ninety
  ninth nite noise noisy nombre nombreux noms noon nord north nothing notice notres nouveau nouveaux
  nouvelle/nouvelles nowhere noyade nuits numbers numeros objectif obligatoire oblige odd odeur offer
  offered offre offrir oh online onze opened opening opens operation opinions orchestra ordonnance ordre
  oreilles organise ose ouais oui ouvert/ouverte ouverture overnight owe owed owes oxygen pack paie
  paiement paiera painful pair paix pancartes panne parade parait parc pardon pardonne pare/pars pareil
  pareille parfait parfois parlent parles parlez parliament part partent partir partira pass passage passed
  passengers password past paste patience pattes pause peace peage peche peloton penses pension per
  perd/perds perdant perdre perdu/perdue perfect permanence permanently permis personal personnel pese
  peste petards petition peu phare pharmacie pharmacy pic picked picking pics piece pied piege pier pierre
  pin pinned pioche piquer pis pitie places plage plague plaie plait plane planet plateforme played
  playground playing plein/pleine plenty pleut plie pliers pls plusieurs plutot pm pockets points poisoned
  poisson poliment polite politesse politique poll polling pompes pompier poney ponts pony pool pop porc
  port/portes portent porter portera portez portiere pose possible potager pote pourra/pourras poussette
  pouvoir power ppl practice pram pratique prayer prayers pre prefecture prefere/preferes prenom preparez
  presente presque press pret/prete/prets prevu prices prier print printed printemps private prive pro
  probleme proche profitez promised promo promoteurs promotion proof proper properly propose propres
  protection protesters proud prove pseudo pub public publique pue puits quarante quarry quarter quatorze
  quatre quatrieme quelqu/quelque/quelques questions quick quicker quid quinze quit quitter quittes
  raccroche rage raise raised rale ramasse ramasser ramene ramenez ramp range rappel rapport ras rasoir
  rate ratee raterai rather raye rayon re real reason reception recette recital recognise recommence
  reconnu recording recre recrute recupere recuperer redac redemarre refaire reflechis refuge refund
  refused regards region reins relache relance relayez releve remarque rembourse remboursement rembourser
  remercie remets remis/remise remonte remorque remove removed remplissez rencontre rent rents renvoie
  repare/repars repart repartir repeat reponse repos/repose request rescue reseau reseaux resign respect
  respire/respires respirer rest restart restaurant reste/restes restent restera restez resto retiens
  retient retire retired retirement retirer retourne retourner retrait reunion reveille reveiller reveillon
  revenge rez ri rid ride rira rise risque roads robbed robe role rond rota rotten rough roulotte route row
  ruches rude ruelle rues ruine rule rupture sack sad safely sage sales salon salut sante sat saut sauve
  saved saves scar scare scooters screwdriver seats sec second seconde/secondes seconds secours securite
  security seize self selfie sell selling sells semaines seme sens sentir sept serais serre sers sert
  servez services servir servira sets settle settled seulement seven seventy sh shaft shake share shared
  sharp shes shifts ship ships shotguns shouldn shovel shower shut shuts side sides siege sifflet sight
  signe signed signer signing signs silly sing single sinon sit sites sits sitting sixieme sixty size skip
  slip slipped slips slow slurry small smart smell smiling smug sober social sociaux soft soigne soin/soins
  soirs soixante sol sold solide somewhere sono sooner souffle souhaiter sound sounds sourdough sourire
  soutient souvent souviens soyez soyons space spade spare spared spark speak speaks speech speed spell
  spit spoke spread spy square st stadium stage stairwell stall starting steal steals steps still stitches
  stole stolen stp strange streaming streets stretcher strikers strip stroke strong studio stuff such sue
  suffira suffisent suite suivante surgery surname surprised surtout survecu survivants svp swallow
  sweetheart swim swimming switch tabac taire tale talent talks tall taper tapez tarif tas taste tattoo
  taught taule temoignages temoigne ten tenir tents tenu termine terrain terrible testify texte th thanked
  thats theres thick thin third thirty thousand thr threatened threatening three ticking tide tien tiendra
  tiendrai tienne til times tin tiny tit toilettes tombee tombent tombera tonite tonnes tool top tot touch
  touche touched toucher touches tourne tourner tours tow tower town tract/tracts tracteurs trains traite
  traiter traiteur tram tranquilles transmis trap travers/traverse traverser treat treated trente tri
  tribune triche trick trip trois troisieme trompe trottinette trouble truc trucks true tuto twelve twenty
  twice type/types typed typing understand upstairs urgence urself vacances vague vallee valley ve veille
  velos vend/vends vendre vendu vengeance venger vent/vente verglas verifie verifier verite verrou vers
  version vestiaire vider videz vingt violence virage visa vise viser visez visio visited visites visiteurs
  visiting vitrines vivants voeux voice voitures vol/vole voler votent voter votez voulait vouloir voulu
  wages wakes wanted ward warehouse wasn water wave ways wear wearing wears weather wee wept weren wesh wet
  whether whichever win windscreen wings wins winter wiring within witnesses won wonder wont worry worse
  worst wouldn wrist year yes yoga youre zero zoo zoom
`
  .split(/\s+/)
  .filter((word) => word !== "");
