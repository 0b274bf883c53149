import { lines } from "../pattern.ts";
import { before, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit, matchAt } from "./finder.ts";

const LOCAL = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const DOMAIN = /(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}(?:xn--[a-z0-9-]{2,50}|[a-z]{2,24})(?![\w@])/y;
/** "logo@2x.png" is a picture; no top-level domain ends the name of a file. */
const FILE =
  /\.(?:png|jpe?g|gif|svg|webp|ico|css|js|mjs|ts|tsx|jsx|json|html?|php|txt|xml|ya?ml|md5|zip|gz|tar|pdf|mp[34])$/;
/** What stands before an address in a URL with a password, a repository or a scoped package. */
const NO_MAIL = /(?:\w:\/\/[^\s@/]{0,64}|(?:^|[^\w.])(?:git|hg|svn)|message-id: ?<?[^\s@]{0,64})$/;

/** Between brackets the sign may be any language's; without brackets the ending must be a usual one. */
const AT = /[[({<] ?(?:at|a|arobase|arobas|chez|@) ?[\])}>] ?| (?:at|arobase|arobas) /g;
const DOT = "(?: ?[[({<] ?(?:dot|point|\\.) ?[\\])}>] ?| (?:dot|point) |\\.)";
const ENDING = lines`
  (?:com|org|net|info|biz|edu|gov|io|dev|app|me|tv|eu|fr|ca|qc|uk|us|be|ch|de|es|it|nl|lu|ie|au|example|test)
`;
const SPELLED_LOCAL = new RegExp(`(?<![\\w.@-])[a-z0-9][a-z0-9_+-]{0,40}(?:${DOT}[a-z0-9_+-]{1,40}){0,2}$`);
const SPELLED_DOMAIN = new RegExp(`(?:[a-z0-9-]{2,40}${DOT}){1,3}${ENDING}(?![\\w@-]|\\.\\w)`, "y");

/** E-mail addresses (RFC 5321 dot-strings), and those with "at" and "dot" in words. */
export const email: Finder = {
  kind: "email",
  gate: (reading) => reading.text.includes("@") || mayBeSpelled(reading),
  find,
};

const mayBeSpelled = ({ text, topics }: Reading): boolean =>
  (topics & TOPIC.spelledEmail) !== 0 || /[[({] ?(?:at?|arobas|arobase|@) ?[\])}]/.test(text);

function* find(reading: Reading): Generator<Hit> {
  const { text } = reading;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    DOMAIN.lastIndex = at + 1;
    const domain = DOMAIN.exec(text)?.[0];
    if (domain === undefined || FILE.test(domain)) continue;
    const lead = before(reading, at, 80);
    const local = LOCAL.exec(lead)?.[0].replace(/^.*[=/|{}!]|^[^a-z0-9]+/g, "");
    if (local === undefined || local === "" || NO_MAIL.test(lead)) continue;
    // "@name@instance" names an account of a federated network.
    if (lead[lead.length - local.length - 1] === "@") continue;
    yield hit(at - local.length, at + 1 + domain.length, 0.98, "an e-mail address");
  }
  if (!mayBeSpelled(reading)) return;
  for (const match of text.matchAll(AT)) {
    const domain = matchAt(SPELLED_DOMAIN, text, match.index + match[0].length)?.[0];
    if (domain === undefined) continue;
    const lead = before(reading, match.index, 100).trimEnd();
    const local = SPELLED_LOCAL.exec(lead)?.[0];
    if (local === undefined) continue;
    // "meet me at example.com": plain words and a plain dot are a sentence.
    if (/^ at $/.test(match[0]) && !/[[({ ]/.test(domain)) continue;
    const blank = text[match.index - 1] === " " ? 1 : 0;
    yield hit(
      match.index - blank - local.length,
      match.index + match[0].length + domain.length,
      0.85,
      "an e-mail address with its signs spelled out",
    );
  }
}
