import { randomBytes } from "node:crypto";
import { base64, hmacSha256, toUtf8 } from "../../../lib/bytes.ts";
import { type Clock, HOUR } from "../../../lib/clock.ts";
import type { Answer } from "./answer.ts";
import { mailboxOf } from "./mailboxes.ts";

const MOST_AN_HOUR = 5;
/** Each of these carries a code that she gets in no other way; the gate has let its mail in. */
const MOST_TAKEN_AN_HOUR = 30;
/** Servers come again every few minutes while they are told to wait; she needs to read that once. */
const MOST_LATER_AN_HOUR = 1;
/** Addresses that are remembered; beyond, nobody is answered until an hour has gone by. */
const MAX_KNOWN = 100_000;

/**
 * How often an address is answered, so that a forged sender cannot have us fill somebody's mailbox and two programs do not
 * write to each other for ever. Addresses are remembered for an hour, in memory, as hashes under a key that ends with us.
 */
export class AnswerLimit {
  readonly #clock: Clock;
  readonly #salt = randomBytes(32);
  /** Times of answers, oldest first; addresses in the order of their last answer. */
  readonly #answers = new Map<string, readonly { readonly at: number; readonly kind: Answer["kind"] }[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether this answer may be sent; it is counted then. */
  take(address: string, kind: Answer["kind"]): boolean {
    const at = this.#clock.now();
    this.#forget(at - HOUR);
    const key = base64(hmacSha256(this.#salt, toUtf8(mailboxOf(address) ?? address)));
    const sent = (this.#answers.get(key) ?? []).filter((one) => one.at > at - HOUR);
    const same = sent.filter((one) => one.kind === kind).length;
    const most = kind === "taken" ? MOST_TAKEN_AN_HOUR : MOST_AN_HOUR;
    if (sent.length >= most || (kind === "later" && same >= MOST_LATER_AN_HOUR)) return false;
    if (sent.length === 0 && this.#answers.size >= MAX_KNOWN) return false;
    this.#answers.delete(key);
    this.#answers.set(key, [...sent, { at, kind }]);
    return true;
  }

  #forget(before: number): void {
    for (const [key, sent] of this.#answers) {
      if (sent.at(-1)!.at > before) return;
      this.#answers.delete(key);
    }
  }
}
