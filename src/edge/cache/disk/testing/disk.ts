import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "../../../../lib/clock.ts";
import { type Log, silentLog } from "../../../../lib/log.ts";
import { Matcher } from "../../../../policy/matcher.ts";
import { Fields } from "../../../http/fields.ts";
import type { EdgeView } from "../../../state.ts";
import { readAll, subjectOf } from "../../../testing/subjects.ts";
import { KeptBody } from "../../kept-body.ts";
import type { MemoryLimits } from "../../memory.ts";
import { type DiskFigures, type Found, Store } from "../../store.ts";
import { type StoredResponse, storedResponse } from "../../stored.ts";
import type { DiskOptions } from "../disk-tier.ts";
import { type DiskIo, nodeIo } from "../io.ts";

export const KIB = 1024;
export const MIB = 1024 * KIB;

const { site } = subjectOf("/");
export const VIEW: EdgeView = {
  size: 1,
  siteOf: new Map(site.hostnames.map((hostname) => [hostname, site])),
  matcher: Matcher.empty(new Uint8Array(32)),
};
export const keyOf = (target: string): string => `${site.id} http://${site.hostnames[0]}${target}`;

/** Bytes that differ from place to place, so that a part taken from the wrong one is seen. */
export function bytesOf(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, x = seed; i < length; i += 4) {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0;
    bytes.writeUInt32LE(x, Math.min(i, length - 4));
  }
  return bytes;
}

export async function* inChunks(bytes: Buffer, size = 64 * KIB): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

/** A folder for a cache and what it takes to open stores over it, one after the other. */
export class Bench implements AsyncDisposable {
  readonly clock = fakeClock();
  readonly folder: string;
  view = VIEW;
  store!: Store;
  readonly #limits: MemoryLimits;
  readonly #options: Partial<DiskOptions>;

  private constructor(folder: string, limits: MemoryLimits, options: Partial<DiskOptions>) {
    this.folder = folder;
    this.#limits = limits;
    this.#options = options;
  }

  static async open(options: Partial<DiskOptions> = {}, limits: Partial<MemoryLimits> = {}): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), "rempart-cache-"));
    const bench = new Bench(folder, { maxBytes: 64 * MIB, maxObjectBytes: MIB, ...limits }, options);
    await bench.start();
    return bench;
  }

  async start(options: Partial<DiskOptions> = {}): Promise<void> {
    this.store = new Store(this.#limits, {
      folder: this.folder,
      maxBytes: 256 * MIB,
      clock: this.clock,
      log: silentLog,
      view: () => this.view,
      ...this.#options,
      ...options,
    });
    await this.store.open();
  }

  /** As after a clean stop. */
  async restart(options: Partial<DiskOptions> = {}): Promise<void> {
    await this.store.close();
    await this.start(options);
  }

  get disk(): DiskFigures {
    return this.store.disk!;
  }

  /** An answer whose head has arrived just now. */
  answer(
    target: string,
    fields: readonly string[] = ["Cache-Control", "max-age=3600"],
    request: readonly string[] = [],
  ): StoredResponse & { readonly body: KeptBody } {
    const nowMs = this.clock.now();
    const head = { status: 200, fields: new Fields(fields), requestTimeMs: nowMs, responseTimeMs: nowMs };
    const body = new KeptBody();
    return { ...storedResponse(keyOf(target), subjectOf(target), new Fields(request), head, body), body };
  }

  /** Keeps an answer and waits until the disk has it too, if it is to have it. */
  async keep(target: string, bytes: Buffer, fields?: readonly string[], request?: readonly string[]) {
    const stored = this.answer(target, fields, request);
    this.store.put(stored);
    const before = this.disk.objects + this.disk.droppedWrites + this.disk.evictions;
    await stored.body.fill(inChunks(bytes));
    await until(() => this.disk.objects + this.disk.droppedWrites + this.disk.evictions > before);
    return stored;
  }

  async find(target: string, request: Fields = Fields.none): Promise<Found> {
    return this.store.find(keyOf(target), request);
  }

  /** The whole body that is found; undefined if nothing is. */
  async read(target: string, request?: Fields): Promise<Buffer | undefined> {
    const { stored } = await this.find(target, request);
    return stored === undefined ? undefined : readAll(stored.body.open());
  }

  /** Pushes everything out of memory. */
  empty(): void {
    const [maxBytes, target] = [this.#limits.maxBytes, "/filler"];
    for (let bytes = 0; bytes < 2 * maxBytes; bytes += this.#limits.maxObjectBytes) {
      const filler = { ...this.answer(`${target}/${bytes}`, ["Cache-Control", "max-age=1"]) };
      this.store.put({ ...filler, body: KeptBody.of(Buffer.alloc(this.#limits.maxObjectBytes)) });
    }
  }

  objectFiles(): string[] {
    const objects = join(this.folder, "objects");
    if (!existsSync(objects)) return [];
    return (readdirSync(objects, { recursive: true }) as string[])
      .filter((name) => name.endsWith(".object"))
      .map((name) => join(objects, name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A disk that can be told to refuse. */
export function fallibleIo() {
  const state: { refuses: Partial<Record<keyof DiskIo, string>> } = { refuses: {} };
  const check = (call: keyof DiskIo): void => {
    const code = state.refuses[call];
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  };
  const io = Object.fromEntries(
    Object.entries(nodeIo).map(([call, run]) => [
      call,
      async (...args: unknown[]) => {
        check(call as keyof DiskIo);
        return (run as (...args: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as DiskIo;
  return { io, state };
}

/** Log lines, to be counted. */
export function listeningLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (event: string) => void lines.push(event);
  return { lines, info: add, warn: add, error: add };
}

export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never came: ${holds}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
