import { base64url, concat, equalBytes, fromBase64url, hmacSha256, toUtf8 } from "../../../lib/bytes.ts";
import { type Clock, MINUTE } from "../../../lib/clock.ts";
import { UsedOnce } from "./used-once.ts";

/** How long a ripe ticket may be used: time to be called away from a form and to come back. */
export const TICKET_LIFE_MS = 60 * MINUTE;

const NONCE_BYTES = 16;
const MAC_BYTES = 16;
const BODY_BYTES = NONCE_BYTES + 2 * 8;

export type TicketState =
  | { readonly state: "ok" | "used" | "ended" | "foreign" }
  | { readonly state: "too-early"; readonly waitMs: number };

/**
 * Waiting tickets for people without JavaScript: nonce ‖ not before ‖ not after ‖ MAC, as base64url. A ticket holds nothing
 * of the person and is bound to nothing of hers: she may come back from another network. Processes that share the key
 * accept each other's tickets, and each remembers those that it took: with n of them a ticket admits at most n times.
 */
export class Tickets {
  readonly #key: Uint8Array;
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #used: UsedOnce;

  /** `key`: 32 bytes. */
  constructor(
    key: Uint8Array,
    { clock, random, mostUsed }: { clock: Clock; random: (bytes: number) => Uint8Array; mostUsed?: number },
  ) {
    this.#key = key;
    this.#clock = clock;
    this.#random = random;
    this.#used = new UsedOnce(clock, mostUsed);
  }

  issue(waitMs: number): string {
    const ripeAtMs = this.#clock.now() + waitMs;
    const body = Buffer.alloc(BODY_BYTES);
    body.set(this.#random(NONCE_BYTES));
    body.writeBigUInt64BE(BigInt(Math.ceil(ripeAtMs)), NONCE_BYTES);
    body.writeBigUInt64BE(BigInt(Math.ceil(ripeAtMs + TICKET_LIFE_MS)), NONCE_BYTES + 8);
    return base64url(concat(body, this.#mac(body)));
  }

  /** Uses the ticket up where the answer is `ok`; `foreign`: none of ours. Takes any text. */
  accepts(ticket: string): TicketState {
    const body = this.#opened(ticket);
    if (body === undefined) return { state: "foreign" };
    const now = this.#clock.now();
    const ripeAtMs = Number(body.readBigUInt64BE(NONCE_BYTES));
    const endsAtMs = Number(body.readBigUInt64BE(NONCE_BYTES + 8));
    if (now < ripeAtMs) return { state: "too-early", waitMs: ripeAtMs - now };
    if (now >= endsAtMs) return { state: "ended" };
    const first = this.#used.take(body.toString("latin1", 0, NONCE_BYTES), endsAtMs);
    return { state: first ? "ok" : "used" };
  }

  sweep(): void {
    this.#used.sweep();
  }

  #opened(ticket: string): Buffer | undefined {
    // Base64 grows by a third; anything longer is not worth decoding.
    if (ticket.length > 2 * (BODY_BYTES + MAC_BYTES)) return undefined;
    try {
      const bytes = Buffer.from(fromBase64url(ticket));
      const body = bytes.subarray(0, BODY_BYTES);
      return equalBytes(bytes.subarray(BODY_BYTES), this.#mac(body)) ? body : undefined;
    } catch {
      return undefined;
    }
  }

  #mac(body: Uint8Array): Uint8Array {
    return hmacSha256(this.#key, toUtf8("rempart/ticket/v1"), body).subarray(0, MAC_BYTES);
  }
}
