/** The fields of a mail's head: every value of a field, in order, by its name in lower case. */
export type Head = (name: string) => readonly string[];

/** Local parts that nobody reads (RFC 3834 §2, RFC 5321 §4.5.1). */
const NOBODY =
  /^(?:mailer-daemon|postmaster|bounces?(?:[-+=].*)?|(?:no|do[-_.]?not)[-_.]?reply(?:[-+._].*)?|ne[-_.]?pas[-_.]?repondre|listserv|majordomo|(?:.*-)?(?:owner|request))@/i;

/** Whether an address has a local part that nobody reads. */
export const isNobody = (address: string): boolean => NOBODY.test(address);

const first = (head: Head, name: string): string => (head(name)[0] ?? "").trim().toLowerCase();
const has = (head: Head, ...names: string[]): boolean => names.some((name) => head(name).length > 0);

/**
 * Whether a program or a list sent this, so that nobody is answered (RFC 3834 §2; RFC 2919 and 2369 for lists; Microsoft's
 * X-Auto-Response-Suppress). In doubt it was: an answer too few costs less than two programs that write to each other.
 */
export function isAutomatic(head: Head, from: string | undefined): boolean {
  const submitted = first(head, "auto-submitted");
  return (
    isAutomaticReply(head, from) ||
    (submitted !== "" && !/^no\b/.test(submitted)) ||
    /^(?:bulk|list|junk)\b/.test(first(head, "precedence")) ||
    has(head, "list-id", "list-post", "list-unsubscribe", "list-help", "x-loop", "feedback-id") ||
    /\b(?:all|oof|autoreply)\b/.test(first(head, "x-auto-response-suppress")) ||
    from === undefined ||
    isNobody(from)
  );
}

/** Whether it is an answer of a program, or news of a mail that was ours: it may name pages and still reports none. */
export function isAutomaticReply(head: Head, from: string | undefined): boolean {
  return (
    /^auto-(?:replied|notified)\b/.test(first(head, "auto-submitted")) ||
    /^auto[-_]reply\b/.test(first(head, "precedence")) ||
    has(head, "x-autoreply", "x-autorespond", "x-autoresponder") ||
    /^<\s*>$/.test(first(head, "return-path")) ||
    /^multipart\/report\b.*\breport-type\s*=\s*"?(?:delivery-status|disposition-notification)\b/s.test(
      first(head, "content-type"),
    ) ||
    /^mailer-daemon@/i.test(from ?? "")
  );
}
