/**
 * Words that frames name one by one, beside the groups: no names, no groups of people, no insults.
 * Forms of one word stand together, the genders above all.
 */
export const FRAME_WORDS: readonly string[] = `
  've 0 1 14 2 3 4 5 6 8 about accident adieu adieux adorerais after again against ai aider aidera aimer
  all aller allez allons alone alors already amuser answer anything appel apres around arrete arretez
  arrieres arrive arriver ask asked asking ass attend attendez attends attention aura aurait avant
  avertissement away back balcon ballot bang barricade be beaten beau/belle/beaux/belles beautiful
  because been beer before beg behind besoin best bete better between bien biere bleed blood blow bodies
  bois bomb bon bonjour bonne book bordel both bouge bouger bounty bout breath breathe breathing bridge
  bucher burn bus by bye ca cache cacher cadeau call called calling calls calme camp camper canal cancer
  care carpool cash celebrate celui champagne chance charmant/charmante chaud chauffer che check cheer
  chercher cherches choisis choke chokes choose choper chose christmas claim cliff close coin combien
  coming commande comment comprend compte compter comptes connais connait consequences continue continuez
  contre convoi convoy corde count coupe courir cours covoit cr craque crash crasher crashes creche
  creuse croire crois cry cut cute dance dans danserai day days de death debut degage delete demain
  demande demander dernier/derniere dernieres devrait diable dieu dig dire dirt dis disant disappear
  disparaitre ditch do dommage donc donne donner door dors down dreams drink drinks drop drown du during
  eaten emporte end enfer enfin enjoy entendeur entendra entendre enterrement entre envoyer escape est et
  even ever exist expect expecting exploser face faire fais faites fast faut fauteuil faux feel feet
  fenetre ferait ferme fermer fete feterai few fin find fini finir finira finiras finit fireworks first
  fleuve fois followed for forget found free from front fun gaffe garde gare gassed gather gave get gets
  getting gift give given gives go god going good goodbye goodbyes got goulag ground habite hang happier
  happy has hate have head headed heading heaven hell help here heures hide hiding hit hole hopital
  horaires hospital hostage hosto hours how hung hurt if in intervention into it je jesus jeter jette job
  joli/jolie/jolis/jolies jour jours jump jure jusqu' just karma keep keeps kept kick kiss knock know kys
  la lac laisse laissez lake last laugh le learn leave leaves less let life light like likes lined little
  lives local lock loge long look looked looking looks lovely lui made make makes mal malheur manners
  manquer manqueras me meal mean means meet meetup mer merde merite message met metro mets mettre meute
  mieux miss moi moins moment monde more mouth move mur ne near neck need never next nice night no nobody
  nom not nous noyer nuit nuke number numero of off offline on once one only order otage other oublie
  oublier ought out outside ouvre ouvrir over own paierais par paradis park parked parlait parle parler
  party pas passe passer pay pays peine pendant pendre pends pendu pense penser pensez perde personne
  peter petit/petite/petits/petites peur photo pick picture pieds pire pit pity place planque planter
  plaque plate play plays please pleurer pleurera plus pont poteau pour pourquoi pourri pourris pourrisse
  pourvu pray premier/premiere/premiers/premieres prend prendre prends prepare pres present pretendez
  pretty prevenu previens price priere prieres prime prison prix prize
  prochain/prochaine/prochains/prochaines profite promets propre protect protege proteger prudent puisse
  put putain qu qu' quai quand quartier que quits quitte raid raison rally ran ratings ratio ravin rdv
  ready recompense regarde regle regler regles regret regretter regrettera regretteras remarquera
  remember rend rendez rendons rendra rendre rentre rentreras rentres repas report reserve rester retour
  retrouve retrouver reve revoir reward rien ring river riviere roast roof rot rouler round routine rue
  run running runs sa sabrerai sache sachez said saigner sale same sang sans saute sauter sauver sauvera
  save say schedule se sea send sera serait seras set seul/seule/seuls/seules shame shot show si six
  sleep slowly smash smile so sois solution someone something son soon sorry sors sortir sortiras souffre
  souffrir sous stand start started starts step string strung suffer suffit suis suit summer supplier sur
  surprise surveille survive survivras suspend swamp swatting sweet swing sympa tac tag take taken takes
  taking talk talked talking tank tant te teach tell temps tenez terre tes than the then there these
  thing things think thinking those thought through tic tick tiens tient tight till time tip to tock toi
  toit told tomber too tort tournee tous toute traffic train trajet tranquille tres tried triste trop
  trou trouve trouver try un under until up urgences urgent us use va venez verrouille very veut vide
  viens vient ville virer visit visite vite vivement vivre voici voie voila voudrais vous
  vrai/vraie/vrais/vraies vraiment vu wait wake walk walks want warm warn warned was way weekend welcome
  well were what wheelchair when where while who why will without woods work worked world worth would you
  yourself 's abces ad air alarm ambiance angle another apart arbre are argument arme array at balai ball balle baraque barre bath batteries battery battre blew bombs boredom boss bowl break bridges brigade broke bug burger but buzz cable calories candle candles card carte cartes center centre chasse clock clou code coeur concert conclusion corners costs coup court cover crime croute crush crushed cupboard d' dancefloor dead debate decor department descendre destroy die disposal dm documentary drill duty easy eau ecran em email en envie etapes exit faim fat feu fil film fine fire fired flou fort foudre fouet foutre frappe frapper frein fridge fringe fusil game golf gorgeous group gueule had hair hand harm having heart heat idea impatience inside jab jardin jeu joie kill kindness language languages langue lapin laughing laughter leader leak leg les lift lights line link loose losses lost main marche match metier mind mort motion murder murdering my nailed nature nose note odds our outage pantry partie phone pieces ping piste plafond plomb plombs poids porte portrait poser pot pothole pouce promise proposal punch question queue quiet record review reviews right rire rois rubber rush saison salle scam scene score serious service shelter shoot short shots silence silent simple slaughtered slay slayed smashed soiree soleil some stab stade station sure suspense swat system ta tear tennis tente tete text theatre them thrashed tired tirer tongue took torn tout trait tuer two vieux voix weight with word works wrong zone
`
  .split(/\s+/)
  .filter((word) => word !== "");
