import { X509Certificate } from "node:crypto";
import type { Ack } from "../../feed/wire.ts";
import type { Trust } from "../../ledger/trust.ts";
import { badRequest, notFound } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import { edgeByFingerprint, insertEdge, liveEdge, liveEdges, setFingerprint, setRevoked } from "./store.ts";

export interface EdgeState {
  readonly name: string;
  readonly address: string | null;
  readonly connected: boolean;
  readonly ack: (Ack & { readonly atMs: number }) | null;
  /** Entries this edge has not acked. */
  readonly lag: number;
}

/** The edges: who they are, and how far each has got. */
export class Fleet {
  readonly #context: DeskContext;
  readonly #acks = new Map<string, Ack & { atMs: number }>();
  readonly #connections = new Map<string, number>();

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** A one-time token for a new edge (or one whose key was lost). `address` is where visitors reach it. */
  async issueToken(name: string, address: string | null, actor: string): Promise<{ token: string }> {
    const { clock, database, vault } = this.#context;
    if (!/^[a-z0-9-]{1,40}$/.test(name)) {
      throw badRequest("fleet.name", "an edge's name has up to 40 of a-z, 0-9 and -", { field: "name" });
    }
    const { token } = await vault.call("token", { name });
    await database.transaction(async (tx) => {
      await insertEdge(tx, { name, public_address: address, at: clock.now() });
      await appendEvent(tx, {
        at: clock.now(),
        actor,
        subjectKind: "edge",
        subject: name,
        kind: "edge.invited",
      });
    });
    return { token };
  }

  /** Certificate and trust for an edge that brings a token. */
  async enrol(token: string, csr: string): Promise<{ name: string; certificate: string; trust: Trust }> {
    const { clock, database, vault } = this.#context;
    const { certificate, name } = await vault.call("certify", { kind: "edge", token, csr });
    const { fingerprint256 } = new X509Certificate(certificate);
    await database.transaction(async (tx) => {
      await setFingerprint(tx, name, fingerprint256);
      await appendEvent(tx, {
        at: clock.now(),
        actor: name,
        subjectKind: "edge",
        subject: name,
        kind: "edge.enrolled",
      });
    });
    return { name, certificate, trust: this.trust() };
  }

  trust(): Trust {
    const { origin, ledgerKey, configKey, fleetCa } = this.#context.trust;
    return { origin, ledgerKey, configKey, fleetCa };
  }

  async revoke(name: string, actor: string): Promise<void> {
    const { clock, database } = this.#context;
    await database.transaction(async (tx) => {
      const { numUpdatedRows } = await setRevoked(tx, name, clock.now());
      if (numUpdatedRows === 0n) throw notFound("fleet.edge", `there is no edge ${name}`);
      await appendEvent(tx, {
        at: clock.now(),
        actor,
        subjectKind: "edge",
        subject: name,
        kind: "edge.revoked",
      });
    });
    this.#context.grown.notify(); // its open stream ends now
  }

  /** Name of the edge behind a certificate that the TLS layer has verified; undefined if revoked or unknown. */
  async nameOf(fingerprint: string): Promise<string | undefined> {
    return (await edgeByFingerprint(this.#context.database.db, fingerprint))?.name;
  }

  async isEnrolled(name: string): Promise<boolean> {
    return (await liveEdge(this.#context.database.db, name)) !== undefined;
  }

  ack(name: string, ack: Ack): void {
    this.#acks.set(name, { ...ack, atMs: this.#context.clock.now() });
  }

  /** Marks a stream as open; the returned function marks it as closed. */
  connected(name: string): () => void {
    this.#connections.set(name, (this.#connections.get(name) ?? 0) + 1);
    return () => this.#connections.set(name, (this.#connections.get(name) ?? 1) - 1);
  }

  async edges(): Promise<EdgeState[]> {
    const { ledger, database } = this.#context;
    const rows = await liveEdges(database.db);
    return rows.map(({ name, public_address }) => {
      const ack = this.#acks.get(name) ?? null;
      return {
        name,
        address: public_address,
        connected: (this.#connections.get(name) ?? 0) > 0,
        ack,
        lag: ledger.size - (ack?.size ?? 0),
      };
    });
  }

  /** Edges that have acked a ledger of at least this size. */
  async acked(size: number): Promise<{ acked: number; edges: number }> {
    const edges = await this.edges();
    return { acked: edges.filter(({ ack }) => ack !== null && ack.size >= size).length, edges: edges.length };
  }
}
