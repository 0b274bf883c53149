/**
 * Groups whose words make a sentence worth reading. Everything else on a page costs one lookup a word.
 */
const verb = (...names: string[]): string[] => names.flatMap((name) => [name, `${name}_S`, `${name}_D`]);
const verbe = (...names: string[]): string[] =>
  names.flatMap((name) => [name, `${name}_E`, `${name}_Z`, `${name}_P`, `${name}_F`, `${name}_C`]);

export const VIOLENT: readonly string[] = [
  ...verb("KILL", "HARM", "BEAT", "SHOOT", "HANG", "BURN", "DIE", "SWAT", "FLOOD", "FLAG"),
  ...verbe("TUER", "FRAPPER", "BRULER", "CREVER", "SWAT", "FLOOD", "FLAG"),
  "KILLED",
  "DYING",
  "DEAD",
  "WEAPON",
  "GRAVE",
  "SELF",
  "MORT",
  "RAIDWORD",
  "LESSON",
  "FLAGNOUN",
  "FIST",
];

export const VEILED: readonly string[] = [
  ...verb(
    "BREAK",
    "DESTROY",
    "THRUST",
    "HUNT",
    "PAY",
    "WATCH",
    "WAIT",
    "LIVE",
    "COME",
    "PUT",
    "DELIVER",
    "PHONE",
  ),
  ...verbe(
    "FLOU",
    "PARTIE",
    "METTRE",
    "PAYER",
    "CONNAITRE",
    "VENIR",
    "ATTENDRE",
    "HABITER",
    "DELIVER",
    "PHONE",
  ),
  "MEAT",
  "BYE",
  "KNOW",
  "SAVOIR_E",
  "SAVOIR_Z",
  "SAVOIR_P",
  "VOIR_F",
  "ACCIDENT",
  "SAFE",
  "FIRE",
  "OCCUPER",
  "PASSER_Y",
  "VIE",
  "BODY",
  "HOME",
  "DELIVERY",
  "POLICE",
  "BOSS",
  "MASS",
  "ACCOUNT",
  "HOPE",
  "DESERVE",
];

/** Somebody, or a modal: who is spoken of, or that something is to be done. */
export const SOMEBODY: readonly string[] =
  "I ME WE ON YOU YOUR HE HIM HIS LEUR LE THAT SOMEONE ANY ALL PEOPLE NOBODY WHO MATES KIN PET SHOULD WILL GOING VAIS WANT LET DESERVE HOPE".split(
    " ",
  );
