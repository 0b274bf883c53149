// Written by training/violence/vocabulary.ts; do not edit.
/** Words that are themselves to the model. Forms of one word stand together, the genders above all. */
export const VOCABULARY: readonly string[] = `
  abandonne abandonner abattis abattoir aboie abonne abonnement abord above abri abribus absence absolute
  abuse academy accent accepte acces accompagne accord accouche accountant accueil achete acheter across
  act acte actual addition addresses administration admit admitted adoption adore adorent adorer adress
  adresses ads adverse advice aere aeroport affaire/affaires affiche/affiches age agence agency agreed
  agression ah ahead aid aides aidez aids aie aient ailier aille aillent ailleurs aime/aimes aint airline
  airport ajoute al alarme alarms alcool alibi alight alike allergic allergy alley allo allotment allowed
  along aloud alright also altar always ame amende amenez among amphi amuse anger angry animal animals
  ankles annee anniv annuaire annule anti antifreeze anymore anyway anywhere aout apologise apologised
  apology applaudi applause appli apporte apportez apprendra apprendre apprends apprenez appris approche
  appui arcade archive archives aren argent argued arguing arnaque arrangerait arreter arretera arrets
  arrivals arrived arrose art articles ascenseur ashamed ashore asks asleep assaut assemblee assez assis
  asso associe assurances assure assureur ate atelier attached attentat attente aube audit augmentation
  aujourd aupres autant auto automne autoroute autour autre/autres autrement avalanche avale avaler avance
  avion avorte awake aware bac bache backwards bad badge badly bague bah bahut baie bain baisse baissez
  bait bake bakery bal balade bank banner banners banque banter bapteme bar barbe bark barking barks barns
  barrage barred barres barrez barrier bars base base baskets basse bassin basta bathroom batiment batons
  bay bc beam beard beaucoup beche began bel belier bells belly below ben bend beneath benefits benne
  bequilles berceau betes betise bex bible bibliotheque bide bienvenue big bigger bikers bikes bilan bingo
  bio bique birth bits blades blagues blame blamed bless block blocked blocking blocks bloque/bloques
  bloquee/bloquees bloquent bloquer bloquez boats bobos body bog boil boiled boiling boire boit boivent
  bone bonus boo booed booked booking bookings bookshop bord border bore boring born bornes borrowed bother
  bottom boue bought bouillante boulangerie boule/boules boum bound boundary bouquin bourg bourre bouts bow
  bowling brace bragged braise brake brancard braquage braque brasier brats brave breakfast bricolage bring
  bringing brings brought brouillard brouillon broyeuse bruise bruises bruit brume bruyants btw bu bucks
  buddy build built bulldozer bulletin/bulletins bunch bungalow bunk burden burrn burst business busy
  buvette buy buying buys buzzer cabane cabanon cabin cabine caches cachets cafes cagnotte cagoule/cagoules
  caisses calcul calm cam cameras camionnette camions campagne campervan campsite cancel cancelled
  candidature caned caniche canicule canne canoe canon cans cant canteen cantine canton capitale captcha
  carbon cardiaque career cares caritatif carnaval carnet carreau carrefour carriage carried carriere
  carries carry carrying cartable cartouche/cartouches case casques casquette caution cede cell cello
  cellule cent/cents centime centimetres ceremonie certains chacun chalked challenge champ/champs change
  changed changer changez changing chantier charger charges charity charm chaussee cheap cheated cheating
  checked checking checks cheek cheers chemin chemist chemo cher/chere/chers cherche cherchent cherchez
  chevaux cheveu cheveux cheville/chevilles chevrotine chewing chiale chialer chimio chin chip chipped
  chipper choc/chocs choeur choice choir choisi choisir choisit choix chorale chosen choses chronometre
  chuck chucked ci cible ciel cierge cinema cinq circle circule cirque citations city civiere clair clap
  clapped class classe classement cleaning clear cleared cleaver clever clic click clim climat climate
  climb climbed climbing clinic clinique clique clocher cloches clope clos closed closes closing cloture
  cloue clubhouse clubs co coast cochee coiffure coince coincee coincer col colere collect collectif
  collective colline colo colonne coma comedie comedy comite commence commencent commencer commencez
  commerce common communal commune community compas complain complained complains complaint complaints
  complet complique comprendra comprendre comprendront comprends comprenne comprennent compris/comprise
  compta comptez comptoir comte concours conduis conduit conference confettis confie confirme conge congelo
  connaissait connaisse connaitre connu conseil/conseils conseille conservatory consider consigne
  construire contempt content contenu contest control controle convention conversation cooking cool copiez
  copy corgi corps corridor cortege cos cost cot cote cotise cottage coucou cough couldn council counting
  country counts county couple courage courageux courant/courante courent courte courtesy courtroom coute
  coutera couvert couvre covers crache cracher crampons cran craquer cravate crawl cree crematorium
  cri/cris criblee criminel crisis crisps critique crochet croissants croix cross crossbow crosse crossed
  crosses crossing crowbars cru crutches crypto cuire cuisine cult culte cure cycle daily dairy dam damp
  danced dancing danger dangereux dangerous danse danser dare dark darts date dates dating dawn deal dealt
  dears debarras debarrasse debout debranche debris debts decapotable decence decency decent dechet
  dechetterie decide decided decision declaration decouvert decroche decrocher dedans dedicace deep
  defendent definitivement degel degoutez deleted deletes delivery demandent demandes demandez demandons
  demarre demenage demenager demeure demi demissionne demo dental depart departementale depasse depecer
  depose deposee deposer deposit depot depot depressed depression derniers described desole dessert dessous
  dessus detache detention deuil deux deuxieme devait developer devenir devine devoue devriez dialling didn
  difference different differentes/differents digger digging digicode digue dimanches dinghy dingue diplome
  disco discours discussion discuter disgrace dislike disparition dispute divorce dix doc dock docks dodos
  doesn doesnt doigt dollars donnant donnes donnez doors dortoir dose double douce douleur doute doux douze
  downstairs dozen draft drama drame draw drawing drawn dream dreamt dressing drew drinking drip driven
  drole drug drugs drunk dry ducasse due duel dug dull dur/dure dusk ear early earn earth earthquake easier
  easily east echappe echographie ecluse ecoute ecouter ecouteurs edge edgy edits effondre eh eight
  eighteen eighty either elbow elbows election elections electricite electrique elevateur eleven else
  embrasse emergency emmene emoji emojis empeche empechera emploi emptied empty encaisse endormir endroit
  enerve enfance enleve enlever enorme enough enregistre enseigne entende entier/entiere entrance
  entree/entrees entrepot entrer entretien entrez envers epargne epaule epee epingle equipes erreur
  escalade escalator escaped escort escorte espace espece essai/essaie essaye essayer estate estrade etages
  etais etang etat eteindre eteins eteint etoile/etoiles euros euthanasie evacuated evacue evacuer
  everywhere evict evidemment evite evitez evry exactement exactly except exception excuse/excuses excuser
  execution executioner exemple exhibit existe exits expel explain explique expliquer explosion expres
  expression extension exterieur extincteur extra facade faces fache facile facilement facon fact factory
  fail failed failing failli faillite fails faint fair fairy faith falaise fall fallen falling falls fallu
  fancy fanfare far farce fare farm faster faucheuse fault fausses faute/fautes favour favourite fax fe
  feast feathers fee feedback feels felicite fell felt fermee/fermees ferment fermera fermes fermeture
  fermez ferrets ferry fesses festival fetch feter feteras fetes fevrier fewer field fields fier/fiers fieu
  fifteen fifty figure fill filled fills filme filmed filmer filmez filming filthy fined firm fished fit
  five fiver fix fixe fixed flask flats flattened fleche fled flew flight flip flipper float floating flock
  floors flotte flotter flu fluid flyer fog foie foire fold fond fonte footage force forehead forest foret
  forever forfeited forgive forgot form forme former forms fortune forty forum forward fouille foul foule
  fournis fourriere fourteen fourth foyer fracture fragiles frais francs frankly fraud freed freedom freeze
  freinez friendly frighten froide frole frontiere fronton frost froze frozen fry fryer fuite full
  fumigenes funebres funerailles funerals funny fur furieux fusils futur future gache gacher gagne gagner
  galerie gallery gamelle gants gap garantie gardening garder gardera gardes gardez gates gaz gene general
  genial gentil/gentils gentiment gentle geraniums geste/gestes ghost gimme gin gite giving glacee glad
  glassed glisse gna gnome gnomes goalpost goin gold gona goodnight gore gossip gout gown grace grade
  graduation grain grand/grande/grands gras gratuit/gratuite gravats graveyard great greenhouse greffe
  grele grief griller grin grind grins grossesse grouse grow grown grudge grue guess guestbook guichet
  guignol guilde gymnase ha habit habitude hack hacked hadn half hallway hameau handed handwriting hangar
  happened harassment harbour harcelement hard harder hardware harvest hasard hashtag hasn hatchback
  hatchet hatred hats hausse haut/haute hauteur hav haven hay headset health healthy hearts heating heavy
  height heights hein held helico helicopter hello helmets helped helps heritage hes hesite heureusement
  heureux hey hi hid hidden hides high hinges hint hip hired histoires hiver hives hobby hold holding holds
  holiday homes homicide hommage honest honeymoon honnete honneur honour hooks hop hoped horaire horn horns
  horreur/horreurs hors hospice hospitals hostel hot houses housing hug hui huit human humilie humilier
  humour hun hundred hurry hut hutch id identifie identify ignore ill im ima imaginaire imagine impasse
  importe incident included inconnus indigne indoors infarctus informed initials inquiry inspection instant
  instead insulin insult insulte/insultes insulter insultez insults insured insurer intensifs intensive
  interdiction interdire interesse interest interet interieur internet interview intimidation intoxication
  introduce invent inventant invente invented inventer inventez invite/invites invited iras irl island isn
  itch itineraire ive jackets jai jail jaloux jammed jardinage jarrive jdis jerrican jespere jet jetty jlui
  jme jobs join joined joue/joues jouent jouer jouera journaux journee jst jsuis jt/jte judged jugement
  juger juin jument jusqu justice jv jvai/jvais jveux jvous keen keeping kepi kerb kermesse keyed ki kidnap
  kidney kidneys kind kindest kindling kindly kine kiosk kiosque kit kitchen kittens klaxonne klaxons kneel
  knitting koi lab labrador lacets ladle laid lames lampadaire land landed landing lands lane lanes lanyard
  lap laquelle large larmes latch late laughed laughs launch lave lay lazy leaflet leaflets leaked leaks
  leaned lease least leaving lecons lecture led legal legend legende lendemain lent lente lequel lessons
  leste letting leve lever librairie library libre licence lie lied lien/liens lies lieu lifeboat
  lighthouse lighting lightning liked lil limit links liste listen listening listing litres litter liver ll
  loaded loading loan locale location locker lodge loi lollipop longer longtemps longue/longues loo loop
  lorry lose losing lot lotissement lots loud loue loupe lourd/lourde loves low lower lowest loyer/loyers
  lumiere lump lunettes lungs lying lynchage mad magazine magazine mai mailing maisons maitresse making
  maladie malgre maligne malin mall mam manage manege mange manger mangez manif mankind mannequin manor
  manque/manques many maraude marcher marcheras mare maree mariage marie/maries marina mark marked market
  marks marre marriage married marry marrying mars mascotte mask masks masques matchs maternite maternity
  maths matins matter mauvais/mauvaise maybe measure meche medaille medal mediatheque medicine megaphone
  meilleur/meilleure membres meme/memes memorial memory menage mensonge ment menti mention mentioned mentir
  menton mepris mercy merguez mess messager messe mesure meteo methode metrage metres meurtre mi mic mid
  middle mien mienne miettes mignon mile miles milieu mill million min mince minerve minibus minimum
  ministry minute minutes misery missed missing mission missus mix mixed mm mobility moche mock mode model
  modele moindre mois moitie mollets monastere money monitor monoxide monstre montagne months montre
  montrer montrez moon moor moque moquer mor moral morceaux mornings morphine mortel mortuaire most motif
  motorway mountain mourning mousse moustache moved moves moving moyen much multi municipale mural musee
  music musical muted mutuelle mytho nage nager nah naissance name named names nap nappies nasty nationale
  natural nearest nearly necessaire needed needing nerves net nets neuf new newborn newsroom ngl nicely
  nightly nights nine nines nineteen ninety ninth nite noces noise noises noisy nombre nombreux noms
  nonsense noon nord north northern nothing notice notices notres nourrit nouveau nouveaux
  nouvelle/nouvelles novembre nowhere noyade nudity nuits num numbers numeros numerote nursing object
  objectif obligatoire oblige/obliges odd odeur offer offered offert offre offrez oh oi omg online onze op
  opened opening opens operation opinions opposite oral orchard orchestra ordonnance ordonne ordre
  oreille/oreilles organise organised ose otherwise ouais ouf oui outrun outta ouvert/ouverte/ouvertes
  ouverture overdue overnight owe owed owes owns oxygen oxygene pa pack packed packs pads paie/paies
  paiement paient paiera painful pair paix palais pancartes panne paperwork parade parait parakeet parc
  parcours pardon pardonne pare/pars pareil pareille parfait parfois pari parlant parlent parles parleur
  parlez parliament parrain part/parte partent parti partir partira pass passage passed passengers passport
  password past paste patience pattes pause pave/paves pavillon payment peace peaceful peage peche peint
  pelleteuse peloton pelt penal peniche pensant penses pension pensions per percute perd/perds perdant
  perdent perdre perdu/perdue perfect permanence permanently permis permission permit perruches personal
  personnel pese peste petards petition petrin peu phalanges phare pharmacie pharmacy physiquement pic
  picked picking picks pickup pics piece pied piege/pieges pier pierre pilori pin pine pinned pints pioche
  piquer piqure pires pis pitie places plage plague plaie plain plait plane planet planete planned plaques
  plastic plastique platane plateforme played playground playing pleaded plein/pleine plenty plie plier
  pliers plongee pls plume plusieurs plutot pm poche pockets poemes pogner poignets points poisoned
  poisoning poisson poli poliment polite politely politesse poll polling pompes pompier poney/poneys ponts
  pony poodle pool pop poppy porc port/portes portee portent porter portera portez portiere pose position
  possible postcode potager pote potions pouces poulailler poumons pounds pourra/pourras
  poussette/poussettes pouvais pouvoir power ppl practice pram pratique prayed prayer prayers pre preach
  preau precious precises prefecture prefere/preferes preferee preference preferez prenom/prenoms preparer
  preparez presente presque press pressure presume pret/prete/prets pretending pretentieux prevoyez prevu
  prices prier print printed printemps private prive pro probation probleme produit profitez profond
  promised promo promoteurs promotion proof proper properly propose proprement propres protected protection
  protesters prothese proud prove pseudo ptit pu/pue pub public publique publish pubs puits punished
  punishment purpose purse quarante quarry quart quarter quatorze quatre quatrieme quay
  quelqu/quelque/quelques questions queued quick quicker quid quinze quit quitter quittes raccompagne
  raccroche raccrochez racine radin rage railings rails raise raised rale raler ramasse ramasser ramassera
  rambarde ramene ramener ramenez ramp rando range rank rappel rapport ras rasoir rassemblement rate/rates
  ratee rater raterai rather rattrape ravi raw raye rayon re rea reader readers real rearranged reason
  reasons reception recette recherche recital recognise recolte recommence reconnait reconnu recorded
  recording recours recre recrute recupere recuperer recuperez redac redemarre refaire refais refait
  reference reflechis refuge refund refunds refused regard regards regiment region reglez reins relache
  relaie/relais relaient relaxe relayez release released releve relis relisez relu remarque
  rembourse/rembourses remboursement rembourser remercie remets remettre reminder remis/remise remonte
  remonter remorque remove removed remplace remplissez rencontre/rencontres rent rents renvoye/renvoyes
  renvoyer reparation repare/repars reparer repart reparti repartir repartiront repasse repeat replaced
  reponse/reponses repos/repose repousse reprends repris request rescue reseau reseaux resign respect
  respiration respire/respires respirer respirera responsable ressemble rest restart restaurant
  reste/restes restee restent restera restez resto restored resultat results retenir retenu retiens retient
  retire retired retirement retirer retirez retourne retourner retrait retro return reunion/reunions
  reveille/reveilles reveiller reveillez reveillon revenge reverse reviewer rez ri riait riant rid ride
  rides ridicule rigolent rink rinse rira rise risque rn roads rob robbed robbery robe rocade rode
  role/roles rond rota roti rotten rouer rough roulotte roundabout route rouvert row rows rt rubble
  rubrique ruches rude ruelle rues ruine rule rupture sack sacre sacrifie sacristie sad sage saisi sake
  salaire sales salon salue salut sante sat sauna saut sauve saved saves scaffold scald scar scare scarves
  sciee science scolaire scoot scooters scotch screwdriver seal searched seats seau sec secheresse second
  seconde/secondes seconds secours section secu securite security seize self selfie selfish sell selling
  sells semaines seme semis sens sense sentier sentir sept septembre serais sermon serre sers sert served
  servez servi/servie services servir servira sets settle settled seulement seven seventeen seventy sh
  shaft shake shaky shallow shanked share shared sharing sharp sharpening sheds shells sheltered shes
  shifts shins ship ships shld shock shootez shotguns shoulder shouldn shovel shower shud shut shuts
  shutters side sides siege sienne sieste sifflet sight signature signatures signe signed signee signer
  signez signing signs silly silver sin sincerement sing singe single sinon sit sites sits sitting sixieme
  sixteen sixty size skatepark skip skulls slammed slash slashed sledgehammer slip slipped slippery slips
  slope slot slots slow slurry small smart smell smelled smells smiled smiles smiling smug snacks snitched
  snoring sober social sociale sociaux society soft soigne soin/soins soirs soixante sol sold solid solide
  solo solved somewhere sono sooner sorted soucis souffle souffler souhaiter sound sounds sourdough sourire
  soutenance souvenir souvent souviens soyez soyons space spade spaniel spare spared spark speak speaking
  speaks spear special speech speed spell spend spent spit spitting spoilers spoke sports spread spreading
  spy square squeak st stables stadium stage stairwell stake stall stamps stare starting state steal steals
  stele stepped steps stickers still sting stitches stole stolen storey stp strange strap strapped
  streaming streets stretcher strikers strings strip stroke strong stubborn studio stuff stumps stutter sub
  subir subs such sud sue suffira suffisent suicidal suicident suite suivante sulk sun sunset super
  supermarche supporte surement surgery surname surprised surround surs surtout survecu survivants svp sw
  swallow swallowed swapped swears sweetheart swim swimming switch swore sworn systeme tabac tacle taire
  taise taisez tale talent talks tall tambour/tambours tanks taped tapent taper tapes tapez tarif tas taste
  tata tattoo taught taule teaches teaching technique teller temoignages temoigne/temoignes temoigner
  temper tempete ten tenait tend tendre tendu tenir tenor tentative tentes tents tenu term termine terrace
  terrain terrible terrorisme teste testify texte th thanked thats theft theres thick thieving thin third
  thirteen thirty thousand thr threatened threatening three thru thumb thumbs thx tibia/tibias tide tien
  tiendra tiendrai tienne tiennent til times timetable timing tin tiny tit title tlm tmrw toc toiles
  toilettes tombee tombent tombera tombola tone tonite tonnes tool tools top torche tot totale touch
  touche/touches touched toucher touches touching tourne tourner tow towed tower town traced tract/tracts
  tracteurs trafique trail trained trains traite traitement traiter traiteur trajets tram transit transmis
  trap trapped traps travel travelling travers/traverse traverser treat treated tremblant trembler
  trentaine trente treve tri tribune triche trick tries trip trois troisieme trompe trophy
  trottinette/trottinettes trouble troupe troupeau trous truc/trucs trucks true trusts trying tt tumour
  tuto twelve twenty twice type/types typed typing underage underneath understand unfollow unhurt uniforms
  unit unlocked unpaid unplug upset upstairs urgence urs urself usual usure usurpation vacances vague
  vallee valley vanne ve vegetariens veille veillerai veines velos vend/vends vendent vendez vendre vendu
  vengeance venger vent veranda verglas verifie verifier verifiez verite verrou vers version vest vestiaire
  veuilles viaduc vice vider vides vif vigil villages vingt violence virage/virages virez visa vise viser
  visez visio visited visites visiteurs visiting vitree vitrines vivante/vivants vocale voeux voice voices
  voitures vol/vole/voles voler volonte volume vomi vomir votent voter votez voulait vouloir voulu voyou
  wage wages wagon wakes wanted ward warehouse wash washing wasn water wave waves waving ways weapon wear
  wearing wears weather wee weep weir welfare wellness wells wept weren wesh wet whats wheelie whether
  whichever whippet whistles whos wig wiki wil willing win wind windpipe windscreen wings wins winter wiper
  wipers wired wiring wished within witnesses won wonder wont worry worse worst wouldn wrist yacht ye yeah
  year yes yoga youre yr zero zoo zoom
`
  .split(/\s+/)
  .filter((word) => word !== "");
