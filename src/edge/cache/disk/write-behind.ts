import type { StoredResponse } from "../stored.ts";

/** What may wait to be written: beyond it answers stay in memory only. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** Of the four threads that all files, names and zlib share in a Node process. */
const MAX_WRITING = 2;

/** An answer on its way to the disk. */
export interface Job {
  readonly stored: StoredResponse;
  /** Dropped meanwhile: what was written is not to be kept. */
  cancelled: boolean;
}

/** Writes one answer after the other while requests go on, and would rather drop one than hold memory. */
export class WriteBehind {
  readonly #write: (job: Job) => Promise<void>;
  readonly #jobs = new Map<string, Set<Job>>();
  readonly #waiting = new Set<Job>();
  #waitingBytes = 0;
  #writing = 0;
  #idle: PromiseWithResolvers<void> | undefined;

  /** `write` must not reject. */
  constructor(write: (job: Job) => Promise<void>) {
    this.#write = write;
  }

  /** False if there is no room for it. */
  add(stored: StoredResponse): boolean {
    if (this.#waitingBytes + stored.body.bytes > MAX_WAITING_BYTES) return false;
    this.#waiting.add(this.begin(stored));
    this.#waitingBytes += stored.body.bytes;
    this.#pump();
    return true;
  }

  /** A job that the caller does itself, to be cancelled like the others; tell its end. */
  begin(stored: StoredResponse): Job {
    const job: Job = { stored, cancelled: false };
    const ofKey = this.#jobs.get(stored.key);
    if (ofKey === undefined) this.#jobs.set(stored.key, new Set([job]));
    else ofKey.add(job);
    return job;
  }

  end(job: Job): void {
    const ofKey = this.#jobs.get(job.stored.key);
    ofKey?.delete(job);
    if (ofKey?.size === 0) this.#jobs.delete(job.stored.key);
    if (this.#jobs.size > 0) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }

  cancel(key: string, which: (stored: StoredResponse) => boolean = () => true): void {
    for (const job of this.#jobs.get(key) ?? []) if (which(job.stored)) job.cancelled = true;
  }

  cancelWhere(which: (stored: StoredResponse) => boolean): void {
    for (const key of this.#jobs.keys()) this.cancel(key, which);
  }

  /** When no job is left. */
  idle(): Promise<void> {
    if (this.#jobs.size === 0) return Promise.resolve();
    this.#idle ??= Promise.withResolvers<void>();
    return this.#idle.promise;
  }

  #pump(): void {
    for (const job of this.#waiting) {
      if (this.#writing >= MAX_WRITING) return;
      this.#waiting.delete(job);
      this.#waitingBytes -= job.stored.body.bytes;
      if (job.cancelled) this.end(job);
      else void this.#run(job);
    }
  }

  async #run(job: Job): Promise<void> {
    this.#writing += 1;
    await this.#write(job);
    this.#writing -= 1;
    this.end(job);
    this.#pump();
  }
}
