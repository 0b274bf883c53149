import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openIdentity } from "../../src/edge/follower/identity.ts";
import { renewIfDue } from "../../src/edge/follower/renewal.ts";
import type { SiteConfig } from "../../src/feed/config.ts";
import { sseTransport } from "../../src/feed/sse.ts";
import { DAY } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { createCertificateRequest, renewalProof } from "../../src/lib/x509.ts";
import { BulkDesk } from "../world/bulk-desk.ts";
import { closeConnections, visit } from "../world/http.ts";
import { type EdgePorts, until, World } from "../world/world.ts";

const FORUM = "perchoir.example";
const BLOG = "merle.example";
const NEST = "nid.example";

let world: World;
let desk: BulkDesk;
let blog: SiteConfig;
let whole: EdgePorts;
let narrow: EdgePorts;

before(async () => {
  world = await World.create();
  await Promise.all([world.startVault(), world.startOrigin()]);
  const origin = { servers: [{ url: `http://127.0.0.1:${world.origin.port}` }] };
  desk = await BulkDesk.open(world, { hostnames: [FORUM], origin });
  const { account, roles, readings } = desk.site;
  const document = { account: (await desk.sites.addAccount("m@merle.example", "fr", "owner")).id };
  ({ site: blog } = await desk.sites.addSite(
    { ...document, roles, readings, origin, hostnames: [BLOG] },
    "owner",
  ));
  assert.notEqual(blog.account, account);
  whole = await started("whole", await desk.token("whole"));
  narrow = await started(
    "narrow",
    (await desk.fleet.issueToken("narrow", null, "owner", [blog.account])).token,
  );
});

after(async () => {
  closeConnections();
  await desk?.close();
  await world?.close();
});

async function started(name: string, token: string, site = BLOG): Promise<EdgePorts> {
  const edge = await world.addEdge(name);
  await world.startEdge(edge, { REMPART_EDGE_TOKEN: token });
  await until(`${name} serves ${site}`, async () => (await status(edge, site, "/")) === 200);
  return edge;
}

const status = async ({ port }: EdgePorts, host: string, path: string): Promise<number> =>
  (await visit(port, host, path)).status;
const stateOf = async (name: string) => (await desk.fleet.edges()).find((edge) => edge.name === name)!;

/** Both edges have acked all there is, and were compared with the desk after that. */
const compared = () =>
  until("two acks of the whole ledger", async () => {
    await desk.fleet.compare();
    const edges = await desk.fleet.edges();
    const isThere = ({ lag, ack, config, digests }: (typeof edges)[number]) =>
      lag === 0 && (ack?.config ?? 0) >= config && digests?.atMs === ack?.atMs;
    return edges.every(isThere) && edges;
  });

test("an edge is sent the openings and the configuration of its sites, and all entries", async () => {
  await desk.refuse("/salon/flot/sujet/1");
  assert.equal(await status(narrow, FORUM, "/"), 421);
  assert.equal(await status(whole, FORUM, "/"), 200);
  const [first, second] = await compared();
  assert.equal(first!.name, "narrow");
  assert.equal(first!.ack!.known, second!.ack!.known);
  assert.notEqual(first!.ack!.held, second!.ack!.held);
  assert.deepEqual(
    [first, second].map((edge) => edge!.digests!.verdict),
    ["equal", "equal"],
    "each holds what it should",
  );
  const { version } = await desk.sites.purge(FORUM, { by: "site" }, "owner");
  assert.deepEqual(
    [(await stateOf("whole")).config, (await stateOf("narrow")).config < version],
    [version, true],
  );
});

test("a site that comes to another edge is never served there without its measures", async () => {
  const page = "/salon/flot/sujet/1";
  const seen = new Set<number>();
  await desk.fleet.serveAlso("narrow", [desk.site.id], "owner");
  const published = desk.sites.publishAgain([desk.site.id]);
  await until("the edge serves it", async () => {
    const code = await status(narrow, FORUM, page);
    seen.add(code);
    return code !== 421;
  });
  assert.equal(await published, 1);
  assert.deepEqual([...seen].toSorted(), seen.has(421) ? [403, 421] : [403]);
  assert.equal(await status(narrow, FORUM, "/"), 200);
  const [first, second] = await compared();
  assert.equal(first!.ack!.held, second!.ack!.held);
  assert.equal(first!.digests!.verdict, "equal");
  await desk.refuse("/salon/flot/sujet/2");
  await until("403", async () => (await status(narrow, FORUM, "/salon/flot/sujet/2")) === 403);
});

test("a site that goes to another account is served by that one's edges with its measures, and by those before", async () => {
  const page = "/salon/flot/sujet/3";
  const { roles, readings, origin } = desk.site;
  const add = async (hostname: string) => {
    const { id: account } = await desk.sites.addAccount(`m@${hostname}`, "fr", "owner");
    const { site } = await desk.sites.addSite(
      { account, roles, readings, origin, hostnames: [hostname] },
      "owner",
    );
    const name = hostname.replace(".", "-");
    const { token } = await desk.fleet.issueToken(name, null, "owner", [account]);
    return { site, edge: await started(name, token, hostname) };
  };
  const [from, to] = await Promise.all([add(NEST), add("mue.example")]);
  const edges = [whole, from.edge, to.edge];
  await desk.refuse(page, from.site);
  await until("403", async () => (await status(from.edge, NEST, page)) === 403);
  assert.equal(await status(to.edge, NEST, page), 421);

  const moved = desk.change({ account: to.site.account }, from.site);
  const seen = new Set<number>();
  await until("the edge serves it", async () => {
    const code = await status(to.edge, NEST, page);
    seen.add(code);
    return code !== 421;
  });
  await moved;
  assert.deepEqual([...seen].toSorted(), seen.has(421) ? [403, 421] : [403]);
  await desk.refuse("/salon/flot/sujet/4", from.site);
  for (const edge of edges) {
    await until("403", async () => (await status(edge, NEST, "/salon/flot/sujet/4")) === 403);
    assert.equal(await status(edge, NEST, page), 403, edge.name);
  }
  assert.ok((await compared()).every(({ digests }) => digests?.verdict === "equal"));
  for (const { name } of edges.slice(1)) {
    await world.stop(name);
    await desk.fleet.revoke(name, "owner");
  }
});

test("an edge at work is not made to serve less, and a list of nothing or of nobody's ids is refused", async () => {
  const { fleet } = desk;
  await assert.rejects(fleet.issueToken("narrow", null, "owner", [blog.id]), {
    code: "fleet.serves",
    status: 409,
  });
  await assert.rejects(fleet.serveAlso("narrow", [], "owner"), { code: "fleet.serves", status: 400 });
  await assert.rejects(fleet.serveAlso("narrow", ["0".repeat(26)], "owner"), {
    code: "fleet.serves",
    status: 404,
  });
  await assert.rejects(fleet.serveAlso("nobody", null, "owner"), { code: "fleet.edge", status: 404 });
});

test("an ack whose digests are not the desk's is shown as such", async () => {
  const { ack } = await stateOf("whole");
  const { atMs: _at, ...said } = ack!;
  for (const digest of ["known", "held"] as const) {
    await until(`${digest} differs`, async () => {
      desk.fleet.ack("whole", { ...said, [digest]: "0".repeat(64) });
      await desk.fleet.compare(); // before which the edge's own ack may come
      return (await stateOf("whole")).digests?.verdict === digest;
    });
  }
  await until("the edge's own next ack", async () => {
    await desk.fleet.compare();
    return (await stateOf("whole")).digests?.verdict === "equal";
  });
});

test("an edge renews its certificate over itself; both count until it comes with the new one", async (t) => {
  const folder = world.path("renewing");
  const url = `https://127.0.0.1:${world.feedPort}`;
  const identity = await openIdentity(folder, { deskFeedUrl: url, token: await desk.token("renewing") });
  const { ca, cert, key } = identity;
  const transport = sseTransport({ url, ca, cert, key });
  t.after(() => transport.close());
  const other = sseTransport({ url, ca, cert, key });
  t.after(() => other.close());
  const ack = { size: 0, config: 0, known: "0".repeat(64), held: "0".repeat(64) };
  const options = { folder, identity, log: silentLog };

  const early = await renewIfDue({
    ...options,
    connection: transport,
    clock: { now: () => Date.now() + 200 * DAY },
  });
  assert.equal(early, identity, "not before the last third of its year");

  let lost = true;
  const clock = { now: () => Date.now() + 300 * DAY };
  const connection = {
    renew: async (csr: string, proof: string) => {
      const certificate = await transport.renew(csr, proof);
      if (lost) throw new Error("the connection broke");
      return certificate;
    },
    comeWith: transport.comeWith,
  };
  await assert.rejects(renewIfDue({ ...options, connection, clock }), /broke/);
  await transport.ack(ack); // still under the present one
  lost = false;
  const renewed = await renewIfDue({ ...options, connection, clock });
  assert.notEqual(renewed.cert, cert);
  assert.equal(JSON.parse(await readFile(`${folder}/identity.json`, "utf8")).certificate, renewed.cert);
  assert.equal(new X509Certificate(renewed.cert).subject, "CN=renewing");
  await other.ack(ack); // it has not been used yet
  await transport.ack(ack);
  desk.clock.aheadMs = 10_000; // past what the desk remembers of the old one
  t.after(() => {
    desk.clock.aheadMs = 0;
  });
  await assert.rejects(other.ack(ack), { code: "feed.status" }, "now the old one counts no more");
  await transport.ack(ack);
  await desk.fleet.revoke("renewing", "owner");
  await assert.rejects(transport.ack(ack), { code: "feed.status" });
  await assert.rejects(transport.renew("", ""), { code: "feed.status" });
});

test("nobody renews without the present key, and not under another name", async () => {
  const folder = world.path("victim");
  const url = `https://127.0.0.1:${world.feedPort}`;
  const victim = await openIdentity(folder, { deskFeedUrl: url, token: await desk.token("victim") });
  const transport = sseTransport({ url, ca: victim.ca, cert: victim.cert, key: victim.key });
  const { key, csr } = await createCertificateRequest("whole");
  await assert.rejects(
    transport.renew(csr, renewalProof(key, csr)),
    { code: "feed.status" },
    "the new key's own proof",
  );
  const granted = await transport.renew(csr, renewalProof(victim.key, csr));
  assert.equal(new X509Certificate(granted).subject, "CN=victim", "the name is never the request's");
  transport.close();
});

test("a revoked edge goes on serving what it has, and is sent nothing more", async () => {
  assert.deepEqual(await desk.fleet.servedBy("narrow"), [blog.account, desk.site.id], "whose keys it had");
  await desk.fleet.revoke("narrow", "owner");
  await desk.refuse("/salon/flot/sujet/3");
  await until(
    "the other edge refuses",
    async () => (await status(whole, FORUM, "/salon/flot/sujet/3")) === 403,
  );
  assert.notEqual(await status(narrow, FORUM, "/salon/flot/sujet/3"), 403);
  assert.equal(await status(narrow, FORUM, "/salon/flot/sujet/2"), 403);
  assert.deepEqual((await desk.fleet.edges()).map(({ name }) => name).toSorted(), ["victim", "whole"]);
});

test("enrolled anew to serve less, an edge begins with nothing of what it had", async () => {
  await world.stop("narrow");
  await rm(world.path("narrow", "edge", "identity.json"));
  const { token } = await desk.fleet.issueToken("narrow", null, "owner", [blog.account]);
  await world.startEdge(narrow, { REMPART_EDGE_TOKEN: token });
  await until("it serves its site", async () => (await status(narrow, BLOG, "/")) === 200);
  assert.equal(await status(narrow, FORUM, "/salon/flot/sujet/2"), 421);
  await until("it holds what it should", async () => {
    await desk.fleet.compare();
    const { digests, lag } = await stateOf("narrow");
    return lag === 0 && digests?.verdict === "equal";
  });
});
