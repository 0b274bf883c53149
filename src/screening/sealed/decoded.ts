import { endOf, startOf, type View, ViewBuilder } from "../normalise/view.ts";
import { copy } from "./readings.ts";

/** Bytes in hexadecimal or binary, with or without signs between; base64. Bounded, so that no page is one match. */
const CODED = /(?:[0-9a-f]{2}[ :,.-]?){6,400}(?![0-9a-f])|(?:[01]{8}[ ,.-]?){4,200}|[\w+/-]{12,800}={0,2}/gi;
const HEXADECIMAL = /^(?:[0-9a-f]{2}[ :,.-]?)+$/i;
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
