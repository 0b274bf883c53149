import type { Committed, DecisionView, Proposed } from "../../src/desk/decisions/types.ts";
import { parseCheckpoint } from "../../src/ledger/checkpoint.ts";
import { decodeEntry, type Entry } from "../../src/ledger/entry.ts";
import { parseNote } from "../../src/ledger/note.ts";
import { httpReader, readCheckpointNote, readEntries } from "../../src/ledger/reader.ts";
import type { House } from "../../test/desk/house.ts";
import { rempart } from "../../test/world/cli.ts";
import { raw, statusOf, visit } from "../../test/world/http.ts";
import { type EdgePorts, until } from "../../test/world/world.ts";
import { type BenchHouseOptions, openBenchHouse } from "../obey/bench-house.ts";
import { Docket, type DocketPage, HOST, served } from "../obey/docket.ts";
import { openWire, type Wire } from "../obey/wire.ts";
import { give, type Order, type ProcessName, SKEW, withdraw } from "./order.ts";
import { Preloaded } from "./preload.ts";
import { BusWire, type Server, serversOf } from "./servers.ts";
import { Visitors } from "./visitors.ts";

const OBEY_MS = 15_000;
/** A person waits no longer for the desk's answer. */
const PATIENCE_MS = 20_000;
/** How long after its end or lift a measure may still be enforced. */
export const GRACE_MS = 5_000;

export interface SceneOptions extends Omit<BenchHouseOptions, "edges"> {
  readonly pages: number;
}

/**
 * An installation to be broken: every process carries the points of crash-at.ts, edges reach desk and bus by wires that can be cut,
 * and visitors ask all the time. Everything that is checked is checked from outside.
 */
export class Scene implements AsyncDisposable {
  readonly house: House;
  readonly docket: Docket;
  readonly wire: Wire;
  readonly visitors: Visitors;
  readonly folder: string;
  readonly servers: ReadonlyMap<ProcessName, Server>;
  readonly bus: BusWire | undefined;
  readonly #deskEnv: NodeJS.ProcessEnv;
  readonly #opened: AsyncDisposableStack;
  /** Index of the measure that must be refusing, by page; a page that is not here must be served. */
  readonly #refused = new Map<string, number>();
  #nextPage = 0;
  #key = "";

  private constructor(
    parts: Pick<Scene, "house" | "docket" | "wire" | "visitors" | "folder" | "servers" | "bus"> & {
      readonly deskEnv: NodeJS.ProcessEnv;
    },
    opened: AsyncDisposableStack,
  ) {
    this.house = parts.house;
    this.docket = parts.docket;
    this.wire = parts.wire;
    this.visitors = parts.visitors;
    this.folder = parts.folder;
    this.servers = parts.servers;
    this.bus = parts.bus;
    this.#deskEnv = parts.deskEnv;
    this.#opened = opened;
  }

  static async open({ pages, ...engines }: SceneOptions): Promise<Scene> {
    await using opened = new AsyncDisposableStack();
    const { folder } = opened.use(new Preloaded());
    const bench = opened.use(await openBenchHouse({ edges: 2, ...engines }));
    const { house, deskEnv, nats } = bench;
    const docket = opened.adopt(await Docket.open(house, pages), (one) => one.close());
    const wire = opened.adopt(await openWire(house.world.feedPort), (one) => one.close());
    const bus =
      nats === undefined ? undefined : opened.adopt(await BusWire.open(nats), ({ relay }) => relay.close());
    const visitors = opened.use(new Visitors(house.world.edges));
    const servers = serversOf(bench);
    const scene = new Scene({ house, docket, wire, visitors, folder, servers, bus, deskEnv }, opened.move());
    for (const edge of house.world.edges) {
      await house.world.stop(edge.name);
      await scene.start(edge.name);
    }
    const { deskPort } = house.world;
    scene.#key = (await visit(deskPort, `127.0.0.1:${deskPort}`, "/ledger/key")).text.trim();
    visitors.start();
    return scene;
  }

  get edges(): readonly EdgePorts[] {
    return this.house.world.edges;
  }

  /** A page that is served now; they are taken in turn. */
  page(): DocketPage {
    const free = this.docket.pages.filter(({ path }) => !this.#refused.has(path));
    const page = free[this.#nextPage++ % free.length];
    if (page === undefined) throw new Error("every page is refused");
    return page;
  }

  order = (name: ProcessName, order: Order): void => give(this.folder, name, order);
  countermand = (name: ProcessName): void => withdraw(this.folder, name);

  pid = (name: ProcessName): number => this.servers.get(name)?.pid() ?? this.house.world.process(name).pid;

  isDead(name: ProcessName): boolean {
    try {
      process.kill(this.pid(name), 0);
      return false;
    } catch {
      return true;
    }
  }

  /** Starts what has ended, as its service manager would; `skewMs`: with a clock that is off. */
  async start(name: ProcessName, { skewMs = 0, feedUrl = this.wire.feedUrl } = {}): Promise<void> {
    const { world } = this.house;
    const skew = skewMs === 0 ? {} : { [SKEW]: String(skewMs) };
    const server = this.servers.get(name);
    if (server !== undefined) {
      await server.restart();
    } else if (name === "desk") {
      await world.startDesk({ ...this.#deskEnv, ...skew });
      await this.house.signInAgain();
    } else if (name === "vault") {
      Object.assign(process.env, skew); // the launcher of the vault takes no settings of its own
      await world.startVault().finally(() => delete process.env[SKEW]);
    } else {
      const edge = this.edges.find((one) => one.name === name)!;
      const bus = this.bus === undefined ? {} : { REMPART_NATS_URL: this.bus.url };
      await world.startEdge(edge, { REMPART_FEED_URL: feedUrl, ...bus, ...skew });
      await served(edge.port);
      this.visitors.watch(name);
    }
  }

  /** Nothing gets through between edges and what they follow, until `heal`. */
  cut(): void {
    this.wire.cut();
    this.bus?.relay.cut();
  }

  heal(): void {
    this.wire.heal();
    this.bus?.relay.heal();
  }

  /** Edges that have followed the desk itself since the bus was away would go on for a minute: started again they take the bus. */
  async onBus(): Promise<void> {
    const { bus, edges } = this;
    if (bus === undefined || bus.relay.connections >= edges.length) return;
    for (const { name } of edges) {
      await this.kill(name);
      await this.start(name);
    }
    await until("all edges on the bus", async () => bus.relay.connections >= edges.length);
  }

  /** Ends a process with SIGKILL. */
  async kill(name: ProcessName): Promise<void> {
    this.visitors.ignore(name);
    await this.house.world.kill(name);
  }

  /** An answer of the desk, or an error where it does not come. */
  async patient<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
      answer.catch(() => {}); // its failure may come after we have gone
    }
  }

  /** Approves; undefined where no answer came, so that nothing was promised. */
  async tryApprove(proposed: Proposed): Promise<Committed | undefined> {
    return this.patient(this.docket.approve(proposed)).catch(() => undefined);
  }

  /**
   * Finishes a decision that was left undone, as the person would: the index at which the public ledger holds it, and what she was
   * told instead of that it does. Throws where it does not.
   */
  async finish(
    proposed: Proposed,
  ): Promise<{ readonly index: number; readonly refused: string | undefined }> {
    const { house } = this;
    const path = `/api/decisions/${proposed.decision}`;
    const { status } = await this.patient(house.get<DecisionView>(house.first, path));
    let refused: string | undefined;
    if (status === "proposed") {
      await this.patient(this.docket.approve(proposed)).catch(({ message }: Error) => {
        refused = `approved again, the desk says: ${message}`;
      });
    }
    const index = await this.#indexOf(proposed);
    if (index === undefined)
      throw new Error(`decision ${proposed.decision} is not in the ledger; ${refused}`);
    return { index, refused };
  }

  /** The newest entry of the public ledger that is this decision's. */
  async #indexOf({ decision, core }: Proposed): Promise<number | undefined> {
    const reader = httpReader(`${this.house.world.deskUrl}/ledger`);
    const { size } = parseCheckpoint(parseNote(await readCheckpointNote(reader)).text);
    const entries: Entry[] = [];
    for await (const bundle of readEntries(reader, 0, size)) entries.push(...bundle.map(decodeEntry));
    const index = entries.findLastIndex((entry) =>
      entry.kind === "measure"
        ? entry.decision === decision
        : entry.kind === "lift" && entry.measure === (core as { measure?: number }).measure,
    );
    return index === -1 ? undefined : index;
  }

  mustRefuse = (page: DocketPage, index: number): void => void this.#refused.set(page.path, index);
  mustServe = (page: DocketPage): void => void this.#refused.delete(page.path);

  /** Lifts what refuses a page. */
  async release(page: DocketPage): Promise<void> {
    const index = this.#refused.get(page.path);
    if (index === undefined) return;
    await this.docket.approve(await this.docket.proposeLift(index));
    this.mustServe(page);
  }

  /** What an edge says to a visitor: status and the entry that a refusal names. */
  async ask({ port }: EdgePorts, path: string): Promise<{ status: number; index: number | undefined }> {
    const answer = await raw(port, `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`);
    const index = /^rempart-ledger: (\d+)\r$/im.exec(answer.toString("latin1"))?.[1];
    return { status: statusOf(answer), index: index === undefined ? undefined : Number(index) };
  }

  /** Waits until every edge does what it must with every page; returns what one still does otherwise. */
  async obeyed(edges = this.edges, timeoutMs = OBEY_MS): Promise<string | undefined> {
    let wrong: string | undefined;
    const look = async () => {
      wrong = undefined;
      for (const edge of edges) {
        for (const { path } of this.docket.pages) {
          const { status, index } = await this.ask(edge, path);
          const must = this.#refused.get(path);
          const isRight = must === undefined ? status === 200 : status === 403 && index === must;
          if (!isRight)
            wrong = `${edge.name} says ${status}${index === undefined ? "" : ` (entry ${index})`} to ${path}`;
        }
      }
      return wrong === undefined;
    };
    await until("every edge obeys", look, timeoutMs).catch(() => {});
    return wrong;
  }

  /** The public ledger read and verified whole, its active set against every edge's digest; every refusal against it. */
  async audited(): Promise<string | undefined> {
    const url = `${this.house.world.deskUrl}/ledger`;
    const pages = this.docket.pages.map(({ path }) => `http://${HOST}${path}`);
    const [audit, ...checks] = await Promise.all([
      until("an audit that holds", async () => {
        const done = await rempart("ledger", "audit", url, "--key", this.#key);
        return done.code === 0 && done;
      }).catch((error: Error) => ({ code: 1, out: error.message })),
      ...this.edges.map(({ port }) =>
        rempart(
          "ledger",
          "check",
          ...pages,
          "--ledger",
          url,
          "--key",
          this.#key,
          "--via",
          `127.0.0.1:${port}`,
        ),
      ),
    ]);
    return [audit!, ...checks].find(({ code }) => code !== 0)?.out.trim();
  }

  /** What an edge says of itself; `ageMs`: since it last heard the desk, null if never. */
  async state({ adminPort }: EdgePorts): Promise<{ size: number; ageMs: number | null; refusals: number }> {
    return JSON.parse((await visit(adminPort, "127.0.0.1", "/state")).text);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}
