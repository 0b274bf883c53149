import { type Challenge, createChallenge, type Payload, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { z } from "zod";
import { hex, hmacSha256, toUtf8 } from "../../../lib/bytes.ts";
import { type Clock, MINUTE } from "../../../lib/clock.ts";
import { UsedOnce } from "./used-once.ts";

export type { Challenge } from "altcha-lib";

/** A phone may fall asleep over it; hoards are worth little. */
export const CHALLENGE_LIFE_MS = 10 * MINUTE;

/**
 * One try is SHA-256 a thousand times (PBKDF2), inside one call of the browser. With one SHA-256 a try, a browser pays for
 * the call: 5 to 12 µs where a program pays 0.1, so that a second for a phone would be a few ms for a flooder. So
 * it is 82 to 165 µs in Chromium against 74 in a program.
 *
 * Measured on a 2-core server (EPYC, SHA extensions) with Chromium 156 by the script of work-script.ts: 4 at a time
 * 116 µs a try. A cheap phone (four to eight Cortex-A53 or A55) is taken as seven times slower, 0.8 ms a try; a challenge
 * takes 2,000 tries on average and 4,000 at most: 1.6 s and 3.2 s there, 0.15 s of one core for a flooder.
 */
export const WORK = { cost: 500, most: 4000 } as const;

/** What a browser or a program sends: base64 of this as JSON, which is what ALTCHA's own widget and libraries send. */
const payloadSchema = z.strictObject({
  challenge: z.strictObject({
    // Every parameter that a challenge of ours has, and no other: an `expiresAt` would be checked by another clock.
    parameters: z.strictObject({
      algorithm: z.literal("PBKDF2/SHA-256"),
      nonce: z.string().max(64),
      salt: z.string().max(64),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string().max(64),
      keySignature: z.string().max(64),
      data: z.strictObject({ endsAt: z.number(), most: z.number() }),
    }),
    signature: z.string().max(64),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string().max(64) }),
});
const MAX_PAYLOAD = 2048;

export interface WorkOptions {
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  readonly mostUsed?: number;
  /** For tests: how much work it is. */
  readonly difficulty?: { readonly cost: number; readonly most: number };
}

/**
 * Proof of work (altcha-lib): challenges that are signed and not kept, solutions that are good for one report. As with
 * tickets, processes that share the key accept each other's.
 */
export class Work {
  readonly #secrets: { readonly hmacSignatureSecret: string; readonly hmacKeySignatureSecret: string };
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #difficulty: { readonly cost: number; readonly most: number };
  readonly #used: UsedOnce;

  /** `key`: 32 bytes. */
  constructor(key: Uint8Array, { clock, random, mostUsed, difficulty = WORK }: WorkOptions) {
    const secret = (label: string): string => hex(hmacSha256(key, toUtf8(label)));
    this.#secrets = {
      hmacSignatureSecret: secret("rempart/work/challenge/v1"),
      hmacKeySignatureSecret: secret("rempart/work/key/v1"),
    };
    this.#clock = clock;
    this.#random = random;
    this.#difficulty = difficulty;
    this.#used = new UsedOnce(clock, mostUsed);
  }

  /**
   * A challenge that ends in {@link CHALLENGE_LIFE_MS}. The number to find is chosen here, so that nobody is unlucky for
   * minutes and a solution is checked without doing its work again. `data.most`: the number is not above it.
   */
  challenge(): Promise<Challenge> {
    const { cost, most } = this.#difficulty;
    return createChallenge({
      ...{ algorithm: "PBKDF2/SHA-256", cost, deriveKey, ...this.#secrets },
      counter: Math.floor((Buffer.from(this.#random(4)).readUInt32BE() / 2 ** 32) * (most + 1)),
      // Not as `expiresAt`: the library would ask the machine's clock instead of ours.
      data: { endsAt: this.#clock.now() + CHALLENGE_LIFE_MS, most },
    });
  }

  /** Whether this solves a challenge of ours that has not ended, for the first time. Takes any text. */
  async accepts(work: string): Promise<boolean> {
    const payload = payloadOf(work);
    if (payload === undefined) return false;
    const { endsAt } = payload.challenge.parameters.data;
    if (endsAt <= this.#clock.now()) return false;
    const { verified } = await verifySolution({ ...payload, deriveKey, ...this.#secrets });
    return verified && this.#used.take(payload.challenge.parameters.nonce, endsAt);
  }

  sweep(): void {
    this.#used.sweep();
  }
}

function payloadOf(work: string): z.infer<typeof payloadSchema> | undefined {
  if (work.length > MAX_PAYLOAD) return undefined;
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(Buffer.from(work, "base64").toString("utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The text that {@link Work.accepts} takes. */
export const workText = (payload: Payload): string => Buffer.from(JSON.stringify(payload)).toString("base64");
