import { setTimeout as sleep } from "node:timers/promises";
import { parseCheckpoint } from "../../ledger/checkpoint.ts";
import { parseNote } from "../../ledger/note.ts";
import { type Witness, WitnessClient } from "../../ledger/witness.ts";
import { MINUTE, rfc3339, SECOND } from "../../lib/clock.ts";
import { errorFields } from "../../lib/log.ts";
import { Turns } from "../../lib/turns.ts";
import type { DeskContext } from "../context.ts";

/** An entry that no witness has vouched for after this long is told of (docs/design.md §8). */
const ALARM_MS = 10 * MINUTE;
const MAX_PAUSE_MS = 5 * MINUTE;

const pauseFor = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal, ref: false });

/** How far one witness has vouched. */
export interface WitnessStatus {
  readonly name: string;
  /** Entries; 0 before the first time in this life of the desk. */
  readonly size: number;
  readonly at: string | null;
}

interface Asked {
  readonly client: WitnessClient;
  size: number;
  atMs: number;
  isAsking: boolean;
}

/**
 * Asks outside witnesses to vouch for each checkpoint after it is published, and shows their cosignatures beside the
 * ledger's own signature. Nothing waits for them: edges enforce at once, and what stays without a witness is told of.
 */
export class Witnesses {
  readonly #context: Pick<DeskContext, "ledger" | "clock" | "log">;
  readonly #witnesses: readonly Asked[];
  readonly #pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly #turns = new Turns();
  readonly #stop = new AbortController();
  /** Since when the newest entries are without any witness, Unix ms. */
  #unwitnessedSinceMs: number | undefined;

  constructor(
    context: Pick<DeskContext, "ledger" | "clock" | "log">,
    witnesses: readonly Witness[],
    pause: (ms: number, signal: AbortSignal) => Promise<unknown> = pauseFor,
  ) {
    this.#context = context;
    this.#pause = pause;
    this.#witnesses = witnesses.map((witness) => ({
      ...{ client: new WitnessClient(witness, context.ledger), size: 0, atMs: 0, isAsking: false },
    }));
  }

  /** Called when the ledger has grown, and at start. Returns at once. */
  ask(): void {
    if (this.#witnesses.length === 0 || this.#newest() === undefined) return;
    this.#unwitnessedSinceMs ??= this.#context.clock.now();
    for (const one of this.#witnesses) void this.#follow(one);
  }

  status(): { readonly witnesses: readonly WitnessStatus[]; readonly unwitnessedSeconds: number } {
    const since = this.#unwitnessedSinceMs;
    return {
      witnesses: this.#witnesses.map(({ client, size, atMs }) => ({
        ...{ name: client.witness.key.name, size, at: atMs === 0 ? null : rfc3339(atMs) },
      })),
      unwitnessedSeconds: since === undefined ? 0 : Math.floor((this.#context.clock.now() - since) / SECOND),
    };
  }

  close(): void {
    this.#stop.abort();
  }

  /** Until this witness has vouched for the newest checkpoint. One at a time: a slow witness gets the newest, not all. */
  async #follow(one: Asked): Promise<void> {
    if (one.isAsking) return;
    one.isAsking = true;
    try {
      for (let failures = 0; !this.#stop.signal.aborted; ) {
        const note = this.#newest();
        if (note === undefined || note.size <= one.size) return;
        if (await this.#cosign(one, note.note)) failures = 0;
        else {
          this.#alarm();
          failures += 1;
          const pauseMs = Math.min(MAX_PAUSE_MS, SECOND * 2 ** Math.min(failures, 20));
          await this.#pause(pauseMs, this.#stop.signal);
        }
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#context.log.error("witness.stopped", errorFields(error));
    } finally {
      one.isAsking = false;
    }
  }

  async #cosign(one: Asked, note: string): Promise<boolean> {
    const { clock, log } = this.#context;
    const startedMs = clock.now();
    try {
      const line = await one.client.cosign(note);
      one.size = parseCheckpoint(parseNote(note).text).size;
      one.atMs = clock.now();
      await this.#turns.run(() => this.#show(note, line, startedMs));
      return true;
    } catch (error) {
      log.warn("witness.failed", { witness: one.client.witness.key.name, ...errorFields(error) });
      return false;
    }
  }

  /** Adds a line to the checkpoint that is served, unless a larger one has taken its place: then that is asked for next. */
  async #show(note: string, line: string, startedMs: number): Promise<void> {
    const { ledger } = this.#context;
    const newest = ledger.checkpoint();
    const isNewest = newest !== undefined && parseNote(newest).text === parseNote(note).text;
    this.#unwitnessedSinceMs = isNewest ? undefined : startedMs; // what came meanwhile is younger than the question
    if (!isNewest) return;
    await ledger.publish(newest + line);
  }

  #alarm(): void {
    const { clock, log } = this.#context;
    const since = this.#unwitnessedSinceMs;
    if (since !== undefined && clock.now() - since >= ALARM_MS)
      log.error("ledger.unwitnessed", { since: rfc3339(since) });
  }

  #newest(): { readonly size: number; readonly note: string } | undefined {
    const { ledger } = this.#context;
    const note = ledger.checkpoint();
    return note === undefined ? undefined : { size: ledger.publishedSize, note };
  }
}
