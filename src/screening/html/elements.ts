/** Sets of elements, and which start tag ends what (WHATWG HTML, sections as cited). All names are lower case. */
const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** §13.1.2: without content or end tag. `image` is read as `img` (§13.2.6.4.7). */
export const VOID = names(`
  area base basefont bgsound br col command embed frame hr image img input keygen link meta param source track
  wbr
`);

/** §15.3: those that stand on lines of their own, or break one. */
export const BLOCK = names(`
  address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption
  figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main marquee menu nav
  noframes ol optgroup option p plaintext pre search section select slot summary td th title ul xmp
`);

/** Of these only the end is a break: what stands in them outside a cell is moved before them (§13.2.6.1). */
export const TABLE = names("table tbody tfoot thead tr");

/** §13.2.4.2, "special": an end tag of an ordinary element does not reach across one of them. */
export const SPECIAL = names(`
  address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup
  dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head
  header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes
  noscript object ol p param plaintext pre script search section select source style summary table tbody td
  template textarea tfoot th thead title tr track ul wbr xmp
`);

/** §13.2.4.3, "formatting": such an end tag ends its element alone, whatever was opened in it and is still open. */
export const FORMATTING = names("a b big code em font i nobr s small strike strong tt u");

const SCOPE = "applet caption html table td th marquee object select template";
/** §13.2.4.2, "have an element in scope": no end tag reaches out of these. */
const IN_SCOPE = names(SCOPE);
const IN_BUTTON_SCOPE = names(`${SCOPE} button`);
const IN_LIST_SCOPE = names(`${SCOPE} ol ul menu`);
const IN_TABLE_SCOPE = names("html table template");
const OF_TABLE = names("caption colgroup table tbody td tfoot th thead tr");

/** What no end tag `</name>` reaches across. */
export function scopeOf(name: string): ReadonlySet<string> {
  if (name === "p") return IN_BUTTON_SCOPE;
  if (name === "li") return IN_LIST_SCOPE;
  return OF_TABLE.has(name) ? IN_TABLE_SCOPE : IN_SCOPE;
}

/** §13.1.2.4 and §13.2.6.4.7: these start tags end a paragraph. */
export const ENDS_PARAGRAPH = names(`
  address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form
  h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul
  xmp
`);

const HEADINGS = names("h1 h2 h3 h4 h5 h6");
const LIST_ITEM = { ends: names("li"), across: names("address div p") };
const TERM = { ends: names("dd dt"), across: names("address div p") };
const RUBY = { ends: names("rb rt rp rtc"), across: names("") };

/**
 * Which open element a start tag ends, and which special elements it may reach across to find it (§13.1.2.4, optional tags).
 * Elements that are not special never stop the search.
 */
export const ENDS_SIBLING: ReadonlyMap<
  string,
  { readonly ends: ReadonlySet<string>; readonly across: ReadonlySet<string> }
> = new Map([
  ["li", LIST_ITEM],
  ["dd", TERM],
  ["dt", TERM],
  ["rb", RUBY],
  ["rt", RUBY],
  ["rp", RUBY],
  ["option", { ends: names("option"), across: names("") }],
  ["optgroup", { ends: names("optgroup"), across: names("") }],
  ["a", { ends: names("a"), across: SPECIAL }],
  ["button", { ends: names("button"), across: SPECIAL }],
  ["td", { ends: names("td th"), across: SPECIAL }],
  ["th", { ends: names("td th"), across: SPECIAL }],
  ["caption", { ends: names("caption"), across: SPECIAL }],
  ["tr", { ends: names("tr"), across: SPECIAL }],
  ["tbody", { ends: names("tbody tfoot thead caption colgroup"), across: SPECIAL }],
  ["thead", { ends: names("tbody tfoot thead caption colgroup"), across: SPECIAL }],
  ["tfoot", { ends: names("tbody tfoot thead caption colgroup"), across: SPECIAL }],
]);

export const isHeading = (name: string): boolean => HEADINGS.has(name);

/** §13.2.6.4.4 and §13.2.6.4.7: how the tokenizer reads what stands between these tags. Scripting counts as off. */
export const CONTENT: ReadonlyMap<string, "RCDATA" | "RAWTEXT" | "SCRIPT_DATA" | "PLAINTEXT"> = new Map([
  ["title", "RCDATA"],
  ["textarea", "RCDATA"],
  ["style", "RAWTEXT"],
  ["xmp", "RAWTEXT"],
  ["iframe", "RAWTEXT"],
  ["noembed", "RAWTEXT"],
  ["noframes", "RAWTEXT"],
  ["script", "SCRIPT_DATA"],
  ["plaintext", "PLAINTEXT"],
]);

/** §15.3.1 and §4.8: not rendered, or only where what it stands for cannot be. Of others an attribute decides. */
export const NOT_RENDERED = names(`
  audio canvas datalist iframe noembed noframes noscript rp video
`);
