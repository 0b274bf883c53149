import { hmacSha256, toUtf8 } from "../lib/bytes.ts";
import { unprocessable } from "../lib/errors.ts";
import { SipHash128 } from "../lib/siphash.ts";
import { EXACT_CASE, heldReadings, ONE_CASE, type Readings } from "./path.ts";
import { toByteString } from "./percent.ts";
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
  readonly anyCase?: true;
}

/** Names how tags are made: those of another name are of no use. */
export const TAG_FUNCTION = "siphash-2-4-128/two-cases";

/** What a tag is of; part of what is hashed, so that a tag of one kind says nothing about another kind. */
export type TagPurpose =
  | "url"
  | "path"
  | "url-in-one-case"
  | "path-in-one-case"
  | "param-name"
  | "param-pair";

const PURPOSE_BYTE: Readonly<Record<TagPurpose, number>> = {
  url: 1,
  path: 2,
  "param-name": 3,
  "param-pair": 4,
  "url-in-one-case": 5,
  "path-in-one-case": 6,
};

/**
 * Makes tags under an edge's own random key of 32 bytes: SipHash-2-4-128 (docs/decisions/0011) over site, NUL, text and one
 * byte for the purpose. A site id has no NUL and the purpose is the last byte, so no two tags are of one message; and as
 * the purpose comes last, all prefixes of a path and the page itself are tagged in one pass over it.
 */
export class Tagger {
  /** The last tag that was ended; look-ups read it here. */
  readonly last: SipHash128;

  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new Error("a tag key is 32 bytes");
    this.last = new SipHash128(hmacSha256(key, toUtf8("rempart/tag/v2")).subarray(0, 16));
  }

  tag(purpose: TagPurpose, site: string, text: string): string {
    this.begin(site);
    this.take(toByteString(text));
    this.end(purpose);
    this.last.complete();
    return tagText(this.last.words, 0);
  }

  /** The tag of a parameter's name and value; the name's length keeps `a=bc` and `ab=c` apart. */
  pairTag(site: string, name: string, value: string): string {
    return this.tag("param-pair", site, `${name.length}:${name}${value}`);
  }

  /** Begins tags on a site. */
  begin(site: string): void {
    this.last.begin();
    this.last.take(toByteString(site));
    this.last.take("\0");
  }

  /** Takes in a part of a byte string. */
  take(bytes: string, start = 0, end = bytes.length): void {
    this.last.take(bytes, start, end);
  }

  /** Makes {@link last} the tag of what was taken in so far; more may follow. */
  end(purpose: TagPurpose): void {
    this.last.endWith(PURPOSE_BYTE[purpose]);
  }
}

const bytes = Buffer.alloc(16);

/** The 32 hex digits of a tag that is held as four little-endian words from `at` on. */
export function tagText(words: Uint32Array, at: number): string {
  for (let i = 0; i < 4; i++) bytes.writeUInt32LE(words[at + i]!, 4 * i);
  return bytes.toString("hex");
}

/** Writes the words of a tag of 32 hex digits; throws on anything else. */
export function tagWords(text: string, words: Uint32Array, at: number): void {
  if (text.length !== 32 || bytes.write(text, "hex") !== 16) throw new Error("a tag is 32 hex digits");
  for (let i = 0; i < 4; i++) words[at + i] = bytes.readUInt32LE(4 * i);
}

/**
 * Boils an opening down to what an edge keeps. A site's readings may change after a decision, when the page is forgotten: so
 * a page is tagged for origins that tell upper from lower case and, where that is another tag, for those that do not. What
 * was decided for the latter names no page of the former; it keeps holding in any case. Throws `policy.target` if the
 * target could not be enforced as written ({@link targetProblem}).
 */
export function tagOpening(key: Uint8Array, target: MeasureTarget): TargetTags {
  const problem = targetProblem(target);
  if (problem !== undefined) throw unprocessable("policy.target", problem, { field: "canonical" });
  const { grain, site, canonical, params, readings } = target;
  if (grain !== "url" && grain !== "path") return { tags: [], params: [] };
  const tagger = new Tagger(key);
  const held = (under: Readings): readonly string[] =>
    grain === "url" ? heldReadings(canonical, under) : heldPrefixes(canonical, under);
  const exact = readings.foldCase ? [] : held(EXACT_CASE);
  const folded = held(ONE_CASE).filter((path) => !exact.includes(path));
  return {
    tags: [
      ...exact.map((path) => tagger.tag(grain, site, path)),
      ...folded.map((path) => tagger.tag(`${grain}-in-one-case`, site, path)),
    ],
    params: params.map(([name, value]) => ({
      name: tagger.tag("param-name", site, name),
      pair: value === null ? null : tagger.pairTag(site, name, value),
    })),
    ...(readings.foldCase ? { anyCase: true } : {}),
  };
}
