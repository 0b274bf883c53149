import type { Disclosed } from "./codes.ts";
import { disclosedBy } from "./disclosed.ts";
import { cleanPicture, isPicture } from "./picture.ts";
import { refusedType, sniffed } from "./sniffed.ts";
import { soundDisclosed, soundType } from "./sound.ts";

export interface CleanMedia {
  readonly kind: "picture" | "sound";
  /** Of the clean copy; of the sound itself where there is none. */
  readonly type: string;
  /** The clean copy of a picture. A sound has none. */
  readonly bytes?: Uint8Array;
  /** What the original tells, beside what it shows or says; codes, the gravest first. */
  readonly disclosed: readonly Disclosed[];
  /** Of the clean copy, in pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** `cleanMedia` in this process: for the child process, and for tests. */
export async function cleanHere(bytes: Uint8Array): Promise<CleanMedia> {
  const found = await sniffed(bytes);
  if (isPicture(found)) {
    // First the copy: what cannot be painted anew is refused, and nothing else has to read it.
    const picture = await cleanPicture(bytes);
    return { kind: "picture", ...picture, disclosed: await disclosedBy(bytes) };
  }
  const type = soundType(found, bytes);
  if (type === undefined) throw refusedType();
  return { kind: "sound", type, disclosed: soundDisclosed(bytes) };
}
