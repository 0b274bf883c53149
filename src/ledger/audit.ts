import { hex } from "../lib/bytes.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { errorMessage, RempartError } from "../lib/errors.ts";
import { EMPTY_ROOT, type Hash, leafHash, sameHash } from "../lib/merkle.ts";
import { activeAt, knownDigest, LedgerFold } from "./active.ts";
import { readOrReport, TreeAudit, type TreeProblem } from "./audit-tree.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { cosignatures } from "./cosignature.ts";
import { decodeEntry, type Entry, type KeyEntry } from "./entry.ts";
import { checkKeyInForce, readHead, type SignedHead } from "./head.ts";
import type { NoteKey } from "./note.ts";
import { type LedgerReader, readAhead, readBundle, readTile } from "./reader.ts";
import { entriesPath, TILE_WIDTH, tilePath, viewWidth } from "./tiles.ts";

export interface AuditProblem extends Omit<TreeProblem, "kind"> {
  /**
   * TreeProblem's, and: checkpoint: no valid signed head · fork: it does not continue the earlier checkpoint · form: an
   * entry is not canonical or not of the schema · rule: an entry breaks a rule of the log · edge: an edge knows another
   * set of measures · witness: nobody of those asked for has vouched for the head.
   */
  readonly kind: TreeProblem["kind"] | "checkpoint" | "fork" | "form" | "rule" | "edge" | "witness";
}

/** What an edge says it knows: the digest over the measures active at `atMs` in the first `size` entries. */
export interface EdgeDigest {
  readonly edge: string;
  readonly size: number;
  readonly atMs: number;
  readonly known: string;
}

export interface AuditOptions {
  readonly keys: readonly NoteKey[];
  readonly origin: string;
  /** A signed checkpoint kept from an earlier audit: the ledger must continue it. */
  readonly since?: string;
  readonly edges?: () => Promise<readonly EdgeDigest[]>;
  /** One of these must have cosigned the head; none: nobody needs to. */
  readonly witnesses?: readonly NoteKey[];
  readonly clock?: Clock;
}

export interface AuditReport {
  readonly origin: string;
  readonly size: number;
  /** Hex; empty without a valid checkpoint. */
  readonly root: string;
  /** The signed note audited, to be kept and given as `since` next time. */
  readonly checkpoint: string;
  readonly entries: Readonly<Record<Entry["kind"], number>>;
  /** Measures active now. */
  readonly active: number;
  /** Digest of their indices, as edges compute it. */
  readonly known: string;
  /** At most 1,000; `more` counts the others. None: the ledger is what was signed, and obeys its rules. */
  readonly problems: readonly AuditProblem[];
  readonly more: number;
  readonly ms: number;
}

const MAX_PROBLEMS = 1000;

/**
 * Reads a whole public ledger and checks it against its signed checkpoint, its hash tiles, its own rules and, where
 * given, an earlier checkpoint and the edges. Streams one bundle at a time. Rejects only if the ledger cannot be
 * reached (`ledger.unreachable`) or `since` is not a checkpoint of this log.
 */
export async function auditLedger(reader: LedgerReader, options: AuditOptions): Promise<AuditReport> {
  const started = performance.now();
  const { keys, origin, clock = systemClock } = options;
  const problems: AuditProblem[] = [];
  let more = 0;
  const report = (problem: AuditProblem): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
    else more += 1;
  };
  // Edges first: what they know then is in any later checkpoint, or was hidden.
  const edges = (await options.edges?.()) ?? [];
  const head = await readHeadOrReport(reader, options, report);
  const since =
    options.since === undefined ? undefined : openCheckpoint(options.since, head?.trusted ?? keys, origin);
  const run = new AuditRun(reader, head?.checkpoint ?? { origin, size: 0, root: EMPTY_ROOT }, report);
  if (head !== undefined) {
    await run.all(since, edges);
    reportKey(head, keys, run.rotations, report);
    reportWitnesses(head, options.witnesses ?? [], report);
  }
  const active = activeAt(run.fold.state, clock.now());
  return {
    origin,
    size: head?.checkpoint.size ?? 0,
    root: head === undefined ? "" : hex(head.checkpoint.root),
    checkpoint: head?.note ?? "",
    entries: run.entries,
    active: active.length,
    known: knownDigest(active),
    problems,
    more,
    ms: performance.now() - started,
  };
}

type Report = (problem: AuditProblem) => void;

async function readHeadOrReport(
  reader: LedgerReader,
  { keys, origin }: AuditOptions,
  report: Report,
): Promise<SignedHead | undefined> {
  try {
    return await readHead(reader, keys, origin);
  } catch (error) {
    if (!(error instanceof RempartError) || error.code === "ledger.unreachable") throw error;
    report({ kind: "checkpoint", path: "checkpoint", message: error.message });
    return undefined;
  }
}

/** A key that an entry took out of force can sign nothing that holds this entry. */
function reportKey(
  head: SignedHead,
  keys: readonly NoteKey[],
  rotations: readonly KeyEntry[],
  report: Report,
): void {
  try {
    checkKeyInForce(head, keys, rotations);
  } catch (error) {
    report({ kind: "checkpoint", path: "checkpoint", message: errorMessage(error) });
  }
}

/** A ledger that shows each reader another past cannot do so to a witness as well. */
function reportWitnesses({ note }: SignedHead, witnesses: readonly NoteKey[], report: Report): void {
  if (witnesses.length === 0 || cosignatures(note, witnesses).length > 0) return;
  const message = "no witness has cosigned it (they are asked after it is published: ask again in a minute)";
  report({ kind: "witness", path: "checkpoint", message });
}

/** One pass over the entries. */
class AuditRun {
  readonly entries = { policy: 0, measure: 0, lift: 0, request: 0, protect: 0, key: 0 };
  readonly rotations: KeyEntry[] = [];
  readonly fold = new LedgerFold();
  readonly #reader: LedgerReader;
  readonly #head: Checkpoint;
  readonly #report: Report;
  readonly #tree: TreeAudit;
  /** An entry could not be read: what later ones refer to is unknown, so the rules are not judged any more. */
  #unread = false;

  constructor(reader: LedgerReader, head: Checkpoint, report: Report) {
    this.#reader = reader;
    this.#head = head;
    this.#report = report;
    this.#tree = new TreeAudit(reader, head.size, report);
  }

  async all(since: Checkpoint | undefined, edges: readonly EdgeDigest[]): Promise<void> {
    const { size, root } = this.#head;
    if (since !== undefined && since.size > size) {
      this.#report({ kind: "fork", message: `the ledger had ${since.size} entries and now has ${size}` });
    }
    const bySize = Map.groupBy(edges, (edge) => edge.size);
    this.#compareEdges(bySize.get(0));
    let n = 0;
    for await (const { bundle, tile } of readAhead(Math.ceil(size / TILE_WIDTH), (i) => this.#read(i))) {
      const leaves = bundle?.map(leafHash);
      this.#compareSince(since, n, leaves, tile);
      await this.#tree.add(leaves, tile);
      for (let i = 0; i < viewWidth(0, n, size); i++) {
        this.#fold(bundle?.[i]);
        this.#compareEdges(bySize.get(this.fold.size));
      }
      n += 1;
    }
    if (size % TILE_WIDTH === 0) this.#compareSince(since, n, [], []);
    await this.#tree.finish(root);
    for (const { edge, size: known } of edges.filter((one) => one.size > size)) {
      this.#report({ kind: "edge", message: `${edge}: it has ${known} entries, the public ledger ${size}` });
    }
  }

  async #read(n: number): Promise<{ bundle: readonly Uint8Array[] | undefined; tile: Hash[] | undefined }> {
    const width = viewWidth(0, n, this.#head.size);
    const [bundle, tile] = await Promise.all([
      readOrReport(entriesPath(n, width), readBundle(this.#reader, n, width), this.#report),
      readOrReport(tilePath(0, n, width), readTile(this.#reader, { level: 0, n, width }), this.#report),
    ]);
    return { bundle, tile };
  }

  /**
   * The tree as it stood at the earlier checkpoint must be the one signed then: consistency, from the entries. Where a
   * bundle and its tile differ, one of them is damaged; only if neither gives the old root was the ledger rewritten.
   */
  #compareSince(since: Checkpoint | undefined, n: number, ...leaves: (readonly Hash[] | undefined)[]): void {
    if (since === undefined || since.size > this.#head.size || Math.floor(since.size / TILE_WIDTH) !== n) {
      return;
    }
    const roots = leaves.map((some = []) =>
      this.#tree.rootWith(since.size, some.slice(0, since.size % TILE_WIDTH)),
    );
    if (roots.some((root) => sameHash(root, since.root))) return;
    const message = `the first ${since.size} entries are not those of the earlier checkpoint: the ledger was rewritten`;
    this.#report({ kind: "fork", message });
  }

  /** Takes the next entry; undefined where its bundle could not be read. */
  #fold(bytes: Uint8Array | undefined): void {
    const index = this.fold.size;
    const entry = bytes && this.#decode(index, bytes);
    if (entry === undefined) {
      this.#unread = true;
      this.fold.skip();
      return;
    }
    this.entries[entry.kind] += 1;
    if (entry.kind === "key") this.rotations.push(entry);
    const breach = this.fold.add(entry);
    if (breach !== undefined && !this.#unread) {
      this.#report({ kind: "rule", index, message: `the entry ${breach}` });
    }
  }

  #decode(index: number, bytes: Uint8Array): Entry | undefined {
    try {
      return decodeEntry(bytes);
    } catch (error) {
      this.#report({ kind: "form", index, message: errorMessage(error) });
      return undefined;
    }
  }

  #compareEdges(edges: readonly EdgeDigest[] = []): void {
    for (const { edge, size, atMs, known } of edges) {
      if (knownDigest(activeAt(this.fold.state, atMs)) === known) continue;
      this.#report({
        kind: "edge",
        message: `${edge}: it does not know the measures active in its ${size} entries`,
      });
    }
  }
}
