import { decodeEntities } from "../html/entities.ts";
import { endOf, startOf, type View, ViewBuilder } from "../normalise/view.ts";
import { lines } from "../pattern.ts";
import { copy } from "./part.ts";

/** Elements that are not shown, tags of HTML and forums, entities (escaped again and again too), percent-encoding, escapes of programs and mails. */
const WRAPPED = new RegExp(
  lines`
    <!--[^]{0,200}?-->
    |<(\w{1,10})\b[^<>]{0,200}(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|\shidden)\b[^<>]{0,200}>[^<]{0,200}<\/\1>
    |<\/?[a-z][^<>]{0,300}>|\[\/?[a-z*]{1,12}(?:=[^\]\n]{0,100})?\]
    |&(?:amp;){0,4}(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8}\d{0,2});?
    |(?:%[0-9a-f]{2}){1,200}|\\u\{?[0-9a-f]{2,6}\}?|\\x[0-9a-f]{2}|U\+[0-9a-f]{4,6} ?|(?:=[0-9A-F]{2}){2,200}|=\r?\n
  `,
  "gi",
);
const ROUNDS = 3;

/** A part of a text with its markup left out and its escapes undone, again where that uncovers more; undefined where none is. */
export function unwrapped(base: View, from: number, to: number): View | undefined {
  let view = once(base, from, to);
  for (let round = 1; view !== undefined && round < ROUNDS; round++) {
    const next = once(view, 0, view.text.length);
    if (next === undefined) break;
    view = next;
  }
  return view;
}

function once(base: View, from: number, to: number): View | undefined {
  const part = base.text.slice(from, to);
  const view = new ViewBuilder(part.length);
  let done = 0;
  let changed = false;
  for (const match of part.matchAll(WRAPPED)) {
    const read = decode(match[0]);
    if (read === match[0]) continue;
    changed = true;
    copy(view, base, from + done, from + match.index);
    const start = startOf(base, from + match.index);
    done = match.index + match[0].length;
    const end = endOf(base, from + done - 1);
    for (let at = 0; at < read.length; at++) view.push(read.charCodeAt(at), start, end);
  }
  if (!changed) return undefined;
  copy(view, base, from + done, from + part.length);
  return view.finish();
}

function decode(wrapped: string): string {
  switch (wrapped[0]) {
    case "U":
    case "u":
      return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(wrapped.slice(2), 16)));
    case "<":
      return /^<\/?(?:br|p|div|li|tr|td|h\d)\b/i.test(wrapped) ? "\n" : "";
    case "[":
      return "";
    case "&":
      return decodeEntities(wrapped.replace(/^&(?:amp;)+(?=[#a-z])/i, "&"));
    case "%":
      return bytes(wrapped, "%");
    case "=":
      return wrapped.length < 6 ? "" : bytes(wrapped.toUpperCase(), "=");
    default: {
      const point = Number.parseInt(wrapped.replace(/[^0-9a-f]/gi, "").replace(/^u/i, ""), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : wrapped;
    }
  }
}

/** Bytes in hexadecimal as UTF-8, or as Latin-1 where they are not. */
function bytes(wrapped: string, sign: string): string {
  const raw = Buffer.from(wrapped.replaceAll(sign, ""), "hex");
  const text = raw.toString("utf8");
  return text.includes("\ufffd") ? raw.toString("latin1") : text;
}
