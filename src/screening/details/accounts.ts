import { lines } from "../pattern.ts";
import type { Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, isWord } from "./finder.ts";

/** Profile pages: the site, and what stands before the name in its paths. */
const PROFILE = new RegExp(
  lines`
    (?:https?:\/\/)?(?:(?:www|m|old|mobile|web|fr|fr-fr|en|ca)\.)?(?:(?:facebook|fb|instagram|twitter|x|tiktok|threads|pinterest|tumblr|onlyfans|patreon
    |github|gitlab|soundcloud|vimeo|flickr|behance|medium|venmo|ko-fi|vk|snapchat|linkedin|reddit|youtube|steamcommunity
    |roblox|chess|strava|letterboxd|deviantart|myspace|last)\.(?:com|net|fm)|twitch\.tv|t\.me|bsky\.app|cash\.app|mastodon\.social|paypal\.me|discord\.gg
    |linktr\.ee|wa\.me|gettr\.com)\/
    (?:add\/|in\/|u\/|user\/|users\/|id\/|profiles?\/|c\/|channel\/|people\/|athletes\/|member\/|s\/)?@?[$]?([a-z0-9_.-]{2,60})(?:\/(?![\w@-])|(?![\w@/-]))
  `,
  "g",
);
/** Sites where a name stands only behind one of these: linkedin.com/in/, reddit.com/user/. */
const BEHIND =
  /(?:linkedin\.com\/(?!in\/)|reddit\.com\/(?!u\/|user\/)|youtube\.com\/(?!@|c\/|user\/|channel\/)|steamcommunity\.com\/(?!id\/|profiles\/)|snapchat\.com\/(?!add\/)|last\.fm\/(?!user\/)|bsky\.app\/(?!profile\/)|discord\.gg)/;
/** Paths of these sites that are not a person's. */
const NOT_A_PROFILE = new RegExp(lines`
  ^(?:share|sharer|intent|explore|watch|groups?|events?|hashtag|search|login|signup|help|about|p|reel|reels|tos|terms
  |privacy|policies|policy|home|videos?|directory|settings|features|pages?|stories|tv|jobs|company|legal|status|tag|tags
  |sharer\.php|profile\.php|feed|trending|marketplace|gaming|games|app|apps|blog|store|business|download|index\.html?
  |orgs|topics|sponsors|pulse|school)$
`);

const NETWORKS = lines`
  instagram|insta|ig|snapchat|snap|twitter|facebook|fb|telegram|tiktok|tik tok|discord|steam|psn|playstation|xbox|xbox live|linkedin
  |onlyfans|skype|kik|twitch|youtube|yt|reddit|bluesky|bsky|gamertag|tumblr|pinterest|mastodon|threads|viber|wechat|vk|github
  |roblox|epic|epic games|battle\.?net|nintendo|venmo|cash ?app|paypal|x
`;
const ROLE =
  "(?: ?(?:id|user|username|user name|account|handle|compte|pseudo|tag|gamertag|profile|profil|name|nickname|officiel|perso|prive|main))";
const NAME = "(?:@|/?u/)?[a-z0-9_][a-z0-9_.-]{1,38}(?:#\\d{4}(?!\\d))?";
/** "insta: name", "her insta is name", "son snap name_1", "Twitter @name". */
const LABELLED = new RegExp(
  `(?<![\\w./@-])(?:(compte|pseudo|account|profile?|handle|username|identifiant)(?: (?:d'|de |du |sur |on )?)?)?(${NETWORKS})(?!\\w)${ROLE}{0,2}(?:\\([^)\\n]{0,16}\\))?( ?(?::|=|->|=>|-|–) ?| (?:is|est|c'est|was|handle|username|pseudo|called) :? ?| )"?(${NAME})(?!\\w)`,
  "g",
);
/** "Pseudo : name", "username=name": an account of whichever network, alone in its line or field. */
const PLAIN = new RegExp(
  lines`
    (?:^|\n|[|,;{] ?"?)[ *•>_-]{0,4}(?:pseudo|username|user name|screen name|screenname|nickname|handle|gamertag|identifiant|login|nick)(?: \w{3,12})?
    "? ?[:=] ?"?(${NAME})(?=$|[\n,;|"}]| *$)
  `,
  "g",
);
/** "@name on Instagram", "name_1 sur insta", "@name (Twitter)". */
const BEFORE = new RegExp(
  `(?<![\\w./@])(@[a-z0-9_][a-z0-9_.-]{1,38}|[a-z0-9]+(?:[._][a-z0-9]+)+|[a-z]+\\d{2,}) (?:on |sur |\\(|chez |de )(?:${NETWORKS})(?!\\w)`,
  "g",
);
/** "on Instagram as name", "sur Twitter (@name)", "sur insta sous le nom de name". */
const AS = new RegExp(
  `(?<!\\w)(?:${NETWORKS})(?:,? (?:as|under|sous le (?:nom|pseudo)(?: de)?|avec le pseudo|au nom de) | ?\\()(${NAME})(?!\\w)`,
  "g",
);
/** "son pseudo sur … c'est name": an account of any network. */
const PSEUDO = new RegExp(
  `(?<!\\w)(?:her|his|their|son|leur|ton) (?:pseudo|username|gamertag|handle|nick|compte)(?: (?:sur|on|de) [a-z0-9' ]{2,24})? (?:is|est|c'est) (${NAME})(?!\\w)`,
  "g",
);
/** "@name@instance.example", "STEAM_0:1:1234", the 64-bit numbers of Steam. */
const SELF_TOLD =
  /(?<![\w./@])(?:@[a-z0-9_]{2,30}@(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}|steam_[0-5]:[01]:\d{4,12}|7656119\d{10})(?![\w@/])/g;

const POSSESSIVE =
  /\b(?:his|her|their|my|your|son|sa|mon|ma|ton|ta|leur|le|l'|the|[a-z]{2,20}'s) ?(?:compte |account |profile?|vrai |real |main |new |nouveau )?$/;
/** Words of a sentence about the network rather than the name of an account. */
const NOT_A_NAME = new RegExp(lines`
  ^(?:the|a|an|is|it|it's|its|are|was|and|or|but|for|pour|down|dead|mort|morte|now|sur|on|qui|que|des|les|le|la|un|une|est|et|ou|mais
  |super|bien|nul|nulle|great|bad|not|pas|in|en|dans|account|accounts|compte|comptes|page|pages|profile|profil|video|videos|link|lien
  |user|username|handle|pseudo|name|id|this|that|these|those|to|too|so|very|trop|tres|vraiment|prive|private|public|gone|fake|good
  |best|lent|slow|again|encore|because|car|with|avec|from|de|du|d'|au|aux|a|no|non|yes|oui|none|aucun|n/a|unknown|inconnu|inc
  |facebook|instagram|twitter|youtube|tiktok|snapchat|discord|telegram|whatsapp|linkedin|reddit|twitch|live|chat|server|serveur|app
  |tout|rien|all|always|toujours|still|aussi|also|just|hacked|pirate|banned|suspended|suspendu|supprime|deleted|c'est|ca|cool|decision|judgment)$
`);

/**
 * Profile pages and account names announced by the name of their network; a bare @mention is not a finding.
 */
export const onlineAccount: Finder = {
  kind: "online-account",
  gate: ({ topics, text }) => (topics & TOPIC.account) !== 0 || hasProfile(text) || mayTellItself(text),
  find: accounts,
};

/** Searches for fixed strings, many times as fast as the patterns they stand before. */
const includesAny =
  (...parts: readonly string[]) =>
  (text: string): boolean =>
    parts.some((part) => text.includes(part));
const hasProfile = includesAny(".com/", ".tv/", ".me/", ".app/", ".net/", ".fm/", ".ee/", ".social/");
const mayTellItself = (text: string): boolean =>
  includesAny("steam_", "7656119")(text) || (text.includes("@") && /@\w{2,30}@/.test(text));

function* accounts(reading: Reading): Generator<Hit> {
  const { text } = reading;
  let end = 0;
  if (hasProfile(text)) {
    for (const match of text.matchAll(PROFILE)) {
      const name = match[1] as string;
      const previous = text.charCodeAt(match.index - 1);
      if (isWord(previous) || previous === 46 || previous === 45) continue;
      if (NOT_A_PROFILE.test(name) || BEHIND.test(match[0])) continue;
      const length = match[0].replace(/[./-]+$/, "").length;
      yield hit(match.index, match.index + length, 0.85, "the address of a profile page");
    }
  }
  if (mayTellItself(text)) {
    for (const match of text.matchAll(SELF_TOLD)) {
      yield hit(
        match.index,
        match.index + match[0].length,
        0.8,
        "an account name in the form of its network",
      );
    }
  }
  if ((reading.topics & TOPIC.account) === 0) return;
  for (const sentence of reading.sentences) {
    if ((sentence.topics & TOPIC.account) === 0 || sentence.end <= end) continue;
    const line = text.slice(sentence.start, sentence.end);
    for (const found of inSentence(line)) {
      yield hit(sentence.start + found.start, sentence.start + found.end, found.confidence, ...found.reasons);
      end = sentence.start + found.end;
    }
  }
}

function* inSentence(line: string): Generator<Hit> {
  for (const match of line.matchAll(LABELLED)) {
    const name = match[4] as string;
    const sign = (match[3] as string).trim();
    const start = match.index + match[0].length - name.length;
    const owned = match[1] !== undefined || POSSESSIVE.test(line.slice(0, match.index));
    if (
      line[match.index + match[0].length] === "(" ||
      !isName(name) ||
      !introduces(sign, name, owned, line.slice(match.index + match[0].length))
    )
      continue;
    if (match[2] === "x" && !/^[:=]/.test(sign)) continue;
    yield named(start, name);
  }
  for (const match of line.matchAll(PLAIN)) {
    const name = match[1] as string;
    if (isName(name)) yield named(match.index + match[0].length - name.length, name);
  }
  for (const match of line.matchAll(BEFORE)) yield named(match.index, match[1] as string);
  for (const match of [...line.matchAll(AS), ...line.matchAll(PSEUDO)]) {
    const name = match[1] as string;
    if (isName(name) && (match[0].includes(" (") ? name.startsWith("@") : true))
      yield named(match.index + match[0].length - name.length, name);
  }
}

const isName = (name: string): boolean =>
  name.length > 2 &&
  !NOT_A_NAME.test(name.replace(/[.-]+$/, "")) &&
  /[a-z]/.test(name) &&
  !/^v?\d+(?:\.\d+)*$/.test(name);

/** "and Twitter: …": what follows is another account. */
const ANOTHER = new RegExp(`^,? (?:et|and|ou|or|&|/) (?:(?:his|her|son|sa) )?(?:${NETWORKS})(?!\\w)`);

/** A sign introduces any name; a blank only what cannot be an ordinary word. */
function introduces(sign: string, name: string, owned: boolean, rest: string): boolean {
  const marked = name.startsWith("@") || /[_\d]|[a-z]\.[a-z]|#/.test(name);
  if (/^[:=]|>$/.test(sign)) return !/^ [a-z]/.test(rest) || marked || owned || ANOTHER.test(rest);
  if (sign === "" || sign === "-" || sign === "–")
    return marked && (owned || name.startsWith("@") || sign !== "");
  return marked || (owned && !/^ [a-z]+(?:ing|ed|er)?\b/.test(rest));
}

const named = (start: number, name: string): Hit =>
  hit(start, start + name.replace(/[.-]+$/, "").length, 0.8, "an account name after the name of a network");
