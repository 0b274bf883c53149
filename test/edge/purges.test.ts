import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { visit } from "../world/http.ts";
import { type EdgePorts, until } from "../world/world.ts";
import { Fleet, versionIn } from "./fleet.ts";
import type { CountingOrigin } from "./origin.ts";

const FORUM = "forum.example";
const ALIAS = "m.forum.example";
/** Pages of the forum, under both of its names. */
const PAGES = ["/fil/1", "/fil/1?page=2", "/fil/12", "/fil/1/print", "/fil/2", "/"].flatMap((path) => [
  [FORUM, path] as const,
  [ALIAS, path] as const,
]);

interface Kind {
  /** As on the command line, after the site. */
  readonly args: readonly string[];
  /** As the API takes it. */
  readonly body: object;
  readonly hits: (host: string, path: string) => boolean;
}

const KINDS: Readonly<Record<string, Kind>> = {
  "a page, whatever its query": {
    args: ["--url", "/fil/1"],
    body: { by: "url", path: "/fil/1" },
    hits: (_host, path) => path === "/fil/1" || path === "/fil/1?page=2",
  },
  "a page with its query": {
    args: ["--url", "/fil/1?page=2"],
    body: { by: "url", path: "/fil/1?page=2" },
    hits: (_host, path) => path === "/fil/1?page=2",
  },
  "a page, spelled otherwise": {
    args: ["--url", "/x/../%66il/2"],
    body: { by: "url", path: "/%66il//2" },
    hits: (_host, path) => path === "/fil/2",
  },
  "what is below a path": {
    args: ["--prefix", "/fil/1"],
    body: { by: "prefix", path: "/fil/1" },
    hits: (_host, path) => path.startsWith("/fil/1") && path !== "/fil/12",
  },
  "a group": {
    args: ["--group", "fil-1"],
    body: { by: "group", group: "fil-1" },
    hits: (_host, path) => path.startsWith("/fil/1") && path !== "/fil/12",
  },
  "one of the hostnames": {
    args: ["--host", ALIAS],
    body: { by: "host", host: ALIAS },
    hits: (host) => host === ALIAS,
  },
  "the whole site": { args: ["--all"], body: { by: "site" }, hits: () => true },
};

describe("a purge, seen from outside", () => {
  let fleet: Fleet;
  let origin: CountingOrigin;

  before(async () => {
    fleet = await Fleet.open();
    origin = await fleet.origin("forum");
    const neighbour = await fleet.origin("neighbour");
    await fleet.addSite(origin.url, FORUM, ALIAS);
    await fleet.addSite(neighbour.url, "neighbour.example");
  });
  after(() => fleet?.close());

  const pagesOf = (edge: EdgePorts): Promise<string[]> =>
    Promise.all(PAGES.map(async ([host, path]) => (await visit(edge.port, host, path)).text));
  const copies = (): Promise<string[][]> => Promise.all(fleet.edges.map(pagesOf));

  for (const [what, { args, body, hits }] of Object.entries(KINDS)) {
    const seen = async (purge: () => Promise<unknown>): Promise<void> => {
      const before_ = await copies();
      assert.deepEqual(await copies(), before_, "all are kept");
      const near = await fleet.texts("neighbour.example", "/fil/1");
      await purge();
      for (const [i, now] of (await copies()).entries()) {
        for (const [j, [host, path]] of PAGES.entries()) {
          const isNew = now[j] !== before_[i]![j];
          assert.equal(isNew, hits(host, path), `${fleet.edges[i]!.name} ${host}${path}: ${now[j]}`);
        }
      }
      assert.deepEqual(await fleet.texts("neighbour.example", "/fil/1"), near);
    };

    test(`${what}, by the command line`, () =>
      seen(async () => {
        const out = await fleet.rempart("purge", FORUM, ...args, "--wait");
        assert.match(out, /^version \d+: 3 of 3 edges in \d+ ms\n$/);
      }));

    test(`${what}, by the API`, () =>
      seen(async () => {
        const { house } = fleet;
        const { version } = await house.post<{ version: number }>(
          house.admin,
          `/api/sites/${FORUM}/purges`,
          body,
        );
        await Promise.all(fleet.edges.map(({ name }) => fleet.acked(name, version)));
      }));
  }

  for (const [room, groups, other] of [
    ["fil", "fil-7", "fil-8"], // Surrogate-Key
    ["wiki", "wiki-7", "wiki-8"], // Cache-Tag
    ["salon", "salon 7", "salon 8"], // Cache-Groups, RFC 9875: a name may hold a space
  ] as const) {
    test(`a group that the origin names in its way: ${groups}`, async () => {
      const seen = () => Promise.all([7, 8].map((n) => fleet.texts(FORUM, `/${room}/${n}`)));
      const [one, two] = (await seen()) as [string[], string[]];
      assert.deepEqual(await seen(), [one, two], "all are kept");
      await fleet.rempart("purge", FORUM, "--group", groups, "--wait");
      const [changed, kept] = (await seen()) as [string[], string[]];
      for (const text of changed) assert.ok(!one.includes(text), text);
      assert.deepEqual(kept, two);
      await fleet.rempart("purge", FORUM, "--group", other, "--wait");
      assert.deepEqual((await seen())[0], changed);
    });
  }

  test("a soft one: the copies are asked for again, and stand in while the origin is away", async () => {
    const before_ = await fleet.texts(FORUM, "/fil/2");
    await fleet.rempart("purge", FORUM, "--url", "/fil/2", "--soft", "--wait");
    origin.away = true;
    assert.deepEqual(await fleet.texts(FORUM, "/fil/2"), before_);
    origin.away = false;
    await until("every edge has a new copy", async () =>
      (await fleet.texts(FORUM, "/fil/2")).every((text) => !before_.includes(text)),
    );
    await fleet.rempart("purge", FORUM, "--url", "/fil/2", "--wait");
    origin.away = true;
    assert.deepEqual(await fleet.statuses(FORUM, "/fil/2"), [502, 502, 502], "a hard one leaves nothing");
    origin.away = false;
  });

  test("a page by its address alone", async () => {
    const before_ = await fleet.texts(ALIAS, "/fil/2");
    await fleet.rempart("purge", `https://${ALIAS}/fil/2`, "--wait");
    for (const text of await fleet.texts(ALIAS, "/fil/2")) assert.ok(!before_.includes(text), text);
  });

  test("what cannot be purged is named", async () => {
    for (const [args, why] of [
      [["--host", "neighbour.example"], /host: must be one of the site's own hostnames/],
      [["--group", "é"], /group: must be 1 to 256 ASCII/],
      [[], /say what to purge/],
      [["--url", "fil"], /must be a path/],
    ] as const)
      assert.match(await fleet.refused("purge", FORUM, ...args), why);
    assert.match(await fleet.refused("purge", "nobody.example", "--all"), /no such site/);
    const { house } = fleet;
    const { field } = await house.problemAs(house.admin, "POST", `/api/sites/${FORUM}/purges`, {
      by: "regex",
    });
    assert.equal(field, "by");
  });

  test("an edge that was away during a purge does not show the old copy once it is back", async (t) => {
    const away = fleet.edges[2]!;
    const [old] = await pagesOf(away);
    const { pid } = fleet.house.world.process(away.name);
    process.kill(pid, "SIGSTOP");
    t.after(() => process.kill(pid, "SIGCONT"));
    const version = versionIn(await fleet.rempart("purge", FORUM, "--all"));
    process.kill(pid, "SIGCONT");
    await fleet.acked(away.name, version);
    const [now] = await pagesOf(away);
    assert.notEqual(now, old);
  });

  test("a copy outlives its edge's end on disk, but not a purge that came meanwhile", async () => {
    const { world } = fleet.house;
    const gone = fleet.edges[0]!;
    const before_ = await pagesOf(gone);
    await pagesOf(gone);
    await world.stop(gone.name);
    await world.startEdge(gone);
    await fleet.rempart("purge", "neighbour.example", "--all", "--wait"); // its stream is open again
    assert.deepEqual(await pagesOf(gone), before_, "kept across the restart");

    await world.kill(gone.name);
    const version = versionIn(await fleet.rempart("purge", FORUM, "--prefix", "/fil"));
    await world.startEdge(gone);
    await fleet.acked(gone.name, version);
    for (const [i, text] of (await pagesOf(gone)).entries())
      assert.equal(text !== before_[i], PAGES[i]![1] !== "/", text);
  });

  test("an edge killed in the middle of purges shows nothing that was purged once it has caught up", async () => {
    const { world } = fleet.house;
    const killed = fleet.edges[1]!;
    for (let round = 0; round < 5; round++) {
      const before_ = await pagesOf(killed);
      const purge = fleet.house.post<{ version: number }>(fleet.house.admin, `/api/sites/${FORUM}/purges`, {
        by: "site",
      });
      const kill = new Promise((resolve) => setTimeout(resolve, round * 3)).then(() =>
        world.kill(killed.name),
      );
      const [{ version }] = await Promise.all([purge, kill]);
      await world.startEdge(killed);
      await fleet.acked(killed.name, version);
      for (const text of await pagesOf(killed)) assert.ok(!before_.includes(text), `round ${round}: ${text}`);
    }
  });
});
