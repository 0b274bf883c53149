import type { Happening } from "../types.ts";

/** Words of tags, types and field names of machine-readable reports, and what they declare in the words of our form. */
const MEANING: readonly (readonly [RegExp, Happening])[] = [
  [/^(?:(?:home|postal|street|private)[-_ ]?)?addresse?s?$|^doxing[-_]address$/, "address"],
  [/^(?:(?:mobile|home)[-_ ]?)?(?:tele)?phone(?:[-_ ]?numbers?)?s?$|^mobile$/, "phone"],
  [/^(?:(?:current|live)[-_ ]?)?(?:location|whereabouts|gps|coordinates)$/, "location"],
  [/^(?:former|birth|dead)[-_ ]?name$/, "former-name"],
  [
    /^(?:dox|doxx?ing|identity|government[-_]id|personal[-_](?:information|data|data[-_]exposure))$/,
    "identity",
  ],
  [/^(?:(?:death|bomb|rape|abuse)[-_ ]?)?threats?$|^violence$|^extortion$|^blackmail$/, "threat"],
  [/^voice[-_ ]?(?:message|mail)s?$/, "voice-message"],
  [/^(?:raid|raids|raiding|brigading|dogpiling|incitement)$/, "raid"],
  [/^swatt?(?:ing)?$/, "swatting"],
];

/** What a word declares, if it is one of ours. */
export const meaningOf = (word: string): Happening | undefined =>
  MEANING.find(([pattern]) => pattern.test(word.trim().toLowerCase()))?.[1];

/** Namespaces in which a tag is about what is done to a person; elsewhere `threat:` is about malware. */
const OURS = /^(?:rempart|harm|harassment|dox|doxx?ing|abuse|violence|safety|person|privacy)$/;

/** What X-ARF tags (`namespace:predicate`) declare, each once. */
export const happeningOfTags = (tags: readonly string[]): Happening[] => [
  ...new Set(
    tags.flatMap((tag) => {
      const [namespace = "", predicate = ""] = tag.toLowerCase().split(":");
      if (!OURS.test(namespace)) return [];
      return meaningOf(predicate) ?? meaningOf(namespace) ?? [];
    }),
  ),
];
