import { until } from "../world/world.ts";
import { type Came, HOST, type Scenario, type Scene } from "./scene.ts";
import { PAGE } from "./stage/origin.ts";
import { SITES } from "./stage/sites.ts";

/** Fills the cache of the edge in some way before the decision, and asks after it. */
interface Copy {
  readonly fields?: Record<string, string>;
  /** With which field names visitors ask, before and after. */
  readonly visitors?: readonly Record<string, string>[];
  readonly method?: string;
  /** The page is asked for under this spelling before. */
  readonly as?: (path: string) => string;
  readonly failsLater?: boolean;
}

const copy =
  ({ fields = {}, visitors = [{}], method = "GET", as = (path) => path, failsLater = false }: Copy) =>
  async (scene: Scene, path: string): Promise<Came> => {
    let fails = false;
    scene.plays(path, (request, response) => {
      const vary = request.headers["accept-language"] ?? "";
      response.writeHead(fails ? 503 : 200, { "cache-control": "max-age=60", ...fields });
      response.end(fails ? "" : `${PAGE} ${vary} ${"x".repeat(2000)}`);
    });
    for (const visitor of visitors) {
      const first = await scene.get(as(path), visitor, method);
      if (first.status >= 400) return "neither";
    }
    fails = failsLater;
    await scene.decide(path);
    const answers = await Promise.all(visitors.map((visitor) => scene.ask(path, visitor)));
    const asAgain = await scene.ask(as(path), visitors[0]);
    return [...answers, asAgain].find((came) => came !== "refused") ?? "refused";
  };

const LANGUAGES = [{ "accept-language": "fr" }, { "accept-language": "en" }];
const CODINGS = [
  { "accept-encoding": "gzip" },
  { "accept-encoding": "br" },
  { "accept-encoding": "zstd" },
  {},
];

const copies: Readonly<Record<string, Copy>> = {
  "a copy in memory": {},
  "copies by language": { fields: { vary: "Accept-Language" }, visitors: LANGUAGES },
  "copies by coding": { fields: { "content-type": "text/html" }, visitors: CODINGS },
  "a stale copy, while it is asked for anew": {
    fields: { "cache-control": "max-age=0, stale-while-revalidate=600" },
  },
  "a stale copy, while the origin fails": {
    fields: { "cache-control": "max-age=0, stale-if-error=600" },
    failsLater: true,
  },
  "a copy asked for with HEAD": { method: "HEAD" },
  "a copy of a part": { visitors: [{ range: "bytes=0-99" }, {}] },
  "a copy under another spelling": { as: (path) => path.replace("/s/", "/%73/") },
  "a copy under a path that climbs": { as: (path) => path.replace("/s/", "/s/x/../") },
  "a copy with a query": { as: (path) => `${path}?utm_source=x` },
};

/** After the lift the page is fetched anew: the copies from before are gone. */
async function droppedCopies(scene: Scene, path: string, restarts: boolean): Promise<Came> {
  const asked = () => scene.origin.asked.filter((target) => target === path).length;
  await scene.get(path);
  const index = await scene.decide(path);
  if (restarts) {
    await scene.edge.kill();
    await scene.start();
  }
  const came = await scene.ask(path);
  await scene.lift(index);
  await scene.get(path);
  return came === "refused" && asked() === 2 ? "served" : came;
}

/** Something that goes on when the decision falls. */
const going =
  (head: (path: string) => string, end = "the end") =>
  async (scene: Scene, path: string): Promise<Came> => {
    let finish = (): void => {};
    scene.plays(path, (request, response) => {
      response.writeHead(200, request.url?.includes("events") ? { "content-type": "text/event-stream" } : {});
      response.write(PAGE);
      finish = () => response.end(end);
    });
    const listening = await scene.connect(head(path));
    await listening.hears(PAGE);
    await scene.decide(path);
    const came = await listening.isCut(end);
    finish();
    return came;
  };

const request = (path: string, lines = "", method = "GET"): string =>
  `${method} ${path} HTTP/1.1\r\nHost: ${HOST}\r\n${lines}\r\n`;
const WEBSOCKET =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

async function coalesced(scene: Scene, path: string): Promise<Came> {
  let release = (): void => {};
  scene.plays(path, (_request, response) => {
    release = () => void response.writeHead(200, { "cache-control": "max-age=60" }).end(`${PAGE} the end`);
  });
  const before = scene.origin.asked.length;
  const waiting = await Promise.all(Array.from({ length: 5 }, () => scene.connect(request(path))));
  await until("the origin was asked", async () => scene.origin.asked.length > before);
  await scene.decide(path);
  release();
  const ends = await Promise.all(waiting.map((one) => one.isCut("the end")));
  const after = await scene.ask(path);
  return ends.every((came) => came === "cut") && after === "refused" ? "cut" : "served";
}

/** Away when the decision falls, and back. */
async function returned(scene: Scene, path: string): Promise<Came> {
  await scene.get(path); // a copy on its disk
  await scene.edge.kill();
  scene.announce(path);
  await scene.start();
  return scene.ask(path);
}

async function partitioned(scene: Scene, path: string): Promise<Came> {
  await scene.get(path);
  const { feed } = scene.stage;
  await feed.down();
  scene.announce(path);
  await feed.up();
  await feed.obeyed("edge-1");
  return scene.ask(path);
}

async function keptOpen(scene: Scene, path: string): Promise<Came> {
  const listening = await scene.connect(request("/s/autre"));
  await listening.hears(PAGE);
  await scene.decide(path);
  listening.text = "";
  listening.socket.write(request(path));
  await listening.hears("\r\n\r\n");
  listening.socket.destroy();
  if (listening.text.includes(PAGE)) return "served";
  return listening.text.includes("Rempart-Ledger") ? "refused" : "neither";
}

async function laterAlias(scene: Scene, path: string): Promise<Came> {
  await scene.decide(path);
  const { forum } = SITES;
  const hostnames = [...forum.hostnames, "perchoir-bis.example"];
  const origin = { servers: [{ url: scene.origin.url }] };
  scene.stage.feed.serve({ ...forum, roles: [...forum.roles], hostnames, origin });
  await scene.stage.feed.obeyed("edge-1");
  const listening = await scene.connect(
    `GET ${path} HTTP/1.1\r\nHost: perchoir-bis.example\r\nConnection: close\r\n\r\n`,
  );
  await until("an answer", async () => listening.over);
  if (listening.text.includes(PAGE)) return "served";
  return listening.text.includes("Rempart-Ledger") ? "refused" : "neither";
}

/** The decision ends at the edge, whether or not a desk is there to say so. */
async function ended(scene: Scene, path: string): Promise<Came> {
  const endsMs = (Math.floor(Date.now() / 1000) + 4) * 1000;
  scene.announce(path, {}, { endsMs });
  await scene.stage.feed.obeyed("edge-1");
  await scene.stage.feed.down();
  const before = await scene.ask(path);
  try {
    await until("its end", async () => Date.now() >= endsMs);
    return before === "refused" ? await scene.ask(path) : "neither";
  } finally {
    await scene.stage.feed.up();
  }
}

const scenario = (
  family: string,
  name: string,
  expected: Scenario["expected"],
  play: Scenario["play"],
): Scenario => ({ family, name, expected, play });

export const scenarios: readonly Scenario[] = [
  ...Object.entries(copies).map(([name, how]) => scenario("copies", name, "refused", copy(how))),
  scenario("copies", "in memory, gone after the lift", "served", (scene, path) =>
    droppedCopies(scene, path, false),
  ),
  scenario("copies", "on disk, gone after a restart and the lift", "served", (scene, path) =>
    droppedCopies(scene, path, true),
  ),
  scenario("copies", "of a page that stays up", "served", async (scene, path) => {
    await scene.get(`${path}-autre`);
    await scene.decide(path);
    const asked = scene.origin.asked.length;
    const came = await scene.ask(`${path}-autre`);
    return scene.origin.asked.length === asked ? came : "neither";
  }),
  scenario(
    "in flight",
    "a download",
    "cut",
    going((path) => request(path)),
  ),
  scenario(
    "in flight",
    "a download over HTTP/1.0",
    "cut",
    going((path) => request(path).replace("/1.1", "/1.0")),
  ),
  scenario(
    "in flight",
    "an event stream",
    "cut",
    going((path) => request(`${path}?events`)),
  ),
  scenario(
    "in flight",
    "a WebSocket",
    "cut",
    going((path) => request(path, WEBSOCKET)),
  ),
  scenario(
    "in flight",
    "an answer to POST",
    "cut",
    going((path) => request(path, "Content-Length: 0\r\n", "POST")),
  ),
  scenario(
    "in flight",
    "under another spelling",
    "cut",
    going((path) => request(path.replace("/s/", "//s/"))),
  ),
  scenario("in flight", "requests that wait for one answer", "cut", coalesced),
  scenario("in flight", "of a page that stays up", "served", async (scene, path) => {
    let finish = (): void => {};
    scene.plays(`${path}-autre`, (_request, response) => {
      response.write(PAGE);
      finish = () => response.end("the end");
    });
    const listening = await scene.connect(request(`${path}-autre`, "Connection: close\r\n"));
    await listening.hears(PAGE);
    await scene.decide(path);
    finish();
    return listening.isCut("the end");
  }),
  scenario("edges", "away when it was decided, and started again", "refused", returned),
  scenario("edges", "cut off from the desk, and connected again", "refused", partitioned),
  scenario("edges", "a connection from before", "refused", keptOpen),
  scenario("edges", "a hostname that the site got later", "refused", laterAlias),
  scenario("time", "ended, without a desk", "served", ended),
  scenario("time", "not begun", "served", async (scene, path) => {
    scene.announce(path, {}, { startsMs: Date.now() + 3_600_000 });
    await scene.stage.feed.obeyed("edge-1");
    return scene.ask(path);
  }),
  scenario("time", "lifted", "served", async (scene, path) => {
    await scene.lift(await scene.decide(path));
    return scene.ask(path);
  }),
  scenario("time", "lifted, and another below it", "refused", async (scene, path) => {
    await scene.decide(path, { verb: "legal-refuse" });
    await scene.lift(await scene.decide(path));
    return (await scene.get(path)).status === 451 ? "refused" : "served";
  }),
  scenario("milder verbs", "too fast, under many spellings", "refused", async (scene, path) => {
    await scene.decide(path, { verb: "rate-limit" });
    const spellings = [path, `${path}?x`, path.replace("/s/", "/%73/"), `/x/..${path}`];
    for (let i = 0; i < 24; i++) await scene.get(spellings[i % 4]!);
    const answer = await scene.get(path.replace("/s/", "//s/"));
    return answer.status === 429 ? "refused" : "served";
  }),
  scenario("milder verbs", "an interstitial with a pass for another", "refused", async (scene, path) => {
    await scene.decide(path, { verb: "interstitial" });
    await scene.decide(`${path}-autre`, { verb: "interstitial" });
    const { headers } = await scene.get(`${path}-autre`);
    const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    return cookie === "" ? "neither" : scene.ask(path, { cookie });
  }),
  scenario("milder verbs", "an interstitial that was seen", "served", async (scene, path) => {
    await scene.decide(path, { verb: "interstitial" });
    const { headers } = await scene.get(path);
    const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    return scene.ask(path.replace("/s/", "/%73/"), { cookie });
  }),
  scenario("milder verbs", "not from a copy", "served", async (scene, path) => {
    await scene.get(path);
    await scene.decide(path, { verb: "no-cache" });
    const before = scene.origin.asked.length;
    const came = [
      await scene.ask(path),
      await scene.ask(path),
      await scene.ask(path.replace("/s/", "/%73/")),
    ];
    const isAskedEachTime = scene.origin.asked.length === before + 3;
    return isAskedEachTime && came.every((one) => one === "served") ? "served" : "neither";
  }),
];

export interface Played {
  readonly scenario: Scenario;
  readonly came: Came;
  readonly held: boolean;
}

export async function playScenarios(
  scene: Scene,
  some: readonly Scenario[] = scenarios,
): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const [i, one] of some.entries()) {
    // What never comes about is told by what it waited for; the next one has its turn.
    const came = await one.play(scene, `/s/${String(i).padStart(3, "0")}`).catch((): Came => "neither");
    played.push({ scenario: one, came, held: came === one.expected });
  }
  return played;
}
