import { base64 } from "../lib/bytes.ts";
import { conflict, errorMessage, RempartError } from "../lib/errors.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { cosignatures } from "./cosignature.ts";
import { type NoteKey, parseNote, parseVerifierKey, signatureLine } from "./note.ts";
import { consistencyProof, nodesOfTiles } from "./proofs.ts";
import type { LedgerReader } from "./reader.ts";

/** Somebody else who vouches that a ledger only grows (c2sp.org/tlog-witness). */
export interface Witness {
  /** Of type 4 (cosignature/v1). */
  readonly key: NoteKey;
  /** Submission prefix, without a slash at its end. */
  readonly url: string;
}

/** Reads "verifier-key URL". Throws an Error saying what would be right. */
export function parseWitness(text: string): Witness {
  const [, key = "", url = ""] = /^(\S+) +(https?:\/\/\S+?)\/*$/.exec(text) ?? [];
  if (key === "") throw new Error('must be "verifier-key URL"');
  return { key: parseWitnessKey(key), url };
}

/** Reads a witness's verifier key. Throws an Error saying what would be right. */
export function parseWitnessKey(text: string): NoteKey {
  const key = parseVerifierKey(text);
  if (key.algorithm !== 4)
    throw new Error("a witness's verifier key is of type 4 (c2sp.org/tlog-cosignature)");
  return key;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** One witness as a log meets it: remembers how far the witness has seen, and proves the way from there. */
export class WitnessClient {
  readonly witness: Witness;
  readonly #reader: LedgerReader;
  readonly #post: typeof fetch;
  #seen = 0;

  constructor(witness: Witness, reader: LedgerReader, post: typeof fetch = fetch) {
    this.witness = witness;
    this.#reader = reader;
    this.#post = post;
  }

  /**
   * The witness's signature line over a signed checkpoint of the reader's ledger. Throws `witness.ahead` where it has seen
   * a larger ledger, which is a fork or a ledger that was set back; `witness.failed` for any other reason that it gives.
   */
  async cosign(note: string): Promise<string> {
    const { size } = parseCheckpoint(parseNote(note).text);
    let answer = await this.#send(note, size);
    if (answer.status === 409) {
      const seen = Number(/^(0|[1-9]\d*)\n$/.exec(answer.text)?.[1] ?? Number.NaN);
      if (!Number.isSafeInteger(seen)) throw failed(this.witness, "its answer 409 holds no size");
      if (seen > size)
        throw conflict("witness.ahead", `${this.witness.key.name} has seen ${seen} entries, not ${size}`, {
          seen,
        });
      this.#seen = seen;
      answer = await this.#send(note, size);
    }
    if (answer.status !== 200) throw failed(this.witness, `status ${answer.status}`);
    this.#seen = size;
    return this.#lineOf(note, answer.text);
  }

  async #send(note: string, size: number): Promise<{ readonly status: number; readonly text: string }> {
    const old = Math.min(this.#seen, size);
    const proof =
      old === 0 || old === size ? [] : await consistencyProof(old, size, nodesOfTiles(this.#reader, size));
    const body = `old ${old}\n${proof.map((hash) => `${base64(hash)}\n`).join("")}\n${note}`;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await this.#post(`${this.witness.url}/add-checkpoint`, {
        ...{ method: "POST", body, signal, redirect: "error" },
      });
      if (Number(answer.headers.get("content-length") ?? 0) > MAX_ANSWER_BYTES)
        throw new Error("a long answer");
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      throw failed(this.witness, errorMessage(error), error);
    }
  }

  /** Only its own line is taken, and only if it holds: an answer may carry others. */
  #lineOf(note: string, lines: string): string {
    const { key } = this.witness;
    const text = note.slice(0, note.lastIndexOf("\n\n") + 2);
    for (const { name, keyHash, signature } of parseNote(`${text}${lines}`).signatures) {
      if (name !== key.name || keyHash !== key.keyHash) continue;
      const line = signatureLine(key, signature);
      if (cosignatures(`${text}${line}`, [key]).length > 0) return line;
    }
    throw failed(this.witness, "it did not cosign the checkpoint");
  }
}

const failed = ({ key }: Witness, why: string, cause?: unknown): RempartError =>
  new RempartError("witness.failed", 502, `the witness ${key.name}: ${why}`, {}, cause);
