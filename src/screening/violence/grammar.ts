import { symbolsIn, symbolsOf } from "./lexicon/index.ts";

/**
 * Frames are written over groups instead of letters: `I WILL ADV* KILL (YOU|HIM|OTHER)`. An item is a GROUP of
 * the lexicon, a word of it, `<part>` for a named part, `_` for any word that is no negation, `^` and `$` for the
 * ends of the sentence, or `(a|b)`; `?`, `*` (at most four times) and `{m,n}` repeat the item before. Blanks only
 * separate.
 */
export type Parts = Readonly<Record<string, string>>;

export interface Compiled {
  readonly regex: RegExp;
  /** A sentence that holds none of these symbols cannot match; undefined where nothing rare is needed. */
  readonly needs: string | undefined;
}

/** A piece of a pattern: its source as a regular expression, and the symbols of which it needs one. */
interface Piece {
  readonly source: string;
  readonly needs: string | undefined;
}

const TOKEN = /<[a-z ]+>|[A-Z][A-Z_]*|[a-z0-9'&]+|_|\{\d+,\d+\}|[*()|?^$]/gy;

/** Any word but a sign or a negation: what may stand between two parts of a frame. */
const BETWEEN = `[^\\u0103-\\u0108${symbolsIn("NOT")}]`;

/** In so many sentences that looking for them first saves nothing. */
const COMMON = new Set(
  [
    "I",
    "ME",
    "WE",
    "ON",
    "YOU",
    "YOUR",
    "MY",
    "HE",
    "HIM",
    "HIS",
    "LE",
    "LEUR",
    "IT",
    "THAT",
    "THE",
    "A",
    "ALL",
    "TO",
    "AND",
    "OF",
    "IN",
    "ONTO",
  ]
    .concat([
      "BE",
      "HAVE",
      "NOT",
      "ADV",
      "FOR",
      "WITH",
      "WHICH",
      "IF",
      "EN",
      "AY",
      "COMMA",
      "STOP",
      "QUESTION",
      "EXCLAMATION",
      "OTHER",
      "NUMBER",
    ])
    .concat([
      "WILL",
      "COULD",
      "DO",
      "GO",
      "AT",
      "UP",
      "BUT",
      "WHO",
      "COLON",
      "QUOTE",
      "BRACKET",
      "HERE",
      "TIME",
      "NOW",
    ])
    .flatMap((group) => [...symbolsIn(group)]),
);

/** Compiles a pattern. Throws for a group, word, part or sign that does not exist. */
export function compileFrame(pattern: string, parts: Parts): Compiled {
  const { source, needs } = parse(pattern, parts);
  return { regex: new RegExp(source), needs };
}

/** The regular expression of a named part. */
export const sourceOfPart = (name: string, parts: Parts): string => parse(`<${name}>`, parts).source;

function parse(pattern: string, parts: Parts): Piece {
  const tokens: string[] = [];
  for (let at = 0; at < pattern.length; ) {
    if (/\s/.test(pattern[at] as string)) {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(pattern);
    if (match === null) throw new Error(`"${pattern[at]}" in a frame: ${pattern}`);
    tokens.push(match[0]);
    at = TOKEN.lastIndex;
  }
  let at = 0;
  const alternatives = (): Piece => {
    const pieces = [sequence()];
    while (tokens[at] === "|") {
      at++;
      pieces.push(sequence());
    }
    if (pieces.length === 1) return pieces[0] as Piece;
    const needs = pieces.map((piece) => piece.needs);
    return {
      source: `(?:${pieces.map((piece) => piece.source).join("|")})`,
      needs: needs.includes(undefined) ? undefined : needs.join(""),
    };
  };
  const sequence = (): Piece => {
    let source = "";
    let needs: string | undefined;
    while (at < tokens.length && tokens[at] !== "|" && tokens[at] !== ")") {
      const piece = repeated(item());
      source += piece.source;
      if (piece.needs !== undefined && (needs === undefined || piece.needs.length < needs.length))
        needs = piece.needs;
    }
    return { source, needs };
  };
  const repeated = (piece: Piece): Piece => {
    const sign = tokens[at];
    if (sign !== "?" && sign !== "*" && !sign?.startsWith("{")) return piece;
    at++;
    const times = sign === "*" ? "{0,4}" : sign;
    return { source: `(?:${piece.source})${times}`, needs: /^\{[1-9]/.test(times) ? piece.needs : undefined };
  };
  const item = (): Piece => {
    const token = tokens[at++] as string;
    if (token === "(") {
      const inner = alternatives();
      if (tokens[at++] !== ")") throw new Error(`a bracket stays open in a frame: ${pattern}`);
      return { source: `(?:${inner.source})`, needs: inner.needs };
    }
    if (token === "^" || token === "$") return { source: token, needs: undefined };
    if (token === "_") return { source: BETWEEN, needs: undefined };
    if (token.startsWith("<")) {
      const part = parts[token.slice(1, -1)];
      if (part === undefined) throw new Error(`no part ${token}`);
      const inner = parse(part, parts);
      return { source: `(?:${inner.source})`, needs: inner.needs };
    }
    if (/^[A-Z]/.test(token)) return anyOf(symbolsIn(token));
    const units = symbolsOf(token);
    if (units === undefined) throw new Error(`no word "${token}" in the lexicon`);
    return units.length === 1 ? anyOf(units) : { source: `(?:${units})`, needs: anyOf(units).needs };
  };
  const whole = alternatives();
  if (at < tokens.length) throw new Error(`a bracket too many in a frame: ${pattern}`);
  return whole;
}

const anyOf = (symbols: string): Piece => ({
  source: symbols.length === 1 ? symbols : `[${symbols}]`,
  needs: [...symbols].some((symbol) => COMMON.has(symbol)) ? undefined : symbols,
});
