import { join } from "node:path";
import { fromUtf8 } from "../lib/bytes.ts";
import { badRequest, errorMessage, RempartError } from "../lib/errors.ts";
import { readIfPresent, readSmallIfPresent } from "../lib/files.ts";
import type { Hash } from "../lib/merkle.ts";
import {
  decodeBundle,
  decodeTile,
  HASH_BYTES,
  MAX_BUNDLE_BYTES,
  parseTilePath,
  scanBundle,
  TILE_WIDTH,
  type TileView,
  viewPath,
} from "./tiles.ts";

export const CHECKPOINT_PATH = "checkpoint";
const MAX_CHECKPOINT_BYTES = 64 * 1024;
const TIMEOUT_MS = 30_000;

/** A public ledger to read from: a URL, a copy on disk, or the store that writes it. Nothing it returns is verified. */
export interface LedgerReader {
  /** The bytes at `checkpoint` or a tile path; undefined where there is nothing. Rejects if it cannot be asked. */
  readView(path: string): Promise<Uint8Array | undefined>;
}

/**
 * A ledger's folder: one that is served as files, or a {@link LedgerStore}'s, where a partial view is the start of a
 * growing file.
 */
export function fileReader(folder: string): { readView(path: string): Promise<Buffer | undefined> } {
  return {
    async readView(path) {
      const view = parseTilePath(path);
      if (path !== CHECKPOINT_PATH && view === undefined) return undefined;
      const read = view?.level === "entries" ? readIfPresent : readSmallIfPresent;
      const exact = await read(join(folder, path));
      if (exact !== undefined || view === undefined) return exact;
      const grown = await read(join(folder, viewPath({ ...view, width: TILE_WIDTH })));
      return grown && firstItems(grown, view);
    },
  };
}

/** A ledger at an http(s) URL. Bytes beyond what the resource can hold are not read: `ledger.unreachable`. */
export function httpReader(url: string, fetchView: typeof fetch = fetch): LedgerReader {
  const base = url.replace(/\/+$/, "");
  return {
    async readView(path) {
      try {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const response = await fetchView(`${base}/${path}`, { signal, redirect: "error" });
        if (response.status === 404 || response.status === 410) {
          await response.body?.cancel();
          return undefined;
        }
        if (response.status !== 200) throw new Error(`status ${response.status}`);
        return await readCapped(response, maxBytes(path));
      } catch (error) {
        const why = error instanceof Error && error.cause ? errorMessage(error.cause) : errorMessage(error);
        throw new RempartError(
          "ledger.unreachable",
          502,
          `cannot read ${path} of ${base}: ${why}`,
          { path },
          error,
        );
      }
    },
  };
}

/** A ledger by its URL or its folder. */
export const readerAt = (where: string): LedgerReader =>
  /^https?:/.test(where) ? httpReader(where) : fileReader(where);

function maxBytes(path: string): number {
  if (path === CHECKPOINT_PATH) return MAX_CHECKPOINT_BYTES;
  return path.startsWith("tile/entries/") ? MAX_BUNDLE_BYTES : TILE_WIDTH * HASH_BYTES;
}

async function readCapped(response: Response, max: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > max) throw new Error(`it is longer than ${max} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The first `view.width` items; all bytes where there are fewer, which the decoder then refuses. */
function firstItems(bytes: Buffer, { level, width }: TileView): Buffer {
  if (level !== "entries") return bytes.subarray(0, width * HASH_BYTES);
  const { entries, bytes: scanned } = scanBundle(bytes);
  if (entries.length <= width) return bytes.subarray(0, entries.length === width ? scanned : bytes.length);
  const length = entries.slice(0, width).reduce((sum, entry) => sum + 2 + entry.length, 0);
  return bytes.subarray(0, length);
}

/** The signed note at the ledger's head, unverified. Rejects with `ledger.missing` where there is none. */
export async function readCheckpointNote(reader: LedgerReader): Promise<string> {
  const bytes = await reader.readView(CHECKPOINT_PATH);
  if (bytes === undefined) throw missing(CHECKPOINT_PATH);
  try {
    return fromUtf8(bytes);
  } catch {
    throw badRequest("note.invalid", "the checkpoint is not UTF-8");
  }
}

/** A view's bytes. A log may drop a partial resource once the full one exists, so that one is tried next. */
async function readItems(reader: LedgerReader, view: TileView): Promise<Uint8Array> {
  const bytes = await reader.readView(viewPath(view));
  if (bytes !== undefined) return bytes;
  const full = view.width < TILE_WIDTH && (await reader.readView(viewPath({ ...view, width: TILE_WIDTH })));
  if (!full) throw missing(viewPath(view));
  return firstItems(Buffer.from(full), view);
}

/** The hashes of one tile; rejects with `ledger.missing` or, if it is not `width` hashes, `ledger.tile`. */
export async function readTile(reader: LedgerReader, view: TileView & { level: number }): Promise<Hash[]> {
  return decodeTile(await readItems(reader, view), view.width);
}

/** The entries of one bundle; rejects with `ledger.missing` or, if it is not `width` entries, `ledger.bundle`. */
export async function readBundle(
  reader: LedgerReader,
  n: number,
  width: number,
): Promise<readonly Uint8Array[]> {
  return decodeBundle(await readItems(reader, { level: "entries", n, width }), width);
}

/** Entries from…to−1 of a ledger of at least `to` entries, in runs of at most 256. */
export async function* readEntries(
  reader: LedgerReader,
  from: number,
  to: number,
): AsyncGenerator<readonly Uint8Array[]> {
  const first = Math.floor(from / TILE_WIDTH);
  const count = Math.max(0, Math.ceil(to / TILE_WIDTH) - first);
  const bundles = readAhead(count, (i) =>
    readBundle(reader, first + i, Math.min(TILE_WIDTH, to - (first + i) * TILE_WIDTH)),
  );
  let at = first * TILE_WIDTH;
  for await (const entries of bundles) {
    yield entries.slice(Math.max(0, from - at));
    at += entries.length;
  }
}

const AHEAD = 8;

/** read(0), read(1), … in order, with up to eight under way: a ledger far away is read at the speed of the line. */
export async function* readAhead<T>(count: number, read: (i: number) => Promise<T>): AsyncGenerator<T> {
  const pending: Promise<T>[] = [];
  for (let i = 0; i < count + AHEAD; i++) {
    if (i < count) {
      const one = read(i);
      one.catch(() => {}); // it is thrown when its turn comes
      pending.push(one);
    }
    if (i >= AHEAD && i - AHEAD < count) yield await pending.shift()!;
  }
}

const missing = (path: string): RempartError =>
  new RempartError("ledger.missing", 404, `the ledger has no ${path}`, { path });
