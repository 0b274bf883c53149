import { endOf, startOf, type View, ViewBuilder } from "../normalise/view.ts";
import { copy } from "./part.ts";

/** Bytes in hexadecimal, binary or decimal, with or without signs between; base64. Bounded, so that no page is one match. */
const CODED =
  /(?:(?<!\d)(?:1?\d\d|2[0-5]\d)[ ,;]{1,2}){6,300}(?:1?\d\d|2[0-5]\d)(?!\d)|(?:[0-9a-f]{2}[ :,.-]?){6,400}(?![0-9a-f])|(?:[01]{8}[ ,.-]?){4,200}|[\w+/-]{12,800}={0,2}/gi;
const HEXADECIMAL = /^(?:[0-9a-f]{2}[ :,.-]?)+$/i;
const DECIMAL = /^(?:\d{2,3}[ ,;]{1,2})+\d{2,3}$/;
const BINARY = /^(?:[01]{8}[ ,.-]?)+$/;
/** What people write; anything else was no text before it was coded. */
const WRITTEN = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\r\t]{4,}$/u;

/** A part of a text with words in base64, hexadecimal or binary read; undefined where none is. */
export function decoded(base: View, from: number, to: number): View | undefined {
  const part = base.text.slice(from, to);
  let view: ViewBuilder | undefined;
  let done = 0;
  for (const match of part.matchAll(CODED)) {
    const text = read(match[0]);
    if (text === undefined) continue;
    view ??= new ViewBuilder(part.length);
    copy(view, base, from + done, from + match.index);
    const start = startOf(base, from + match.index);
    done = match.index + match[0].length;
    const end = endOf(base, from + done - 1);
    for (let at = 0; at < text.length; at++) view.push(text.charCodeAt(at), start, end);
  }
  if (view === undefined) return undefined;
  copy(view, base, from + done, to);
  return view.finish();
}

function read(coded: string): string | undefined {
  if (BINARY.test(coded)) {
    const bytes = coded.match(/[01]{8}/g) ?? [];
    return written(Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))));
  }
  if (DECIMAL.test(coded)) {
    const text = written(Buffer.from((coded.match(/\d+/g) ?? []).map(Number)));
    if (text !== undefined) return text;
  }
  if (HEXADECIMAL.test(coded)) {
    const text = written(Buffer.from(coded.replace(/[^0-9a-f]/gi, ""), "hex"));
    if (text !== undefined) return text;
  }
  // Words have no digits and no capitals amid small letters; what is coded has.
  return /[a-z][A-Z0-9]/.test(coded) ? written(Buffer.from(coded, "base64")) : undefined;
}

function written(bytes: Buffer): string | undefined {
  const text = bytes.toString("utf8");
  return WRITTEN.test(text) && !text.includes("\ufffd") ? text : undefined;
}

const MORSE_SIGNS = `a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..-
  v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. @.--.-.`;
const MORSE = new Map(MORSE_SIGNS.split(/\s+/).map((word) => [word.slice(1), word[0] as string]));
const SIGNALS = /(?:[.·•–−_-]{1,6}[ /|]{1,6}){5,400}(?:[.·•–−_-]{1,6})?/g;

/** A text with its Morse code read; undefined where there is none. */
export function unmorsed(base: View): View | undefined {
  if (!/[.·-]{2} [.·-]/.test(base.text)) return undefined;
  let view: ViewBuilder | undefined;
  let done = 0;
  for (const match of base.text.matchAll(SIGNALS)) {
    view ??= new ViewBuilder(1024);
    copy(view, base, Math.max(done, match.index - 20), match.index);
    for (const sign of `${match[0]}`.matchAll(/[^ /|]+|[/|]/g)) {
      const at = match.index + sign.index;
      const letter = MORSE.get(sign[0].replace(/[·•]/g, ".").replace(/[–−_]/g, "-")) ?? " ";
      view.push(letter.charCodeAt(0), startOf(base, at), endOf(base, at + sign[0].length - 1));
    }
    view.push(32, startOf(base, match.index), endOf(base, match.index));
    done = match.index + match[0].length;
  }
  return view?.finish();
}
