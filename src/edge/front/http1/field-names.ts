/** Names that visitors' requests nearly always consist of, as browsers and common clients spell them. */
const COMMON = [
  ..."Host Connection User-Agent Accept Accept-Encoding Accept-Language Cookie Referer Origin Range".split(
    " ",
  ),
  ..."Cache-Control Pragma If-None-Match If-Modified-Since If-Range Content-Length Content-Type".split(" "),
  ..."Upgrade-Insecure-Requests Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-User Sec-Fetch-Dest".split(" "),
  ..."sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform DNT TE Priority X-Requested-With X-Forwarded-For".split(
    " ",
  ),
  ..."host accept user-agent accept-encoding connection content-length content-type".split(" "),
];

const SLOTS = 512;
const slotOf = (length: number, first: number, last: number): number =>
  (length * 31 + first * 7 + last) & (SLOTS - 1);

const known: (string | undefined)[] = new Array(SLOTS).fill(undefined);
for (const name of COMMON)
  known[slotOf(name.length, name.charCodeAt(0), name.charCodeAt(name.length - 1))] = name;

/** The name in `bytes[from, to)`; a common one without making a string anew, which is what a head costs most. */
export function fieldName(bytes: Buffer, from: number, to: number): string {
  const name = known[slotOf(to - from, bytes[from]!, bytes[to - 1]!)];
  if (name !== undefined && name.length === to - from && equals(name, bytes, from)) return name;
  return bytes.toString("latin1", from, to);
}

function equals(name: string, bytes: Buffer, from: number): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}
