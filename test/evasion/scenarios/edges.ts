import { until } from "../../world/world.ts";
import {
  type Came,
  cameOf,
  HOST,
  type Part,
  request,
  type Scenario,
  type Scene,
  scenario,
} from "../scene.ts";
import { PAGE } from "../stage/origin.ts";
import { LATER, SITES, type StageSite } from "../stage/sites.ts";
import { Stubborn } from "../stubborn.ts";

/** Away when the decision falls, and back. */
async function returned(scene: Scene, path: string): Promise<Came> {
  await scene.get(path); // a copy on its disk
  await scene.node.kill();
  scene.announce(path);
  await scene.node.start();
  await scene.obeyed();
  return scene.ask(path);
}

async function partitioned(scene: Scene, path: string): Promise<Came> {
  await scene.get(path);
  await scene.feed.down();
  scene.announce(path);
  await scene.feed.up();
  await scene.obeyed();
  return scene.ask(path);
}

async function keptOpen(scene: Scene, path: string): Promise<Came> {
  const listening = await scene.connect(request("/s/autre"));
  await listening.hears(PAGE);
  await scene.decide(path);
  listening.text = "";
  listening.socket.write(request(path));
  await until("an answer", async () => listening.over || listening.text.includes("\r\n\r\n"));
  if (listening.over && listening.text === "") return scene.ask(path); // it was closed: a visitor makes another
  listening.socket.destroy();
  if (listening.text.includes(PAGE)) return "served";
  return /^rempart-ledger:/im.test(listening.text) ? "refused" : "neither";
}

async function laterAlias(scene: Scene, path: string): Promise<Came> {
  await scene.decide(path);
  const { forum } = SITES;
  const hostnames: StageSite["hostnames"] = [...forum.hostnames, LATER];
  scene.serve({ ...forum, hostnames });
  await scene.obeyed();
  const listening = await scene.connect(
    `GET ${path} HTTP/1.1\r\nHost: ${LATER}\r\nConnection: close\r\n\r\n`,
  );
  await until("an answer", async () => listening.over);
  if (listening.text.includes(PAGE)) return "served";
  return /^rempart-ledger:/im.test(listening.text) ? "refused" : "neither";
}

/** A part of it is away when the decision falls, and the desk is there when it comes back. */
const missed =
  (part: Part) =>
  async (scene: Scene, path: string): Promise<Came> => {
    await scene.node.kill(part);
    scene.announce(path);
    await scene.node.start(part);
    await scene.obeyed();
    return scene.ask(path);
  };

/** It knew the decision, and nobody tells it again. */
const restarted =
  (part?: Part) =>
  async (scene: Scene, path: string): Promise<Came> => {
    await scene.decide(path);
    await scene.feed.down();
    try {
      await scene.node.kill(part);
      await scene.node.start(part);
      return await scene.ask(path);
    } finally {
      await scene.feed.up();
    }
  };

async function keptSession(scene: Scene, path: string): Promise<Came> {
  using session = await scene.session();
  await session.get("/s/autre");
  await scene.decide(path);
  if (!session.isOpen) return scene.ask(path);
  // One that is closed at this very moment is answered on no stream: a visitor makes another.
  return session.get(path).then(cameOf, () => scene.ask(path));
}

/**
 * Something else goes over the connection all the while, so that it is not closed, and whoever holds it does not leave. With
 * `reloads` its server has been given its configuration anew in between.
 */
const stubborn =
  ({ reloads = false } = {}) =>
  async (scene: Scene, path: string): Promise<Came> => {
    scene.plays(`${path}-autre`, (_request, response) => {
      response.write(PAGE);
      const more = setInterval(() => response.write("."), 100);
      response.on("close", () => clearInterval(more));
    });
    using client = await Stubborn.open(scene.node.tlsPort, HOST);
    await client.ask(`${path}-autre`, PAGE);
    if (reloads) await scene.node.reload?.();
    await scene.decide(path);
    const heard = await client.ask(path, PAGE);
    return heard.includes(PAGE) ? "served" : scene.ask(path);
  };

/** What it was and had before the decision, and what it missed. */
export const atEdges: readonly Scenario[] = [
  scenario("edges", "away when it was decided, and started again", "refused", returned),
  scenario("edges", "what serves, away when it was decided", "refused", missed("server"), { ofParts: true }),
  scenario("edges", "what follows, away when it was decided", "refused", missed("follower"), {
    ofParts: true,
  }),
  scenario("edges", "started again, without a desk", "refused", restarted()),
  scenario("edges", "what serves, started again without a desk", "refused", restarted("server"), {
    ofParts: true,
  }),
  scenario("edges", "what follows, started again without a desk", "refused", restarted("follower"), {
    ofParts: true,
  }),
  scenario("edges", "cut off from the desk, and connected again", "refused", partitioned),
  scenario("edges", "a connection from before", "refused", keptOpen),
  scenario("edges", "an HTTP/2 connection from before", "refused", keptSession),
  scenario("edges", "an HTTP/2 connection that is not left", "refused", stubborn()),
  scenario("edges", "the same, from before a reload", "refused", stubborn({ reloads: true }), {
    ofParts: true,
  }),
  scenario("edges", "a hostname that the site got later", "refused", laterAlias),
];
