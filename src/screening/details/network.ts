import { isIPv6 } from "node:net";
import { lines } from "../pattern.ts";
import { after, before, type Reading } from "../reading.ts";
import { labelBefore } from "./context.ts";
import { digits, type Finder, type Hit, hit, isWord, matchAt } from "./finder.ts";
import type { Runs } from "./runs.ts";

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const V4 = new RegExp(`${OCTET}(?:\\.${OCTET}){3}(?![\\w-]|\\.\\w)(?:\\/(\\d{1,2})(?!\\d))?`, "y");
const V6 = /(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4})?(?:\/(\d{1,3}))?/y;
/** RFC 1918, 6598, loopback, link-local, "this network", masks, well-known groups: they point at nobody's line. */
const LOCAL = lines`
  ^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|224\.0|239\.255|255\.\d+)\.
`;
const LOCAL_V4 = new RegExp(LOCAL);
/** Resolvers that answer everyone. */
const RESOLVER =
  /^(?:([189])\.\1\.\1\.\1|1\.0\.0\.1|8\.8\.4\.4|9\.9\.9\.\d+|149\.112\.112\.112|208\.67\.22[02]\.\d+)$/;
/** Unspecified, loopback, link-local, unique local and multicast addresses. */
const LOCAL_V6 = /^(?:fe[89ab]|f[cd][0-9a-f]{2}:|ff0[0-9a-f]:|0{0,4}:(?:0{0,4}:){0,6}0{0,3}[01]?$)/;
/** "from 1.2.3.3 to 1.2.3.4". */
const UPGRADED =
  /\b(?:updated?|upgraded?|bump\w*|patch\w*|mise? a jour|passe\w*|deps)\b[^\n]{0,24}\b(?:to|a|en|vers|from|de) $/;
/** Four numbers that count something else: versions and sections. */
const NUMBERING = new RegExp(lines`
  (?:\b(?:v|versions?|ver|release|build|firmware|driver|pilote|section|sec|chapitre|chapter|chap|article|art|paragraph\w?|point
  |clause|annexe?|appendix|figure|table|firefox|chrome|windows|app|application|software|logiciel|update|patch)\b\.?|§|\d\.)
 [ ]?(?:(?:du|of|the|no|n°|is|est|[:=#-]) ?)?$
`);
const ADDRESS_WORDS = new RegExp(lines`
  \b(?:ips?|ipv[46]|address|adresse|host|server|serveur|login|logged|connexion|connecte\w*|connect\w*|ping|from|depuis|via|vpn|proxy|ssh|client
  |whois|traceroute|isp|fai)\b
`);
const SOMEBODYS =
  /\b(?:his|her|their|your|son|sa|leur|ton|[a-z]{2,20}'s) (?:\w{1,12} )?(?:ip|adresse ip|ip address)\b[^\d\n]{0,24}$/;

/** Addresses of public networks (documentation ranges count as such); a version number is not one. */
export const ipAddress: Finder = {
  kind: "ip-address",
  gate: digits(1),
  *find(reading, runs) {
    for (let at = 0; at < runs.count; at++) {
      const found = v4(reading, runs, at);
      if (found !== undefined) yield found;
    }
    yield* v6(reading);
  },
};

function v4(reading: Reading, runs: Runs, at: number): Hit | undefined {
  const { text } = reading;
  const start = runs.start(at);
  if (text[runs.end(at)] !== "." || at + 3 >= runs.count || runs.start(at + 3) - start > 12) return undefined;
  const previous = text.charCodeAt(start - 1);
  if (isWord(previous) || previous === 46 || previous === 45) return undefined;
  const match = matchAt(V4, text, start);
  if (match === undefined) return undefined;
  // A block of addresses is a network's, not somebody's.
  if (match[1] !== undefined && match[1] !== "32") return undefined;
  const written = match[0].replace(/\/.*/, "");
  if (NUMBERING.test(before(reading, start, 24)) || UPGRADED.test(before(reading, start, 48)))
    return undefined;
  const label = labelBefore(reading, start, 48);
  if (RESOLVER.test(written)) return undefined;
  if (LOCAL_V4.test(written) && !SOMEBODYS.test(label)) return undefined;
  // "2.1.3.4" numbers a paragraph as often as a host.
  const small = written.split(".").every((part) => part.length === 1);
  if (small && !ADDRESS_WORDS.test(`${label} ${after(reading, start + written.length, 24)}`))
    return undefined;
  return hit(start, start + written.length, 0.93, "an IP address of a public network");
}

/** From colon to colon: the first of an address has at most four hexadecimal digits before it. */
function* v6(reading: Reading): Generator<Hit> {
  const { text } = reading;
  for (let colon = text.indexOf(":"), end = 0; colon >= 0; colon = text.indexOf(":", colon + 1)) {
    if (colon < end || !/[0-9a-f:]/.test(text[colon + 1] ?? "")) continue;
    let start = colon;
    while (start > colon - 5 && /[0-9a-f]/.test(text[start - 1] ?? "")) start--;
    const previous = text.charCodeAt(start - 1);
    if (isWord(previous) || previous === 58) continue;
    const match = matchAt(V6, text, start);
    if (match === undefined) continue;
    end = start + match[0].length;
    const written = match[0].replace(/\/.*/, "");
    // A prefix is a network's, not somebody's.
    if (isWord(text.charCodeAt(end)) || (match[1] !== undefined && match[1] !== "128")) continue;
    if (
      !isIPv6(written) ||
      LOCAL_V6.test(written) ||
      LOCAL_V4.test(/(?<=:)[\d.]+\.[\d.]+$/.exec(written)?.[0] ?? "")
    )
      continue;
    // Pairs of digits throughout: the address of a card, or a fingerprint.
    if (text[end] === ":" || /^[0-9a-f]{2}(?::[0-9a-f]{2}){7}$/.test(written)) continue;
    yield hit(start, start + written.length, 0.93, "an IP address of a public network");
  }
}
