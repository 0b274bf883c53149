import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { type Answer, visit } from "../world/http.ts";
import { until } from "../world/world.ts";
import { Session } from "./session.ts";
import { Feed } from "./stage/feed.ts";
import { PAGE, StageOrigin } from "./stage/origin.ts";
import { SITES, type StageMeasure, type StageSite } from "./stage/sites.ts";

/** What came of a scenario. `cut`: begun before the decision, and ended by it before its end. */
export type Came = "refused" | "served" | "cut" | "neither";

/** Something that has to happen in an order: a copy is made, a decision falls, somebody asks. */
export interface Scenario {
  readonly family: string;
  readonly name: string;
  readonly expected: Exclude<Came, "neither">;
  /** `path`: of this scenario alone. */
  readonly play: (scene: Scene, path: string) => Promise<Came>;
  /** Of one part of a node: told where there are two. */
  readonly ofParts: boolean;
}

export const scenario = (
  family: string,
  name: string,
  expected: Scenario["expected"],
  play: Scenario["play"],
  { ofParts = false } = {},
): Scenario => ({ family, name, expected, play, ofParts });

export const HOST = SITES.forum.hostnames[0];

/** What an engine with a connector consists of; an edge of ours is one process. */
export type Part = "server" | "follower";

/** What stands between visitors and the origin of a scene, and obeys its feed. */
export interface SceneNode {
  /** Under which it acks. */
  readonly name: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly hasParts: boolean;
  /** Ends a part of it, or all of it, as a power cut would. */
  kill(part?: Part): Promise<void>;
  /** A new life, on what is on its disk; resolves when it serves, whether or not it has heard of the desk. */
  start(part?: Part): Promise<void>;
  /** Has what serves read its configuration again, where that is another thing than a new life. */
  reload?(): Promise<void>;
}

/** What it has opened goes onto the stack. */
export type OpenNode = (feed: Feed, origin: StageOrigin, opened: AsyncDisposableStack) => Promise<SceneNode>;

/** One node, an origin and a feed, for scenarios one after the other. */
export class Scene implements AsyncDisposable {
  readonly feed: Feed;
  readonly origin: StageOrigin;
  node!: SceneNode;
  readonly #opened: AsyncDisposableStack;

  private constructor(feed: Feed, origin: StageOrigin, opened: AsyncDisposableStack) {
    this.feed = feed;
    this.origin = origin;
    this.#opened = opened;
  }

  static async open(open: OpenNode): Promise<Scene> {
    const opened = new AsyncDisposableStack();
    try {
      const origin = await StageOrigin.open();
      opened.defer(() => origin.close());
      const feed = await Feed.open();
      opened.defer(() => feed.down());
      const scene = new Scene(feed, origin, opened);
      for (const site of Object.values(SITES)) scene.serve(site);
      scene.announce("/premiere", { verb: "notify" }); // before its first entry an edge serves nobody
      scene.node = await open(feed, origin, opened);
      await scene.obeyed();
      return scene;
    } catch (error) {
      await opened.disposeAsync();
      throw error;
    }
  }

  serve(site: StageSite): void {
    this.feed.serve({ ...site, roles: [...site.roles], origin: { servers: [{ url: this.origin.url }] } });
  }

  /** Resolves when the node has acked all that there is. */
  obeyed = (): Promise<void> => this.feed.obeyed(this.node.name);

  /** A measure on a page or path of the forum; resolves when the node has acked it. */
  async decide(canonical: string, more: Partial<StageMeasure> = {}): Promise<number> {
    const index = this.announce(canonical, more);
    await this.obeyed();
    return index;
  }

  /** The same without waiting. */
  announce(canonical: string, more: Partial<StageMeasure> = {}, times = {}): number {
    const { id, readings } = SITES.forum;
    const page = { grain: "url", site: id, canonical, params: [], readings } as const;
    return this.feed.decide({ verb: "refuse", ...page, ...more }, times);
  }

  async lift(index: number): Promise<void> {
    this.feed.lift(index);
    await this.obeyed();
  }

  get = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> =>
    // A kept connection might be one that a restart has just closed.
    visit(this.node.port, HOST, path, { headers: { connection: "close", ...headers }, method });

  /** What somebody who asks now gets. */
  ask = async (path: string, headers: Record<string, string> = {}): Promise<Came> =>
    cameOf(await this.get(path, headers));

  /** The origin's way of answering below a path. */
  plays(path: string, scene: Parameters<StageOrigin["scenes"]["set"]>[1]): void {
    this.origin.scenes.set(path, scene);
  }

  /** A connection of its own, and what was heard on it so far. */
  async connect(bytes: string): Promise<Listening> {
    const socket = connect(this.node.port, "127.0.0.1");
    const listening = new Listening(socket);
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write(Buffer.from(bytes, "latin1"));
    return listening;
  }

  /** An HTTP/2 connection. */
  session = (): Promise<Session> => Session.open(this.node.tlsPort, HOST);

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}

/** A request that leaves its connection open. */
export const request = (path: string, lines = "", method = "GET"): string =>
  `${method} ${path} HTTP/1.1\r\nHost: ${HOST}\r\n${lines}\r\n`;

/** The bytes of a connection. */
export class Listening {
  text = "";
  over = false;
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk) => {
      this.text += chunk.toString("latin1");
    });
    socket
      .on("error", () => {})
      .on("close", () => {
        this.over = true;
      });
  }

  hears = (part: string): Promise<true> => until(`${part}`, async () => this.text.includes(part), 5000);

  /** Whether the connection ends within a second, and before `end` was heard. */
  async isCut(end: string): Promise<Came> {
    try {
      await until("the end of the connection", async () => this.over, 1000);
    } catch {
      return "served";
    } finally {
      this.socket.destroy();
    }
    return this.text.includes(end) ? "served" : "cut";
  }
}

export function cameOf({
  status,
  headers,
  text,
  body,
}: Pick<Answer, "status" | "headers" | "text" | "body">): Came {
  if (text.includes(PAGE) || body.includes(gzipSync(PAGE).subarray(12, 20))) return "served";
  if (status < 400) return "served";
  return headers["rempart-ledger"] === undefined ? "neither" : "refused";
}
