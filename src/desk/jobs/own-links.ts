import { tokenize } from "../../screening/html/tokens.ts";

/** Another address under which a page says that it, or a post of it, can be read. */
export interface OwnLink {
  /** Path and query on the site. */
  readonly url: string;
  readonly how: How;
}

/**
 * `rel`: a link element names it (canonical, alternate, shortlink…); `below`: under the page's own path (print view, feed,
 * quote); `query`: the page with another query (pager); `number`: the number that names the page is in it (attachment, old
 * address); `post`: the number of a post that stands on the page; `search`: the site's own search for the page's title.
 */
export type How = "rel" | "below" | "query" | "number" | "post" | "search";

/** The order in which they are kept where a page names more than are looked at. */
const ORDER: readonly How[] = ["rel", "below", "query", "number", "search", "post"];
const MAX_LINKS = 40;
const RELS = /^(?:canonical|alternate|amphtml|shortlink|self|print|archives)$/;
const MAX_TITLE = 120;

/**
 * What a page links as itself, by its own markup; links elsewhere are left alone. `hostnames`: of its site. Reads HTML and
 * never throws.
 */
export function ownLinks(html: string, page: string, hostnames: readonly string[]): OwnLink[] {
  const self = new URL(page);
  const found = new Map<string, How>();
  const anchors: URL[] = [];
  const posts = new Set<string>();
  let search: { action: URL; name: string | undefined } | undefined;
  let title = "";
  let inTitle = false;
  const add = (url: URL, how: How) => {
    const text = url.pathname + url.search;
    const known = found.get(text);
    if (text === self.pathname + self.search) return;
    if (known === undefined || ORDER.indexOf(how) < ORDER.indexOf(known)) found.set(text, how);
  };
  const onSite = (href: string | undefined): URL | undefined => {
    const url = href === undefined || href.startsWith("#") ? null : URL.parse(href, self);
    return url !== null && hostnames.includes(url.hostname) ? url : undefined;
  };

  for (const token of tokenize(html)) {
    if (token.type === "text") title += inTitle ? token.text : "";
    else if (token.type === "close") inTitle &&= token.name !== "h1";
    if (token.type !== "open") continue;
    const { name, attributes } = token;
    inTitle ||= name === "h1" && title === "";
    const number = postNumber(attributes.get("id"));
    if (number !== undefined) posts.add(number);
    const url = onSite(attributes.get("href"));
    if (name === "link" && url !== undefined) {
      const rels = (attributes.get("rel") ?? "").toLowerCase().split(/\s+/);
      if (rels.some((rel) => RELS.test(rel)) && !isStyle(attributes)) add(url, "rel");
    } else if (name === "a" && url !== undefined) anchors.push(url);
    else if (name === "form" && (attributes.get("method") ?? "get").toLowerCase() === "get") {
      const action = onSite(attributes.get("action"));
      search = action === undefined ? search : { action, name: undefined };
    } else if (
      name === "input" &&
      search !== undefined &&
      attributes.get("type")?.toLowerCase() === "search"
    ) {
      search.name ??= attributes.get("name");
    }
  }

  const names = numbersOf(self);
  for (const url of anchors) {
    const how = kinship(url, self, names, posts);
    if (how !== undefined) add(url, how);
  }
  const words = title.replace(/\s+/g, " ").trim().slice(0, MAX_TITLE);
  if (search?.name !== undefined && words !== "") {
    search.action.search = new URLSearchParams({ [search.name]: words }).toString();
    add(search.action, "search");
  }
  return [...found]
    .map(([url, how]) => ({ url, how }))
    .sort((a, b) => ORDER.indexOf(a.how) - ORDER.indexOf(b.how))
    .slice(0, MAX_LINKS);
}

function kinship(
  url: URL,
  self: URL,
  names: ReadonlySet<string>,
  posts: ReadonlySet<string>,
): How | undefined {
  if (url.pathname === self.pathname) return "query";
  if (url.pathname.startsWith(self.pathname.replace(/\/?$/, "/")) && self.pathname !== "/") return "below";
  const numbers = [...numbersOf(url)];
  if (numbers.some((number) => names.has(number))) return "number";
  return numbers.some((number) => posts.has(number)) ? "post" : undefined;
}

/** The numbers by which sites name things: `/41-title`, `/title.41/`, `?t=41`. A year or a count amid words is none. */
function numbersOf({ pathname, searchParams }: URL): Set<string> {
  const segments = pathname.split("/").flatMap((segment) => {
    const [, first, last] = /^(\d{1,12})(?:-|$)|[-.](\d{1,12})(?:\.[a-z]+)?$/.exec(segment) ?? [];
    return first ?? last ?? [];
  });
  return new Set([...segments, ...[...searchParams.values()].filter((value) => /^\d{1,12}$/.test(value))]);
}

/** `m4101`, `post-4101`. */
const postNumber = (id: string | undefined): string | undefined =>
  /^[a-z_-]{0,20}(\d{1,12})$/i.exec(id ?? "")?.[1];

const isStyle = (attributes: ReadonlyMap<string, string>): boolean =>
  /stylesheet/i.test(attributes.get("rel") ?? "");
