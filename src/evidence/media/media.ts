import { ChildGone } from "../../lib/child.ts";
import { type ChildLimits, Children } from "../../lib/children.ts";
import { SECOND } from "../../lib/clock.ts";
import { moduleBeside } from "../../lib/sibling.ts";
import type { CleanMedia } from "./clean.ts";
import { unreadable } from "./sniffed.ts";

const LIMITS: ChildLimits = {
  atOnce: 1,
  startMs: 20 * SECOND,
  requestMs: 20 * SECOND, // a large picture takes about two seconds on a slow machine
  idleMs: 5 * SECOND, // files come in handfuls: one report, then none for long
  heapBytes: 512 * 1024 * 1024,
  isSealedOff: true,
};

export type Clean = (bytes: Uint8Array) => Promise<CleanMedia>;

/**
 * Decoders of pictures are where hostile files do harm, so they run in a child process that has no environment, no key
 * and no database. It takes one file after the other; it is killed and replaced when a file makes it hang or fall, and
 * ends when nothing has come for a while. Never keeps the own process alive while idle.
 */
export function mediaCleaner(changes: Partial<ChildLimits> = {}): Clean {
  const children = new Children(moduleBeside(import.meta.url, "./media-child"), { ...LIMITS, ...changes });
  return async (bytes) => {
    try {
      return await children.ask<CleanMedia>("files", bytes);
    } catch (error) {
      throw error instanceof ChildGone && error.when === "work" ? unreadable() : error;
    }
  };
}

/**
 * Reads a picture or a voice message that somebody sent: what the original tells, and the clean copy of a picture. 20
 * seconds at most. Refuses with `media.type` (422) what is neither, with `media.unreadable` (422) what is broken, too
 * large, or hostile. Sends nothing anywhere and keeps nothing.
 */
export const cleanMedia: Clean = mediaCleaner();
