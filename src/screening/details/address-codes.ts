import { lines } from "../pattern.ts";

/** Postal codes by their form alone: made-up ones, and those of no place (00000), count like others. */
export const CODE_CA = "[a-ceghj-nprstvxy]\\d[a-z][ -]?\\d[a-z]\\d";
export const CODE_GB = "(?:[a-z]{1,2}\\d[a-z\\d]?|gir) ?\\d[a-z]{2}";
/** Behind a town, made-up ones of another form too: "HA52 43R", "YO2V 2NJ". */
export const CODE_GB_LOOSE = "[a-z]{1,2}\\d{1,2}[a-z]? ?(?:\\d[a-z]{2}|\\d{2}[a-z])";
export const ZIP = "\\d{5}(?:-\\d{4})?";

const STATE = lines`
  alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa
  |kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada
  |new (?:hampshire|jersey|mexico|york)|(?:north|south) (?:carolina|dakota)|ohio|oklahoma|oregon|pennsylvania|rhode island
  |tennessee|texas|utah|vermont|(?:west )?virginia|washington|wisconsin|wyoming|district of columbia|puerto rico
`;
const STATE_CODE = lines`
  a[klrzspae]|c[aot]|d[ce]|fl|g[au]|hi|i[adln]|k[sy]|la|m[adehinopst]|n[cdehjmvy]|o[hkr]|p[arw]|ri|s[cd]|t[nx]|ut|v[ati]|w[aivy]
`;
const PROVINCE = lines`
  ontario|quebec|british columbia|alberta|manitoba|saskatchewan|nova scotia|new brunswick|newfoundland(?: and labrador)?
  |prince edward island|northwest territories|nunavut|yukon|colombie-britannique|nouvelle-ecosse|nouveau-brunswick
  |terre-neuve(?:-et-labrador)?|ile-du-prince-edouard
`;
const PROVINCE_CODE = "on|ont\\.?|qc|pq|que\\.?|bc|b\\.c\\.|ab|mb|sk|ns|nb|nl|pe|pei|nt|nu|yt";

/** A state or province, in brackets or not. Group 1 is set where it is a two-letter code. */
export const REGION = `\\([a-z]{2}\\)|\\(?(?:(?:${STATE}|${PROVINCE})|(${STATE_CODE}|${PROVINCE_CODE}))(?![\\w'-])\\)?`;
export const COUNTRY = lines`
  (?:france(?: metropolitaine)?|u\.?s\.?a\.?|u\.s\.|united states(?: of america)?|etats-unis|canada|u\.?k\.?|united kingdom
  |royaume-uni|england|angleterre|scotland|ecosse|wales|northern ireland|great britain|belgique|belgium|belgie|suisse|switzerland
  |schweiz|luxembourg)(?![\w-])
`;
