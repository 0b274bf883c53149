import { escaped, Family, PAGES } from "../row.ts";

/** RFC 3986 §2.1, and what origins make of escapes beside it. */
const salon = (spelling: string) => (path: string) => path.replace("salon", spelling);
const slash = (spelling: string) => (path: string) => path.replace("/salon/", `/salon${spelling}`);

export const percent = new Family("percent", { on: PAGES })
  .path("one letter", salon("s%61lon"))
  .path("every letter of a segment", salon(escaped("salon")))
  .path("hex digits in upper case", salon("salo%6E"))
  .path("hex digits in lower case", salon("salo%6e"))
  .path("every byte but the first slash", (path) => `/${escaped(path.slice(1))}`)
  .path("the slash", slash("%2F"))
  .path("the slash in lower case", slash("%2f"))
  .path("a letter twice", salon("s%2561lon"))
  .path("a letter three times", salon("s%252561lon"))
  .path("a letter five times", salon("s%2525252561lon"))
  .path("the percent sign and its digits", salon("s%25%36%31lon"))
  .path("one digit of the escape escaped", salon("s%6%31lon"))
  .path("the slash twice", slash("%252F"))
  .path("overlong slash of two bytes", slash("%C0%AF"))
  .path("overlong slash of three bytes", slash("%E0%80%AF"))
  .path("overlong slash of four bytes", slash("%F0%80%80%AF"))
  .path("overlong letter", salon("s%C1%A1lon"))
  .path("IIS unicode escape", salon("s%u0061lon"))
  .path("IIS unicode slash", slash("%u002f"))
  .path("NUL at the end", (path) => `${path}%00`)
  .path("NUL and an extension", (path) => `${path}%00.html`)
  .path("NUL, escaped twice", (path) => `${path}%2500.png`)
  .path("accents in lower-case escapes", (path) => path.toLowerCase(), { on: ["legal"] })
  // RFC 3986 has no bytes above ASCII; our fronts take none.
  .path("accents as raw UTF-8", (path) => Buffer.from(decodeURIComponent(path)).toString("latin1"), {
    on: ["legal"],
    expected: "malformed",
  })
  .path("accents half raw, half escaped", (path) => path.replace("%C3%A9", "\xc3%A9"), {
    on: ["legal"],
    expected: "malformed",
  })
  .path("accents decomposed", (path) => encodeURI(decodeURIComponent(path).normalize("NFD")), {
    on: ["legal"],
  })
  .path("accents escaped twice", (path) => path.replaceAll("%", "%25"), { on: ["legal"] })
  .path("a percent sign that escapes nothing", (path) => `${path}%`, { on: ["url"], expected: "served" })
  .path("an escape that is no hex", (path) => `${path}%zz`, { on: ["url"], expected: "served" })
  .path("another letter, escaped", salon("s%62lon"), { expected: "served" })
  .path("another letter, escaped twice", salon("s%2562lon"), { expected: "served" })
  .path("a page behind an escaped slash", (path) => `${path}%2Fannexe`, {
    on: ["url", "params"],
    expected: "served",
  })
  .path("an escaped question mark", (path) => `${path}%3Fa=1`, { on: ["url"], expected: "served" })
  .path("an escaped space at the end", (path) => `${path}%20`, { on: ["url"], expected: "served" })
  .path("a stray byte in the last segment", (path) => `${path}%FF`, { on: ["url"], expected: "served" })
  .path("a stray byte below a refused path", (path) => `${path}%FF`, { on: ["path"] })
  .path("an unaccented namesake", () => "/salon/cafe/creme", { on: ["legal"], expected: "served" }).rows;
