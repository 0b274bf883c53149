import { hash } from "node:crypto";
import { unprocessable } from "../lib/errors.ts";
import { heldReadings, type Readings } from "./path.ts";
import { heldPrefixes, type MeasureTarget, targetProblem } from "./target.ts";

/** A significant parameter without its words; `pair` null: the name must be absent. */
export interface TaggedParam {
  readonly name: string;
  readonly pair: string | null;
}

export interface TargetTags {
  /**
   * 128 bits each, as 32 lower-case hex digits. Empty for the grains host, site and account, which need none.
   */
  readonly tags: readonly string[];
  readonly params: readonly TaggedParam[];
}

/** What a tag is of; part of what is hashed, so that a tag of one kind says nothing about another kind. */
export type TagPurpose = "url" | "path" | "param-name" | "param-pair";

/** SHA-256's block, bytes (RFC 2104 §2). */
const BLOCK = 64;

/**
 * Makes tags under an edge's own random key of 32 bytes: HMAC-SHA-256 (RFC 2104) cut to 128 bits, over
 * purpose, site and text. Two one-shot hashes take a third of the time of `createHmac`, and requests wait for
 * this.
 */
export class Tagger {
  readonly #outer = Buffer.alloc(BLOCK + 32, 0x5c);
  #inner = Buffer.alloc(BLOCK + 1024, 0x36);

  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new Error("a tag key is 32 bytes");
    for (const [i, byte] of key.entries()) {
      this.#inner[i] = byte ^ 0x36;
      this.#outer[i] = byte ^ 0x5c;
    }
  }

  tag(purpose: TagPurpose, site: string, text: string): string {
    const message = `rempart/tag/v1/${purpose}\0${site}\0${text}`;
    this.#makeRoom(message.length * 3); // UTF-8 takes at most three bytes for each UTF-16 code unit
    const end = BLOCK + this.#inner.write(message, BLOCK, "utf8");
    this.#outer.write(hash("sha256", this.#inner.subarray(0, end), "binary"), BLOCK, "latin1");
    const digest = hash("sha256", this.#outer, "binary");
    // A slice of the hex digest would keep all of it in memory.
    return Buffer.from(digest.slice(0, 16), "latin1").toString("hex");
  }

  /** The tag of a parameter's name and value; the name's length keeps `a=bc` and `ab=c` apart. */
  pairTag(site: string, name: string, value: string): string {
    return this.tag("param-pair", site, `${name.length}:${name}${value}`);
  }

  #makeRoom(maxBytes: number): void {
    if (BLOCK + maxBytes <= this.#inner.length) return;
    const larger = Buffer.alloc(BLOCK + 2 * maxBytes);
    this.#inner.copy(larger, 0, 0, BLOCK);
    this.#inner = larger;
  }
}

/**
 * Boils an opening down to what an edge keeps. `readings` are the site's present ones, where they changed
 * since the decision. Throws `policy.target` if the target could not be enforced as written ({@link
 * targetProblem}).
 */
export function tagOpening(
  key: Uint8Array,
  target: MeasureTarget,
  readings: Readings = target.readings,
): TargetTags {
  const problem = targetProblem(target);
  if (problem !== undefined) throw unprocessable("policy.target", problem, { field: "canonical" });
  const { grain, site, canonical, params } = target;
  if (grain !== "url" && grain !== "path") return { tags: [], params: [] };
  const tagger = new Tagger(key);
  const held = grain === "url" ? heldReadings(canonical, readings) : heldPrefixes(canonical, readings);
  return {
    tags: held.map((path) => tagger.tag(grain, site, path)),
    params: params.map(([name, value]) => ({
      name: tagger.tag("param-name", site, name),
      pair: value === null ? null : tagger.pairTag(site, name, value),
    })),
  };
}
