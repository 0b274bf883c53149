/**
 * Named character references met in pages in French and English; the rest of HTML's 2,231 stay as written.
 */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  shy: "\u00ad",
  commat: "@",
  period: ".",
  plus: "+",
  eacute: "é",
  egrave: "è",
  ecirc: "ê",
  euml: "ë",
  agrave: "à",
  acirc: "â",
  auml: "ä",
  ccedil: "ç",
  icirc: "î",
  iuml: "ï",
  ocirc: "ô",
  ouml: "ö",
  ugrave: "ù",
  ucirc: "û",
  uuml: "ü",
  oelig: "œ",
  aelig: "æ",
  Eacute: "É",
  Egrave: "È",
  Ecirc: "Ê",
  Agrave: "À",
  Ccedil: "Ç",
  laquo: "«",
  raquo: "»",
  ldquo: "“",
  rdquo: "”",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  bdquo: "„",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  deg: "°",
  euro: "€",
  middot: "·",
  bull: "•",
  zwj: "\u200d",
  zwnj: "\u200c",
  lrm: "\u200e",
  rlm: "\u200f",
  thinsp: "\u2009",
  ensp: "\u2002",
  emsp: "\u2003",
  num: "#",
  colon: ":",
  comma: ",",
  lpar: "(",
  rpar: ")",
  excl: "!",
  quest: "?",
  sol: "/",
  hyphen: "-",
  copy: "©",
};

const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}\d{0,2}));?/gi;

/** Text with its character references read (HTML §13.5); an unknown one is left alone. */
export const decodeEntities = (text: string): string =>
  text.includes("&")
    ? text.replace(REFERENCE, (whole, hexadecimal?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return NAMED[name] ?? whole;
        const point = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
        return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
      })
    : text;
