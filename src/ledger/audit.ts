import { hex } from "../lib/bytes.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { errorMessage, RempartError } from "../lib/errors.ts";
import { EMPTY_ROOT, type Hash, leafHash, sameHash } from "../lib/merkle.ts";
import { activeAt, knownDigest, LedgerFold } from "./active.ts";
import { readOrReport, TreeAudit, type TreeProblem } from "./audit-tree.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { decodeEntry, type Entry } from "./entry.ts";
import type { NoteKey } from "./note.ts";
import { type LedgerReader, readAhead, readBundle, readCheckpointNote, readTile } from "./reader.ts";
import { entriesPath, TILE_WIDTH, tilePath, viewWidth } from "./tiles.ts";

export interface AuditProblem extends Omit<TreeProblem, "kind"> {
  /**
   * TreeProblem's, and: checkpoint: no valid signed head · fork: it does not continue the earlier checkpoint · form: an
   * entry is not canonical or not of the schema · rule: an entry breaks a rule of the log · edge: an edge knows another
   * set of measures.
   */
  readonly kind: TreeProblem["kind"] | "checkpoint" | "fork" | "form" | "rule" | "edge";
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
  const since = options.since === undefined ? undefined : openCheckpoint(options.since, keys, origin);
  const problems: AuditProblem[] = [];
  let more = 0;
  const report = (problem: AuditProblem): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
    else more += 1;
  };
  // Edges first: what they know then is in any later checkpoint, or was hidden.
  const edges = (await options.edges?.()) ?? [];
  const head = await readHead(reader, options, report);
  const run = new AuditRun(reader, head?.checkpoint ?? { origin, size: 0, root: EMPTY_ROOT }, report);
  if (head !== undefined) await run.all(since, edges);
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

async function readHead(
  reader: LedgerReader,
  { keys, origin }: AuditOptions,
  report: Report,
): Promise<{ readonly note: string; readonly checkpoint: Checkpoint } | undefined> {
  try {
    const note = await readCheckpointNote(reader);
    return { note, checkpoint: openCheckpoint(note, keys, origin) };
  } catch (error) {
    if (!(error instanceof RempartError) || error.code === "ledger.unreachable") throw error;
    report({ kind: "checkpoint", path: "checkpoint", message: error.message });
    return undefined;
  }
}

/** One pass over the entries. */
class AuditRun {
  readonly entries = { policy: 0, measure: 0, lift: 0, request: 0 };
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
