import { sha256Hex, toUtf8 } from "../lib/bytes.ts";
import { parseRfc3339, rfc3339, SECOND } from "../lib/clock.ts";
import { jcsBytes } from "../lib/jcs.ts";
import type { Entry } from "./entry.ts";

/**
 * What a person approves: an entry without the moment of its writing, which nobody knows when approving. A measure is
 * approved with its length in seconds, so that it starts when it is written and lasts as long as was approved.
 */
export type Core = Record<string, unknown>;

export function coreOf(entry: Entry): Core {
  if (entry.kind !== "measure") {
    const { at: _at, ...core } = entry;
    return core;
  }
  const { at: _at, starts, ends, ...core } = entry;
  return { ...core, seconds: ends === null ? null : (parseRfc3339(ends) - parseRfc3339(starts)) / 1000 };
}

/** The inverse of {@link coreOf} at a moment: what was approved, written then. */
export function entryOf(core: Core, atMs: number): Entry {
  const at = rfc3339(atMs);
  if (core.kind !== "measure") return { ...core, at } as Entry;
  const { seconds, ...rest } = core as { seconds: number | null };
  const ends = seconds === null ? null : rfc3339(parseRfc3339(at) + seconds * SECOND);
  return { ...rest, at, starts: at, ends } as Entry;
}

const DOMAIN = toUtf8("rempart/approval/v1");

/** SHA-256 ("rempart/approval/v1" ‖ JCS{decision, entries}), hex: the bytes of this hash are what an approval signs. */
export const approvalHash = (decision: string, cores: readonly Core[]): string =>
  sha256Hex(DOMAIN, jcsBytes({ decision, entries: cores }));

/** SHA-256 of what is approved when a person is enrolled with a public key (PEM). */
export const enrolHash = (person: string, publicKey: string): string =>
  sha256Hex(toUtf8("rempart/enrol/v1"), jcsBytes({ person, publicKey }));

/** SHA-256 of what is approved when a person is removed: the key that she has, so that it says nothing of a later one. */
export const removeHash = (person: string, publicKey: string): string =>
  sha256Hex(toUtf8("rempart/remove/v1"), jcsBytes({ person, publicKey }));

/** SHA-256 of what is approved when something sealed is opened; `unsealing`: id of this one time. */
export const unsealHash = (what: string, report: string, reason: string, unsealing: string): string =>
  sha256Hex(toUtf8("rempart/unseal/v1"), jcsBytes({ what, report, reason, unsealing }));
