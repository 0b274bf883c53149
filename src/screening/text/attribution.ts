/** A longer line announces nobody's words. */
export const MAX_ATTRIBUTION = 250;
const MAX_NAME = 80;

const SAID = /\s(?:wrote|writes|said|says|posted|replied|a écrit|écrivait|écrit|a dit|disait|dit|a posté)\b/i;
const BY =
  /^(?:originally posted by|quote from:?|quoting|in reply to|initialement (?:posté|publié) par|envoyé par|citation de|citant|en réponse à)\s+/i;
/** What may follow a name: the date, a link to the post, an arrow. */
const AFTER_NAME =
  /\s*(?:»|;|↑|⬆|\sview post$|\svoir le message$|\son\s|\sin\s|\sat\s|\sle\s|\sdans\s|\sà\s).*$/i;
/** What may stand before one: "On Tue, 3 Mar 2026 at 12:03,". */
const BEFORE_NAME =
  /^(?:on|le|am)\s.*(?:\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[ap]m)?|\d{4}|\d{1,2}\/\d{1,2})[,\s]+/i;

/** "On Sunday, Pie", "Le lun. 2 mars 2026 à 10:00, Pie", "3 hours ago, Pie": after the last comma. */
const withoutDate = (text: string): string =>
  /^(?:(?:on|le|am)\s|.{0,30}\b(?:ago|il y a)\b).*,/i.test(text)
    ? text.slice(text.lastIndexOf(",") + 1)
    : text.replace(BEFORE_NAME, "");

/** Whom a line announces before a quote ("Pie wrote:", "Le 3 mars 2026, Pie a écrit :"); undefined where it announces nobody. */
export function attributionOf(line: string): string | undefined {
  if (line.length > 2 * MAX_ATTRIBUTION) return undefined;
  const text = line
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(?:quote|citation)\s*:?\s+(?!from|de\b)/i, "");
  if (text === "" || text.length > MAX_ATTRIBUTION) return undefined;
  const by = BY.exec(text);
  if (by !== null) return nameIn(text.slice(by[0].length).replace(AFTER_NAME, ""));
  const said = SAID.exec(text);
  if (said === null || said.index > MAX_ATTRIBUTION) return undefined;
  const rest = text.slice(said.index + said[0].length);
  // "Pie said she would come" announces nothing: after the verb only a date, a place and a colon may stand.
  if (!/^\s*(?:(?:on|in|at|le|dans|à)\s.{1,80})?\s*(?::?\s*[↑⬆].{0,60}|:?\s*)$/i.test(rest)) return undefined;
  return nameIn(withoutDate(text.slice(0, said.index)));
}

function nameIn(text: string): string | undefined {
  const name = text
    .replace(/<[^<>]{0,100}>/g, "")
    .replace(/^\s*\([^()]{0,40}\)/, "")
    .replace(/^[\s"“«@]+|[\s"”»:,]+$/g, "")
    .trim();
  return name === "" || name.length > MAX_NAME || !/[\p{L}\p{N}]/u.test(name) ? undefined : name;
}

const BY_LINE =
  /^(?:by|par|de|from|posted by|posté par|publié par|written by|écrit par|author|auteur)\s*:?\s+/i;

/**
 * An author's name as an element gives it: without "by" and "wrote", and without the server of an account of the fediverse,
 * which looks like a mail address. Empty where it can be no name: it is too long, or holds a number or an address.
 */
export function authorName(text: string): string {
  const name = text
    .slice(0, 2 * MAX_NAME)
    .replace(/\s+/g, " ")
    .trim()
    .replace(BY_LINE, "")
    .replace(/\s*(?:wrote|said|says|dit|a écrit|a dit)?[\s:»,·•-]{0,5}$/i, "")
    .replace(/(@[\w.-]{1,40})@[\w.-]{1,60}$/, "$1")
    .trim();
  const isName =
    name.length <= MAX_NAME &&
    name.split(" ").length <= 4 &&
    !/^\d+ /.test(name) &&
    !/[^\s@]@/.test(name) &&
    (name.match(/\p{N}/gu)?.length ?? 0) < 6;
  return isName ? name : "";
}

/**
 * Whether an author's name is one word or two like a handle. Anything longer is also read as text: an element that calls itself
 * an author hides nothing.
 */
export const isHandle = (name: string): boolean =>
  /^@?[\p{L}\p{M}\p{N}_.'’~^|*+-]{1,30}(?: [@!]?[\p{L}\p{M}\p{N}_.'’-]{1,20})?$/u.test(name);
