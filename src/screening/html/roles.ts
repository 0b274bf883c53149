import { authorName } from "../text/attribution.ts";
import { BLOCK } from "./elements.ts";
import { type Attributes, attributeOf } from "./markup.ts";

/** What an element is in a discussion; `comments`: where they stand; undefined: nothing that matters here. */
export type Role = "post" | "comment" | "comments" | "quote" | "author" | "signature" | undefined;

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const AUTHORS = words(`
  author auteur byline creator displayname handle hnuser membername nick nickname poster posteur pseudo pseudonyme
  screenname username
`);

const COMMENTS = words("comment comtr commentaire reply reponse answer review");
/** `comment-list`, `commentsArea`. */
const PLACES = words("area feed list section stream thread threads tree");

/**
 * Forum programs name their elements in English, or in the language of their authors, as compounds whose last word is the
 * thing: `post-author` is an author, `comment-body` a body. So roles are told by the last word, not by lists of programs.
 */
const HEADS: readonly (readonly [Exclude<Role, undefined>, ReadonlySet<string>])[] = [
  ["quote", words("quote quoted quotation quotebox quotemain blockquote bbquote citation cite")],
  ["signature", words("signature sig postsignature")],
  ["author", AUTHORS],
  ["comment", COMMENTS],
  ["comments", words("comments commentaires commentlist commentsection replies reponses answers reviews")],
  [
    "post",
    words(`
      post message msg entry hentry tweet status thing postbit postcontainer posting question publication
      discussionforumposting socialmediaposting blogposting newsarticle cpost
    `),
  ],
];
/** `display-name`, `from_name`: a name of whom, and nothing else. */
const WHOSE = words("account display from full member message nick person poster profile screen sender user");
const NAMES = words("name listing");
/** `author-text`, `author_information`: what shows an author. */
const SHOWS = words("text link label url info information");
/** Words at the end that say how a thing is built, not what it is: `postContainer`, `comment-node`. */
const BUILT = words("box container element group holder item li model node renderer row view wrap wrapper");
/** Beginnings that make another thing of it: a quote that is a link, a state that is not a post. */
const OTHER_STATUS = words("user online order member read login connection");
/** Parts of a post, by the words that are in their class: 4chan and vBulletin write a post's own words in a blockquote. */
const OWN_WORDS = words("post message comment content body text postmessage postcontent postbody entry");

/** Pages say the same few thousand times: what was told before is kept, up to a bound. */
const MAX_KNOWN = 5000;
const MAX_KEPT = 200;
const known = new Map<string, Role>();

/** The role that names in an attribute tell: classes, an id, an item type; of several the first of `HEADS`. */
function roleOfNames(names: string): Role {
  if (names.length <= MAX_KEPT && known.has(names)) return known.get(names);
  let role: Role;
  for (const name of names.split(/\s+/, 20)) role = stronger(role, readName(name));
  if (names.length > MAX_KEPT) return role;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(names, role);
  return role;
}

const wordsOf = (name: string): string[] =>
  name
    .slice(0, 80)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

function readName(name: string): Role {
  if (/^js[-_]/i.test(name)) return undefined; // what a script does with it: `js-selectToQuote`
  const [base = "", ...modifiers] = name.split("--");
  if (modifiers.some((modifier) => modifier === "quote")) return "quote";
  const all = wordsOf(base);
  while (all.length > 1 && (/\d/.test(all.at(-1) as string) || BUILT.has(all.at(-1) as string))) all.pop();
  const head = all.at(-1) ?? "";
  const before = all.at(-2) ?? "";
  if (/.(?:username|nickname|pseudo)$/.test(head)) return "author";
  if ((NAMES.has(head) && WHOSE.has(before)) || (SHOWS.has(head) && AUTHORS.has(before))) return "author";
  if (PLACES.has(head) && all.some((word) => COMMENTS.has(word.replace(/s$/, "")))) return "comments";
  if (head === "status" && all.some((word) => OTHER_STATUS.has(word))) return undefined;
  return HEADS.find(([, heads]) => heads.has(head))?.[0];
}

const NAMING = new Set("class component data-role data-testid id itemprop itemtype rel role".split(" "));
const ORDER: readonly Role[] = HEADS.map(([role]) => role);

const stronger = (one: Role, other: Role): Role =>
  one === undefined || (other !== undefined && ORDER.indexOf(other) < ORDER.indexOf(one)) ? other : one;

/**
 * The role of an element by its own names. Only blocks and custom elements are posts or quotes: a word in a line is not, and
 * what `>` marks in a line of a board is told by its text.
 */
export function roleOf(name: string, attributes: Attributes): Role {
  // The name of a custom element (§4.13) tells too.
  let role = name.includes("-") ? roleOfNames(name) : undefined;
  for (const { name: attribute, value } of attributes) {
    if (value === "" || !NAMING.has(attribute)) continue;
    const names = attribute === "itemtype" ? value.slice(value.lastIndexOf("/") + 1) : value;
    role = stronger(role, roleOfNames(attribute === "id" ? names.replace(/\d+/g, "") : names));
  }
  if (role === "author") return name === "input" || name === "meta" ? undefined : role;
  if (role === undefined && LINE.has(name) && isUser(attributes)) return "author";
  if (name === "blockquote") return role === "quote" || !isOwnWords(attributes) ? "quote" : undefined;
  const isBlock = BLOCK.has(name) || name.includes("-") || name === "tr" || name === "table";
  if (name === "article" && role === undefined) return isPart(attributes) ? undefined : "post";
  return isBlock ? role : undefined;
}

/** `<a class="comment-user">`, `<span class="name">`: in a line a user is a name; as a block it is a card about one. */
const LINE = words("a b bdi cite em span strong");
const isUser = (attributes: Attributes): boolean =>
  /(?:^|[\s_-])user(?:$|\s)|^name$/i.test(attributeOf(attributes, "class") ?? "");

/** A blockquote whose classes name the post's own text. */
function isOwnWords(attributes: Attributes): boolean {
  const all = wordsOf((attributeOf(attributes, "class") ?? "").replace(/\s+/g, "-"));
  return all.some((word) => OWN_WORDS.has(word)) && !all.some((word) => /quot|cite|tweet/.test(word));
}

/** `<article class="message-body">`: an article that says it is a part of one. */
const isPart = (attributes: Attributes): boolean =>
  /(?:^|[\s_-])(?:body|content|inner|text)(?:$|\s)/i.test(attributeOf(attributes, "class") ?? "");

const WHO = [
  "data-author",
  "author",
  "data-username",
  "data-quote",
  "data-ipsquote-username",
  "data-user-name",
  "data-nick",
  "data-user-card",
  "username",
];

/** The author that an element names in an attribute, as several programs write it; a bare number is an account's number. */
export function authorIn(attributes: Attributes): string {
  if (attributes.length === 0) return "";
  for (const name of WHO) {
    const value = attributeOf(attributes, name) ?? "";
    const author = value === "" || /^\d+$/.test(value) ? "" : authorName(value);
    if (author !== "") return author;
  }
  return "";
}
