import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fromBase64, sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { EMPTY_ROOT, sameHash } from "../../lib/merkle.ts";
import { type Checkpoint, openCheckpoint, parseCheckpoint } from "../checkpoint.ts";
import { cosignedBytes } from "../cosignature.ts";
import { formatVerifierKey, type NoteKey, noteKey, parseNote, signatureLine } from "../note.ts";
import { verifyConsistency } from "../proofs.ts";

/** A witness as c2sp.org/tlog-witness describes it, in memory, for one log. */
export class TestWitness {
  readonly #key = generateKeyPairSync("ed25519").privateKey;
  readonly name: string;
  readonly #log: NoteKey;
  #latest: Checkpoint | undefined;
  #note = "";
  /** Requests by their answer's status. */
  readonly answers: number[] = [];
  /** While set, it answers nothing but this status. */
  broken: number | undefined;
  /** While set, its answers wait for it. */
  gate: Promise<void> | undefined;
  #server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
    const [status, text, type = "text/plain"] =
      request.method === "POST" ? this.addCheckpoint(body) : this.#monitor(request.url ?? "");
    if (request.method === "POST") this.answers.push(status);
    await this.gate;
    response.writeHead(status, { "content-type": type }).end(text);
  });

  constructor(name: string, log: NoteKey) {
    this.name = name;
    this.#log = log;
  }

  get verifierKey(): string {
    return formatVerifierKey(noteKey(this.name, this.#key, 4));
  }

  get size(): number {
    return this.#latest?.size ?? 0;
  }

  /** Listens on loopback; returns the submission prefix. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  addCheckpoint(body: string): readonly [number, string, string?] {
    if (this.broken !== undefined) return [this.broken, ""];
    const end = body.indexOf("\n\n");
    const [first = "", ...lines] = body.slice(0, end).split("\n");
    const note = body.slice(end + 2);
    const old = Number(/^old (0|[1-9]\d*)$/.exec(first)?.[1] ?? Number.NaN);
    if (end === -1 || Number.isNaN(old) || lines.length > 63) return [400, ""];
    if (parseCheckpoint(parseNote(note).text).origin !== this.#log.name) return [404, ""];
    let checkpoint: Checkpoint;
    try {
      checkpoint = openCheckpoint(note, [this.#log], this.#log.name);
    } catch {
      return [403, ""];
    }
    if (old > checkpoint.size) return [400, ""];
    if (old !== this.size) return [409, `${this.size}\n`, "text/x.tlog.size"];
    if (!this.#continues(old, lines, checkpoint)) return [422, ""];
    this.#latest = checkpoint;
    const text = parseNote(note).text;
    const seconds = BigInt(Math.floor(Date.now() / 1000));
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(seconds);
    const signature = Buffer.concat([stamp, sign(null, cosignedBytes(text, seconds), this.#key)]);
    const line = signatureLine(noteKey(this.name, this.#key, 4), signature);
    this.#note = `${note}${line}`;
    return [200, line];
  }

  #continues(old: number, lines: readonly string[], { size, root }: Checkpoint): boolean {
    if (size === 0) return sameHash(root, EMPTY_ROOT);
    if (old === 0) return lines.length === 0;
    const proof = lines.map(fromBase64);
    return verifyConsistency(old, size, proof, this.#latest!.root, root);
  }

  #monitor(url: string): readonly [number, string] {
    const isOurs = url === `/${sha256Hex(toUtf8(this.#log.name))}/checkpoint`;
    return isOurs && this.#latest !== undefined ? [200, this.#note] : [404, ""];
  }
}
