import type { Parts } from "../grammar.ts";

/** Parts of frames: who acts, how certain it is, what is done, to whom. */
export const PARTS: Parts = {
  // English
  we: "(I|WE|me|MY _? (MATES|KIN)|(the|THE) MATES|ME AND _{0,2} MATES)",
  will: `(SWEAR to? _? (THAT|I|WE)? )?(ADV* WILL (be)?|(BE|ADV)* GOING to?|(BE|ADV)* (about|coming|here|ready|on) to
    |(COULD|WILL)? ADV* WANT to|ADV* (have|HAVE) (got)? to|DO WANT to)`,
  "run up": "(_{0,4} (AND|to))",
  hurt: "(THRUST|KILL|HARM|SHOOT|HANG|BEAT|BURN|DESTROY|BREAK|FLOU|KILLED)",
  "hurt for sure": "(KILL|HARM|SHOOT|HANG|BEAT|BURN|KILLED)",
  "was hurt":
    "(KILL_D|HARM_D|SHOOT_D|HANG_D|BEAT_D|BURN_D|BREAK_D|DESTROY_D|KILLED|beaten|gassed|shot|hung|put|hit|hurt|cut|MEAT)",
  you: "(YOU|YOUR)",
  whom: "(YOU|HIM|YOUR|MY|(THE|THAT|A|ALL|ANY|MY|OF)* (OTHER|PEOPLE|KIN|PET|SOMEONE|BOSS|THAT|ALL|ANY)|OTHER)",
  "a living": "(YOU|HE|(YOUR|HIM|THE|THAT|ALL|A)* (KIN|PET|OTHER|MATES|PEOPLE|BOSS|THAT)|OTHER|ALL)",
  theirs: "(YOUR|HIM|THE|THAT|MY|OTHER BE)",
  // French
  "run up fr": "(_{0,4} (AND|TO))",
  nous: "(I|ON|WE|MY OTHER? (MATES|KIN)|ON AND I)",
  vais: "(YOU|LE)? (SWEAR _{0,2})? (WHICH|IF)? (I|ON|WE)? (VAIS|VENIR_E|VENIR_P|WANT (A|to)?|SHOULD|FAIRE_F|COULD) (ADV|NOT|tous|ALL|IN|HERE)*",
  clitic: "(YOU|LE|LEUR|HE|ME|REFLEX|AY|EN|ADV|ALL)*",
  tuer: "(POUSSER|TUER|FRAPPER|BRULER|CREVER|FLOU)",
  "tuer sur": "(TUER|FRAPPER|BRULER)",
  tue: "(POUSSER_E|TUER_E|FRAPPER_E|BRULER_E|CREVER_E|FLOU_E)",
  "tue sur": "(TUER_E|FRAPPER_E|BRULER_E)",
  tuez: "(POUSSER_Z|TUER_Z|FRAPPER_Z|BRULER_Z|CREVER_Z|FLOU_Z)",
  tuera: "(POUSSER_F|TUER_F|FRAPPER_F|BRULER_F|CREVER_F|FLOU_F)",
  tuent: "(POUSSER_P|TUER_P|FRAPPER_P|BRULER_P|CREVER_P|FLOU_P|TUER_C|FRAPPER_C|FLOU_C)",
  qui: "(LE|A|THAT|ALL|YOUR|HIS|MY|LEUR|A LE)* (OTHER|KIN|PET|PEOPLE|BOSS|THAT|OTHER|POLICE|WHO)",
};
