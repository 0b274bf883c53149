import { until } from "../../world/world.ts";
import { type Came, request, type Scenario, type Scene, scenario } from "../scene.ts";
import { PAGE } from "../stage/origin.ts";

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

const WEBSOCKET =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

async function coalesced(scene: Scene, path: string): Promise<Came> {
  const releases: (() => void)[] = []; // of every one that a node which does not coalesce has asked for
  scene.plays(path, (_request, response) => {
    const fields = { "cache-control": "max-age=60" };
    releases.push(() => void response.writeHead(200, fields).end(`${PAGE} the end`));
  });
  const before = scene.origin.asked.length;
  // One that is read only after the decision is refused, and its connection ends, too.
  const asking = request(path, "Connection: close\r\n");
  const waiting = await Promise.all(Array.from({ length: 5 }, () => scene.connect(asking)));
  await until("the origin was asked", async () => scene.origin.asked.length > before);
  await scene.decide(path);
  for (const release of releases) release();
  const ends = await Promise.all(waiting.map((one) => one.isCut("the end")));
  const after = await scene.ask(path);
  return ends.every((came) => came === "cut") && after === "refused" ? "cut" : "served";
}

/** Streams of one connection: what is refused ends, what stands beside it goes on. */
async function oneOfTwo(scene: Scene, path: string): Promise<Came> {
  let finish = (): void => {};
  scene.plays(path, (request, response) => {
    response.write(PAGE);
    if (request.url?.endsWith("-autre")) finish = () => response.end("the end");
  });
  using session = await scene.session();
  const [refused, other] = [await session.begin(path), await session.begin(`${path}-autre`)];
  await scene.decide(path);
  try {
    await until("the end of the stream", async () => refused.over, 1000);
  } catch {
    return "served";
  }
  finish();
  await until("the end of the other", async () => other.over, 1000);
  return other.text.endsWith("the end") ? "cut" : "neither";
}

/** What has begun and not ended when the decision falls. */
export const inFlight: readonly Scenario[] = [
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
  scenario("in flight", "a stream of HTTP/2, and not the one beside it", "cut", oneOfTwo),
];
