import { X509Certificate } from "node:crypto";
import { HEARTBEAT_MS } from "../../feed/sse.ts";
import type { Ack } from "../../feed/wire.ts";
import type { Trust } from "../../ledger/trust.ts";
import { badRequest, conflict, forbidden, notFound } from "../../lib/errors.ts";
import { errorFields } from "../../lib/log.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import { isServedBy, isSiteOrAccount, type Serves } from "../sites/served.ts";
import type { Sites } from "../sites/service.ts";
import { newestConfig } from "../sites/stream-store.ts";
import { DigestComparison, type Verdict } from "./digests.ts";
import { EdgeTraffic } from "./edge-traffic.ts";
import {
  addToServes,
  type Certificate,
  edgeByFingerprint,
  edgeNamed,
  insertEdge,
  liveEdge,
  liveEdges,
  readmit,
  setCertificate,
  setNextFingerprint,
  setRevoked,
  setServes,
  useNextFingerprint,
} from "./store.ts";

export interface EdgeState {
  readonly name: string;
  readonly address: string | null;
  readonly connected: boolean;
  readonly ack: (Ack & { readonly atMs: number }) | null;
  /** Since its last ack, ms; null if there was none in this life of the desk. */
  readonly ageMs: number | null;
  /** Entries this edge has not acked. */
  readonly lag: number;
  /** The newest version of the configuration that this edge needs. */
  readonly config: number;
  /** Ids of sites or accounts; null: every site. */
  readonly serves: Serves;
  /** Of the last comparison; null before the first. */
  readonly digests: { readonly verdict: Verdict; readonly atMs: number } | null;
  /** When its certificate ends, Unix ms; null if it was issued before the desk wrote that down. */
  readonly certificateEndsAt: number | null;
}

export interface Enrolled {
  readonly serves: Serves;
  readonly version: number;
}

/** The database is asked about an edge once in so many ms: its acks and pings cost none. What changes here holds at once. */
const KEPT_MS = 5_000;
const MAX_KEPT = 100_000;
/** How often digests are compared, at least; where that takes long, less often. */
const COMPARE_MS = 15_000;
const COMPARE_SHARE = 20;

/** The edges: who they are, what they serve, and how far each has got. */
export class Fleet {
  readonly #context: DeskContext;
  readonly #comparison: DigestComparison;
  readonly #acks = new Map<string, Ack & { atMs: number }>();
  readonly #traffic = new EdgeTraffic();
  readonly #verdicts = new Map<string, { verdict: Verdict; atMs: number }>();
  readonly #connections = new Map<string, number>();
  /** By fingerprint of a certificate: what the database said a moment ago. The same, by name. */
  readonly #names = new Map<string, { name: string | undefined; untilMs: number }>();
  #roster: { readonly edges: Promise<ReadonlyMap<string, Enrolled>>; readonly untilMs: number } | undefined;
  readonly #onBus = new Set<string>();

  constructor(context: DeskContext, sites: Sites) {
    this.#context = context;
    sites.onMove((site, accounts) => this.#siteMoves(site, accounts));
    this.#comparison = new DigestComparison(context.database.db);
  }

  /**
   * A one-time token for a new edge (or one whose key was lost). `address` is where visitors reach it; `serves` what it is to
   * serve. Throws `fleet.serves` where that is asked of an edge at work: an edge keeps the sites that it has (DESIGN §4), and
   * would go on serving them without their new measures.
   */
  async issueToken(
    name: string,
    address: string | null,
    actor: string,
    serves?: Serves,
  ): Promise<{ token: string }> {
    const { clock, database, vault } = this.#context;
    if (!/^[a-z0-9-]{1,40}$/.test(name)) {
      throw badRequest("fleet.name", "an edge's name has up to 40 of a-z, 0-9 and -", { field: "name" });
    }
    if (serves !== undefined) {
      if ((await liveEdge(database.db, name)) !== undefined)
        throw conflict(
          "fleet.serves",
          "an edge at work keeps its sites: revoke it first, then enrol it anew",
        );
      await this.#checkServes(serves);
    }
    const { token } = await vault.call("token", { name });
    await database.transaction(async (tx) => {
      await insertEdge(tx, { name, public_address: address, at: clock.now() });
      await readmit(tx, name);
      if (serves !== undefined) await setServes(tx, name, serves);
      await this.#event(tx, name, actor, "edge.invited", serves === undefined ? {} : { serves });
    });
    return { token };
  }

  /** A certificate for an edge that brings a token. */
  async enrol(token: string, csr: string): Promise<{ name: string; certificate: string }> {
    const { database, vault } = this.#context;
    const { certificate, name } = await vault.call("certify", { kind: "edge", token, csr });
    await database.transaction(async (tx) => {
      const { numUpdatedRows } = await setCertificate(tx, name, factsOf(certificate));
      if (numUpdatedRows === 0n)
        throw forbidden("fleet.revoked", "this edge was revoked; ask for a new token");
      await this.#event(tx, name, name, "edge.enrolled");
    });
    this.#changed();
    return { name, certificate };
  }

  /**
   * A certificate in place of one that is to end. Both count until the edge comes with the new one: an edge that dies in
   * between is not locked out. `proof`: over the request, by the key of the present certificate.
   */
  async renew(
    name: string,
    present: string,
    { csr, proof }: { csr: string; proof: string },
  ): Promise<{ certificate: string }> {
    const { database, vault } = this.#context;
    const asked = { kind: "renewal" as const, certificate: present, csr, proof };
    const { certificate } = await vault.call("certify", asked);
    await database.transaction(async (tx) => {
      await setNextFingerprint(tx, name, factsOf(certificate).fingerprint);
      await this.#event(tx, name, name, "edge.renewed");
    });
    this.#changed();
    return { certificate };
  }

  /** What an edge is to trust; nothing in it is secret. */
  trust(): Trust {
    const { origin, ledgerKey, configKey, fleetCa } = this.#context.trust;
    return { origin, ledgerKey, configKey, fleetCa };
  }

  /**
   * What it served, with whose TLS keys and origins, is what `edge.serves` still says (routes.ts). It holds from the first
   * statement on; where the vault cannot be asked to end its tokens, this throws and may be asked again.
   */
  async revoke(name: string, actor: string): Promise<void> {
    const { clock, database, vault } = this.#context;
    await database.transaction(async (tx) => {
      const { numUpdatedRows } = await setRevoked(tx, name, clock.now());
      if (numUpdatedRows === 0n) throw notFound("fleet.edge", `there is no edge ${name}`);
      await this.#event(tx, name, actor, "edge.revoked");
    });
    this.#acks.delete(name);
    this.#traffic.forget(name);
    this.#changed();
    this.#context.grown.notify(); // its open stream ends now
    await vault.call("revoke", { name });
  }

  /**
   * Lets an edge serve more sites: it is sent a new state with their openings, and only then their configuration, which has to
   * be published again for it (Sites.publishAgain). `more` null: every site. Throws `fleet.edge`.
   */
  async serveAlso(name: string, more: Serves, actor: string): Promise<{ readonly serves: Serves }> {
    const { database } = this.#context;
    await this.#checkServes(more);
    const serves = await database.transaction(async (tx) => {
      const edge = await edgeNamed(tx, name);
      if (edge === undefined) throw notFound("fleet.edge", `there is no edge ${name}`);
      const before = edge.serves as Serves;
      if (before === null) return before;
      const after = more === null ? null : [...new Set([...before, ...more])];
      await setServes(tx, name, after);
      await this.#event(tx, name, actor, "edge.serves", { serves: after });
      return after;
    });
    this.#changed();
    this.#context.grown.notify();
    return { serves };
  }

  /**
   * A site goes from one account to another: who served it goes on, and who is to serve it has its measures first. Both are told
   * of it by its own id from now on.
   */
  async #siteMoves(site: string, accounts: readonly string[]): Promise<void> {
    await addToServes(this.#context.database.db, site, accounts);
    this.#changed();
    this.#context.grown.notify();
  }

  /** Of one that was revoked, too. Throws `fleet.edge`. */
  async servedBy(name: string): Promise<Serves> {
    const edge = await edgeNamed(this.#context.database.db, name);
    if (edge === undefined) throw notFound("fleet.edge", `there is no edge ${name}`);
    return edge.serves as Serves;
  }

  /** Name of the edge behind a certificate that the TLS layer has verified; undefined if revoked or unknown. */
  async nameOf(certificate: X509Certificate): Promise<string | undefined> {
    const { fingerprint256: fingerprint, validTo } = certificate;
    const nowMs = this.#context.clock.now();
    const kept = this.#names.get(fingerprint);
    if (kept !== undefined && nowMs < kept.untilMs) return kept.name;
    const { db } = this.#context.database;
    const edge = await edgeByFingerprint(db, fingerprint);
    if (edge?.next_fingerprint === fingerprint)
      await useNextFingerprint(db, { fingerprint, endsAtMs: Date.parse(validTo) });
    if (this.#names.size > MAX_KEPT) this.#names.clear();
    this.#names.set(fingerprint, { name: edge?.name, untilMs: nowMs + KEPT_MS });
    return edge?.name;
  }

  /** By name, those that are enrolled and not revoked. One question to the database for all of them, which nobody waits for. */
  roster(): Promise<ReadonlyMap<string, Enrolled>> {
    const nowMs = this.#context.clock.now();
    const kept = this.#roster;
    if (kept !== undefined && nowMs < kept.untilMs) return kept.edges;
    const asked = this.#askRoster(nowMs);
    return kept?.edges ?? asked;
  }

  #askRoster(nowMs: number): Promise<ReadonlyMap<string, Enrolled>> {
    const edges = liveEdges(this.#context.database.db).then(
      (rows) =>
        new Map(
          rows.map(
            (row) => [row.name, { serves: row.serves as Serves, version: row.serves_version }] as const,
          ),
        ),
    );
    this.#roster = { edges, untilMs: nowMs + KEPT_MS };
    edges.catch(() => this.#changed());
    return edges;
  }

  ack(name: string, { traffic, ...ack }: Ack): void {
    const atMs = this.#context.clock.now();
    this.#acks.set(name, { ...ack, atMs });
    if (traffic !== undefined) this.#traffic.tell(name, traffic, atMs);
  }

  /** Requests of the last hour to these sites; null where that is not known (edge-traffic.ts). */
  async requestsOf(
    sites: readonly { readonly id: string; readonly account: string }[],
  ): Promise<number | null> {
    const edges = (await liveEdges(this.#context.database.db)).map(({ name, serves }) => ({
      ...{ name, serves: serves as Serves },
    }));
    return this.#traffic.requestsOf(sites, edges, this.#context.clock.now());
  }

  /** Marks a stream as open; the returned function marks it as closed, once. */
  connected(name: string): () => void {
    this.#connections.set(name, (this.#connections.get(name) ?? 0) + 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#connections.set(name, (this.#connections.get(name) ?? 1) - 1);
      isOpen = false;
    };
  }

  /** The edge has joined the bus: that it is there shows in its acks alone. */
  joined(name: string): void {
    this.#onBus.add(name);
  }

  #isConnected(name: string, ageMs: number): boolean {
    return (this.#connections.get(name) ?? 0) > 0 || (this.#onBus.has(name) && ageMs < 3 * HEARTBEAT_MS);
  }

  /** Those that serve one of the sites, or all. */
  async edges(sites?: readonly { readonly id: string; readonly account: string }[]): Promise<EdgeState[]> {
    const { ledger, database, clock } = this.#context;
    const nowMs = clock.now();
    const newest = new Map<string, Promise<number>>();
    const newestFor = (serves: Serves): Promise<number> =>
      newest.getOrInsertComputed(JSON.stringify(serves), () => newestConfig(database.db, serves));
    const rows = (await liveEdges(database.db)).filter(
      ({ serves }) => sites === undefined || sites.some((one) => isServedBy(serves as Serves, one)),
    );
    return Promise.all(
      rows.map(async ({ name, public_address, serves, certificate_ends_at }) => {
        const ack = this.#acks.get(name) ?? null;
        return {
          ...{ name, address: public_address, ack, serves: serves as Serves },
          connected: this.#isConnected(name, nowMs - (ack?.atMs ?? 0)),
          ageMs: ack === null ? null : nowMs - ack.atMs,
          lag: ledger.size - (ack?.size ?? 0),
          config: await newestFor(serves as Serves),
          digests: this.#verdicts.get(name) ?? null,
          certificateEndsAt: certificate_ends_at,
        };
      }),
    );
  }

  /** Edges that have acked a ledger of at least this size. */
  async acked(size: number): Promise<{ acked: number; edges: number }> {
    const edges = await this.edges();
    return { acked: edges.filter(({ ack }) => ack !== null && ack.size >= size).length, edges: edges.length };
  }

  /** Compares each edge's last digests with the desk's own; what it finds is in {@link edges}. */
  async compare(): Promise<void> {
    for (const { name, ack, serves } of await this.edges()) {
      // An edge may be ahead of the database for a moment: it is compared next time.
      if (ack !== null && ack.size > (this.#context.writer.head?.size ?? 0)) continue;
      const verdict = ack === null ? undefined : await this.#comparison.verdict(ack, serves);
      if (verdict === undefined || ack === null) this.#verdicts.delete(name);
      else {
        if (verdict !== "equal" && this.#verdicts.get(name)?.verdict !== verdict)
          this.#context.log.warn("fleet.digest", { edge: name, differs: verdict, size: ack.size });
        this.#verdicts.set(name, { verdict, atMs: ack.atMs });
      }
    }
  }

  /** Compares now and then, and takes no more than a twentieth of the time for it, until it is disposed of. */
  watch(): Disposable {
    let timer: NodeJS.Timeout;
    let isOver = false;
    const next = (ms: number): void => {
      timer = setTimeout(async () => {
        const started = performance.now();
        await this.compare().catch((error) => this.#context.log.warn("fleet.compare", errorFields(error)));
        if (!isOver) next(Math.max(COMPARE_MS, COMPARE_SHARE * (performance.now() - started)));
      }, ms);
    };
    next(COMPARE_MS);
    return {
      [Symbol.dispose]: () => {
        isOver = true;
        clearTimeout(timer);
      },
    };
  }

  async #checkServes(serves: Serves): Promise<void> {
    const { db } = this.#context.database;
    if (serves?.length === 0)
      throw badRequest("fleet.serves", "name a site or an account", { field: "serves" });
    for (const id of serves ?? []) {
      if (!(await isSiteOrAccount(db, id)))
        throw notFound("fleet.serves", `${id} is no site's or account's id`, { field: "serves" });
    }
  }

  #changed(): void {
    this.#names.clear();
    this.#roster = undefined;
  }

  #event(tx: Tx, edge: string, actor: string, kind: string, payload = {}): Promise<void> {
    const at = this.#context.clock.now();
    return appendEvent(tx, { at, actor, subjectKind: "edge", subject: edge, kind, payload });
  }
}

function factsOf(certificate: string): Certificate {
  const { fingerprint256, validTo } = new X509Certificate(certificate);
  return { fingerprint: fingerprint256, endsAtMs: Date.parse(validTo) };
}
