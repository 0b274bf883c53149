import { MAIL_LIMITS } from "./types.ts";
import { unwrap } from "./unwrap.ts";

/** Dots and colons that abuse desks write so that nothing is opened by mistake. */
const DOT =
  /(?<=[\p{L}\p{N}-])[ \t]?(?:\[(?:\.|dot|point)\]|\((?:\.|dot|point)\)|\{(?:\.|dot|point)\})[ \t]?(?=[\p{L}\p{N}])/giu;
const SEPARATOR = /\[(:\/\/|:|\/)\]/g;
const SCHEME = /\bh(?:xx|\*\*)p(s?)(?=:\/\/)/gi;
/** Zero-width characters and soft hyphens, which mail programs put into long words. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** An address in angle brackets may be broken over lines (RFC 3986 appendix C). */
const BRACKETED = /<[ \t]*(https?:\/\/[^<>"\s]+(?:[ \t]*\r?\n[ \t]*[^<>"\s]+){1,20})[ \t]*>/gi;
const WITH_SCHEME = /\bhttps?:\/\/[^\s<>"`|]+/giu;
/** Without a scheme: `www.` and a name, or a name and a path. A mail address and a file name are neither. */
const LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?";
const HOST = `${LABEL}(?:\\.${LABEL}){0,8}\\.\\p{L}{2,24}`;
const TAIL = '[^\\s<>"`|]*';
const BARE = new RegExp(
  `(?<![\\p{L}\\p{N}@/.:_%=&?-])(?:www\\.${HOST}(?![\\p{L}\\p{N}@-])(?::\\d{1,5})?(?:[/?#]${TAIL})?|${HOST}(?::\\d{1,5})?/${TAIL})`,
  "giu",
);

/** What was written around an address rather than in it. */
const TRAILING = /[.,;:!?'"*…»”’›\]}]$/;

interface Found {
  readonly at: number;
  readonly url: string;
}

/** The pages that a text names, in order; their schemes and dots as a browser takes them. Never throws. */
export function findUrls(text: string): string[] {
  const plain = refang(text);
  const found: Found[] = [];
  const take = (at: number, url: string) => {
    const trimmed = trim(url);
    if (trimmed !== "") found.push({ at, url: trimmed });
  };
  for (const { 1: url, index } of plain.matchAll(BRACKETED)) take(index, url!.replace(/\s+/g, ""));
  // what stood in brackets over several lines is not found again by its first line
  const rest = plain.replaceAll(BRACKETED, (whole) => " ".repeat(whole.length));
  for (const { 0: url, index } of rest.matchAll(WITH_SCHEME)) take(index, url);
  const named = rest.replaceAll(WITH_SCHEME, (whole) => " ".repeat(whole.length));
  for (const { 0: url, index } of named.matchAll(BARE)) take(index, `https://${url}`);
  return found.sort((a, b) => a.at - b.at).map(({ url }) => url);
}

/**
 * Of addresses found in several places, those that a capture could fetch: in order, each once, at most
 * `MAIL_LIMITS.urls`. Wrappers of mail gateways are taken off, because they name the person whose mail it was.
 */
export function usableUrls(candidates: Iterable<string>): string[] {
  const kept = new Map<string, string>();
  for (const candidate of candidates) {
    if (candidate.length > MAIL_LIMITS.urlLength * 4) continue;
    const url = unwrap(candidate.trim());
    const parsed = url.length <= MAIL_LIMITS.urlLength ? URL.parse(url) : null;
    if (parsed === null || !isPage(parsed) || kept.has(parsed.href)) continue;
    kept.set(parsed.href, url);
    if (kept.size === MAIL_LIMITS.urls) break;
  }
  return [...kept.values()];
}

const isPage = ({ protocol, hostname }: URL): boolean =>
  (protocol === "http:" || protocol === "https:") &&
  (/[^.]\.[^.]/.test(hostname) || hostname.startsWith("["));

const refang = (text: string): string =>
  text.replace(INVISIBLE, "").replace(SEPARATOR, "$1").replace(SCHEME, "http$1").replace(DOT, ".");

/** Without the punctuation behind it; a closing bracket stays where the address has opened one. */
function trim(url: string): string {
  let open = url.split("(").length - url.split(")").length;
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1]!;
    if (last === ")" ? open >= 0 : !TRAILING.test(last)) break;
    if (last === ")") open += 1;
  }
  return url.slice(0, end);
}
