import type { Fields } from "../http/fields.ts";

/**
 * The tag of a coded answer. RFC 9110 §8.8.3.3: a strong tag must not be shared by two codings of one body, so it becomes
 * weak (our bytes differ from edge to edge and from flush to flush, so no strong tag would be true of them). Weak alone
 * would never again match where the comparison is strong, such as the If-Match of an API; so it is marked too, and comes
 * back to the origin as the tag that it gave out.
 */
const MARK = "~coded";
const MARKED = new RegExp(`W/"([^"]*)${MARK}"`, "g");

/** Undefined if what the origin sent is no entity tag: it cannot be made weak. A weak one may be shared as it is. */
export function codedTag(etag: string): string | undefined {
  const tag = etag.trim();
  if (/^W\/"[^"]*"$/.test(tag)) return tag;
  return /^"[^"]*"$/.test(tag) ? `W/${tag.slice(0, -1)}${MARK}"` : undefined;
}

/** A list of tags as a visitor sends it, with the origin's own in place of ours. */
export const originsTags = (tags: string): string =>
  tags.includes(MARK) ? tags.replace(MARKED, '"$1"') : tags;

/** Does the visitor hold the coded form of what this tag names? Its tag is then what a 304 must carry. */
export function holdsCoded(received: Fields, etag: string | undefined): boolean {
  const held = received.get("if-none-match");
  if (held === undefined || etag === undefined || !held.includes(MARK)) return false;
  return held.includes(codedTag(etag) ?? "\n");
}
