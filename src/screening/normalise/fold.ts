import { DROP, learn, SEVERAL, severalOf, UNITS, UNKNOWN } from "./characters.ts";
import { stringOf, type View, ViewBuilder } from "./view.ts";

/** Nothing but what ASCII's lower case folds: no control characters, no backtick. */
const PLAIN = /^[\n -_a-~]*$/;

/**
 * The text as patterns read it: NFKD without marks, look-alikes as Latin, lower case, one kind of quote,
 * dash and space, nothing invisible. One pass over code points; line ends are kept.
 */
export function fold(text: string): View {
  if (PLAIN.test(text)) return { text: text.toLowerCase() };
  const length = text.length;
  const units = new Uint16Array(length);
  let all = 0;
  for (let at = 0; at < length; at++) {
    let entry = UNITS[text.charCodeAt(at)] as number;
    if (entry >= SEVERAL) {
      if (entry === UNKNOWN) entry = learn(text.charCodeAt(at));
      if (entry >= SEVERAL) return foldFrom(text, units, at);
    }
    units[at] = entry;
    all |= entry;
  }
  return { text: stringOf(units, all) };
}

/** The same from the first unit on that does not become exactly one. */
function foldFrom(text: string, head: Uint16Array, from: number): View {
  const view = new ViewBuilder(text.length);
  for (let at = 0; at < from; at++) view.push(head[at] as number, at, at + 1);
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    let entry = UNITS[unit] as number;
    if (entry === UNKNOWN) entry = learn(unit);
    if (entry < SEVERAL) view.push(entry, at, at + 1);
    else if (entry !== DROP) {
      const point = text.codePointAt(at) as number;
      const width = point > 0xffff ? 2 : 1;
      const folded = severalOf(point);
      for (let part = 0; part < folded.length; part++) view.push(folded.charCodeAt(part), at, at + width);
      at += width - 1;
    }
  }
  return view.finish();
}
