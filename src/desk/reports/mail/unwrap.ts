/** A mail gateway, and where in an address of its own it keeps the one that it stands before. */
type Wrapper = (url: URL) => string | undefined;

const MAX_LAYERS = 4;

/** Microsoft 365 Safe Links, Google's and Facebook's redirects in mail and chat. */
const PARAMETERS: readonly (readonly [host: RegExp, path: RegExp, parameter: string])[] = [
  [/(?:^|\.)safelinks\.protection\.outlook\.com$/, /^/, "url"],
  [/^statics\.teams\.cdn\.office\.net$/, /safelinks/, "url"],
  [/^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, /^\/url$/, "q"],
  [/^lm?\.facebook\.com$/, /^\/l\.php$/, "u"],
];

const byParameter: Wrapper = ({ hostname, pathname, searchParams }) => {
  const found = PARAMETERS.find(([host, path]) => host.test(hostname) && path.test(pathname));
  return found === undefined ? undefined : (searchParams.get(found[2]) ?? undefined);
};

/** Proofpoint URL Defense: v2 writes `%` as `-` and `/` as `_`; v3 keeps the address between `__` and `__;`. */
const proofpoint: Wrapper = ({ hostname, pathname, searchParams, href }) => {
  if (!/(?:^|\.)urldefense(?:\.proofpoint)?\.(?:com|us)$/.test(hostname)) return undefined;
  if (pathname.startsWith("/v3/")) return between(href, "/v3/__", "__;");
  const written = searchParams.get("u");
  if (!pathname.startsWith("/v2/") || written === null) return undefined;
  try {
    return decodeURIComponent(written.replaceAll("-", "%").replaceAll("_", "/"));
  } catch {
    return undefined;
  }
};

function between(text: string, before: string, after: string): string | undefined {
  const from = text.indexOf(before) + before.length;
  const to = text.indexOf(after, from);
  const inner = to < 0 ? undefined : text.slice(from, to);
  // v3 writes what it took out as `*`, elsewhere in the address: then only the gateway can say what it was
  return inner === undefined || inner.includes("*") ? undefined : inner;
}

/**
 * The address behind those that mail programs put before it to follow or check clicks. They carry the mailbox of
 * whoever got the mail, and nobody could look at the page through them. Any other address as it is.
 */
export function unwrap(url: string): string {
  let inner = url;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const parsed = URL.parse(inner);
    const next = parsed === null ? undefined : (byParameter(parsed) ?? proofpoint(parsed));
    if (next === undefined || !/^https?:\/\//i.test(next)) break;
    inner = next;
  }
  return inner;
}
