import { lines } from "../pattern.ts";
import type { Reason } from "../reasons.ts";

const NOW_EN = lines`
  right now|rn|now|currently|as we speak|tonight|this (?:morning|afternoon|evening|week|weekend)|today|at this moment
  |tomorrow(?: (?:morning|night|evening|afternoon))?|at the moment|until (?:\w+)|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: \w+)?
`;
const NOW_FR = lines`
  en ce moment(?: meme)?|maintenant|actuellement|ce (?:soir|matin|midi|week-end|weekend)|cet(?:te)? (?:apres-midi
  |nuit|aprem|semaine)|aujourd'hui|demain(?: (?:soir|matin|midi|aprem))?|la tout de suite|la maintenant|jusqu'a \w+
  |(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: (?:soir|matin|midi))?
`;
const TIME = lines`
  (?:at|by|around|until|till|a|vers|des|jusqu'a|pour|before|avant) ?(?:\d{1,2} ?(?:h|:|\.)? ?\d{0,2}(?: ?(?:am|pm|a\.m\.?
  |p\.m\.?|o'clock))?(?!\w)|midi|minuit|noon|midnight)|(?:in|dans) (?:\d{1,3}|ten|five|dix|cinq
  |une) (?:min(?:ute)?s?|hours?|heures?|h)(?!\w)
`;
const HABIT =
  "every (?:day|morning|night|evening|week|\\w+day)|tous les (?:jours|matins|soirs|\\w+dis?)|chaque (?:jour|matin|soir|\\w+di)";
export const WHEN = `(?<!\\w)(?:${TIME}|${NOW_EN}|${NOW_FR}|${HABIT})(?!\\w)`;
export const RECENT_EN =
  "(?:just(?: now)?|(?:\\d{1,2}|one|two|five|ten|fifteen|twenty|a few|a couple of|a) min(?:ute)?s? ago|an hour ago|moments ago)";
export const RECENT_FR =
  "(?:a l'instant|il y a (?:\\d{1,2}|une?|deux|cinq|dix|quinze|vingt|quelques) (?:min(?:ute)?s?|heures?|instants?|h)|tout juste|tout a l'heure)";

export const PLACE_EN = lines`
  hotel|motel|airbnb|hostel|inn|suites|lodge|studio|gym|cafe|coffee(?: shop)?|espresso|diner|bar|restaurant|pub|club|station|airport
  |hospital|clinic|school|college|university|campus|library|office|mall|park|church|cinema|theat(?:er|re)|supermarket|grocery store|pool
  |stadium|arena|beach|shelter|dorm|parking lot|dojo|store|shop|pharmacy|bakery|bus stop|platform|terminal|gate|festival|convention|mcdonald's|starbucks
  |courthouse|court|hotel bar|food court|dentist|doctor's|(?:her|his|their) (?:(?:\w+ )?(?:mother|mom|mum|father|dad|parents|sister|brother|friend|boyfriend|girlfriend|aunt|ex|partner)'?s?(?: (?:place|house|flat|apartment))?
  |house|place|flat|apartment|car)
`;
export const PLACE_FR = lines`
  hotel|motel|airbnb|auberge|chambre d'hotes?|studio|gymnase|salle(?: de (?:sport|concert|gym|muscu))?
  |cafe|bar|brasserie|restaurant|resto|club|boite|gare|aeroport|hopital|clinique|ecole|lycee|college|fac|universite|campus
  |bibliotheque|bureau|centre commercial|parc|jardin|eglise|cinema|theatre|supermarche|marche|piscine|stade|plage|foyer
  |refuge|camping|residence|boulangerie|pharmacie|parking|dojo|magasin|mcdo|starbucks|boulot|taf|travail|arret de bus|tribunal|mairie|fnac|dentiste|convention|ibis|novotel
  |(?:sa|son|ses) (?:mere|pere|parents|copain|copine|mec|meuf|soeur|frere|tante|ex|amie?|grand-mere|pote)|elle|lui
`;
/** A room by its number. */
export const ROOM = "(?:room|chambre|rm|chbre|suite|ch\\.) ?(?:n°|#|no\\.? ?|numero )?\\d{1,4}[a-z]?";

const REST = "[^.!?\\n]{0,70}";

/** Who a statement begins with. */
export const SUBJECT = { english: 1, french: 2, named: 4, witness: 8, nobody: 16 } as const;

export interface Frame {
  /** Sticky, from right behind the subject. */
  readonly pattern: RegExp;
  readonly subjects: number;
  readonly reason: Reason;
  /**
   * What must be there besides: "anchor" a name, a room or a time; "now" a word for now and a name or a kind of
   * place; "none" where the pattern holds it already.
   */
  readonly needs: "anchor" | "now" | "none";
}

const NOW: Reason = "says where a person is now";
const WILL: Reason = "says where a person will be and when";
const ALONE: Reason = "says that a person is alone at home";

const frame = (
  subjects: number,
  reason: Reason,
  needs: Frame["needs"],
  ...patterns: readonly string[]
): Frame[] => patterns.map((pattern) => ({ pattern: new RegExp(pattern, "y"), subjects, reason, needs }));

const IS_EN = "(?:'s| is|'re| are)(?: (?:still|now|actually|literally|probably|also|currently|right now))?";
const IN_EN = "(?:at|in|into|inside|outside|near|by|on)";
const STAYING_EN = lines`
  (?:staying|hiding(?: out)?|sleeping|sitting|sat|checked in|booked in|holed up|crashing|working|eating|streaming|shopping|training
  |having \w+|waiting)
`;
const DOING_EN = lines`
  (?:having|eating|drinking|sitting|standing|waiting|shopping|working|training|walking|running|sleeping|staying|streaming|hanging
  |chilling|queuing|studying|filming|partying|dancing|playing|getting|watching)
`;
const IN_FR = "(?:a|au|aux|dans|chez|en|devant|pres d[eu]|derriere|sur|face a)";
const ADV_FR =
  "(?: (?:en ce moment(?: meme)?|actuellement|encore|toujours|maintenant|ce soir|deja|la|bien))?";
const STAYS_FR = lines`
  (?:se (?:cache|trouve|planque|repose)|loge|dort|sejourne|reste|squatte|creche|s'est refugiee?|est (?:descendue?|planquee?|hebergee?
  |cachee?|installee?|refugiee?))
`;
/** Up to three words before the kind of place, none of which begins another phrase. */
const FILL_FR = "(?:(?:l'|d')?(?!(?:chez|a|au|dans|en|avec|de|depuis|pour|par|et|ou|qui)[ '])[a-z'-]+ ){0,3}";
const AT_PLACE_FR = `${IN_FR} (?:l')?${FILL_FR}(?:l')?(?:${PLACE_FR})(?!\\w)${REST}`;

/** A clock time or a habit: without one a verb and a place are a story. */
const CLOCK = lines`
  (?:(?:at|by|around|a|vers|des|pour|before|avant) ?(?:\d{1,2} ?(?:h\d{0,2}|:\d\d(?: ?[ap]\.?m\.?)?|[ap]\.?m\.?|\.\d\d)|\d{1,2}(?= every|$|,| tous| chaque)
  |midi|minuit|noon|midnight)|${HABIT})(?!\w)
`;
const TO_EN = "(?:at|from|behind|in|inside|near|outside|to|into|past|through|by|opposite|in front of)";
const TO_FR = "(?:a|au|aux|a l'|a la|devant|chez|dans|par|derriere|pres d[eu]|sur|de|du|en face d[eu])";
/** A kind of place or a name in capitals (asked where it is found) behind a preposition, and a clock time. */
const THERE_AND_WHEN_EN = lines`
  [^.!?\n]{0,50}?(?<!\w)${TO_EN} (?:(?:the|a|an|her|his|their|some) )?(?:[a-z'-]+ ){0,2}?(?:${PLACE_EN}|work|home|school|train|bus)(?!\w)
  [^.!?\n]{0,40}?(?<!\w)${CLOCK}(?:[^.!?\n]{0,12}(?<!\w)${CLOCK})?
`;
const THERE_AND_WHEN_FR = lines`
  [^.!?\n]{0,50}?(?<!\w)${TO_FR} ?(?:(?:le|la|les|l'|un|une|son|sa|ses) ?)?(?:[a-z'-]+ ){0,2}?(?:${PLACE_FR}|travail|maison|train|bus|metro)(?!\w)
  [^.!?\n]{0,40}?(?<!\w)${CLOCK}(?:[^.!?\n]{0,12}(?<!\w)${CLOCK})?
`;
const WHEN_AND_THERE_FR = lines`
  [^.!?\n]{0,40}?(?<!\w)${CLOCK} ${TO_FR} ?(?:(?:le|la|les|l'|un|une|son|sa|ses) ?)?(?:[a-z'-]+ ){0,2}?(?:${PLACE_FR}|travail|maison)(?!\w)${REST}
`;
const { english: EN, french: FR, named: NAMED, witness: WITNESS, nobody: NOBODY } = SUBJECT;

/** Statements that place another person somewhere; all of one sentence, over folded text. */
export const FRAMES: readonly Frame[] = [
  ...frame(
    EN,
    ALONE,
    "none",
    lines`
      (?:'s| is| are|'re) (?:all |completely )?(?:home alone|alone at home|alone in (?:her|his|their) (?:house|flat|apartment
      |room))(?: ${WHEN})?
    `,
  ),
  ...frame(
    FR,
    ALONE,
    "none",
    lines`
      (?: est| sont| sera| reste) (?:toute?s? )?seule?s? (?:chez (?:elle|lui|iel|eux)|a la maison|dans (?:son|sa
      |l') ?(?:appart\w*|maison|chambre))(?: ${WHEN})?
    `,
  ),
  ...frame(
    EN,
    NOW,
    "anchor",
    `${IS_EN}(?: ${STAYING_EN})? ${IN_EN} [^.!?\\n]{0,40}?(?<!\\w)(?:${PLACE_EN})(?!\\w)${REST}`,
  ),
  ...frame(
    EN | NAMED,
    NOW,
    "anchor",
    " (?:just |has )?(?:checked|booked) (?:in(?:to)?|a room)(?: at| in)? [^.!?\\n]{3,70}",
    "(?: is|'s| are)(?: currently| still)? (?:staying|hiding|sleeping|crashing)(?: at| in)? [^.!?\\n]{3,70}",
    " (?:stays at|is in room) [^.!?\\n]{3,70}",
  ),
  ...frame(FR, NOW, "anchor", ` (?:est|sont|${STAYS_FR})${ADV_FR} ${AT_PLACE_FR}`),
  ...frame(NAMED, NOW, "anchor", ` ${STAYS_FR}${ADV_FR} ${AT_PLACE_FR}`),
  ...frame(
    EN | NAMED,
    NOW,
    "now",
    `${IS_EN}(?: ${DOING_EN}(?: [a-z']{1,12}){0,3}?)? (?:at|in|inside|outside|near) (?:the |a )?(?<there>[^.!?\\n]{3,70})`,
  ),
  ...frame(
    FR | NAMED,
    NOW,
    "now",
    ` (?:est|sont|se trouve)${ADV_FR} ${IN_FR} (?:le |la |l')?(?<there>[^.!?\\n]{3,70})`,
  ),
  ...frame(
    EN | NAMED,
    NOW,
    "none",
    lines`
      (?:'s| is| was| has) (?:just )?(?:been )?(?:seen|spotted) [^.!?\n]{0,60}?(?:${IN_EN} [^.!?\n]{2,50}?)?${RECENT_EN}
      (?: ${IN_EN} [^.!?\n]{2,40})?
    `,
    `(?:'s| is| was) just (?:seen|spotted) ${IN_EN} [^.!?\\n]{2,40}`,
    `${IS_EN} (?:streaming )?live (?:right now )?(?:from|at) [^.!?\\n]{2,50}`,
    `(?: has|'s)? just (?:landed|arrived|walked|pulled up|parked|checked in) (?:at|in|into|to|outside) [^.!?\\n]{2,50}`,
  ),
  ...frame(
    WITNESS,
    NOW,
    "none",
    lines`
      (?: just)?(?: saw| spotted| passed| met| bumped into| ran into) (?:her|him|them) [^.!?\n]{0,60}?
      (?:${IN_EN} [^.!?\n]{2,50}?)?${RECENT_EN}(?: ${IN_EN} [^.!?\n]{2,40})?
    `,
    ` just (?:saw|spotted|passed|met) (?:her|him|them) ${IN_EN} [^.!?\\n]{2,40}`,
    lines`
      (?: l'| les )(?:a|ai|avons|ont) (?:vue?s?|croisee?s?|apercue?s?|reperee?s?)(?: ${IN_FR})? [^.!?\n]{0,50}?${RECENT_FR}
      (?: ${IN_FR} [^.!?\n]{2,40})?
    `,
    ` (?:viens|vient) de (?:la|le|les) (?:voir|croiser|apercevoir|reperer) ${IN_FR} [^.!?\\n]{2,40}`,
  ),
  ...frame(
    FR | NAMED,
    NOW,
    "none",
    " (?:est|stream\\w*) (?:actuellement )?en (?:live|direct|stream) (?:depuis|de|du|au|a|dans) [^.!?\\n]{2,50}",
    ` (?:a|ont) (?:pris|reserve) une chambre ${IN_FR} ?[^.!?\\n]{2,50}`,
    ` (?:vient|viennent) (?:d'arriver|d'atterrir|de se garer|de s'installer|d'entrer|de rentrer) ${IN_FR} [^.!?\\n]{2,50}`,
  ),
  ...frame(
    EN | NAMED,
    WILL,
    "none",
    lines`
      (?: (?:always|usually|just|often))?(?: leaves| gets off| gets out of| comes out of| finishes(?: (?:work|school))?
      | (?:walks|jogs|runs|goes|comes|passes|cycles) (?:home|through|past|by|to|along|from)| is leaving| gets (?:home|to|back)
      | arrives (?:at|in)| will leave| takes the| catches the) ?[^.!?\n]{0,60}?(?:${WHEN})(?: ${WHEN})?
    `,
  ),
  ...frame(
    EN,
    WILL,
    "none",
    `(?: will be| is going to be| are going to be|'ll be|'s going to be|'re going to be)(?: (?:tomorrow|tonight))? (?:at|in|leaving) [^.!?\\n]{2,60}?(?:${WHEN})`,
  ),
  ...frame(
    FR | NAMED,
    WILL,
    "none",
    lines`
      (?: sort| part| quitte| rentre| finit| termine| arrive| passe| descend| prend| revient| debauche| va courir| promene)
      (?: (?:toujours|souvent|d'habitude|tous les \w+|chaque \w+))? (?:du |de |de l'|de la |le |la |les |l'|au |a l'|a la |a |chez |son |sa |par |dans |devant )
      [^.!?\n]{0,50}?(?:${WHEN})(?: ${WHEN})?
    `,
  ),
  ...frame(
    EN | NAMED,
    WILL,
    "none",
    ` [a-z]{2,12}(?:s|'s)${THERE_AND_WHEN_EN}`,
    ` [a-z]{2,12}s [^.!?\\n]{0,40}?(?<!\\w)${CLOCK} at [^.!?\\n]{2,40}`,
  ),
  ...frame(
    FR | NAMED,
    WILL,
    "none",
    ` (?!(?:est|sont|a|ont|etait|avait) )[a-z]{2,12}${THERE_AND_WHEN_FR}`,
    ` (?!(?:est|sont|a|ont|etait|avait) )[a-z]{2,12}${WHEN_AND_THERE_FR}`,
  ),
  ...frame(
    FR | NAMED,
    NOW,
    "none",
    ` (?:est|sont) (?:partie?s?|arrivee?s?|rentree?s?|sortie?s?|montee?s?|entree?s?|descendue?s?|passee?s?) [^.!?\\n]{2,50}?${RECENT_FR}`,
  ),
  ...frame(
    NOBODY,
    NOW,
    "anchor",
    `(?:currently|right now|at the moment|now) (?:\\w+ing )?${IN_EN} [^.!?\\n]{0,40}?(?:(?:${PLACE_EN})(?!\\w)|${ROOM})${REST}`,
    `(?:actuellement|en ce moment|maintenant) (?:a |au |dans |chez |en )[^.!?\\n]{0,40}?(?:(?:${PLACE_FR})(?!\\w)|${ROOM})${REST}`,
  ),
  ...frame(
    NOBODY,
    NOW,
    "none",
    `(?:just )?(?:spotted|saw|seen|caught)(?: ?:)? [^.!?\\n]{2,40}?(?<!\\w)${IN_EN} [^.!?\\n]{2,50}?${RECENT_EN}`,
    `just (?:spotted|saw|passed|met) (?:her|him|them|(?<name>[a-z][a-z'-]{1,30})) ${IN_EN} [^.!?\\n]{2,40}`,
    `(?:vue?|apercue?|reperee?|croisee?)(?: ?:)? [^.!?\\n]{0,40}?(?<!\\w)${IN_FR} [^.!?\\n]{2,50}?${RECENT_FR}`,
  ),
  ...frame(
    FR,
    WILL,
    "none",
    ` (?:sera|seront) (?:${WHEN})(?: [a-z]{4,6})? ${AT_PLACE_FR}`,
    ` (?:sera|seront|va etre|vont etre)(?: (?:demain|ce soir|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))?(?: (?:matin|midi|soir))? (?:au |a l'|a la |a |chez |dans |en )[^.!?\\n]{2,50}?(?:${WHEN})`,
  ),
];
