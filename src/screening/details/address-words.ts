/**
 * Kinds of streets and their abbreviations, folded. Those that are also everyday words ("14 place", "3
 * cours") need more proof: a capital, a postcode, or a sentence that announces an address.
 */
export const STREETS_FR: Readonly<Record<string, readonly string[]>> = {
  rue: ["r"],
  avenue: ["av", "ave"],
  boulevard: ["bd", "bld", "blvd", "boul", "boulv"],
  place: ["pl"],
  chemin: ["ch", "che", "chem"],
  impasse: ["imp"],
  allee: ["all", "allees", "alle"],
  route: ["rte", "rt"],
  quai: [],
  square: ["sq"],
  cours: ["crs"],
  passage: ["pass", "pas"],
  faubourg: ["fbg", "fg"],
  lotissement: ["lot", "lots"],
  residence: ["res", "resid"],
  hameau: ["ham"],
  sentier: ["sent"],
  ruelle: [],
  cite: [],
  villa: [],
  esplanade: ["esp"],
  promenade: ["prom"],
  traverse: ["trav"],
  venelle: [],
  voie: [],
  clos: [],
  rang: [],
  montee: [],
  cote: [],
  chaussee: ["chs"],
  "rond-point": ["rpt"],
  parvis: [],
  dreve: [],
  parc: [],
  jardin: [],
  domaine: [],
  galerie: [],
  carrefour: [],
  corniche: [],
  croissant: [],
  terrasse: [],
};

export const STREETS_EN: Readonly<Record<string, readonly string[]>> = {
  street: ["st", "str"],
  road: ["rd"],
  avenue: ["ave", "av"],
  drive: ["dr"],
  lane: ["ln"],
  court: ["ct"],
  crescent: ["cres", "cr", "cresc"],
  place: ["pl"],
  boulevard: ["blvd", "boul"],
  way: [],
  terrace: ["terr", "ter"],
  circle: ["cir"],
  close: ["cl"],
  square: ["sq"],
  gardens: ["gdns"],
  grove: ["gr"],
  row: [],
  mews: [],
  hill: [],
  parkway: ["pkwy"],
  highway: ["hwy"],
  trail: ["trl"],
  walk: [],
  crossing: ["xing"],
  quay: [],
  view: [],
  rise: [],
  heights: ["hts"],
  park: [],
};

export const AMBIGUOUS: ReadonlySet<string> = new Set(
  `place pl cours crs passage pass pas villa cite voie cote clos rang residence res lot lots r ch che
  all av st dr ct cr close walk way row hill view rise park court drive cl gr ter str trail circle
  square terrace sq imp rt ham esp prom sent montee promenade traverse hameau parc jardin domaine galerie carrefour croissant
  terrasse`.split(/\s+/),
);

/** Of those, short forms that are words of their own: capitals around them prove nothing ("55 Pass TD"). */
export const SHORT_WORDS: ReadonlySet<string> = new Set(
  "pass pas res lot lots all sent prom ham esp trav".split(" "),
);

/** Small words inside a French street name. */
export const CONNECTORS_FR: ReadonlySet<string> = new Set(
  "de des du d la le les l et aux au a en sur sous saint sainte st ste".split(" "),
);

/**
 * Endings of English street names beyond the usual kinds (USPS Publication 28, C1, and British usage): read as
 * streets only where a postcode or a sentence says that this is an address.
 */
export const LATE_STREETS_EN: ReadonlySet<string> = new Set(
  `alley allee annex arcade avenue bank bayou beach bend bluff bottom branch bridge broadway brook brow burg bypass
  camp canyon cape causeway center centre chase circus cliff club common coppice corner course cove creek croft crest
  crossroad curve dale dam dell dene divide end estate estates expressway extension fairway fall falls farm ferry field
  fields flat flats ford forest forge fork fort freeway gap garden gate gateway glade glen green ground harbor harbour
  haven hollow inlet island isle junction key knoll lake land landing lea light loaf lock lodge loop mall manor meadow
  meadows mill mills mission motorway mount mountain neck orchard oval overpass parade paddock pass passage path pike
  pine place plain plains plaza point port prairie promenade radial ramp ranch rapid reach rest ridge ridgeway ring
  river route run shoal shore side skyway slip spring springs spur station strand stravenue stream summit throughway
  trace track trafficway tunnel turnpike underpass union vale valley via viaduct village ville vista wall walks water
  well wells wharf wood woods wynd yard brae garth mead drove rue chemin fold gill hey common stables courtyard`
    .split(/\s+/)
    .concat(Object.keys(STREETS_EN))
    .flatMap((word) => [word, `${word}s`]),
);

/** Endings of Dutch and German street names, which are one word: Kerkstraat, Bahnhofstrasse. */
export const COMPOUND_STREET =
  /(?:straat|laan|weg|plein|kaai|dreef|steenweg|strasse|str|gasse|platz|allee|ring)$/;

/** No street is called this: "5 minutes walk", "2 people on the road". */
export const NOT_A_NAME: ReadonlySet<string> = new Set(
  `
    a an the this that on in at of to from by for and or with is was are minute minutes min mins hour hours
    day days week weeks month months year years people persons men women cars times miles mile km kms m
    metres meters feet foot points dollars euros percent more other different my your his her their our hr
    hrs long short single open each per qui que est sont plus fois ans jours heures minutes`
    .trim()
    .split(/\s+/),
);
