import { endOf, startOf, type View, ViewBuilder } from "../normalise/view.ts";

/** Letters that are others upside down, and the others. */
const DOWN = "ɐqɔpǝɟƃɓɥᴉɾʞlɯuodbɹsʇnʌʍxʎz0ƖᄅƐㄣϛ9ㄥ86∀ᗺƆᗡƎℲ⅁ſ⋊˥WԀᴚ⊥∩ΛM⅄˙";
const UP = "abcdefgghijklmnopqrstuvwxyz0123456789abcdefgjklmprtuvwy.";
const UPRIGHT = new Map([...DOWN].map((down, at) => [down, UP[at] as string]));

/** A part of a text turned by half: each letter upright, the last one first. */
export function turnedUp(base: View, from: number, to: number): View {
  const view = new ViewBuilder(to - from);
  for (let at = to - 1; at >= from; at--) {
    const character = base.text[at] as string;
    view.push((UPRIGHT.get(character) ?? character).charCodeAt(0), startOf(base, at), endOf(base, at));
  }
  return view.finish();
}
