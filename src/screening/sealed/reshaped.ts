import { endOf, startOf, type View, ViewBuilder } from "../normalise/view.ts";
import { lines } from "../pattern.ts";
import { copy } from "./part.ts";

/** Letters drawn with several signs, longest first. */
const DRAWINGS: Readonly<Record<string, string>> = {
  ...{
    "|\\/|": "m",
    "/\\/\\": "m",
    "|\\|": "n",
    "/\\/": "n",
    "\\/\\/": "w",
    "|-|": "h",
    "|_|": "u",
    "|3": "b",
    "|)": "d",
  },
  ...{ "|<": "k", "|=": "f", "|*": "p", "/\\": "a", "\\/": "v", "><": "x", "()": "o", "`/": "y", "]-[": "h" },
};
const DRAWN = new RegExp(
  lines`
    ${Object.keys(DRAWINGS)
      .sort((a, b) => b.length - a.length)
      .map((drawing) => drawing.replace(/[^\w]/g, "\\$&"))
      .join("|")}
  `,
  "g",
);

/** A part of a text with letters that are drawn ("|\/|", "/\") as letters; undefined where none is. */
export function undrawn(base: View, from: number, to: number): View | undefined {
  const part = base.text.slice(from, to);
  let view: ViewBuilder | undefined;
  let done = 0;
  for (const match of part.matchAll(DRAWN)) {
    view ??= new ViewBuilder(part.length);
    copy(view, base, from + done, from + match.index);
    const start = startOf(base, from + match.index);
    done = match.index + match[0].length;
    view.push((DRAWINGS[match[0]] as string).charCodeAt(0), start, endOf(base, from + done - 1));
  }
  if (view === undefined) return undefined;
  copy(view, base, from + done, to);
  return view.finish();
}

/** A part of a text with each letter once where it stands several times in a row ("saaalut"). */
export function squeezed(base: View, from: number, to: number): View {
  const view = new ViewBuilder(to - from);
  for (let at = from; at < to; ) {
    let next = at + 1;
    const letter = base.text[at] as string;
    if (/\p{L}/u.test(letter))
      while (next < to && (base.text[next] as string).toLowerCase() === letter.toLowerCase()) next++;
    view.push(letter.charCodeAt(0), startOf(base, at), endOf(base, next - 1));
    at = next;
  }
  return view.finish();
}
