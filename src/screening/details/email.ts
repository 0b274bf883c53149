import { lines } from "../pattern.ts";
import { before, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { type Finder, type Hit, hit } from "./finder.ts";

const LOCAL = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24}(?![\w@])/;
/** Between brackets the sign may be any language's; without brackets the ending must be a usual one. */
const SPELLED = new RegExp(
  lines`
    \b([a-z0-9][a-z0-9._+-]{1,40}) ?(?:[[({<] ?(?:at|a|arobase|arobas|@) ?[\])}>]|\b(?:at|arobase
    |arobas)\b) ?([a-z0-9-]{2,40}) ?(?:[[({<] ?(?:dot|point|\.) ?[\])}>]|\b(?:dot|point)\b|\.) ?(com|org|net
    |fr|ca|uk|be|ch|io|eu|info|me|us|example|test)\b
  `,
  "g",
);

/** E-mail addresses (RFC 5321 dot-strings), and those with "at" and "dot" in words. */
export const email: Finder = {
  kind: "email",
  gate: (reading) =>
    reading.text.includes("@") ||
    (reading.topics & TOPIC.spelledEmail) !== 0 ||
    reading.text.includes("[at]") ||
    reading.text.includes("(at)"),
  find,
};

function* find(reading: Reading): Generator<Hit> {
  const { text } = reading;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const local = LOCAL.exec(before(reading, at, 64))?.[0].replace(/^[^a-z0-9]+/, "");
    const domain = DOMAIN.exec(text.slice(at + 1, at + 256))?.[0];
    if (local === undefined || local === "" || domain === undefined) continue;
    yield hit(at - local.length, at + 1 + domain.length, 0.98, "an e-mail address");
  }
  if ((reading.topics & TOPIC.spelledEmail) === 0 && !/[[(]at[\])]/.test(text)) return;
  for (const match of text.matchAll(SPELLED)) {
    yield hit(
      match.index,
      match.index + match[0].length,
      0.85,
      "an e-mail address with its signs spelled out",
    );
  }
}
