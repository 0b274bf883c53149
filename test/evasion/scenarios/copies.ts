import { type Came, type Scenario, type Scene, scenario } from "../scene.ts";
import { PAGE } from "../stage/origin.ts";

/** Fills the cache of the node in some way before the decision, and asks after it. */
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
    await scene.node.kill();
    await scene.node.start();
    await scene.obeyed();
  }
  const came = await scene.ask(path);
  await scene.lift(index);
  await scene.get(path);
  return came === "refused" && asked() === 2 ? "served" : came;
}

/** What was kept before the decision. */
export const copied: readonly Scenario[] = [
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
];
