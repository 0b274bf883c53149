import { setTimeout as sleep } from "node:timers/promises";
import { type BoxKeys, boxKeys, sharedKey } from "../../feed/box.ts";
import { type Place, SUBJECT, sealFor } from "../../feed/bus-message.ts";
import type { Bus } from "../../feed/nats.ts";
import { HEARTBEAT_MS, type Joined } from "../../feed/sse.ts";
import type { FeedMessage } from "../../feed/wire.ts";
import { sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { errorFields } from "../../lib/log.ts";
import { Turns } from "../../lib/turns.ts";
import type { DeskContext } from "../context.ts";
import type { Serves } from "../sites/served.ts";
import { newestConfig } from "../sites/stream-store.ts";
import type { Enrolled, Fleet } from "./fleet.ts";
import type { FeedSource } from "./source.ts";

const RETRY_MS = 1_000;

/** Edges that are sent the same: those that serve the same sites. */
interface Audience {
  readonly subject: string;
  readonly serves: Serves;
  readonly members: Map<string, { readonly key: Uint8Array; readonly version: number }>;
  /** Whether messages are being written for it. */
  isServed: boolean;
  place: Place;
  /** Messages so far. */
  n: number;
  /** Sequence number of the last message. */
  sent: number;
}

/** The feed on a bus: each message is written once for all edges that serve the same, and sealed for each of them. */
export class BusFeed {
  readonly #context: DeskContext;
  readonly #fleet: Fleet;
  readonly #source: FeedSource;
  readonly #connect: () => Promise<Bus>;
  readonly #keys: BoxKeys = boxKeys();
  readonly #audiences = new Map<string, Promise<Audience>>();
  readonly #turns = new Turns();
  readonly #stop = new AbortController();
  #bus: Bus | undefined;

  constructor(context: DeskContext, fleet: Fleet, source: FeedSource, connect: () => Promise<Bus>) {
    this.#context = context;
    this.#fleet = fleet;
    this.#source = source;
    this.#connect = connect;
  }

  /** From what it answers on, messages are sealed for this edge too. Null while the bus cannot be reached. */
  async join(name: string, { serves, version }: Enrolled, publicKey: string): Promise<Joined | null> {
    const key = sharedKey(this.#keys, publicKey, "desk");
    try {
      const audience = await this.#audienceOf(serves);
      audience.members.set(name, { key, version });
      if (!audience.isServed) void this.#run(audience);
      this.#fleet.joined(name);
      return { subject: audience.subject, after: audience.sent, key: this.#keys.publicKey };
    } catch (error) {
      this.#context.log.warn("bus.away", errorFields(error));
      return null;
    }
  }

  /**
   * Edges that were on the bus before this process began wait there for what only comes to those who have joined it: each
   * audience is begun, which they see. Where that fails they find it out by the silence.
   */
  async greet(): Promise<void> {
    try {
      for (const { serves } of (await this.#fleet.roster()).values()) await this.#audienceOf(serves);
    } catch (error) {
      this.#context.log.warn("bus.away", errorFields(error));
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#bus?.close().catch(() => {});
  }

  #audienceOf(serves: Serves): Promise<Audience> {
    const id = sha256Hex(toUtf8(JSON.stringify(serves))).slice(0, 16);
    const subject = `${SUBJECT}.${id}`;
    return this.#audiences.getOrInsertComputed(subject, () => {
      const audience = this.#begin(subject, serves);
      audience.catch(() => this.#audiences.delete(subject));
      return audience;
    });
  }

  /** Begins where the ledger and the configuration are now: an edge asks the desk for what was before. */
  async #begin(subject: string, serves: Serves): Promise<Audience> {
    const config = await newestConfig(this.#context.database.db, serves);
    const place = { size: this.#context.writer.head?.size ?? 0, config };
    const audience: Audience = {
      ...{ subject, serves, place, members: new Map(), isServed: false, n: 0, sent: 0 },
    };
    audience.sent = await this.#publish(audience, place, [this.#source.ping()]); // to nobody yet: for its number
    return audience;
  }

  /** As long as anybody listens: a list of sites that no edge has any more is not written to. */
  async #run(audience: Audience): Promise<void> {
    const { grown, log } = this.#context;
    const { signal } = this.#stop;
    audience.isServed = true;
    while (!signal.aborted) {
      try {
        await this.#dropFormer(audience);
        if (audience.members.size === 0) break;
        const wake = grown.wait(HEARTBEAT_MS, signal);
        const next = await this.#source.after(audience.place, true, audience.serves);
        await this.#dropFormer(audience); // after it was read: what came meanwhile is not for them
        const after = next === "resync" ? this.#now(audience) : next;
        const messages = next === "resync" ? [] : next.messages;
        audience.sent = await this.#publish(
          audience,
          after,
          messages.length > 0 ? messages : [this.#source.ping()],
        );
        audience.place = { size: after.size, config: after.config };
        if (messages.length === 0) await wake;
      } catch (error) {
        if (signal.aborted) return;
        log.warn("bus.lost", errorFields(error));
        await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
      }
    }
    audience.isServed = false; // who joins it at this moment begins it again
    this.#audiences.delete(audience.subject);
  }

  /** Too much has come meanwhile to be sent again; the gap sends every edge to the desk. */
  #now({ place }: Audience): Place {
    return { ...place, size: this.#context.writer.head?.size ?? place.size };
  }

  /** Nothing more is sealed for an edge that was revoked or serves other sites than it did. */
  async #dropFormer({ members }: Audience): Promise<void> {
    const roster = await this.#fleet.roster();
    for (const [name, { version }] of members)
      if (roster.get(name)?.version !== version) members.delete(name);
  }

  /** Returns the sequence number of the last message. Throws while the bus cannot be reached. */
  async #publish(audience: Audience, { size, config }: Place, messages: readonly FeedMessage[]) {
    const bus = await this.#connected();
    audience.n += 1;
    const keys = new Map([...audience.members].map(([name, { key }]) => [name, key]));
    const heading = {
      desk: this.#keys.publicKey,
      n: audience.n,
      before: audience.place,
      after: { size, config },
    };
    let last = audience.sent;
    for (const data of sealFor(keys, heading, messages, bus.maxBytes)) {
      try {
        last = await bus.publish(audience.subject, data);
      } catch (error) {
        this.#bus = undefined;
        await bus.close().catch(() => {});
        throw error;
      }
    }
    return last;
  }

  #connected(): Promise<Bus> {
    return this.#turns.run(async () => {
      this.#bus ??= await this.#connect();
      return this.#bus;
    });
  }
}
