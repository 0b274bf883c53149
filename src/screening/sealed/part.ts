import { endOf, startOf, type View, ViewBuilder } from "../normalise/view.ts";

/** A part of a view, as a view. */
export function slice(base: View, from: number, to: number): View {
  const view = new ViewBuilder(to - from);
  copy(view, base, from, to);
  return view.finish();
}

export function copy(view: ViewBuilder, base: View, from: number, to: number): void {
  for (let at = from; at < to; at++) view.push(base.text.charCodeAt(at), startOf(base, at), endOf(base, at));
}
