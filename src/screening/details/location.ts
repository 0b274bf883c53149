import { lines } from "../pattern.ts";
import { isCapital, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, topic } from "./finder.ts";
import { person } from "./people.ts";

const NOW_EN = lines`
  right now|rn|now|currently|as we speak|tonight|this (?:morning|afternoon|evening|week|weekend)|today
  |tomorrow(?: (?:morning|night|evening))?|at the moment|until (?:\w+)
`;
const NOW_FR = lines`
  en ce moment(?: meme)?|maintenant|actuellement|ce (?:soir|matin|midi|week-end)|cet(?:te)? (?:apres-midi
  |nuit|aprem|semaine)|aujourd'hui|demain(?: (?:soir|matin|midi))?|la tout de suite|jusqu'a \w+
`;
const TIME = lines`
  (?:at|by|around|until|till|a|vers|des|jusqu'a) ?(?:\d{1,2} ?(?:h|:|\.)? ?\d{0,2}(?: ?(?:am|pm|a\.m\.
  |p\.m\.|o'clock))?|midi|minuit|noon|midnight)|(?:in|dans) (?:\d{1,3}|ten|five|dix|cinq
  |une) (?:min(?:ute)?s?|hours?|heures?|h)
`;
const PLACE_EN = lines`
  hotel|motel|airbnb|hostel|inn|studio|gym|cafe|bar|restaurant|pub|club|station|airport|hospital|clinic
  |school|college|university|library|office|mall|park|church|cinema|theat(?:er|re)|supermarket|pool
  |stadium|beach|shelter|dorm|parking lot|dojo|store|festival|convention
`;
const PLACE_FR = lines`
  hotel|motel|airbnb|auberge|chambre d'hotes?|studio|gymnase|salle(?: de (?:sport|concert|gym|muscu))?
  |cafe|bar|restaurant|resto|club|gare|aeroport|hopital|clinique|ecole|lycee|college|fac|universite
  |bibliotheque|bureau|centre commercial|parc|eglise|cinema|theatre|supermarche|piscine|stade|plage|foyer
  |refuge|camping|residence|boulangerie|pharmacie|parking|dojo|quai|magasin|boulot|taf|travail|(?:sa|son
  |ses) (?:mere|pere|parents|copain|copine|mec|meuf|soeur|frere|tante|ex)
`;
const HERE = "(?:the |a |an |some |her |his |their |this |that )?";
/** A name after the place, a room, a time or "now": without one of them the sentence locates nobody. */
const ROOM = "(?:room|chambre|rm|chbre|suite|ch\\.) ?(?:n°|#|no\\.? ?|numero )?\\d{1,4}[a-z]?";

/** Who is named instead of meant by a pronoun; only verbs that people alone do may follow. */
const NAMED = "(?<name>[a-z][a-z'-]{1,30})";

interface Frame {
  readonly pattern: RegExp;
  readonly reason: Reason;
  /** The place must have a name, a room, or a time. */
  readonly anchored: boolean;
}

const who = person();
const frames: readonly Frame[] = [
  {
    pattern: new RegExp(
      lines`
        \b${who.en}(?:'s| is| are|'re)(?: (?:still|currently|now|actually|literally|right now
        |probably))?(?: (?:staying|hiding|hiding out|sleeping|sat|sitting|checked in|booked in|holed up
        |working|eating|streaming))? (?:at|in
        |into) ${HERE}([^.!?\n]{0,40}?\b(?:${PLACE_EN})\b[^.!?\n]{0,60})
      `,
      "g",
    ),
    reason: "says where a person is now",
    anchored: true,
  },
  {
    pattern: new RegExp(
      lines`
        \b${who.en} (?:(?:just |has )?(?:checked|booked) in(?:to)?(?: at)?|(?:is|'s|are) staying(?: at)?
        |stays at|is hiding (?:at|in)) ([^.!?\n]{3,70})
      `,
      "g",
    ),
    reason: "says where a person is now",
    anchored: true,
  },
  {
    pattern: new RegExp(
      lines`
        \b${NAMED} (?:(?:just |has )?(?:checked|booked) in(?:to)?(?: at)?|is (?:currently |still )?(?:staying
        |hiding|sleeping) (?:at|in)|stays at) ([^.!?\n]{3,70})
      `,
      "g",
    ),
    reason: "says where a person is now",
    anchored: true,
  },
  {
    pattern: new RegExp(
      lines`
        \b(?:${NAMED}|${who.fr}) (?:se cache|loge|dort|sejourne|reste|est descendue?|est planquee?
        |est hebergee?
        |s'est refugiee?)(?: (?:en ce moment|actuellement|encore|toujours))? (?:a |au |a l'
        |a la |chez |dans )([^.!?\n]{0,30}?\b(?:${PLACE_FR})\b[^.!?\n]{0,60})
      `,
      "g",
    ),
    reason: "says where a person is now",
    anchored: true,
  },
  {
    pattern: new RegExp(
      lines`
        \b${who.en} (?:(?:always |usually |just )?(?:leaves|gets off|gets out of|comes out of|finishes
        |walks home from|is leaving|gets home from|gets to|arrives at|will leave|will be (?:at|in|leaving)
        |(?:is|'s) going to be (?:at|in))|'ll be (?:at|in)|takes the|catches the) ([^.!?\n]{2,60}?(?:${TIME}
        |${NOW_EN}))
      `,
      "g",
    ),
    reason: "says where a person will be and when",
    anchored: false,
  },
  {
    pattern: new RegExp(
      lines`
        \b${who.en}(?:'s| is) (?:home alone|alone at home|alone in (?:her|his|their) (?:house|flat|apartment
        |room))[^.!?\n]{0,30}
      `,
      "g",
    ),
    reason: "says that a person is alone at home",
    anchored: false,
  },
  {
    pattern: new RegExp(
      lines`
        \b${who.fr} (?:est|sont|se trouve|se cache|loge|dort|sejourne|est descendue?|est planquee?
        |s'est refugiee?|squatte|bosse|est hebergee?|a pris une chambre|crèche|creche
        |est cachee?)(?: (?:en ce moment|actuellement|encore|toujours|maintenant|ce soir))? (?:a |au |a l'
        |a la |dans |dans (?:l'|la |le |un |une )|chez |en )((?:l'
        |le |la |les |un |une )?[^.!?\n]{0,30}?\b(?:${PLACE_FR})\b[^.!?\n]{0,60})
      `,
      "g",
    ),
    reason: "says where a person is now",
    anchored: true,
  },
  {
    pattern: new RegExp(
      lines`
        \b${who.fr} (?:sort|part|quitte|rentre|finit|termine|arrive|passe|sera|seront|descend|prend|va etre
        |revient|debauche)(?: (?:toujours|souvent|d'habitude|tous les \w+|chaque \w+))? ((?:du |de |de l'
        |de la |le |la |l'|au |a l'|a la |a |chez |son |par |dans )[^.!?\n]{0,50}?(?:\b(?:${TIME})
        |${NOW_FR}))
      `,
      "g",
    ),
    reason: "says where a person will be and when",
    anchored: false,
  },
  {
    pattern: new RegExp(
      lines`
        \b${who.fr} est (?:toute |tout )?seule? (?:chez (?:elle|lui|iel)|a la maison|dans (?:son|sa
        |l') ?(?:appart\w*|maison|chambre))[^.!?\n]{0,30}
      `,
      "g",
    ),
    reason: "says that a person is alone at home",
    anchored: false,
  },
];

const room = new RegExp(`\\b${ROOM}\\b`);
const when = new RegExp(`\\b(?:${NOW_EN}|${NOW_FR}|${TIME})\\b`);
const named = new RegExp(
  lines`
    \b(?:${PLACE_EN}|${PLACE_FR})(?: (?:of|de|du|des|la|le|les|d'|l'))* (?:d'|l')?([a-z][a-z'-]{2,})
    |\b([a-z][a-z'-]{2,}) (?:${PLACE_EN})\b
  `,
);
/** The past, a wish, or something everyone may know is no position. */
const GUARD = new RegExp(lines`
  \b(?:was|were|used to|top of|heart of|best in|in the news|trending|if|s'il|si elle|etait|etaient|aurait
  |would|concert|tickets?|billets?|on stage|sur scene|conference|summit|hotel de ville|dedicace|signing
  |meet ?up|keynote|festival|speaking at|performing|plays at|joue a)\b
`);

/** Statements that place another person somewhere now, or at a time: "she's at Hotel X, room 12". */
export const currentLocation: Finder = {
  kind: "current-location",
  gate: topic(TOPIC.place),
  *find(reading: Reading): Generator<Hit> {
    for (const sentence of reading.sentences) {
      if ((sentence.topics & TOPIC.place) === 0) continue;
      const text = reading.text.slice(sentence.start, sentence.end);
      if (GUARD.test(text)) continue;
      const found = first(text, (at) => isCapital(reading, sentence.start + at));
      if (found !== undefined) {
        yield hit(
          sentence.start + found.start,
          sentence.start + found.end,
          found.confidence,
          ...found.reasons,
        );
      }
    }
  },
};

/** `capital`: whether the unit at an offset of the sentence is a capital in the original. */
function first(text: string, capital: (at: number) => boolean): Hit | undefined {
  for (const frame of frames) {
    frame.pattern.lastIndex = 0;
    const match = frame.pattern.exec(text);
    if (match === null || (match.groups?.name !== undefined && !capital(match.index))) continue;
    const end = match.index + match[0].trimEnd().length;
    const place = match.at(-1) ?? "";
    const hasRoom = room.test(place);
    const name = named.exec(place);
    const hasName =
      name !== null &&
      !/^(?:right|now|the|her|his|and|with|for|every|all|all day|qui|avec|pour|tout|toute|depuis|et|room|chambre)$/.test(
        name[1] ?? name[2] ?? "",
      );
    const hasTime = when.test(match[0]) || when.test(text.slice(end));
    if (frame.anchored && !hasRoom && !hasName && !hasTime) continue;
    const reasons: Reason[] = [frame.reason];
    if (hasRoom) reasons.push("names a room");
    if (hasTime && frame.reason === "says where a person is now") reasons.push("says when or where");
    return hit(
      match.index,
      end,
      Math.min(0.95, 0.7 + (hasRoom ? 0.15 : 0) + (hasName ? 0.08 : 0) + (hasTime ? 0.07 : 0)),
      ...reasons,
    );
  }
  return undefined;
}
