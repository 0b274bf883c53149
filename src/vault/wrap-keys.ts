import { randomBytes } from "node:crypto";
import { DAY, parseRfc3339, rfc3339 } from "../lib/clock.ts";
import { badRequest, conflict, RempartError } from "../lib/errors.ts";
import { Turns } from "../lib/turns.ts";
import {
  destroyKeys,
  epochsIn,
  type Held,
  listMissing,
  readKey,
  readList,
  writeKey,
  writeList,
} from "./wrap-files.ts";

/**
 * How long one key wraps. What is deleted stays readable, to whoever has an old copy of the database and the vault, until
 * the key of its time is destroyed; shorter would mean more keys to back up.
 */
export const EPOCH_MS = 30 * DAY;

/**
 * How long an epoch must have been succeeded before its key may be destroyed. Whoever has the desk can ask for that, and
 * this is what they cannot reach: what was wrapped in the last seven days. It also is the time in which a backup can be
 * taken of the database as it is under the next epoch; from an older one the words do not come back.
 */
export const FORGET_AFTER_MS = 7 * DAY;

export interface Epoch extends Held {
  readonly key: Uint8Array;
}

/**
 * The wrapping keys, one an epoch (docs/decisions/0025). Only the newest wraps; those before it open what they wrapped
 * until they are forgotten. A key is on the disk before it is used, and is listed as held no more before it is destroyed.
 */
export class WrapKeys {
  readonly #folder: string;
  readonly #turns = new Turns();
  /** In their order, without a gap. Never empty once opened. */
  #held: readonly Epoch[];

  private constructor(folder: string, held: readonly Epoch[]) {
    this.#folder = folder;
    this.#held = held;
  }

  /**
   * The keys in `folder` as a crash may have left them. Throws `vault.key-missing` where one is gone that was not
   * forgotten; only on the first run it is made.
   */
  static async open(folder: string, isFirstRun: boolean, nowMs: number): Promise<WrapKeys> {
    const found = await epochsIn(folder);
    const list = await readList(folder);
    if (list === undefined && found.length > 0 && found[0] !== 0) throw listMissing(folder);
    const listed = list ?? (isFirstRun ? [] : [{ epoch: 0, beganMs: 0 }]);
    const read = async (one: Held): Promise<Epoch> => ({ ...one, key: await readKey(folder, one.epoch) });
    const keys = new WrapKeys(folder, await Promise.all(listed.map(read)));
    // Made and not listed: it has wrapped nothing, and until now the one before it went on. So it begins now.
    for (let epoch = keys.#next; epoch <= (found.at(-1) ?? -1); epoch++) {
      await keys.#list(await read({ epoch, beganMs: toSecond(nowMs) }));
    }
    if (keys.#held.length === 0) await keys.#begin(nowMs);
    await keys.#destroyForgotten();
    return keys;
  }

  /** Number of the oldest epoch that is held. */
  get oldest(): number {
    return this.#held[0]!.epoch;
  }

  get newest(): Epoch {
    return this.#held.at(-1)!;
  }

  /** The key of an epoch. Throws `vault.forgotten` if it was destroyed, `vault.wrapped` if there was none yet. */
  at(epoch: number): Uint8Array {
    if (epoch < this.oldest) {
      const message = `the wrapping key of epoch ${epoch} was destroyed: what it wrapped opens no more`;
      throw new RempartError("vault.forgotten", 410, message, { epoch, oldest: this.oldest });
    }
    const held = this.#held[epoch - this.oldest];
    if (held === undefined) throw badRequest("vault.wrapped", "this vault has begun no such epoch");
    return held.key;
  }

  /** The epoch to wrap under, begun here where the newest is too old. Fails where its key cannot be written. */
  async current(nowMs: number): Promise<Epoch> {
    if (this.#isDue(nowMs)) {
      await this.#turns.run(async () => {
        if (this.#isDue(nowMs)) await this.#begin(nowMs);
      });
    }
    return this.newest;
  }

  /**
   * Destroys the keys of all epochs before this one and answers which; none where that is done. Throws `vault.epoch` for
   * an epoch that has not begun, `vault.too-early` where one of them was in use in the last seven days.
   */
  forget(before: number, nowMs: number): Promise<readonly number[]> {
    return this.#turns.run(async () => {
      if (before > this.newest.epoch) {
        const message = `before must be at most ${this.newest.epoch}: the newest epoch's key is in use`;
        throw badRequest("vault.epoch", message, { field: "before", newest: this.newest.epoch });
      }
      if (before > this.oldest) await this.#letGo(before, nowMs);
      return this.#destroyForgotten();
    });
  }

  /** From the list on they are forgotten, whatever becomes of their files before the next start. */
  async #letGo(before: number, nowMs: number): Promise<void> {
    const [going, staying] = [
      this.#held.filter(({ epoch }) => epoch < before),
      this.#held.filter(({ epoch }) => epoch >= before),
    ];
    const successors = [...going.slice(1), staying[0]!];
    const young = successors.find(({ beganMs }) => nowMs - beganMs < FORGET_AFTER_MS);
    if (young !== undefined) {
      const [epoch, from] = [young.epoch - 1, rfc3339(young.beganMs + FORGET_AFTER_MS)];
      const message = `epoch ${epoch} may be forgotten from ${from}, seven days after the next began`;
      throw conflict("vault.too-early", message, { field: "before", epoch, from });
    }
    await writeList(this.#folder, staying);
    this.#held = staying;
    for (const { key } of going) key.fill(0);
  }

  /** Also what a crash left of epochs forgotten before, or what a backup brought back. */
  async #destroyForgotten(): Promise<readonly number[]> {
    const epochs = (await epochsIn(this.#folder)).filter((epoch) => epoch < this.oldest);
    await destroyKeys(this.#folder, epochs);
    return epochs;
  }

  /** A clock that is behind begins none, so dates never go back: the seven days are counted from them. */
  #isDue(nowMs: number): boolean {
    return nowMs - this.newest.beganMs > EPOCH_MS;
  }

  get #next(): number {
    return (this.#held.at(-1)?.epoch ?? -1) + 1;
  }

  async #begin(nowMs: number): Promise<void> {
    const begun = { epoch: this.#next, beganMs: toSecond(nowMs), key: new Uint8Array(randomBytes(32)) };
    await writeKey(this.#folder, begun.epoch, begun.key);
    await this.#list(begun);
  }

  async #list(one: Epoch): Promise<void> {
    const held = [...this.#held, one];
    await writeList(this.#folder, held);
    this.#held = held;
  }
}

/** As a list gives it back. */
const toSecond = (ms: number): number => parseRfc3339(rfc3339(ms));
