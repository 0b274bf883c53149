import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { visit } from "../world/http.ts";
import { Fleet } from "./fleet.ts";

const BRIDGE = fileURLToPath(new URL("../../docs/examples/purge-bridge.sh", import.meta.url));
const FORUM = "forum.example";
const ALIAS = "m.forum.example";
const NEIGHBOUR = "neighbour.example";

describe("a site's own software purges it, with a token that does nothing else", () => {
  let fleet: Fleet;
  let token: string;
  let sites: { id: string; hostnames: string[] }[];

  before(async () => {
    fleet = await Fleet.open();
    await fleet.addSite((await fleet.origin("forum")).url, FORUM, ALIAS);
    await fleet.addSite((await fleet.origin("neighbour")).url, NEIGHBOUR);
    token = (await fleet.rempart("site", "token", FORUM)).trimEnd();
    sites = JSON.parse(await fleet.rempart("site", "list", "--json"));
  });
  after(() => fleet?.close());

  const bearer = (value = token) => ({ authorization: `Bearer ${value}` });
  const purgesOf = (site: string): string => `/api/sites/${site}/purges`;
  const refused = async (method: string, path: string, body?: unknown, value = token) => {
    const { status, code } = await fleet.house.problem(method, path, body, bearer(value));
    return `${status} ${code}`;
  };
  const everyEdgeHas = (version: number) =>
    Promise.all(fleet.edges.map(({ name }) => fleet.acked(name, version)));

  /** Waits until a call has changed what every edge shows at these paths, and at no other of them. */
  const changes = async (
    paths: readonly string[],
    changed: readonly string[],
    call: () => Promise<number>,
  ) => {
    const look = () => Promise.all(paths.map((path) => fleet.texts(FORUM, path)));
    const before_ = await look();
    assert.deepEqual(await look(), before_, "all are kept");
    await everyEdgeHas(await call());
    for (const [i, now] of (await look()).entries())
      for (const [j, one] of now.entries())
        assert.equal(one !== before_[i]![j], changed.includes(paths[i]!), `${paths[i]}: ${one}`);
  };

  test("its site, by any of its names", async () => {
    const { id } = sites.find(({ hostnames }) => hostnames.includes(FORUM))!;
    for (const name of [FORUM, ALIAS, id])
      await changes(["/a", "/b"], ["/a"], async () => {
        const ask = { method: "POST", headers: bearer(), body: JSON.stringify({ by: "url", path: "/a" }) };
        const { status, text: answer } = await fleet.house.ask(purgesOf(name), ask);
        assert.equal(status, 201, answer);
        return JSON.parse(answer).version;
      });
  });

  test("nothing else: no other site, no other call, and no token but this one", async () => {
    const all = { by: "site" };
    for (const name of [NEIGHBOUR, "perchoir.example", "nobody.example"])
      assert.equal(await refused("POST", purgesOf(name), all), "403 site.token", name);
    for (const value of [`${token}x`, "purge_", `purge_${"A".repeat(43)}`])
      assert.match(
        await refused("POST", purgesOf(FORUM), all, value),
        /^(403 site\.token|401 team\.signed-out)$/,
      );
    for (const [method, path] of [
      ["GET", "/api/sites"],
      ["GET", `/api/sites/${FORUM}`],
      ["PUT", `/api/sites/${FORUM}`],
      ["POST", `/api/sites/${FORUM}/removal`],
      ["POST", `/api/sites/${FORUM}/token`],
      ["GET", "/api/me"],
      ["GET", "/api/cases"],
    ] as const)
      assert.equal(
        await refused(method, path, method === "GET" ? undefined : {}),
        "401 team.signed-out",
        path,
      );
    assert.equal(
      await refused("POST", purgesOf(FORUM), { by: "host", host: NEIGHBOUR }),
      "400 field.invalid",
    );
  });

  test("PURGE at an edge is nobody's word: it is refused, and the copies stay", async () => {
    const before_ = await fleet.texts(FORUM, "/a");
    for (const { port } of fleet.edges) {
      const { status } = await visit(port, FORUM, "/a", { method: "PURGE", headers: bearer() });
      assert.ok(status === 405 || status === 501, `${status}`);
    }
    assert.deepEqual(await fleet.texts(FORUM, "/a"), before_);
  });

  describe("by way of the bridge for a CMS that sends PURGE", () => {
    /** Runs the script as socat or systemd would; the status line's code. */
    const bridge = async (request: string, secret = token): Promise<string> => {
      const file = fleet.house.world.path("purge-token");
      await writeFile(file, `${secret}\n`, { mode: 0o600 });
      const env = {
        PATH: process.env.PATH,
        DESK_URL: `http://127.0.0.1:${fleet.house.world.deskPort}`,
        TOKEN_FILE: file,
      };
      const child = spawn("bash", [BRIDGE], { env, stdio: ["pipe", "pipe", "inherit"] });
      child.stdin.end(request);
      return /^HTTP\/1\.1 (\d+)/.exec(await text(child.stdout))?.[1] ?? "no answer";
    };
    const newest = async (): Promise<number> => {
      type Acks = { edges: { ack: { config: number } | null }[] };
      const { edges } = await fleet.house.get<Acks>(fleet.house.admin, "/api/fleet");
      return Math.max(...edges.map(({ ack }) => ack?.config ?? 0));
    };
    const purged = async (request: string): Promise<number> => {
      const version = (await newest()) + 1;
      assert.equal(await bridge(request), "200");
      return version;
    };
    const PATHS = ["/fil/1?page=2", "/fil/1/print", "/fil/12", "/fil/", "/wiki/A"];

    test("MediaWiki's, with the whole address", () =>
      changes(PATHS, ["/wiki/A"], () =>
        purged(
          `PURGE http://${FORUM}/wiki/A HTTP/1.1\r\nHost: ${FORUM}\r\nProxy-Connection: Keep-Alive\r\n\r\n`,
        ),
      ));

    test("WordPress's, of a page with its query, with a port", () =>
      changes(PATHS, ["/fil/1?page=2"], () =>
        purged(`PURGE /fil/1?page=2 HTTP/1.1\r\nhost: ${ALIAS}:80\r\nX-Purge-Method: default\r\n\r\n`),
      ));

    test("WordPress's, of all that match a pattern: the segments before it", async () => {
      const regex = `HTTP/1.1\r\nHost: ${FORUM}\r\nX-Purge-Method: regex\r\n\r\n`;
      await changes(PATHS, ["/fil/1/print", "/fil/1?page=2"], () => purged(`PURGE /fil/1/.* ${regex}`));
      await changes(PATHS, PATHS, () => purged(`PURGE /(fil|wiki)/.* ${regex}`));
    });

    test("what it cannot pass on is refused, with the desk's own status", async () => {
      const end = "HTTP/1.1\r\nHost: forum.example\r\n\r\n";
      assert.equal(await bridge(`GET /a ${end}`), "405");
      assert.equal(await bridge(`PURGE /a"b ${end}`), "400");
      assert.equal(await bridge(`PURGE /a\\b ${end}`), "400");
      assert.equal(await bridge(`PURGE * ${end}`), "400");
      assert.equal(await bridge("PURGE /a HTTP/1.1\r\n\r\n"), "400");
      assert.equal(await bridge("PURGE /a HTTP/1.1\r\nHost: x/../y\r\n\r\n"), "400");
      assert.equal(await bridge(""), "400");
      assert.equal(await bridge(`PURGE /a HTTP/1.1\r\nHost: ${NEIGHBOUR}\r\n\r\n`), "403");
      assert.equal(await bridge(`PURGE /a ${end}`, `purge_${"A".repeat(43)}`), "403");
    });
  });

  test("another one takes its place; a site that is gone has none", async () => {
    const old = token;
    token = (await fleet.rempart("site", "token", FORUM)).trimEnd();
    assert.notEqual(token, old);
    assert.equal(await refused("POST", purgesOf(FORUM), { by: "site" }, old), "403 site.token");
    await changes(["/a"], ["/a"], async () => {
      const ask = { method: "POST", headers: bearer(), body: JSON.stringify({ by: "site" }) };
      return JSON.parse((await fleet.house.ask(purgesOf(FORUM), ask)).text).version;
    });
    await fleet.rempart("site", "remove", FORUM, "--key", fleet.keyFile, "--wait");
    assert.equal(await refused("POST", purgesOf(FORUM), { by: "site" }), "403 site.token");
  });
});
