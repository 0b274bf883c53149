import { lines } from "../pattern.ts";
import type { Frame } from "./frame.ts";

/**
 * Pieces of French frames, over folded text (no accents). Written for French as people type it: "j'vais",
 * "jvais", "t'es".
 */
const VAIS = lines`
  (?:(?:(?:je|on|nous|j'|jte|mes (?:freres|potes|gars|cousins?)) ?(?:te |vous |le |t')?(?:jure|promets
  |previens)(?: que)?,? )?(?:(?:je |j'|j|nous )?(?:vais|viens|compte|reve de|ai envie de|ai hate de)
  |(?:je |j'|on |nous |mes (?:freres|potes|gars|cousins?) )(?:va|veux|vient|arrive|allons|vont|viennent
  |finirai par|finira par|a hate de))(?: (?:(?:venir )?te (?:chercher|trouver|retrouver|choper) et|venir
  |revenir|passer|debarquer|tous|toutes|bien|juste
  |finir par|personnellement|vraiment|me faire un plaisir de))*)
`;
const CLITIC =
  "(?:te |t'|vous |la |le |les |l'|lui |leur |se la |me la |me le |se le |tous les |toutes les )";
const INF = lines`
  (?:tuer|buter|crever|planter|egorger|massacrer|frapper|cogner|defoncer|demonter|fumer|flinguer|etrangler
  |violer|bruler|cramer|saigner|eclater|tabasser|lyncher|trucider|dezinguer|trouer|refroidir|noyer
  |enterrer|pendre|eventrer|decapiter|poignarder|abattre|fusiller|executer|exterminer|gazer|torturer
  |eliminer|liquider|descendre|marave|maraver|demolir|corriger|choper|finir|exploser|faire (?:la peau|mal
  |payer|crever|disparaitre|saigner|bouffer (?:tes|ses|leurs) dents)|peter (?:la gueule|les dents
  |les genoux|les jambes|la tete|les os|le crane|le nez)|casser (?:la gueule|les jambes|les dents
  |les genoux|les bras|les doigts|le nez|la tete|la bouche)|couper (?:la gorge|la tete|la langue
  |les doigts)|trancher la gorge|arracher (?:la tete|la langue|les yeux|les dents)|briser (?:les os
  |les jambes|la nuque|le crane)|mettre (?:une balle|un coup de couteau|une balle dans (?:la tete
  |le crane))|tirer dessus|tirer une balle|coller une balle|loger une balle|foutre (?:une balle|le feu)
  |regler (?:ton|son|leur) compte|rouler dessus|ouvrir (?:le ventre|le crane|en deux)|defigurer|vitrioler
  |jeter de l'acide)
`;
const PRESENT = lines`
  (?:tue|bute|frappe|cogne|creve|plante|egorge|massacre|defonce|demonte|fume|flingue|etrangle|viole|crame|saigne
  |tabasse|lynche|decapite|poignarde|abats|trucide|dezingue|fais la peau|casse la gueule|pete la gueule
  |pete les dents|mets une balle|colle une balle|tranche la gorge|coupe la gorge)
`;
const FUTURE = lines`
  (?:tuer|buter|creverai?|planter|egorger|massacrer|defoncer|demonter|fumer|flinguer|etrangler|violer
  |bruler|cramer|saigner|tabasser|lyncher|decapiter|poignarder|enterrer|frapper|abattr|pendr|trucider
  |dezinguer|retrouver|chercher|fer(?:ai|a|ons) (?:la peau|payer|mal|crever)|aur)(?:ai|a|ons|ont)
`;
const GROUP = lines`
  (?:tous |toutes |tout )?(?:les|ces|cette|cet|ce|la|le|sa|son|ses|ta|ton|tes|leurs?|chaque|un|une
  |@[a-z0-9_.-]+)(?: [a-z'-]+){1,4}|(?:tous|toutes)\b|(?<name>[a-z][a-z'-]{1,30})
`;
const MUST = lines`
  (?:il )?(?:faut|faudrait|faudra|fallait)(?: (?:vraiment|juste|bien|que quelqu'un vienne|absolument|tous
  |tout simplement))*
`;
const PP = lines`
  (?:tuee?s?|butee?s?|pendue?s?|egorgee?s?|brulee?s?(?: vive?s?)?|violee?s?|lynchee?s?|fusillee?s?
  |abattue?s?|executee?s?|tabassee?s?|exterminee?s?|gazee?s?|frappee?s?|massacree?s?|crevee?s?
  |decapitee?s?|flinguee?s?|torturee?s?|poignardee?s?|eliminee?s?|tondue?s?)
`;
const SUBJ = lines`
  (?:tue|bute|pende|brule|egorge|viole|lynche|fusille|abatte|execute|tabasse|creve|flingue|massacre
  |etrangle|plante|poignarde|decapite|noie|fume|elimine|extermine)(?:nt)?
`;

const HOME = lines`
  (?:chez (?:elle|lui|eux|elles|iel|cette \w+|ce \w+|ses parents|sa mere|son mec|sa meuf|ses vieux)
  |(?:devant |a |dans |sous |en bas de )?(?:sa|son|leur|l') ?(?:porte|maison|immeuble|domicile|appart\w*
  |hotel|lycee|ecole|fac|boulot|taf|travail|bureau|adresse|fenetres?|rue|chambre)|a la sortie de (?:son|sa
  |l') ?\w+|(?:a|devant) (?:l'hotel|son hotel))
`;

export const FRENCH: readonly Frame[] = [
  {
    kind: "threat",
    confidence: 0.92,
    reason: "the writer announces violence against a person or group",
    pattern: `\\b${VAIS} ${CLITIC}(?:tous |toutes |encore )?${INF}`,
  },
  {
    kind: "threat",
    confidence: 0.86,
    reason: "the writer announces violence against a person or group",
    pattern: lines`
      \b${VAIS} (?:tous |toutes )?(?:tuer|buter|crever|planter|egorger|massacrer|flinguer|etrangler|violer
      |lyncher|tabasser|decapiter|poignarder|fusiller|exterminer|torturer|eliminer|bruler|cramer
      |faire la peau a|peter la gueule a|casser la gueule a|mettre une balle a|mettre une balle dans
      |foutre le feu a) (?:${GROUP})
    `,
  },
  {
    kind: "threat",
    confidence: 0.84,
    reason: "the writer announces violence against a person or group",
    pattern: lines`
      \b(?:je|j|on|nous|jte) ?${CLITIC}?(?<=te |t'|vous |la |le |les |l'|lui |jte )${PRESENT}\b(?: (?:si
      |quand|des que|la prochaine|demain|ce soir|un jour|toi|salope|batard|pute|connard|connasse|sale|ta|ton
      |tes|direct|sur place|de mes|avec|devant|@)| ?[,!.]| ?$)
    `,
  },
  {
    kind: "threat",
    confidence: 0.88,
    reason: "the writer announces violence against a person or group",
    pattern: `\\b(?:je|j|on|nous|quelqu'un) ${CLITIC}(?:en )?${FUTURE}\\b`,
  },
  {
    kind: "threat",
    confidence: 0.88,
    reason: "foretells the death or injury of the person addressed",
    pattern: lines`
      \b(?:tu|t'|vous|elle|il|iel|ils|elles)(?: |')?(?:vas|va|allez
      |vont) (?:tous |toutes |bientot |finir par |finir |y |tres mal )?(?:crever|mourir|saigner|y passer
      |y rester|en crever|le payer|payer|souffrir|te faire (?:tuer|violer|buter|planter|egorger|demonter
      |defoncer|fumer|tabasser|frapper|crever|saigner)|se faire (?:tuer|violer|buter|planter|egorger
      |demonter|defoncer|fumer|tabasser|frapper|crever|saigner)|vous faire (?:tuer|violer|buter|planter
      |egorger|demonter|defoncer|tabasser)|finir (?:dans un (?:cercueil|fosse|trou|coffre)|sous terre
      |au cimetiere|a la morgue|a l'hopital|en fauteuil)|le regretter|regretter (?:d'etre|ta naissance
      |le jour))|\b(?:t'es|tu es|elle est|il est|vous etes|t es) (?:deja |bientot )?(?:mort(?:e|s
      |es)?)\b(?= |[,.!]|$)(?! de (?:rire|fatigue|faim|trouille|peur|honte|soif|sommeil|jalousie|fou))
      |\btu (?:mourras|creveras|saigneras|paieras|souffriras|regretteras)\b
    `,
  },
  {
    kind: "threat",
    confidence: 0.86,
    negative: true,
    reason: "foretells the death or injury of the person addressed",
    pattern: lines`
      \b(?:tes|ses|vos|leurs) (?:jours|heures) (?:sont|est) comptee?s|\b(?:dis|dites) (?:adieu
      |au revoir) a (?:ta|ton|tes|votre|vos)|\b(?:prepare|choisis|commande|creuse) (?:ton|ta) (?:cercueil
      |tombe|testament)|\b(?:tu ne|tu|t'|elle ne|elle) ?(?:verras|verra|passeras|passera|finiras|rentreras
      |reverras) pas (?:noel|l'annee|la nuit|demain|la semaine|ta famille|ta mere|le jour|chez toi
      |le printemps|l'ete)
    `,
  },
  {
    kind: "threat",
    confidence: 0.84,
    reason: "lets the person know that they can be found at home or followed",
    pattern: lines`
      \b(?:on|je|nous|mes potes|j'|jsais|j) ?(?:sait|sais|savons|savent|a trouve|ai trouve|connait|connais
      |va trouver|vais trouver
      |finira par savoir)? ?(?:tous |tres bien |bien |deja |maintenant |parfaitement |enfin |exactement )*ou (?:tu
      |elle|il|iel|vous|ta \w+|ton \w+|tes \w+|sa \w+|son \w+|ses \w+) (?:dors|dort|dorment|habites?
      |habitent|vis|vit|vivent|travailles?|bosses?|bosse|crèches?|creches?|loges?|etudies?|vas|va|gares?
      |crèche|te caches?|se cache|traines?|vas en cours|vont a l'ecole)|\b(?:on|je|nous) (?:connait|connais
      |a|ai|sait|sais) (?:ton|tes|son|sa|leur|ta) (?:adresse|horaires|trajet|ecole|rue|immeuble
      |code)\b[^.!?\n]{0,20}(?:fais gaffe|attention|gare|a bientot|tu vas voir|on (?:arrive|passe|vient))
      |\b(?:on|je|nous) (?:t'attends?|t'attend|t'attendons|te suis|te suit|te surveille|vous attend
      |l'attends?|la suit|la surveille|la suis)\b[^.!?\n]{0,24}\b(?:chez|sortie|devant|en bas|coin|parking
      |dehors|tous les jours|partout|nuit|porte|lycee|boulot|immeuble)|\b(?:on|je|nous) (?:passe|passera
      |arrive|debarque|vient|viens|viendra|viendrai|vais venir|va venir|va passer|vais passer|sera|serai
      |suis|va debarquer|vais debarquer)(?: te (?:voir|chercher|rendre visite))?(?: tous| bientot| ce soir
      | demain| cette nuit)? (?:chez toi|chez ta|devant chez toi|en bas de chez toi|dans ta chambre
      |devant ta porte|a ta porte|sous ta fenetre)(?! (?:pour|avec|manger|boire|regarder|recuperer|feter))
    `,
  },
  {
    kind: "threat",
    confidence: 0.8,
    reason: "a veiled warning that harm will come",
    pattern: lines`
      \b(?:dors (?:bien )?(?:sur tes deux oreilles|d'un oeil|que d'un oeil|avec un oeil ouvert)
      |ne dors que d'un oeil|(?:fais|faites) (?:gaffe|attention) (?:a toi |a tes arrieres|a ton dos
      |a ta (?:gueule|famille|fille|mere|vie)|a tes (?:gosses|enfants)|quand tu (?:sors|rentres|traverses
      |promenes)|en (?:sortant|rentrant|traversant)|la nuit|dans la rue)|gare a (?:toi|ta gueule|tes fesses
      |ta famille|tes gosses)|surveille (?:tes arrieres|bien ta porte|ton dos|tes enfants|tes gosses)
      |regarde (?:bien )?derriere toi|ferme bien (?:ta|tes) (?:portes?|fenetres?|volets)
      |verrouille (?:bien )?(?:ta|tes) portes?|(?:ce serait|ca serait|c'est) (?:vraiment |trop )?(?:dommage
      |con|bete|triste) (?:si|que?
      |qu'il) (?:il |elle |ta |ton |tes |ca |quelque |un )?[^.!?\n]{0,20}(?:arriv|brul|cram|crev|accident
      |malheur)|(?:on|je) va(?:is)? (?:bien |tous )?s'occuper (?:de toi|d'elle|de lui|de ta|de ton|de son
      |de sa|de ces|de cette|de ce)|m'occuper (?:de toi|d'elle|de ton cas|de son cas|de ta)|(?:on
      |je) va(?:is)? (?:te|vous) (?:retrouver|choper|trouver)(?= et\b|[,.!]| ?$| ou que)
      |un (?:accident
      |malheur) est (?:si )?vite arrive|tu (?:vas voir|verras) ce qui (?:va t'arriver|t'attend)|(?:on
      |je) (?:te|vous|la|le) (?:retrouvera|retrouverai|retrouverons|retrouve)\b|(?:je|on) (?:t'|l')aur(?:ai
      |a)\b)
    `,
  },
  {
    kind: "incitement",
    confidence: 0.88,
    reason: "calls on others to commit violence",
    pattern: lines`
      \b(?:${MUST}|(?:quelqu'un|qqn|vous) (?:devrait|doit|devriez|va|peut|pourrait)|on (?:devrait|doit)
      |qui (?:va|veut|vient|pour|est chaud pour)|allez|(?<!nous )allons|viens on va|venez on va
      |je propose de|il est temps de|on devrait|vous devriez)(?: (?:tous|toutes|juste|vraiment|aller|venir
      |lui|s'il vous plait|enfin))* (?:${CLITIC}(?:tous |toutes )?${INF}|(?:tuer|buter|crever|egorger
      |massacrer|flinguer|violer|lyncher|tabasser|pendre|bruler|fusiller|exterminer|gazer|abattre|executer
      |eliminer|decapiter|poignarder|planter|etrangler|casser la gueule a|peter la gueule a|faire la peau a
      |mettre une balle a|mettre une balle dans) (?:${GROUP}))
    `,
  },
  {
    kind: "incitement",
    confidence: 0.87,
    reason: "calls on others to commit violence",
    pattern: lines`
      \b(?:tuez|butez|crevez|egorgez|massacrez|flinguez|violez|lynchez|tabassez|pendez|brulez|cramez
      |fusillez|exterminez|gazez|abattez|executez|eliminez|decapitez|poignardez|plantez|frappez|defoncez
      |noyez|etranglez|saignez|tondez)[- ](?:la|le|les|moi)(?:\b|-)|\b(?:tuez|butez|egorgez|massacrez
      |flinguez|violez|lynchez|tabassez|pendez|brulez|fusillez|exterminez|gazez|abattez|executez|eliminez
      |decapitez) (?:${GROUP})|\bqu'on (?:la|le|les|l')(?: |)${SUBJ}|\bque quelqu'un (?:la|le|les
      |l')(?: |)${SUBJ}|\b(?:faites|fais|faisons)[- ](?:lui|leur) la peau|\bpetez[- ](?:lui
      |leur) (?:la gueule|les dents|les genoux)|\bcassez[- ](?:lui|leur) (?:la gueule|les jambes|les dents)
      |\b(?:mettez|collez|tirez)[- ](?:lui|leur)(?:[- ]en)? une (?:balle|bastos)?
      |\ba mort (?:tous |toutes |les |la |le |ces |cette |ce |@)?[a-z]+|(?:^
      |[.!?] |, )mort a(?:ux)? (?!vaches|cons|rats|bout|tyrans|taxe)[a-z]+
    `,
  },
  {
    kind: "incitement",
    confidence: 0.84,
    reason: "says that violence against a person or group is deserved or needed",
    pattern: lines`
      \b(?:merite(?:nt|s|rait|raient)?|devrai(?:t|ent|s)|doi(?:t|vent
      |s)) (?:tous |toutes |juste |vraiment |bien |que )?(?:de (?:mourir|crever|se faire (?:tuer|violer
      |buter|egorger|tabasser|defoncer|lyncher|fumer|crever))|d'etre (?:\w+ )?${PP}|etre ${PP}|mourir\b
      |crever\b|se faire (?:tuer|violer|buter|egorger|tabasser|defoncer|lyncher|fumer)
      |une (?:balle(?: dans la (?:tete|nuque))?|bastos|bonne correction)|la (?:mort|corde|guillotine|potence
      |peine de mort|chaise electrique)|le (?:peloton|bucher|poteau|gibet)|un coup de (?:couteau|fusil))
    `,
  },
  {
    kind: "incitement",
    confidence: 0.72,
    reason: "wishes death or violence on a person or group",
    pattern: lines`
      \b(?:j'espere|on espere|esperons|je souhaite|je prie pour|j'aimerais|je voudrais|vivement
      |je reve)(?: (?:vraiment|sincerement|tellement|juste))? (?:qu(?:e |'))(?:[a-z@][\w'-]* ?){0,4}(?:(?:va
      |vas|vont|allez|aille|ailles|aillent) (?:crever|mourir|se faire \w+er|te faire \w+er|bruler|souffrir
      |finir)|(?:creves?|crevent|meures?|meurent|brules? vives?)\b|se fasse(?:nt)? (?:tuer|violer|buter
      |egorger|tabasser|defoncer|ecraser|planter|lyncher|agresser)|te fasses? (?:tuer|violer|buter|egorger
      |tabasser|ecraser|planter)|quelqu'un (?:te|la|le|les|vous|t'|l') ?${SUBJ})|\b(?:je|on) (?:te|lui|leur
      |vous|souhaite)(?: souhaite)? (?:de (?:crever|mourir)|la mort|ta mort|sa mort|leur mort)|\b(?:je veux
      |je souhaite|on veut) (?:sa|ta|leur|la) mort\b
    `,
  },
  {
    kind: "incitement",
    confidence: 0.86,
    reason: "urges a person to kill themselves",
    pattern: lines`
      \b(?:suicide[- ]toi|suicidez[- ]vous|tue[- ]toi|bute[- ]toi|pends[- ]toi
      |(?<!\b(?:on|il|elle|iel|qui|ca|quelqu'un) )va (?:donc |juste )?(?:te (?:pendre|suicider|tuer|buter|noyer|jeter)|crever|mourir)
      |allez (?:tous )?(?:crever|mourir|vous pendre)|jette[- ]toi (?:sous|par|d')|ouvre[- ]toi les veines
      |taille[- ]toi les veines|fous[- ]toi en l'air|creve (?:sale|salope|pute|connasse|connard|batard
      |ordure|charogne)|tu (?:devrais|ferais mieux de|dois) (?:te (?:suicider|pendre|tuer|jeter)|crever
      |mourir)|fais[- ]nous plaisir et (?:creve|meurs|suicide)|rends service (?:au monde|a tous) et (?:creve
      |meurs|suicide))
    `,
  },
  {
    kind: "raid",
    confidence: 0.86,
    reason: "calls for swatting: a false call that sends armed police",
    pattern: lines`
      \b(?:swatte[zr]?|swattons|swatter|swat)(?: |-)(?:la|le|les|lui|moi|cette|ce|cet|@\w+|[a-z]{4,})\b
      |\b(?:la|le|les|te|se|l') ?(?:faire )?swatt(?:e|er|ons|era|erai|ez)\b|\b(?:un|faire un|lancer un
      |petit) swat(?:ting)? (?:sur|chez|contre)|\b(?:appele[rz]|appelle|appelons|envoye[rz]|envoie|envoyons
      |previens|prevenez|tele?phonez
      |signale[rz]?)(?: tous)?(?: lui)? (?:les |le |la |aux |au |a la )?(?:flics?|keufs|police|gendarmes?
      |gendarmerie|gign|raid|17|112|bri|pompiers)\b[^.!?\n]{0,40}(?:prise d'otages?|otages?|fusillade|bombe
      |coups de feu|arme|terroriste|tue (?:sa|son|ses|quelqu'un)|forcene|faux|fausse|bidon|mytho)
    `,
  },
  {
    kind: "raid",
    confidence: 0.82,
    reason: "calls on others to turn up where a person lives or is",
    pattern: lines`
      \b(?:(?:on|allons|allez|venez|tous|faut|il faut|faudrait|qui (?:vient|veut|va|est chaud)|rdv
      |rendez[- ]vous|rassemblement|rassemblons[- ]nous|retrouvons[- ]nous|on se retrouve|on se donne rdv
      |descente|debarque[zr]?|debarquons|campez|descendez|passez|allez[- ]y|go|attendez[- ](?:la|le|les)
      |attendons[- ](?:la|le|les)|on (?:va|y va|passe|debarque|descend|l'attend|lui
      |est nombreux))(?: (?:tous|toutes|aller|la|le|lui|les|va|vas|y|tous ensemble|demain|ce soir|samedi
      |dimanche|cette nuit|debarquer|sonner|toquer|frapper|attendre|faire un tour|rendre visite|passer
      |a \d{1,2} ?h\d{0,2}|pour|et|,|camper|gueuler|manifester|chercher|directement|direct|devoir|devrait
      |se pointer|voir))*) ${HOME}|\brend(?:ez|ons|s|re)[- ](?:lui
      |leur)(?: \w+){0,2} (?:une |un )?(?:petite? )?visite|\b(?:lui
      |leur) rendre (?:une |tous |tous une )?(?:petite )?visite|\b(?:allez|allons|va|on va|venez|faut aller
      |il faut aller) (?:tous |lui |leur )*(?:sonner|toquer|frapper|tambouriner|gueuler|camper|taper
      |faire un tour|l'attendre|la trouver|le trouver|la chercher|le chercher) ?(?:tous )?(?:${HOME})
    `,
  },
  {
    kind: "raid",
    confidence: 0.84,
    reason: "calls on others to flood or mass-report a person's accounts",
    pattern: lines`
      \b(?:signale[rz]|signalons|report(?:ez|er|ons)|flag(?:uez|uer))(?:[- ](?:la|le|les|moi))?(?: (?:tous
      |toutes|massivement|en masse|ensemble|tout))+ ?(?:(?:son|sa|ses|le|la|leur) \w+)?|\b(?:signale[rz]
      |signalons|report(?:ez|er)) (?:son|sa|ses|leurs?) (?:\w+ ){0,2}?(?:compte|chaine|profil|page|videos?
      |stream|insta\w*|twitch|twitter|tiktok|posts?)(?: [a-z']+){0,4} (?:jusqu'a|pour (?:qu'|la |le |faire
      |que)|en masse|massivement|tous|qu'on|en meme temps)|\b(?:signalements?|report) (?:en masse|massifs?
      |de masse)\b|\bmass[- ]?(?:report|flag)\b|\b(?:spamme[rz]|spammons|flood(?:ez|er|ons)|inonde[rz]
      |inondons|submerge[rz]|bombarde[rz]|bombardons|harcele[rz]|harcelons|pourri(?:ssez|r|ssons)|detruisez
      |crashe[rz]|raid(?:ez|ons)|attaquez|defoncez)(?:[- ](?:la|le|les|lui|moi)\b|(?: (?:tous|toutes|bien
      |moi|sous|tout))* (?:son|sa|ses|leurs?|la|le|les|cette|@)(?: (?:\w+ ){0,2}?(?:compte|comptes|chaine
      |profil|page|videos?|stream|live|chat|insta\w*|twitch|twitter|tiktok|mp|dm|dms|boite|boite mail|mail
      |messagerie|commentaires|coms|mentions|discord|serveur|tel|telephone|numero|employeur|patron|famille
      |site|posts?|notifs?|inbox)|\w*\b))(?! (?:niveau|boss|donjon))|\b(?:on|let's) raid(?:e)? (?:son|sa|ses
      |leur|cette|ce) (?:\w+ ){0,2}?(?:compte|profil|page|discord|serveur|insta\w*|commentaires|mentions
      |site)|\braid (?:sur|contre) (?:son|sa|ses|leur|cette|le compte|la page) (?:\w+ ){0,2}?(?:compte
      |profil|page|discord|serveur|insta\w*|commentaires|mentions|site)?|\braid\w* (?:sur |contre )?(?:son
      |sa|le|leur) (?:\w+ ){0,1}?(?:stream|chat|live|chaine)\b[^\n]{0,60}(?:insult|spam|jusqu'a|pleur|flood
      |degage|craqu|haine|harcel|ferme)|\b(?:allez|venez)(?:[- ]y)? tous (?:l'insulter|la harceler
      |le harceler|insulter|harceler|pourrir|lui (?:pourrir|cracher|dire|mettre|envoyer|ecrire))
    `,
  },
  {
    kind: "raid",
    confidence: 0.8,
    reason: "calls for unwanted deliveries to a person",
    pattern: lines`
      \b(?:(?:faites|fais|faisons|faire|on va|allez|envoyez|envoyons|commandez|commandons
      |livrez)(?:[- ](?:lui|leur))?(?: (?:lui|leur|livrer|tous|commander|envoyer))* (?:\w+ ){0,3}?(?:pizzas?
      |livraisons?|colis|taxis|corbillard|cercueils?|sushis|couronnes? mortuaires?)(?: \w+){0,3}? (?:chez
      |a (?:son|sa|l')|devant|a cette)|(?:faites|fais|faisons|on va|allez|envoyez|commandez)[- ](?:lui
      |leur)(?: (?:livrer|tous|commander|envoyer))* (?:\w+ ){0,3}?(?:pizzas?|livraisons?|taxis|corbillard
      |cercueils?|sushis))
    `,
  },
];
