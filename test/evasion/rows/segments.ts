import { Family, PAGES } from "../row.ts";

/** RFC 3986 §5.2.4 and the slashes, backslashes and parameters that origins drop. */
const at = (spelling: string) => (path: string) => path.replace("/salon/", `/salon${spelling}`);
const front = (spelling: string) => (path: string) => `${spelling}${path}`;

export const dots = new Family("dot segments", { on: PAGES })
  .path("one dot", at("/./"))
  .path("one dot, escaped", at("/%2e/"))
  .path("one dot, escaped in upper case", at("/%2E/"))
  .path("one dot, escaped twice", at("/%252e/"))
  .path("down and up", at("/x/../"))
  .path("down and up, escaped dots", at("/x/%2e%2e/"))
  .path("down and up, one dot escaped", at("/x/.%2e/"))
  .path("down and up, other dot escaped", at("/x/%2E./"))
  .path("down and up, escaped slash", at("/x/..%2f"))
  .path("down and up, all escaped", at("/x%2f%2e%2e%2f"))
  .path("down and up, escaped twice", at("/x/%252e%252e/"))
  .path("down and up, overlong dots", at("/x/%c0%ae%c0%ae/"))
  .path("down and up twice", at("/x/y/../../"))
  .path("down and up with a parameter", at("/x/..;/"))
  .path("down and up with a named parameter", at("/x/..;v=1/"))
  .path("down and up, escaped semicolon", at("/x/..%3b/"))
  .path("above the root", front("/.."))
  .path("above the root, escaped", front("/%2e%2e/.."))
  .path("out of another folder", front("/autre/.."))
  .path("dot at the end", (path) => `${path}/.`)
  .path("down and up at the end", (path) => `${path}/x/..`)
  .path("up to the parent", (path) => `${path}/..`, { on: ["url", "params"], expected: "served" })
  .path("up and to a neighbour", (path) => `${path}/../40`, { on: ["url"], expected: "served" })
  .path("out of the refused path", (path) => `${path}/../../../pigeons`, {
    on: ["path"],
    expected: "served",
  })
  .path("a segment of three dots", at("/.../"), { expected: "served" })
  .path("a name that begins with dots", at("/..x/"), { expected: "served" }).rows;

export const slashes = new Family("slashes", { on: PAGES })
  .path("two in front", front("/"))
  .path("four in front", front("///"))
  .path("two within", at("//"))
  .path("many within", at("//////"))
  .path("one at the end", (path) => `${path}/`)
  .path("three at the end", (path) => `${path}///`)
  .path("escaped at the end", (path) => `${path}%2F`)
  .path("two, one escaped", at("/%2F"))
  .path("missing", at(""), { expected: "served" })
  .path("one more segment", (path) => `${path}/print`, { on: ["url", "params"], expected: "served" })
  .path("one more segment below a refused path", (path) => `${path}/print`, { on: ["path"] })
  .path("the refused path itself", () => "/salon/corbeaux", { on: ["path"] })
  .path("the refused path with a slash", () => "/salon/corbeaux/", { on: ["path"] }).rows;

export const backslashes = new Family("backslashes", { on: PAGES })
  .path("instead of a slash", at("\\"))
  .path("beside a slash", at("/\\"))
  .path("escaped", at("%5C"))
  .path("escaped in lower case", at("%5c"))
  .path("escaped twice", at("%255c"))
  .path("down and up", at("\\x\\..\\"))
  .path("at the end", (path) => `${path}\\`)
  .path("in front, which is no origin-form", (path) => path.replace("/", "\\"), { expected: "malformed" })
  .path("a neighbour", (path) => `${path}\\annexe`, { on: ["url"], expected: "served" }).rows;

export const parameters = new Family("path parameters", { on: PAGES })
  .path("a session id", (path) => `${path};jsessionid=1`)
  .path("an empty one", (path) => `${path};`)
  .path("several", (path) => `${path};a=1;b=2`)
  .path("within", at(";v=1/"))
  .path("a segment of nothing else", at("/;v=1/"))
  .path("an escaped semicolon", (path) => `${path}%3Bv=1`)
  .path("a semicolon escaped twice", (path) => `${path}%253Bv=1`)
  .path("with a slash at the end", (path) => `${path};v=1/`)
  .path("on a longer name", (path) => `${path}0;v=1`, { on: ["url", "params"], expected: "served" })
  .path("a neighbour with one", (path) => `${path}/annexe;v=1`, { on: ["url"], expected: "served" })
  .path("more readings than any honest path has", (path) => `/a;%2fb/..;%252fc/../;%2f..%252f${path}`, {
    expected: "malformed",
  }).rows;

export const letters = new Family("case", { on: ["folded"] })
  .path("as decided", (path) => path)
  .path("first letter", (path) => path.replace("juniper", "Juniper"))
  .path("all letters", (path) => path.toUpperCase())
  .path("an escaped capital", (path) => path.replace("juniper", "%4Auniper"))
  .path("an escaped capital, twice", (path) => path.replace("juniper", "%254Auniper"))
  .path("mixed with dots", (path) => path.replace("/salon/", "/SALON/./"))
  .path("another name", (path) => path.replace("juniper", "JUNIPERS"), { expected: "served" })
  .path("where the origin tells them apart", (path) => path.replace("salon", "Salon"), {
    on: PAGES,
    expected: "served",
  })
  .path("where it does, all letters", (path) => path.toUpperCase(), { on: PAGES, expected: "served" }).rows;

/** What must stay up beside a refused page: Mirabelle's critics, the wiki, the thread next door. */
export const neighbours = new Family("neighbours", { expected: "served" })
  .path("the next thread", (path) => path.replace(/41$/, "42"))
  .path("a number that begins alike", (path) => `${path}2`)
  .path("a number that is a part of it", (path) => path.slice(0, -1))
  .path("the folder", (path) => path.replace(/\/41$/, ""))
  .path("the root", () => "/")
  .path("the same below another folder", (path) => `/archive${path}`)
  .path("with an extension", (path) => `${path}.html`)
  .path("a dot at the end", (path) => `${path}.`)
  .path("a plus at the end", (path) => `${path}+`)
  .path("the path as a parameter", (path) => `/recherche?vers=${path}`)
  .path("a lookalike of the refused path", () => "/salon/corbeaux-2", { on: ["path"] })
  .path("a lookalike without a hyphen", () => "/salon/corbeaux2/sujet/7", { on: ["path"] })
  .path("a part of the refused path", () => "/salon/corbeau/sujet/7", { on: ["path"] })
  .path("the folder above", () => "/salon", { on: ["path"] })
  .path("the refused path in a query", () => "/salon?/salon/corbeaux/sujet/7", { on: ["path"] }).rows;
