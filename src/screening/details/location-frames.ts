import { lines } from "../pattern.ts";
import type { Reason } from "../reasons.ts";
import { person } from "./people.ts";

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
const RECENT_EN =
  "(?:just(?: now)?|(?:\\d{1,2}|one|two|five|ten|fifteen|twenty|a few|a couple of|a) min(?:ute)?s? ago|an hour ago|moments ago)";
const RECENT_FR =
  "(?:a l'instant|il y a (?:\\d{1,2}|une?|deux|cinq|dix|quinze|vingt|quelques) (?:min(?:ute)?s?|heures?|instants?|h)|tout juste|tout a l'heure)";

export const PLACE_EN = lines`
  hotel|motel|airbnb|hostel|inn|suites|lodge|studio|gym|cafe|coffee(?: shop)?|espresso|diner|bar|restaurant|pub|club|station|airport
  |hospital|clinic|school|college|university|campus|library|office|mall|park|church|cinema|theat(?:er|re)|supermarket|grocery store|pool
  |stadium|arena|beach|shelter|dorm|parking lot|dojo|store|shop|pharmacy|bakery|bus stop|platform|terminal|gate|festival|convention|mcdonald's|starbucks
  |(?:her|his|their) (?:(?:\w+ )?(?:mother|mom|mum|father|dad|parents|sister|brother|friend|boyfriend|girlfriend|aunt|ex|partner)'?s?(?: (?:place|house|flat|apartment))?
  |house|place|flat|apartment|car)
`;
export const PLACE_FR = lines`
  hotel|motel|airbnb|auberge|chambre d'hotes?|studio|gymnase|salle(?: de (?:sport|concert|gym|muscu))?
  |cafe|bar|brasserie|restaurant|resto|club|boite|gare|aeroport|hopital|clinique|ecole|lycee|college|fac|universite|campus
  |bibliotheque|bureau|centre commercial|parc|jardin|eglise|cinema|theatre|supermarche|marche|piscine|stade|plage|foyer
  |refuge|camping|residence|boulangerie|pharmacie|parking|dojo|magasin|mcdo|starbucks|boulot|taf|travail|arret de bus|ibis|novotel
  |(?:sa|son|ses) (?:mere|pere|parents|copain|copine|mec|meuf|soeur|frere|tante|ex|amie?|grand-mere|pote)|elle|lui
`;
/** A room by its number. */
export const ROOM = "(?:room|chambre|rm|chbre|suite|ch\\.) ?(?:n°|#|no\\.? ?|numero )?\\d{1,4}[a-z]?";

export interface Frame {
  readonly pattern: RegExp;
  readonly reason: Reason;
  /**
   * What must be there besides: "anchor" a name, a room or a time; "now" a word for now and a name or a kind of
   * place; "none" where the pattern holds it already.
   */
  readonly needs: "anchor" | "now" | "none";
}

const who = person();
/** Someone named instead of meant by a pronoun; the name must be in capitals. */
const NAMED = "(?<name>[a-z][a-z'-]{1,30})";
const REST = "[^.!?\\n]{0,70}";
const NOW: Reason = "says where a person is now";
const WILL: Reason = "says where a person will be and when";
const ALONE: Reason = "says that a person is alone at home";

const frame = (reason: Reason, needs: Frame["needs"], ...patterns: string[]): Frame[] =>
  patterns.map((pattern) => ({ pattern: new RegExp(`(?<![\\w'-])${pattern}`, "g"), reason, needs }));

const IS_EN = "(?:'s| is|'re| are)(?: (?:still|now|actually|literally|probably|also))?";
const ADV_EN = "(?: (?:currently|right now|now))?";
const IN_EN = "(?:at|in|into|inside|outside|near|by|on)";
const STAYING_EN =
  "(?:staying|hiding(?: out)?|sleeping|sitting|sat|checked in|booked in|holed up|crashing|working|eating|streaming|shopping|training|having \\w+|waiting)";
const IN_FR = "(?:a|au|aux|dans|chez|en|devant|pres d[eu]|derriere|sur|face a)";
const ADV_FR =
  "(?: (?:en ce moment(?: meme)?|actuellement|encore|toujours|maintenant|ce soir|deja|la|bien))?";
const STAYS_FR = lines`
  (?:se (?:cache|trouve|planque|repose)|loge|dort|sejourne|reste|squatte|creche|s'est refugiee?|est (?:descendue?|planquee?|hebergee?
  |cachee?|installee?|refugiee?))
`;
/** Up to two words before the kind of place, none of which begins another phrase. */
const FILL_FR = "(?:(?:l'|d')?(?!(?:chez|a|au|dans|en|avec|de|depuis|pour|par|et|ou|qui)[ '])[a-z'-]+ ){0,3}";

/** Statements that place another person somewhere; all of one sentence, over folded text. */
export const FRAMES: readonly Frame[] = [
  ...frame(
    ALONE,
    "none",
    `${who.en}(?:'s| is| are|'re) (?:all |completely )?(?:home alone|alone at home|alone in (?:her|his|their) (?:house|flat|apartment|room))(?: ${WHEN})?`,
    `${who.fr} (?:est|sont|sera|reste) (?:toute?s? )?seule?s? (?:chez (?:elle|lui|iel|eux)|a la maison|dans (?:son|sa|l') ?(?:appart\\w*|maison|chambre))(?: ${WHEN})?`,
  ),
  ...frame(
    NOW,
    "anchor",
    `${who.en}${IS_EN}${ADV_EN}(?: ${STAYING_EN})? ${IN_EN} [^.!?\\n]{0,40}?(?<!\\w)(?:${PLACE_EN})(?!\\w)${REST}`,
    `(?:${who.en}|${NAMED}) (?:(?:just |has )?(?:checked|booked) (?:in(?:to)?|a room)(?: at| in)?|(?:is|'s|are) (?:currently |still )?(?:staying|hiding|sleeping|crashing)(?: at| in)?|stays at|is in room) [^.!?\\n]{3,70}`,
    `(?:${who.en}|${NAMED})(?:'s| is)? sleeping (?:at|in) [^.!?\\n]{3,70}`,
    `${who.fr} (?:est|sont|${STAYS_FR})${ADV_FR} ${IN_FR} (?:l')?${FILL_FR}(?:l')?(?:${PLACE_FR})(?!\\w)${REST}`,
    `${NAMED} ${STAYS_FR}${ADV_FR} ${IN_FR} (?:l')?${FILL_FR}(?:l')?(?:${PLACE_FR})(?!\\w)${REST}`,
  ),
  ...frame(
    NOW,
    "now",
    `(?:${who.en}|${NAMED})${IS_EN}${ADV_EN} ${IN_EN} [^.!?\\n]{3,70}`,
    `(?:${who.fr}|${NAMED}) (?:est|sont|se trouve)${ADV_FR} ${IN_FR} [^.!?\\n]{3,70}`,
  ),
  ...frame(
    NOW,
    "none",
    `(?:(?:${who.en}|${NAMED})(?:'s| is| was| has) (?:just )?(?:been )?(?:seen|spotted)|(?:i|we|someone|my \\w+) (?:just )?(?:saw|spotted|passed|met|bumped into|ran into) (?:her|him|them)) [^.!?\\n]{0,60}?(?:${IN_EN} [^.!?\\n]{2,50}?)?${RECENT_EN}(?: ${IN_EN} [^.!?\\n]{2,40})?`,
    `(?:i|we|someone) just (?:saw|spotted|passed|met) (?:her|him|them) ${IN_EN} [^.!?\\n]{2,40}`,
    `(?:${who.en}|${NAMED})(?:'s| is| was) just (?:seen|spotted) ${IN_EN} [^.!?\\n]{2,40}`,
    `(?:on|je|nous|quelqu'un|un pote|ils|elles) (?:(?:l'|les )(?:a|ai|avons|ont) )(?:vue?s?|croisee?s?|apercue?s?|reperee?s?) ${IN_FR}? ?[^.!?\\n]{0,50}?${RECENT_FR}(?: ${IN_FR} [^.!?\\n]{2,40})?`,
    `(?:je viens|on vient) de (?:la|le|les) (?:voir|croiser|apercevoir|reperer) ${IN_FR} [^.!?\\n]{2,40}`,
    `(?:${who.en}|${NAMED})${IS_EN} (?:streaming )?live (?:right now )?(?:from|at) [^.!?\\n]{2,50}`,
    `(?:${who.fr}|${NAMED}) (?:est|stream\\w*) (?:actuellement )?en (?:live|direct|stream) (?:depuis|de|du|au|a|dans) [^.!?\\n]{2,50}`,
    `(?:${who.en}|${NAMED})(?: has|'s)? just (?:landed|arrived|got|walked|pulled up|parked|checked in) (?:at|in|into|to|outside) [^.!?\\n]{2,50}`,
    `(?:${who.fr}|${NAMED}) (?:a|ont) (?:pris|reserve) une chambre ${IN_FR} ?[^.!?\\n]{2,50}`,
    `(?:${who.fr}|${NAMED}) (?:vient|viennent) (?:d'arriver|d'atterrir|de se garer|de s'installer|d'entrer|de rentrer) ${IN_FR} [^.!?\\n]{2,50}`,
  ),
  ...frame(
    WILL,
    "none",
    `(?:${who.en}|${NAMED})(?: (?:always|usually|just|often))? (?:leaves|gets off|gets out of|comes out of|finishes(?: (?:work|school))?|(?:walks|jogs|runs|goes|comes|passes|cycles) (?:home|through|past|by|to|along|from)|is leaving|gets (?:home|to|back)|arrives (?:at|in)|will leave|takes the|catches the) ?[^.!?\\n]{0,60}?(?:${WHEN})(?: ${WHEN})?`,
    `${who.en} (?:will be|(?:is|are) going to be) (?:at|in|leaving) [^.!?\\n]{2,60}?(?:${WHEN})`,
    `${who.en}(?:'ll be|'s going to be|'re going to be) (?:at|in) [^.!?\\n]{2,60}?(?:${WHEN})`,
    `(?:${who.fr}|${NAMED}) (?:sort|part|quitte|rentre|finit|termine|arrive|passe|descend|prend|revient|debauche|va courir|promene)(?: (?:toujours|souvent|d'habitude|tous les \\w+|chaque \\w+))? (?:du |de |de l'|de la |le |la |les |l'|au |a l'|a la |a |chez |son |sa |par |dans |devant )[^.!?\\n]{0,50}?(?:${WHEN})(?: ${WHEN})?`,
    `${who.fr} (?:sera|seront|va etre|vont etre) (?:au |a l'|a la |a |chez |dans |en )[^.!?\\n]{2,50}?(?:${WHEN})`,
  ),
];
