import type { Ack } from "../../feed/wire.ts";
import { parseRfc3339 } from "../../lib/clock.ts";
import type { Db } from "../db/open.ts";
import type { Serves } from "../sites/served.ts";
import { type ExpectedDigests, expectedDigests } from "./store.ts";

/**
 * How an edge's digests compare with the desk's own active set at the edge's size and time. "known": it adds the ledger up
 * differently, or its clock is wrong; "held": it lacks openings of sites that it serves, or has others.
 */
export type Verdict = "equal" | "known" | "held";

/** Answers of the database that are kept: edges are at a few sizes, and most of them at the same. */
const KEPT = 64;

/** Compares acks with the desk's own active set. One question serves all edges at the same size with the same sites. */
export class DigestComparison {
  readonly #db: Db;
  #kept: { readonly key: string; readonly digests: ExpectedDigests }[] = [];

  constructor(db: Db) {
    this.#db = db;
  }

  /** Undefined for an ack that does not say of when it is. */
  async verdict({ size, known, held, at }: Ack, serves: Serves): Promise<Verdict | undefined> {
    if (at === undefined) return undefined;
    const expected = await this.#expected(size, parseRfc3339(at), serves);
    if (known !== expected.known) return "known";
    return held === expected.held ? "equal" : "held";
  }

  async #expected(size: number, atMs: number, serves: Serves): Promise<ExpectedDigests> {
    const key = `${size} ${JSON.stringify(serves)}`;
    const kept = this.#kept.find(
      ({ key: of, digests }) => of === key && digests.fromMs <= atMs && atMs < digests.untilMs,
    );
    if (kept !== undefined) return kept.digests;
    const digests = await expectedDigests(this.#db, size, atMs, serves);
    this.#kept = [{ key, digests }, ...this.#kept].slice(0, KEPT);
    return digests;
  }
}
