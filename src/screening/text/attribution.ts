/** A longer line announces nobody's words. */
export const MAX_ATTRIBUTION = 250;
const MAX_NAME = 80;

const SAID = /\s(?:wrote|writes|said|says|posted|replied|a écrit|écrivait|écrit|a dit|disait|dit|a posté)\b/i;
const BY =
  /^(?:originally posted by|quote from:?|quoting|in reply to|initialement (?:posté|publié) par|envoyé par|citation de|citant|en réponse à)\s+/i;
/** What may follow a name: the date, a link to the post, an arrow. */
const AFTER_NAME = /\s*(?:»|;|↑|⬆|\son\s|\sin\s|\sat\s|\sle\s|\sdans\s|\sà\s).*$/i;
/** What may stand before one: "On Tue, 3 Mar 2026 at 12:03,". */
const BEFORE_NAME =
  /^(?:on|le|am)\s.*(?:\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[ap]m)?|\d{4}|\d{1,2}\/\d{1,2})[,\s]+/i;

/** Whom a line announces before a quote ("Pie wrote:", "Le 3 mars 2026, Pie a écrit :"); undefined where it announces nobody. */
export function attributionOf(line: string): string | undefined {
  const text = line.replace(/\s+/g, " ").trim();
  if (text === "" || text.length > MAX_ATTRIBUTION) return undefined;
  const by = BY.exec(text);
  if (by !== null) return nameIn(text.slice(by[0].length).replace(AFTER_NAME, ""));
  const said = SAID.exec(text);
  if (said === null || said.index > MAX_ATTRIBUTION) return undefined;
  const rest = text.slice(said.index + said[0].length);
  // "Pie said she would come" announces nothing: after the verb only a date, a place and a colon may stand.
  if (!/^\s*(?:(?:on|in|at|le|dans|à)\s.{1,80})?\s*[:↑⬆]*\s*$/i.test(rest)) return undefined;
  return nameIn(text.slice(0, said.index).replace(BEFORE_NAME, ""));
}

function nameIn(text: string): string | undefined {
  const name = text
    .replace(/<[^<>]{0,100}>/g, "")
    .replace(/^[\s"“«@]+|[\s"”»:,]+$/g, "")
    .trim();
  return name === "" || name.length > MAX_NAME || !/[\p{L}\p{N}]/u.test(name) ? undefined : name;
}

const BY_LINE =
  /^(?:by|par|de|from|posted by|posté par|publié par|written by|écrit par|author|auteur)\s*:?\s+/i;

/** An author's name as an element gives it: without "by" and "wrote". */
export function authorName(text: string): string {
  const name = text.replace(/\s+/g, " ").trim().replace(BY_LINE, "");
  return name
    .replace(/\s*(?:wrote|said|says|dit|a écrit|a dit)?\s*[:»,·•-]*$/i, "")
    .slice(0, MAX_NAME)
    .trim();
}

/**
 * Whether an author's name is one word or two like a handle. Anything longer, or with digits enough for a number, is also read
 * as text: an element that calls itself an author hides nothing.
 */
export const isHandle = (name: string): boolean =>
  /^@?[\p{L}\p{M}\p{N}_.'’~^|*+-]{1,30}(?: [\p{L}\p{M}\p{N}_.'’-]{1,20})?$/u.test(name) &&
  (name.match(/\p{N}/gu)?.length ?? 0) < 6;
