import { type FileHandle, open, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { fromHex, hex } from "../lib/bytes.ts";
import { parseRfc3339, rfc3339 } from "../lib/clock.ts";
import { RempartError } from "../lib/errors.ts";
import { readIfPresent, syncFolder, writeAtomic } from "../lib/files.ts";

/** An epoch that is held, and when it began: Unix ms, whole seconds; 0 where the key is from before there were epochs. */
export interface Held {
  readonly epoch: number;
  readonly beganMs: number;
}

/** A line of the list as it is written, so that a person can read it. */
interface Line {
  readonly epoch: number;
  readonly began: string;
}

const LIST = "wrap-epochs.json";
const NAME = /^wrap(?:-([1-9][0-9]{0,9}))?\.key$/;

const fileOf = (epoch: number): string => (epoch === 0 ? "wrap.key" : `wrap-${epoch}.key`);

/** Epochs of which there is a key file, in their order. */
export async function epochsIn(folder: string): Promise<number[]> {
  const found = (await readdir(folder)).map((name) => NAME.exec(name)).filter((match) => match !== null);
  return found.map(([, number = "0"]) => Number(number)).sort((a, b) => a - b);
}

/** The epochs that are held, in their order and without a gap; undefined where none was ever listed. */
export async function readList(folder: string): Promise<readonly Held[] | undefined> {
  const bytes = await readIfPresent(join(folder, LIST));
  if (bytes === undefined) return undefined;
  const lines = JSON.parse(bytes.toString("utf8")) as readonly Line[];
  return lines.map(({ epoch, began }) => ({ epoch, beganMs: parseRfc3339(began) }));
}

export function writeList(folder: string, held: readonly Held[]): Promise<void> {
  const lines = held.map(({ epoch, beganMs }): Line => ({ epoch, began: rfc3339(beganMs) }));
  return writeAtomic(join(folder, LIST), `${JSON.stringify(lines)}\n`);
}

/** Written once and never again, so that there is one place to overwrite when it has to go. */
export const writeKey = (folder: string, epoch: number, key: Uint8Array): Promise<void> =>
  writeAtomic(join(folder, fileOf(epoch)), `${hex(key)}\n`);

/** Throws `vault.key-missing`. */
export async function readKey(folder: string, epoch: number): Promise<Uint8Array> {
  const bytes = await readIfPresent(join(folder, fileOf(epoch)));
  if (bytes === undefined) throw missing(folder, fileOf(epoch));
  return fromHex(bytes.toString("latin1").trim());
}

/** Keys without the list that says which of them are held: after a `forget` it cannot be told what is lost and what was meant to go. */
export const listMissing = (folder: string): RempartError => missing(folder, LIST);

function missing(folder: string, name: string): RempartError {
  const message = `the vault's key ${name} is missing from ${folder}; restore it from where it is kept`;
  return new RempartError("vault.key-missing", 500, message, { key: name });
}

/**
 * Overwrites the key files of these epochs where they lie, syncs, and takes their names away. What a drive, a snapshot or
 * a file system that copies on write keeps besides is out of reach (docs/operating.md).
 */
export async function destroyKeys(folder: string, epochs: readonly number[]): Promise<void> {
  for (const epoch of epochs) {
    const path = join(folder, fileOf(epoch));
    await using file = await open(path, "r+");
    await overwrite(file);
    await unlink(path);
  }
  if (epochs.length > 0) await syncFolder(folder);
}

async function overwrite(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const { bytesWritten } = await file.write(Buffer.alloc(size), 0, size, 0);
  if (bytesWritten < size) throw new Error("a key was overwritten in part only");
  await file.sync();
}
