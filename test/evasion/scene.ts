import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { type Answer, visit } from "../world/http.ts";
import { until } from "../world/world.ts";
import type { LaunchEdge, LaunchedEdge } from "./stage/edges.ts";
import { PAGE, StageOrigin } from "./stage/origin.ts";
import { Stage } from "./stage/rempart.ts";
import { SITES, type StageMeasure } from "./stage/sites.ts";

/** What came of a scenario. `cut`: begun before the decision, and ended by it before its end. */
export type Came = "refused" | "served" | "cut" | "neither";

/** Something that has to happen in an order: a copy is made, a decision falls, somebody asks. */
export interface Scenario {
  readonly family: string;
  readonly name: string;
  readonly expected: Exclude<Came, "neither">;
  /** `path`: of this scenario alone. */
  readonly play: (scene: Scene, path: string) => Promise<Came>;
}

export const HOST = SITES.forum.hostnames[0];

/** One edge with a disk, an origin and a feed, for scenarios one after the other. */
export class Scene implements AsyncDisposable {
  readonly stage: Stage;
  readonly origin: StageOrigin;
  edge!: LaunchedEdge;
  readonly #opened: AsyncDisposableStack;

  private constructor(stage: Stage, origin: StageOrigin, opened: AsyncDisposableStack) {
    this.stage = stage;
    this.origin = origin;
    this.#opened = opened;
  }

  static async open(launch: LaunchEdge): Promise<Scene> {
    const opened = new AsyncDisposableStack();
    try {
      const origin = await StageOrigin.open();
      opened.defer(() => origin.close());
      const stage = opened.use(await Stage.open(launch));
      const scene = new Scene(stage, origin, opened);
      stage.serve(origin.url);
      scene.announce("/premiere", { verb: "notify" }); // before its first entry an edge serves nobody
      await scene.start();
      return scene;
    } catch (error) {
      await opened.disposeAsync();
      throw error;
    }
  }

  /** A new life of the edge, on what is on its disk. */
  async start({ obeys = true } = {}): Promise<void> {
    this.edge = await this.stage.edge("edge-1", { REMPART_EDGE_DISK_CACHE_MB: "16" });
    if (obeys) await this.stage.feed.obeyed("edge-1");
  }

  /** A measure on a page or path of the forum; resolves when the edge has acked it. */
  async decide(canonical: string, more: Partial<StageMeasure> = {}): Promise<number> {
    const index = this.announce(canonical, more);
    await this.stage.feed.obeyed("edge-1");
    return index;
  }

  /** The same without waiting. */
  announce(canonical: string, more: Partial<StageMeasure> = {}, times = {}): number {
    const { id, readings } = SITES.forum;
    const page = { grain: "url", site: id, canonical, params: [], readings } as const;
    return this.stage.feed.decide({ verb: "refuse", ...page, ...more }, times);
  }

  async lift(index: number): Promise<void> {
    this.stage.feed.lift(index);
    await this.stage.feed.obeyed("edge-1");
  }

  get = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> =>
    visit(this.edge.port, HOST, path, { headers, method });

  /** What somebody who asks now gets. */
  ask = async (path: string, headers: Record<string, string> = {}): Promise<Came> =>
    cameOf(await this.get(path, headers));

  /** The origin's way of answering below a path. */
  plays(path: string, scene: Parameters<StageOrigin["scenes"]["set"]>[1]): void {
    this.origin.scenes.set(path, scene);
  }

  /** A connection of its own, and what was heard on it so far. */
  async connect(bytes: string): Promise<Listening> {
    const socket = connect(this.edge.port, "127.0.0.1");
    const listening = new Listening(socket);
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write(Buffer.from(bytes, "latin1"));
    return listening;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}

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
