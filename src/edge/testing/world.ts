import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect, type Socket } from "node:net";
import type { SiteConfig } from "../../feed/config.ts";
import { protectedHash } from "../../ledger/protected.ts";
import { DAY, fakeClock } from "../../lib/clock.ts";
import { listen } from "../../lib/listen.ts";
import { silentLog } from "../../lib/log.ts";
import { NORMALISER } from "../../policy/identity.ts";
import { type HeldMeasure, Matcher, type TaggedMeasure } from "../../policy/matcher.ts";
import { tagOpening } from "../../policy/tags.ts";
import type { Grain, Verb } from "../../policy/words.ts";
import type { EdgeStatus } from "../admin/status.ts";
import { httpDate } from "../http/date.ts";
import { type EdgeServer, type EdgeServerOptions, startEdgeServer } from "../server.ts";
import type { EdgeView } from "../state.ts";

const TAG_KEY = new Uint8Array(32).fill(7);
const LOOPBACK = { host: "127.0.0.1", port: 0 };

export const SITE: Omit<SiteConfig, "origin"> = {
  id: "00000000000000000000000001",
  account: "0000000000000000000000000a",
  hostnames: ["perchoir.example", "perchoir-miroir.example"],
  roles: ["cdn"],
  readings: { foldCase: false },
};

export const STATUS: EdgeStatus = {
  ...{ size: 1, config: 0, refusals: 0, uncosignedMs: 0, stale: false, ageMs: 0 },
  digests: () => ({ known: "k", held: "h" }),
};

export interface Got {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string> | readonly string[];
  readonly body?: string | Buffer;
  readonly host?: string;
}

export type OriginHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** One origin, one edge and a visitor, on loopback, with a clock that the test moves. */
export class World implements AsyncDisposable {
  readonly clock = fakeClock();
  /** Requests that reached the origin, oldest first. */
  readonly asked: IncomingMessage[] = [];
  origin!: Server;
  originPort!: number;
  edge!: EdgeServer;
  /** Replace it to change what the origin says. */
  answer: OriginHandler = (_request, response) => response.end("hello");
  #view!: EdgeView;
  #nextIndex = 100;

  static async start(answer?: OriginHandler, options: Partial<EdgeServerOptions> = {}): Promise<World> {
    const world = new World();
    if (answer !== undefined) world.answer = answer;
    world.origin = createServer((request, response) => {
      world.asked.push(request);
      response.setHeader("Date", httpDate(world.clock.now()));
      world.answer(request, response);
    });
    world.originPort = await listen(world.origin, LOOPBACK, "origin");
    world.serve({ ...SITE, origin: { servers: [{ url: `http://127.0.0.1:${world.originPort}` }] } });
    world.edge = await startEdgeServer({
      listen: LOOPBACK,
      adminListen: LOOPBACK,
      name: "edge-1",
      deskUrl: "https://desk.example",
      cacheBytes: 64 * 1024 * 1024,
      view: () => world.#view,
      status: () => ({ ...STATUS, size: world.#view.size }),
      clock: world.clock,
      log: silentLog,
      drainMs: 200,
      ...options,
    });
    return world;
  }

  get view(): EdgeView {
    return this.#view;
  }

  /** Before verified state: size 0 and nothing to serve. */
  forget(): void {
    this.#view = { size: 0, siteOf: new Map(), matcher: Matcher.empty(TAG_KEY) };
  }

  serve(site: SiteConfig): void {
    this.#view = {
      size: 1,
      siteOf: new Map(site.hostnames.map((hostname) => [hostname, site])),
      matcher: Matcher.empty(TAG_KEY),
    };
  }

  /** A measure comes into force, as the follower would bring it. Returns it. */
  enforce(verb: Verb, grain: Grain, canonical = "", extra: Partial<HeldMeasure> = {}): HeldMeasure {
    const index = this.#nextIndex++;
    const site = grain === "account" ? SITE.account : SITE.id;
    const tags = tagOpening(TAG_KEY, {
      grain,
      site,
      canonical,
      params: [],
      readings: SITE.readings,
      normaliser: NORMALISER,
    });
    const measure: TaggedMeasure = {
      index,
      verb,
      grain,
      role: "cdn",
      decision: "0123456789abcdefghjkmnpqrs",
      clause: "D1",
      startsMs: this.clock.now(),
      endsMs: this.clock.now() + 180 * DAY,
      site,
      ...(grain === "host" ? { host: canonical } : {}),
      ...tags,
      ...extra,
    };
    this.#change(this.#view.matcher.with([measure]));
    return measure;
  }

  lift({ index }: HeldMeasure): void {
    this.#change(this.#view.matcher.with([], [index]));
  }

  /** A list of hostnames that no measure takes away comes into force. */
  protect(...hosts: readonly string[]): void {
    this.#view = { ...this.#view, protectedHosts: new Set(hosts.map(protectedHash)) };
    this.edge.onView(this.#view);
  }

  #change(matcher: Matcher): void {
    this.#view = { ...this.#view, size: this.#view.size + 1, matcher };
    this.edge.onView(this.#view);
  }

  /** A visitor's request; the target goes out as written. */
  get(target: string, asked: Asked = {}): Promise<Got> {
    return get(this.edge.port, target, asked);
  }

  admin(target: string): Promise<Got> {
    return get(this.edge.adminPort, target, {});
  }

  /** One metric without labels, as a scrape shows it. */
  async metric(name: string): Promise<number> {
    const { body } = await this.admin("/metrics");
    return Number(new RegExp(`^rempart_edge_${name} (\\S+)$`, "m").exec(String(body))?.[1]);
  }

  /** Resolves when this many exchanges are in progress. */
  inFlight(count: number): Promise<void> {
    return eventually(`${count} in flight`, async () => (await this.metric("in_flight")) === count);
  }

  /** Resolves when this many answers are kept, arriving ones included. */
  holds(count: number): Promise<void> {
    return eventually(`${count} kept`, async () => (await this.metric("cache_objects")) === count);
  }

  /** Resolves when no question to an origin is open any more, those behind the visitors' backs included. */
  settled(): Promise<void> {
    return eventually("no question open", async () => (await this.metric("fetches")) === 0);
  }

  /** Bytes in, all bytes out until the connection closes. */
  raw(bytes: string, onConnect: (socket: Socket) => void = () => {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.edge.port, "127.0.0.1", () => {
        socket.write(bytes, "latin1");
        onConnect(socket);
      });
      let text = "";
      socket.setEncoding("latin1").on("data", (chunk: string) => {
        text += chunk;
      });
      socket.on("error", reject).on("close", () => resolve(text));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.edge.close();
    this.origin.closeAllConnections();
    await new Promise((resolve) => this.origin.close(resolve));
  }
}

function get(
  port: number,
  target: string,
  { method = "GET", headers = {}, body, host }: Asked,
): Promise<Got> {
  const list = Array.isArray(headers) ? headers : Object.entries(headers as Record<string, string>).flat();
  const framing = body === undefined ? [] : ["Content-Length", String(Buffer.byteLength(body))];
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      host: "127.0.0.1",
      port,
      method,
      path: target,
      headers: ["Host", host ?? SITE.hostnames[0]!, ...list, ...framing],
      setHost: false,
      agent: false,
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("error", reject);
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode!, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.end(body);
  });
}

/** Resolves when `holds` does; looks again after each turn of the event loop. Fails after five seconds. */
export const until = (holds: () => boolean): Promise<void> => eventually(String(holds), holds);

/** The last look comes after the time is over: a machine that stood still for as long has not been waited for. */
async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5000;
  for (let late = false; !(await holds()); late = performance.now() > deadline) {
    if (late) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1)); // a look costs the edge something too
  }
}
