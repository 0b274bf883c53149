import { isIPv6 } from "node:net";
import { lines } from "../pattern.ts";
import { before, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { digits, type Finder, type Hit, hit } from "./finder.ts";

const V4 =
  /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?!\w|\.\w)/g;
const V6 = /(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/g;
/** RFC 1918, loopback, link-local, "this network", multicast and above: they point at nobody's line. */
const LOCAL = /^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|22[4-9]|2[3-5]\d)\./;

/** Addresses of public networks (documentation ranges count as such); a version number is not one. */
export const ipAddress: Finder = {
  kind: "ip-address",
  gate: digits(4),
  *find(reading) {
    for (const match of reading.text.matchAll(V4)) {
      if (
        LOCAL.test(match[0]) ||
        /(?:\bv|version|release|build|firmware|section|§) ?$/.test(before(reading, match.index, 12))
      )
        continue;
      yield hit(match.index, match.index + match[0].length, 0.93, "an IP address of a public network");
    }
    for (const match of reading.text.matchAll(V6)) {
      if (!isIPv6(match[0]) || /^(?:f[cde]|0*:|:)/.test(match[0])) continue;
      yield hit(match.index, match.index + match[0].length, 0.93, "an IP address of a public network");
    }
  },
};

const DECIMAL = /(?<![\w.,-])-?\d{1,2}\.\d{4,10}°? ?[ns]? ?[,;/ ] ?-?\d{1,3}\.\d{4,10}(?![\w.])/g;
const SEXAGESIMAL = new RegExp(
  lines`
    (?<!\w)\d{1,2} ?[°o] ?\d{1,2} ?' ?\d{1,2}(?:\.\d{1,4})? ?(?:"
    |'')? ?[ns][ ,;]{0,2}\d{1,3} ?[°o] ?\d{1,2} ?' ?\d{1,2}(?:\.\d{1,4})? ?(?:"|'')? ?[eow](?!\w)
  `,
  "g",
);

/** Latitude and longitude, to four decimals (11 m) or to the second (31 m). */
export const coordinates: Finder = {
  kind: "coordinates",
  gate: digits(8),
  *find(reading) {
    for (const match of reading.text.matchAll(DECIMAL)) {
      const [latitude, longitude] = match[0].match(/-?\d+\.\d+/g)?.map(Number) ?? [];
      if (Math.abs(latitude as number) > 90 || Math.abs(longitude as number) > 180) continue;
      yield hit(
        match.index,
        match.index + match[0].length,
        0.9,
        "a pair of map coordinates, precise to a building",
      );
    }
    for (const match of reading.text.matchAll(SEXAGESIMAL)) {
      yield hit(
        match.index,
        match.index + match[0].length,
        0.95,
        "a pair of map coordinates, precise to a building",
      );
    }
  },
};

const PROFILE = new RegExp(
  lines`
    \b(?:https?://)?(?:(?:www\.|m\.|old\.)?(?:facebook\.com|fb\.com|instagram\.com|twitter\.com|x\.com
    |tiktok\.com|twitch\.tv|t\.me|snapchat\.com/add|linkedin\.com/in|steamcommunity\.com/(?:id|profiles)
    |reddit\.com/u(?:ser)?|youtube\.com/(?:c|user|@)|onlyfans\.com|github\.com
    |bsky\.app/profile))/?@?([a-z0-9_.-]{3,40})
  `,
  "g",
);
const NETWORKS = lines`
  instagram|insta|ig|snapchat|snap|twitter|facebook|fb|telegram|tiktok|discord|steam|psn|xbox|linkedin
  |onlyfans|skype|kik|twitch|youtube|reddit|bluesky|gamertag|tumblr
`;
const LABELLED = new RegExp(
  lines`
    \b(?:${NETWORKS})\b(?: ?(?:id|user|username|account|handle|compte|pseudo|tag))? ?(?:: ?@?|= ?@?|-> ?@?
    |(?:is |est |c'est )?@|(?:is|est) (?=[a-z0-9-]*[_.0-9])|(?:c'est|handle|username
    |pseudo) @?)([a-z0-9_][a-z0-9_.-]{2,31}(?:#\d{4})?)(?!\w)
  `,
  "g",
);
/** Paths of these sites that are not a person's. */
const NOT_A_PROFILE = new RegExp(lines`
  ^(?:share|sharer|intent|explore|watch|groups|events|hashtag|search|login|help|about|p|reel|reels|tos
  |privacy|policies|home|videos|directory|settings|features|the|est|is|and|pour|for|down|dead|mort|now|sur
  |qui|que|des|les|est|super|bien|nul|great|bad|not|pas)[.]?$
`);

/**
 * Profile pages and account names announced by the name of their network; a bare @mention is not a finding.
 */
export const onlineAccount: Finder = {
  kind: "online-account",
  gate: (reading) =>
    (reading.topics & TOPIC.account) !== 0 ||
    reading.text.includes("t.me/") ||
    reading.text.includes("x.com/"),
  find: accounts,
};

function* accounts(reading: Reading): Generator<Hit> {
  const seen: Hit[] = [];
  for (const match of reading.text.matchAll(PROFILE)) {
    if (NOT_A_PROFILE.test(match[1] as string)) continue;
    const length = match[0].replace(/[.-]+$/, "").length;
    seen.push(hit(match.index, match.index + length, 0.85, "the address of a profile page"));
  }
  for (const match of reading.text.matchAll(LABELLED)) {
    const name = (match[1] as string).replace(/[.-]+$/, "");
    const start = match.index + match[0].length - (match[1] as string).length;
    if (NOT_A_PROFILE.test(name) || seen.some((other) => other.start <= start && start < other.end)) continue;
    seen.push(hit(start, start + name.length, 0.8, "an account name after the name of a network"));
  }
  yield* seen;
}
