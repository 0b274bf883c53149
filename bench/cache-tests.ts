import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startEdgeServer } from "../src/edge/server.ts";
import { soloView } from "../src/edge/solo.ts";
import { systemClock } from "../src/lib/clock.ts";
import { silentLog } from "../src/lib/log.ts";
import { EXACT_CASE } from "../src/policy/index.ts";
import { freePort, LOAD_CORE, launch } from "./edge/engine.ts";

/**
 * `npm run bench:cache-tests -- FOLDER`: the public suite http-tests/cache-tests, of which FOLDER is a checkout, against
 * this edge, scored by the suite's own function: its reverse-proxy tests and its CDN-only ones. Lists every test that did not
 * pass. About 70 s.
 */
const folder = resolve(process.argv[2] ?? "cache-tests");
const load = (path: string) => import(pathToFileURL(join(folder, path)).href);

interface SuiteTest {
  readonly id: string;
  readonly kind?: "required" | "optimal" | "check";
  readonly browser_only?: boolean;
  readonly cdn_only?: boolean;
}
/** The suite's signs for a test that passed and for a question answered with yes. */
const PASSES: ReadonlySet<string> = new Set(["✅", "Y"]);

type Suites = readonly { readonly tests: readonly SuiteTest[] }[];

const port = await freePort();
const own = await mkdtemp(join(tmpdir(), "rempart-suite-"));
// The suite reads npm's environment; its server is found in the folder that it runs in.
const settings = {
  npm_config_protocol: "http",
  npm_config_port: String(port),
  npm_config_pidfile: `${own}/pid`,
};
const server = await launch({
  ...{ core: LOAD_CORE, program: process.execPath, port, cwd: folder, env: settings },
  args: ["test-engine/server/server.mjs"],
});
const id = "0".repeat(26);
const site = {
  ...{ id, account: id, hostnames: ["localhost"], roles: ["cdn" as const], readings: EXACT_CASE },
  origin: { servers: [{ url: `http://localhost:${port}` }] },
};
const view = soloView(site, true);
const edge = await startEdgeServer({
  listen: { host: "127.0.0.1", port: 0 },
  adminListen: { host: "127.0.0.1", port: 0 },
  ...{ name: "rempart", deskUrl: "https://desk.example", cacheBytes: 2 ** 26, view: () => view },
  status: () => ({
    ...{ size: 1, config: 1, refusals: 0, uncosignedMs: 0, stale: false, ageMs: 0 },
    digests: () => ({ known: "", held: "" }),
  }),
  ...{ clock: systemClock, log: silentLog },
});
try {
  const suites = (await load("tests/index.mjs")).default as Suites;
  const { runTests, getResults } = await load("test-engine/client/runner.mjs");
  const { determineTestResult } = await load("test-engine/lib/results.mjs");
  await runTests(suites, false, `http://localhost:${edge.port}`);
  const results = getResults() as Record<string, unknown>;
  const tests = suites.flatMap((suite) => suite.tests).filter((test) => !test.browser_only);
  for (const [title, set] of [
    ["reverse-proxy tests", tests.filter((test) => !test.cdn_only)],
    ["CDN-only tests", tests.filter((test) => test.cdn_only)],
  ] as const) {
    for (const kind of ["required", "optimal", "check"] as const) {
      const ofKind = set.filter((test) => (test.kind ?? "required") === kind);
      const failed = ofKind.filter((test) => !PASSES.has(determineTestResult(suites, test.id, results)[2]));
      process.stdout.write(`${title}, ${kind}: ${ofKind.length - failed.length} of ${ofKind.length}\n`);
      if (kind === "check" && title !== "CDN-only tests") continue; // questions without a right answer
      for (const { id: name } of failed) {
        const why = results[name];
        process.stdout.write(`  ${name}: ${Array.isArray(why) ? why[1] : "depends on one that failed"}\n`);
      }
    }
  }
} finally {
  await edge.close();
  await server.stop();
  await rm(own, { recursive: true, force: true });
}
process.exit(); // the suite's client keeps its connections
