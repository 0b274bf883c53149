import { lines } from "../pattern.ts";

/**
 * What makes a violent sentence harmless, or somebody else's. Without these, a detector mostly flags victims
 * who report and quote what was done to them.
 */

/** Someone else's words: a report, a warning, testimony. The first person telling "you" is not one. */
export const REPORTED = new RegExp(lines`
  \b(?:(?:he|she|they|someone|somebody|people|this (?:guy|man|woman|person)|a (?:guy|man|woman|stranger
  |viewer|user|person)|my (?:ex|neighbou?r|boss|stalker|harasser|abuser|classmate|colleague)|the (?:caller
  |man|woman|suspect|guy|attacker|author|troll|account|accused|defendant|trolls?)|trolls?|strangers?
  |[a-z]{3,})(?: \w+){0,2}? (?:said|says|saying|told|tells|telling|wrote|writes|writing|posted|posts
  |tweeted|commented|threatened|threatens|threatening|texted|messaged|dm(?:'d|ed)|sent|sends|shouted
  |yelled|screamed|left|kept|keeps|claims?|claimed|replied|answered|warned)|(?:was|were|been|being|got
  |getting|gets|i'm|is|are) (?:threatened|told|called|getting|receiving|sent)|(?:received?|receives
  |receiving|got|gets|getting|report(?:ed|ing)?|found|read|reading|quote|quoting|like|such as|saying|says
  |say|messages?|comments?|emails?|voicemails?|notes?|posts?|letters?
  |threats?)(?: [a-z]+){0,4}? ?(?:that |:|like |saying |such as |of |e\.g\.|-|"|')|threatened to
  |threats? to|threatening to|threatens to|accused of|(?:is|are|was|were) (?:unacceptable|illegal
  |not ok(?:ay)?|never ok(?:ay)?|wrong|disgusting|horrible)|who(?:ever)? (?:say|says|said|tell|tells
  |thinks?|believes?|wrote)|anyone who|if (?:someone|anyone|somebody|a (?:person|man|guy))
  |to say (?:that )?|saying (?:that )?|tell(?:ing)? (?:people|someone|her|him|them|others|me|women|men)
  |stop (?:saying|telling|writing|posting)|it is (?:wrong|illegal|a crime)|how dare|imagine|you said
  |you told|you wrote|why (?:do|did|would|are) (?:people|they|you|some)|scared|afraid|terrified|worried)\b
`);
export const REPORTED_FR = new RegExp(lines`
  \b(?:(?:il|elle|ils|elles|on|quelqu'un|un (?:type|mec|homme|inconnu|viewer|internaute|abonne|client
  |voisin|compte|troll)|une (?:personne|femme|inconnue|internaute)|mon (?:ex|voisin|patron|harceleur
  |agresseur|mari|conjoint)|ma (?:voisine|collegue)|ce (?:type|mec|compte|harceleur|troll)|des (?:gens
  |inconnus|types|mecs|trolls|comptes)|les (?:gens|trolls|haters)|l'(?:auteur|accuse|agresseur|homme
  |individu)|le (?:suspect|prevenu|harceleur|type|mec)|[a-z]{3,})(?: (?:m'|me |nous |lui |leur |l'|t'
  |te |vous )(?:a|ont|avait|avaient)?|(?: \w+){0,2}?) ?(?:a |ont |avait |avaient )?(?:dit|disait|dis
  |disent|dire|ecrit|ecrivent|ecrivait|menace|menacee?s?|menacent|menacait|envoye|envoyait|hurle|crie
  |criait|laisse|poste|publie|repete|repetait|repond|repondu|affirme|declare|tweete|commente|promis|jure
  |previent|prevenu)|(?:j'ai|je|nous avons|on a|elle a|il a|victime|avons|avoir) (?:recu|recois|recoit|lu
  |lis|entendu|ete menacee?|eu droit|porte plainte|signale)|(?:message|messages|commentaire|commentaires
  |mail|mails|sms|vocal|mot|lettre|menaces?|propos|phrase|phrases|tweet|post
  |appel)s?(?: [a-z]+){0,4}? ?(?::|disant|du (?:genre|style|type)|comme|qui (?:dit|disait|disent|dis
  |parle)|tel(?:le)?s? que|de mort|")|(?:menace|menaces|menacee?s?|menaces) de|accusee? (?:de|d')
  |du (?:genre|style)|(?:c'est|est) (?:inacceptable|illegal|grave|honteux|interdit|puni|un delit|un crime
  |horrible|inadmissible|scandaleux)|ceux qui (?:disent|ecrivent|pensent)|celui qui dit|quiconque
  |dire (?:que|a quelqu'un|"|a une|des choses)|arretez de (?:dire|ecrire)|comment (?:peut-on|osez|ose-t)
  |imaginez|si (?:quelqu'un|on) (?:dit|te|vous|me)|tu as (?:dit|ecrit)|t'as (?:dit|ecrit)
  |pourquoi (?:les gens|des gens|ils|certains)|j'ai peur|peur qu'|peur que|inquiete)\b
`);

/** Not this: negation or refusal right before the violent part. */
export const NEGATED = new RegExp(lines`
  \b(?:don'?t|do not|doesn'?t|never|nobody|no one|no|none of (?:us|you)|not|won'?t|wouldn'?t|shouldn'?t
  |should not|can'?t|cannot|without|against|nor|isn'?t|aren'?t|didn'?t|stop|refuse to|no human|no person
  |hardly|instead of|rather than)(?: [a-z']+){0,4} ?$
`);
export const NEGATED_FR = new RegExp(lines`
  (?:\b(?:ne|n'|personne|jamais|pas|aucun|aucune|sans|ni|contre|loin de|refuse de|au lieu de|plutot que
  |arretez de|arrete de|nul|pas question)\b(?: ?[a-z']+){0,4} ?)$
`);
/** French negation also closes behind the verb: "on va pas te tuer" has its "pas" inside. */
export const NEGATED_INSIDE = /\b(?:pas|jamais|never|not|personne|nobody)\b|n't\b/;

/** Matches, quests and boards where everyone kills everyone. */
export const GAME = new RegExp(lines`
  \b(?:boss(?:es)?|level|lvl|levels|gg|ggez|ranked|respawn\w*|lobby|spawn\w*|healer|heal|quest|quests
  |queue|noob|loot\w*|map|npc|npcs|pnj|zombies?|creepers?|dragons?|goblins?|orcs?|mobs?|villagers?|pawn
  |knight|bishop|rook|queen|chess|echecs|king's|checkmate|minecraft|fortnite|valorant|fifa|mario ?kart
  |smash bros|league of legends|counter[- ]strike|cs ?go|cs2|overwatch|call of duty|cod|warzone|apex
  |elden ring|dark souls|skyrim|zelda|among us|impostor|dnd|d&d|donjons?|dungeon|campaign|jdr|rpg|larp|fps
  |mmo|pvp|pve|in[- ]game|ingame|en jeu|dans le jeu|au jeu|in the game|the game|this game|round|rounds
  |manche|manches|partie|parties|speedrun\w*|rematch|revanche|match|tournament|tournoi|scrim\w*|scrabble
  |uno|monopoly|poker|tetris|paintball|laser ?(?:tag|game|quest)|airsoft|nerf|jungle[r]?|mid ?lane
  |top ?lane|adc|ult|ulti|mana|combo|hp|xp|dps|character|personnage|player|players|joueurs?|server pvp
  |team ?mates?|scoreboard|dota|rocket league|mortal kombat|tekken|street fighter|pokemon|dracaufeu
  |rat king|final boss|mission|esport\w*|handicap|kd|k/d|headshots?|skin legendaire|killcam|battle royale
  |sniper)\b
`);

/** Talk of songs, films, books, history, news and law. */
export const TOLD = new RegExp(lines`
  \b(?:lyrics?|song|songs|chorus|verse|album|rap|singing|sing|sang|paroles|chanson|refrain|couplet|album
  |track|karaoke|film|movie|films|movies|episode|season|saison|series|serie|novel|roman|book|livre|chapter
  |chapitre|scene|plot|script|screenplay|scenario|actor|acteur|actrice|theatre play|fanfic\w*|fiction
  |fictional|comic|manga|anime|villain|the killer|tragedy|hamlet|macbeth|poem|poeme|documentary
  |documentaire|podcast|police said|police arrested|was (?:arrested|sentenced|convicted|charged|jailed
  |killed|murdered|found)|were (?:killed|murdered|shot|arrested)|court|trial|judge|jury|prosecutor
  |tribunal|proces|juge|procureur|parquet|condamnee?|mis en examen|garde a vue|arretee?|a ete (?:tuee?
  |arretee?|condamnee?|retrouvee?)|ont ete (?:tues|arretes)|century|siecle|guerre mondiale|world war
  |revolution|in (?:1[5-9]|20)\d\d|en (?:1[5-9]|20)\d\d|historian|history|histoire|king henry|empire
  |according to|selon|journalist\w*|news|article|reportage|headline|titre)\b|[♪♫]
`);

/** Violent words that mean something else. */
export const IDIOM = new RegExp(lines`
  \b(?:kill(?:ing|s|ed)? (?:time|the (?:lights?|engine|process|server|mood|vibe|motor|switch|music|power
  |joke|romance|bill|deal|story|feature|task|job|container|session|app|browser|weeds?|bugs?|germs?
  |bacteria|virus|pain|buzz|goose|boredom|an? (?:hour|afternoon)|some time|two birds|calories|plants?|lawn
  |grass)|it|for a|this (?:exam|song|workout|presentation|interview|process|bug|task|bottle|pizza|cake
  |burger|drink|beer|weed|spider|mosquito|fly|wasp|app|job|thread|container)|(?:that|those|these|the|every
  |all|any|a|my|another|all the|all these|those|some) (?:\w+ )?(?:spiders?|mosquito(?:e?s)?|fl(?:y|ies)
  |wasps?|ants?|roach(?:es)?|cockroach(?:es)?|bugs?|weeds?|rats?|mouse|mice|germs?|process(?:es)?|tasks?
  |threads?|plants?|bacteria|virus(?:es)?|fleas?|ticks?|slugs?|hornets?|moths?|bedbugs?|chickens?|pigs?
  |fish|cells?|tumou?rs?|cancer|jobs?|beers?|bottles?|pizzas?|hours?|darlings?|servers?|dinner|project
  |deal|vibe|mood|fire))|(?:shoot|shot) (?:me|you|us|him|her|them) (?:an?|another|some|over|the|your
  |a quick) ?(?:email|e-mail|text|message|dm|line|note|question|link|look|invoice|details|copy)?
  |shoot (?:the|a|some|my|our|your|this|that|her|his|their|these) (?:\w+ )?(?:photos?|videos?|pictures?
  |pics?|film|movie|scene|portraits?|wedding|episode|clip|ad|commercial|hoops|shot|arrow|documentary
  |series|interview|breeze|puck|ball|basket|goal|cover|campaign|footage|short|commercials?)|shoot (?:for
  |hoops|pool)|shot of|murder (?:a|the|this|that) (?:burger|pizza|steak|beer|sandwich|curry|kebab|meal
  |song|mystery)|hang(?:ing)? (?:out|up|on|with|around)|hang(?:ing)? (?:the|this|these|a|some|her|his|your
  |my|them|it) (?:up|on the|out to|\w* ?(?:pictures?|paintings?|coats?|lights|decorations|curtains
  |posters?|laundry|clothes|banner|flag|frames?|photos?))|burn (?:calories|the cd|cds?|dvds?|fat|some
  |this cd|incense|candles|the candle|bridges|rubber|leaves|wood|the toast|the paper)|drown (?:in|out|my
  |your sorrows|her sorrows|the)|choke (?:up|under)|beat you (?:at|to(?! death)|in|by)|break (?:a leg
  |the ice|your heart|her heart|his heart|the bank)|punch (?:line|bowl)|die (?:laughing|of (?:laughter
  |boredom|embarrassment|shame|hunger|heat|thirst|old age|happiness))|dying to|to die for|die hard
  |over my dead|skin the|execute (?:the|this|that|a|your|every|all|these|our) (?:\w+ )?(?:plan|code
  |command|script|query|order|strategy|program|contract|will|function|task|file|trade|warrant|move|tests?)
  |gut (?:the|feeling|this|that) ?(?:house|kitchen|bathroom|building|fish|feeling|room|place)?|stab (?:at
  |in the dark)|take a (?:stab|shot)|poison ivy|(?:kill|murder|strangle|throttle) (?:you|him|her
  |them) with (?:kindness|love|hugs)|slaughter (?:them|you|him|her)? ?(?:\d|at|in the (?:finals?|league
  |cup)|on (?:sunday|saturday))|(?:them|you|him|her) (?:\d+[- ]\d+|in the (?:final|league|semi)
  |at (?:chess|ping|tennis|football|basketball|golf|cards|the quiz|karaoke|trivia))|knock (?:'em
  |them) dead|suffer (?:from|the consequences of climate)|end (?:the|this|that|your) (?:call|subscription
  |meeting|trial|contract|day|conversation|stream)|report (?:her|him|them) to|you killed it)\b
`);
export const IDIOM_FR = new RegExp(lines`
  \b(?:tuer (?:le temps|le game|le jeu|l'ennui|le match|les? (?:moustiques?|mouches?|araignees?|fourmis
  |cafards?|rats?
  |souris|guepes?|frelons?|puces|punaises|mauvaises herbes|limaces|process(?:us)?|taches?|bacteries
  |microbes|virus|germes|poulets?|cochons?|lapins?)|une? (?:heure|moustique|mouche|araignee|cafard|guepe
  |boss|poulet)|ce (?:moustique|process|processus|cafard|poulet)|cette (?:araignee|mouche|guepe)
  |dans l'oeuf)|tu me tues|ca (?:me )?tue|mourir de (?:rire|faim|soif|chaud|froid|honte|peur|fatigue
  |sommeil|ennui|trouille|vieillesse|jalousie|bonheur)|mort(?:e|s|es)? de (?:rire|faim|soif|chaud|froid
  |honte|peur|fatigue|sommeil|ennui|trouille)|mdr|crever (?:de (?:faim|chaud|soif|froid|rire|sommeil|honte
  |jalousie)|l'ecran|les yeux d'envie|un pneu|l'abces|un ballon|le plafond)|creve de (?:faim|chaud|soif
  |froid|rire)|casser (?:les pieds|la croute|la baraque|les oeufs|un verre|une noix|la voix)|(?:se|me|vous
  |te|on) taper (?:un|une|la)|frapper (?:a la porte|fort|les esprits|un grand coup|dans la balle|la balle
  |au but|le ballon)|frappe (?:a la porte|au but)|peter (?:un cable|un plomb|la forme|les plombs|le score)
  |exploser (?:de rire|de joie|le score|les ventes|le record|les compteurs)|eclater (?:de rire
  |en sanglots)|bruler (?:les? (?:etapes|graisses?|calories|cd|dechets|feuilles|planches|levres|bois
  |papiers?)|un feu|un cierge|des calories|d'envie|de l'encens|la politesse)|brule (?:d'envie|les graisses
  |des calories)|planter (?:un|une|des|le|la|les|mes|nos|ses|vos|tes|ces)? ?(?:arbres?|graines?|tomates?
  |tulipes?|fleurs?|tente|decor|salades?|clou|haie|rosiers?|legumes|bulbes|potager|patates|pommes de terre
  |carottes|serveur|drapeau|oliviers?)|(?:l'|le |la )planter dans (?:le|la) (?:jardin|terre|pot|potager)
  |pendre (?:la cremaillere|les? (?:linge|manteaux?|rideaux?|tableaux?|lustre)|cette (?:lampe|toile
  |affiche)|ce tableau|la lampe)|abattre (?:l'arbre|les? (?:arbres?|murs?|cloisons?|cartes|hetres?|chenes?
  |sapins?|animaux|volailles)|la cloison|le mur|du travail|un (?:arbre|mur)|une cloison)|(?:l'
  |le |la )abattre (?:demain |pour )?(?:car|parce|il menace)|executer (?:le|la|les|un|une|cette|ce|ces|ton
  |votre) (?:\w+ )?(?:plan|code|script|commande|requete|programme|contrat|ordre|tache|travaux|morceau
  |decision|jugement|peine)|eliminer (?:les? (?:toxines|taches?|graisses?|dechets|bugs?|risques?|doublons
  |bacteries|mauvaises herbes|termes|adversaires|concurrents)|des|une|un|la|le|l'equipe|ce (?:bug|risque))
  |demonter (?:le|la|les|un|une|cette|ce|l'|mon|ton|son|votre) ?(?:\w+ )?(?:meuble|moteur|armoire|lit|roue
  |pneu|tente|argument\w*|these|stand|cuisine|velo|table|echafaudage|etagere|barnum|rumeur|intox|fake
  |theorie|piece|ordinateur|pc|argumentaire|mensonge)|descendre (?:du|de la|des|les? (?:escaliers?
  |poubelles?|courses|prix|valises)|a la|en ville|la poubelle|dans le sud|au|une biere|la rue|boire)
  |fumer (?:une? (?:clope|cigarette|joint|cigare|pipe|saumon|jambon|chicha)|la (?:pipe|chicha|viande)
  |le (?:saumon|poisson|jambon)|des|du)|fume (?:une|un|du|des|la|le)|te corriger (?:la|ta|ton|cette|les
  |tes|si|dans|sur)|(?:la|le|les|l') ?corriger (?:demain|ce|avant|pour|dans|la|le|les|si)|finir (?:le|la
  |les|ce|cette|mon|ton|son|l'|mes|tes|plus tard|demain|avant)|(?:la|le|les|l') ?finir\b|torturer l'esprit
  |enterrer la hache|saigner du nez|battre aux? |l'achever|vais (?:te|vous) tuer de rire|(?:je|on) (?:va
  |vais) (?:le|la|les|te|vous|l') ?(?:battre|eclater|exploser|defoncer|massacrer|demonter|fumer
  |tuer) (?:au|aux|a la|sur|dans) (?:ping|foot|tennis|tarot|belote|echecs|monopoly|quiz|petanque|poker
  |course|fifa|karting|mario|bowling|babyfoot|scrabble|pendu|prochain|finale|blind)|(?:te|vous|le|la|les
  |l') ?(?:retrouve|retrouverai|retrouvera|retrouver|attends|attend|chercher|choper) (?:a la gare
  |au (?:cafe|resto|restaurant|cine\w*|parc|bar|bureau|metro|retour|concert)|devant (?:le (?:cine\w*|resto
  |cafe|bar|theatre|parc)|la gare|le lycee|l'ecole)|a l'aeroport|a la sortie du metro
  |pour (?:le |la |un |une )?(?:dejeuner|diner|manger|boire|cafe|reunion|film|repas)|demain pour|a (?:midi
  |\d{1,2} ?h)|plus tard|tout a l'heure|samedi|dimanche|lundi|mardi|mercredi|jeudi|vendredi|ce soir
  |a l'arret|en ligne|sur (?:discord|teams|zoom|skype)|avec (?:plaisir|joie|des)|des que)
  |vert(?:e)? de rage|a se damner|argument(?:s|aire)?|dors bien mon|dors bien ma)\b
`);

/** Visits that bring soup: people turn up at each other's homes with good will. */
export const FRIENDLY = new RegExp(lines`
  \b(?:cake|birthday|party|barbecue|bbq|flowers|casserole|housewarming|soup|dinner|lunch|brunch|game night
  |movie night|study|get well|congratulat\w+|christmas|thanksgiving|help (?:her|him|them)|to (?:celebrate
  |help|eat|watch|cook|play|drop off|pick up|bring|babysit|feed)|anniversaire|cremaillere|gateau|fleurs
  |soupe|apero|aperitif|fete|noel|l'aider|aider|demenage\w*|retablissement|bisous|raclette|felicit\w+
  |diner|dejeuner|crepes|reviser|garder (?:les|le|son|sa)|rendre (?:ses|son|sa|les) (?:cles|livres?
  |affaires)|scam\w*|arnaque\w*|phishing|spambot|fake (?:account|profile)|impersonat\w*|usurp\w*
  |faux (?:compte|profil))\b
`);
