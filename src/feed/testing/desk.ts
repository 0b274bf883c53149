import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { formatCheckpoint } from "../../ledger/checkpoint.ts";
import { type Entry, encodeEntry, type LiftEntry, type MeasureEntry } from "../../ledger/entry.ts";
import { introduceKey } from "../../ledger/key-chain.ts";
import { noteKey, signNote } from "../../ledger/note.ts";
import { protectedHash } from "../../ledger/protected.ts";
import { type Opening, targetHash } from "../../ledger/target.ts";
import { base64, base64url, concat, sha256, sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { DAY, rfc3339, SECOND } from "../../lib/clock.ts";
import { jcsBytes } from "../../lib/jcs.ts";
import { leafHash, merkleRoot } from "../../lib/merkle.ts";
import type { ConfigItem, SignedConfig, SiteConfig } from "../config.ts";
import { configHash } from "../config-rules.ts";
import type { FeedKeys } from "../verify.ts";
import type { Batch, SentOpening, Snapshot, SnapshotPart } from "../wire.ts";

export const START_MS = Date.UTC(2026, 11, 1);
const POLICY = "a".repeat(64);
/** Key pairs are made once: they cost more than everything else here. */
const LEDGER = generateKeyPairSync("ed25519").privateKey;
const CONFIG = generateKeyPairSync("ed25519").privateKey;

export const SITE: SiteConfig = {
  id: "00000000000000000000000001",
  account: "0000000000000000000000000a",
  hostnames: ["perchoir.example", "perchoir-miroir.example"],
  roles: ["cdn", "ddos"],
  origin: { servers: [{ url: "http://192.0.2.10:8080" }] },
  readings: { foldCase: false },
};

/** A desk with its vault, in memory: a ledger that grows, and what it would send of it, truly signed. */
export class TestDesk {
  readonly origin: string;
  readonly keys: FeedKeys;
  readonly entries: Entry[] = [];
  readonly openings = new Map<number, Opening>();
  readonly configs: SignedConfig[] = [];
  /** Keys that sign its checkpoints, the newest first. */
  signers: readonly KeyObject[] = [LEDGER];
  /** Version of the list of sites that its edge serves. */
  serves = 0;

  constructor(origin = "rempart.example/ledger") {
    this.origin = origin;
    this.keys = {
      origin,
      ledger: noteKey(origin, LEDGER),
      config: noteKey(`${origin}/config`, CONFIG),
    };
  }

  get size(): number {
    return this.entries.length;
  }

  /** A measure on a page of {@link SITE} unless said otherwise; returns its index. Each starts a second later. */
  measure(canonical: string, target: Partial<Opening> = {}, change: Partial<MeasureEntry> = {}): number {
    const index = this.size;
    const opening: Opening = {
      salt: base64url(sha256(toUtf8(`${this.origin} ${index}`))),
      grain: "url",
      site: SITE.id,
      canonical,
      params: [],
      readings: SITE.readings,
      normaliser: 1,
      ...target,
    };
    const at = rfc3339(START_MS + index * SECOND);
    const ends = rfc3339(START_MS + index * SECOND + 30 * DAY);
    this.entries.push({
      ...{ v: 1, kind: "measure", at, decision: "0".repeat(26), role: "cdn", verb: "refuse" },
      ...{ grain: opening.grain, clause: "D1", policy: POLICY, target: targetHash(opening) },
      ...{ starts: at, ends, emergency: false, approvals: 1, ...change },
    });
    this.openings.set(index, opening);
    return index;
  }

  lift(measure: number, cause: LiftEntry["cause"] = "appeal"): number {
    const at = rfc3339(START_MS + this.size * SECOND);
    return this.entries.push({ v: 1, kind: "lift", at, measure, cause, approvals: 1 }) - 1;
  }

  /** The account asks for this document, or for a removal. */
  request(what: SiteConfig | { removed: string }): number {
    const at = rfc3339(START_MS + this.size * SECOND);
    const change = "removed" in what ? "remove-site" : "repoint";
    return this.entries.push({ v: 1, kind: "request", at, change, config: configHash(what) }) - 1;
  }

  /** Hostnames that no measure takes away, from here on. */
  protect(...hostnames: readonly string[]): number {
    const at = rfc3339(START_MS + this.size * SECOND);
    const hosts = hostnames.map(protectedHash).sort();
    return this.entries.push({ v: 1, kind: "protect", at, hosts, approvals: 2 }) - 1;
  }

  /** The next version of the configuration stream. */
  configure(item: ConfigItem, version = (this.configs.at(-1)?.version ?? 0) + 1): SignedConfig {
    const text = `${this.origin}/config\n${version}\n${sha256Hex(jcsBytes(item))}\n`;
    const signed = { version, item, note: signNote(text, `${this.origin}/config`, CONFIG) };
    this.configs.push(signed);
    return signed;
  }

  /** `claimed`: a size other than the tree's, as only a broken vault would sign. */
  checkpoint(size = this.size, claimed = size): string {
    const root = merkleRoot(this.leaves(size));
    return this.sign(formatCheckpoint({ origin: this.origin, size: claimed, root }));
  }

  /** What only the vault can: a note under the ledger's keys. */
  sign = (text: string): string => signNote(text, this.origin, ...this.signers);

  /** Introduces a new key, by `before`, which goes on signing until it is taken out of `signers`. */
  rotate(before: KeyObject = this.signers[0]!): KeyObject {
    const next = generateKeyPairSync("ed25519").privateKey;
    const at = rfc3339(START_MS + this.size * SECOND);
    const key = introduceKey(this.origin, next, before);
    this.entries.push({ v: 1, kind: "key", at, overlaps: at, approvals: 2, ...key });
    this.signers = [next, ...this.signers];
    return next;
  }

  batch(from: number, to = this.size): Batch {
    const entries = this.entries.slice(from, to).map((entry) => base64(encodeEntry(entry)));
    return { from, to, entries, openings: this.sent(from, to), checkpoint: this.checkpoint(to) };
  }

  /** Measures that nothing has lifted, and all else; in parts of so many leaves. `without`: entries that are left out. */
  snapshot(
    size = this.size,
    leavesAPart = 16,
    without: readonly number[] = [],
  ): Snapshot & { readonly parts: SnapshotPart[] } {
    const lifted = this.entries.flatMap((entry) => (entry.kind === "lift" ? [entry.measure] : []));
    const isNeeded = (index: number): boolean => !lifted.includes(index) && !without.includes(index);
    const leaves = this.leaves(size);
    const parts = Array.from({ length: Math.ceil(size / leavesAPart) }, (_, n) => {
      const [from, to] = [n * leavesAPart, Math.min(size, (n + 1) * leavesAPart)];
      const needed = Array.from({ length: to - from }, (_, i) => from + i).filter(isNeeded);
      return {
        leaves: base64(concat(...leaves.slice(from, to))),
        entries: needed.map((index) => ({ index, entry: base64(encodeEntry(this.entries[index]!)) })),
        openings: this.sent(from, to).filter(({ index }) => isNeeded(index)),
      };
    });
    return { checkpoint: this.checkpoint(size), serves: this.serves, parts };
  }

  sent(from: number, to: number): SentOpening[] {
    return [...this.openings]
      .filter(([index]) => index >= from && index < to)
      .map(([index, opening]) => ({ index, opening }));
  }

  leaves(size = this.size): Uint8Array[] {
    return this.entries.slice(0, size).map((entry) => leafHash(encodeEntry(entry)));
  }
}

/** A desk whose ledger has this many entries: measures, of which every fifth is lifted by the next entry. */
export function deskOf(size: number, origin?: string): TestDesk {
  const desk = new TestDesk(origin);
  while (desk.size < size) {
    if (desk.size % 5 === 4) desk.lift(desk.size - 1);
    else desk.measure(`/fil/${desk.size}`, { params: [["page", String(desk.size)]] });
  }
  return desk;
}
