import { RempartError } from "../lib/errors.ts";
import { type Hash, merkleRoot, rangeRoot, sameHash } from "../lib/merkle.ts";
import { type LedgerReader, readTile } from "./reader.ts";
import { edgeRange, edgeViews, TILE_WIDTH, type TileView, tilePath, viewPath, viewWidth } from "./tiles.ts";

export interface TreeProblem {
  /**
   * entry: not the one that was signed · entries: some below a tile, from `index` on, were changed together with it ·
   * tile: hashes not the ones that were signed · disagree: a tile and what is below it differ, and nothing signed says
   * which is right · missing: a resource is not there or not of the form · root: the whole has not the signed root.
   */
  readonly kind: "entry" | "entries" | "tile" | "disagree" | "missing" | "root";
  readonly index?: number;
  readonly path?: string;
  readonly message: string;
}

type HashView = TileView & { readonly level: number };
type Report = (problem: TreeProblem) => void;

const FAULTS = ["ledger.missing", "ledger.tile", "ledger.bundle"];

/** What was read, or undefined after naming a resource that is absent or malformed. Being unreachable is no fault. */
export async function readOrReport<T>(
  path: string,
  reading: Promise<T>,
  report: Report,
): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof RempartError && FAULTS.includes(error.code))) throw error;
    report({ kind: "missing", path, message: error.message });
    return undefined;
  }
}

/**
 * Rebuilds the tree from the entries and holds it against the published hash tiles, level by level. Where they differ,
 * the tile's hash one level up, and at the right edge the signed root, says which of the two was changed. The one found
 * right is carried upwards, so that a fault is named once and does not spread.
 */
export class TreeAudit {
  readonly #reader: LedgerReader;
  readonly #size: number;
  readonly #report: Report;
  /** Of each level, the hashes carried up so far into the tile that is being filled. */
  readonly #levels: (readonly Hash[])[] = [];
  /** Of each level, the full tiles settled. */
  readonly #settled: number[] = [];
  /** Of each level, the published tile last read. */
  readonly #tiles: { readonly path: string; readonly hashes: readonly Hash[] | undefined }[] = [];

  constructor(reader: LedgerReader, size: number, report: Report) {
    this.#reader = reader;
    this.#size = size;
    this.#report = report;
  }

  /** The next bundle's leaf hashes and its published hash tile, each undefined if it cannot be read. */
  async add(computed: readonly Hash[] | undefined, published: readonly Hash[] | undefined): Promise<void> {
    const n = this.#settled[0] ?? 0;
    const width = viewWidth(0, n, this.#size);
    this.#tiles[0] = { path: tilePath(0, n, width), hashes: published };
    this.#levels[0] = computed ?? published ?? [];
    if (width < TILE_WIDTH) return; // the right edge: finish()
    for (let level = 0; level === 0 || this.#levels[level]!.length === TILE_WIDTH; level++) {
      const rising = await this.#settle(level, this.#levels[level]!);
      this.#levels[level] = [];
      this.#levels[level + 1] = [...(this.#levels[level + 1] ?? []), rising];
    }
  }

  /** Root of the first `size` leaves: those added, then `leaves` of the bundle about to be added. */
  rootWith(size: number, leaves: readonly Hash[]): Hash {
    return rangeRoot(edgeRange(size, [leaves, ...this.#levels.slice(1)]));
  }

  /** Settles the right edge by the signed root. */
  async finish(root: Hash): Promise<void> {
    const views = edgeViews(this.#size);
    const computed = views.map(({ level }) => this.#levels[level] ?? []);
    const published = await Promise.all(views.map((view) => (view.width === 0 ? [] : this.#published(view))));
    const differing = views.filter(({ level }) => differences(computed[level]!, published[level]).length > 0);
    // Where they differ, which one is right? The choice that gives the signed root; first, that all tiles are wrong.
    for (let choice = 0; choice < 2 ** differing.length; choice++) {
      const wrong = new Set(differing.filter((_, bit) => (choice >> bit) & 1));
      const levels = views.map((view) => (wrong.has(view) ? published[view.level]! : computed[view.level]!));
      if (!sameHash(rangeRoot(edgeRange(this.#size, levels)), root)) continue;
      for (const view of differing) {
        const at = differences(computed[view.level]!, published[view.level]);
        if (wrong.has(view)) this.#blameBelow(view, at);
        else this.#blameTile(view, at);
      }
      return;
    }
    for (const view of differing)
      this.#blameBoth(view, differences(computed[view.level]!, published[view.level]));
    this.#report({ kind: "root", message: "the entries do not have the root that the checkpoint signs" });
  }

  /** The hash that a full tile contributes one level up, after naming what is wrong with it. */
  async #settle(level: number, computed: readonly Hash[]): Promise<Hash> {
    const n = this.#settled[level] ?? 0;
    this.#settled[level] = n + 1;
    const view = { level, n, width: TILE_WIDTH };
    const published = await this.#published(view);
    const own = merkleRoot(computed);
    const at = differences(computed, published);
    if (computed.length > 0 && at.length === 0) return own;
    const parent = await this.#parentHash(view);
    if (computed.length === 0) return parent ?? own; // neither bundle nor tile: named when they were read
    if (parent !== undefined && sameHash(parent, merkleRoot(published!))) {
      this.#blameBelow(view, at);
      return parent;
    }
    if (parent !== undefined && sameHash(parent, own)) this.#blameTile(view, at);
    else this.#blameBoth(view, at);
    return own;
  }

  async #parentHash({ level, n }: HashView): Promise<Hash | undefined> {
    const up = Math.floor(n / TILE_WIDTH);
    const tile = await this.#published({
      level: level + 1,
      n: up,
      width: viewWidth(level + 1, up, this.#size),
    });
    return tile?.[n % TILE_WIDTH];
  }

  async #published(view: HashView): Promise<readonly Hash[] | undefined> {
    const path = viewPath(view);
    const held = this.#tiles[view.level];
    if (held?.path === path) return held.hashes;
    const hashes = await readOrReport(path, readTile(this.#reader, view), this.#report);
    this.#tiles[view.level] = { path, hashes };
    return hashes;
  }

  #blameTile(view: HashView, at: readonly number[]): void {
    const message = `${list("hash", "hashes", at)} of the tile differ from the signed tree`;
    this.#report({ kind: "tile", path: viewPath(view), message });
  }

  /** Above level 0, what differs below agreed with its own tile, or was named there. */
  #blameBelow({ level, n }: HashView, at: readonly number[]): void {
    for (const position of at) {
      const child = n * TILE_WIDTH + position;
      if (level === 0) {
        this.#report({ kind: "entry", index: child, message: "the entry is not the one that was signed" });
        continue;
      }
      const span = TILE_WIDTH ** level;
      const index = child * span;
      const message = `among entries ${index} to ${index + span - 1} some are not those that were signed`;
      this.#report({ kind: "entries", index, path: tilePath(level - 1, child), message });
    }
  }

  #blameBoth(view: HashView, at: readonly number[]): void {
    const message = `${list("hash", "hashes", at)} of the tile differ from what is below, and neither is signed`;
    this.#report({ kind: "disagree", path: viewPath(view), message });
  }
}

function differences(computed: readonly Hash[], published: readonly Hash[] | undefined): number[] {
  if (published === undefined) return [];
  const at: number[] = [];
  for (let i = 0; i < computed.length; i++) {
    if (Buffer.compare(computed[i]!, published[i]!) !== 0) at.push(i);
  }
  return at;
}

const LISTED = 8;

function list(one: string, many: string, at: readonly number[]): string {
  const rest = at.length > LISTED ? ` and ${at.length - LISTED} more` : "";
  return `${at.length === 1 ? one : many} ${at.slice(0, LISTED).join(", ")}${rest}`;
}
