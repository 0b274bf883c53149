/** Words that a page carries for machines: JSON-LD (schema.org), the state of a script that draws the page. */
export interface DataText {
  readonly text: string;
  readonly author: string;
  readonly isComment: boolean;
}

/** Under these keys programs keep what people wrote. */
const TEXT = new Set(
  `articlebody body caption comment content cooked description headline message messagetext name_text post raw
  reviewbody selftext text title`.split(/\s+/),
);
const AUTHOR = new Set(
  "account acct author creator display_name displayname name nick nickname screen_name user username".split(
    " ",
  ),
);
const COMMENT = /comment|reply|answer|review/i;
/** Shorter ones are scores and states. */
const MIN_TEXT = 3;
const MAX_NODES = 100_000;

/**
 * The texts of a JSON value, an object at a time, each with the author that it names; nothing where it is no JSON. Reads at
 * most 100,000 values. Never throws; linear.
 */
export function dataTexts(json: string): DataText[] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [];
  }
  const texts: DataText[] = [];
  const open: { value: unknown; isComment: boolean; author: string }[] = [
    { value, isComment: false, author: "" },
  ];
  for (let read = 0; open.length > 0 && read < MAX_NODES; read++) {
    const { value: one, isComment, author: above } = open.pop() as (typeof open)[number];
    if (typeof one !== "object" || one === null) continue;
    if (Array.isArray(one)) {
      for (let at = one.length - 1; at >= 0; at--) open.push({ value: one[at], isComment, author: above });
      continue;
    }
    const entries = Object.entries(one);
    const type = (one as { "@type"?: unknown })["@type"];
    const comments = isComment || COMMENT.test(String(type ?? ""));
    const author = authorOf(one as Record<string, unknown>);
    const said = entries.flatMap(([key, text]) =>
      typeof text === "string" && TEXT.has(key.toLowerCase()) && text.length >= MIN_TEXT ? [text] : [],
    );
    if (said.length > 0) texts.push({ text: said.join("\n"), author: author || above, isComment: comments });
    for (const [key, inner] of entries.reverse())
      if (typeof inner === "object" && inner !== null)
        open.push({ value: inner, isComment: comments || COMMENT.test(key), author });
  }
  return texts;
}

function authorOf(object: Record<string, unknown>): string {
  for (const [key, value] of Object.entries(object)) {
    if (!AUTHOR.has(key.toLowerCase())) continue;
    const named = Array.isArray(value) ? value[0] : value;
    if (typeof named === "string") return named.slice(0, 80);
    if (typeof named !== "object" || named === null) continue;
    for (const [inner, name] of Object.entries(named))
      if (AUTHOR.has(inner.toLowerCase()) && typeof name === "string") return name.slice(0, 80);
  }
  return "";
}
