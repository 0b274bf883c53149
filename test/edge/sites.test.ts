import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { parse } from "yaml";
import { Member } from "../world/person.ts";
import { Fleet } from "./fleet.ts";
import type { CountingOrigin } from "./origin.ts";

const FORUM = "forum.example";
const SERVED = [200, 200, 200];
const UNKNOWN = [421, 421, 421];

describe("a site, changed at run time, at three edges", () => {
  let fleet: Fleet;
  let origin: CountingOrigin;
  let other: CountingOrigin;

  before(async () => {
    fleet = await Fleet.open();
    origin = await fleet.origin("one");
    other = await fleet.origin("two");
  });
  after(() => fleet?.close());

  const show = async () => JSON.parse(await fleet.rempart("site", "show", FORUM, "--json"));

  test("added: every edge serves it when the command returns", async (t) => {
    assert.deepEqual(await fleet.statuses(FORUM), UNKNOWN);
    const out = await fleet.addSite(origin.url, FORUM);
    assert.match(out, /version \d+: 3 of 3 edges in \d+ ms/);
    t.diagnostic(out.trim());
    assert.deepEqual(await fleet.statuses(FORUM), SERVED);
    assert.match(await fleet.rempart("site", "list"), /forum\.example {2}\(cdn\)/);
  });

  test("a hostname more: served without anybody's request", async () => {
    const out = await fleet.rempart("site", "set", FORUM, `hostnames=${FORUM},m.${FORUM}`, "--wait");
    assert.match(out, /hostnames: \["forum\.example"\] → \["forum\.example","m\.forum\.example"\]/);
    assert.deepEqual(await fleet.statuses(`m.${FORUM}`), SERVED);
  });

  test("a dry run shows the change and makes none; so does the same document again", async () => {
    const before_ = await show();
    const out = await fleet.rempart("site", "set", FORUM, "cache.negativeSeconds=30", "--dry-run");
    assert.match(out, /cache\.negativeSeconds: \(none\) → 30\nnothing was published/);
    assert.deepEqual(await show(), before_);
    assert.match(await fleet.rempart("site", "set", FORUM, "roles=cdn"), /nothing was published/);
  });

  test("what is wrong is named by its field, and nothing changes", async () => {
    const before_ = await show();
    for (const [setting, why] of [
      ["origin.retries=9", /origin\.retries: .*5/],
      ["origin.servers=[{url: http://192.0.2.1, backup: true}]", /origin\.servers: .*backup/],
      ["limits.perSite.perSecond=1", /limits\.perSite\.burst/],
      ["shutter=true", /shutter/],
      ["hostnames=perchoir.example", /perchoir\.example belongs to another site/],
      ["hostnames=a b", /"a b" is not a hostname/],
    ] as const)
      assert.match(await fleet.refused("site", "set", FORUM, setting), why, setting);
    assert.match(await fleet.refused("site", "show", "nobody.example"), /no such site/);
    assert.deepEqual(await show(), before_);
  });

  test("a document from a file, as `site show` prints it", async () => {
    const text = await fleet.rempart("site", "show", FORUM);
    const file = fleet.house.world.path("site.yaml");
    await writeFile(file, `${text}errorPages:\n  502: "<h1>bientôt</h1>"\n`);
    const out = await fleet.rempart("site", "set", FORUM, "--file", file, "--wait");
    assert.match(out, /^errorPages\.502: \(none\) → "<h1>bientôt<\/h1>"\nversion/);
    assert.equal(parse(await fleet.rempart("site", "show", FORUM)).errorPages[502], "<h1>bientôt</h1>");
  });

  test("led to another origin: only with a person's word in the ledger that its account asked", async () => {
    const set = ["site", "set", FORUM, `origin.servers=[{url: "${other.url}"}]`];
    const size = await fleet.house.ledgerSize();
    assert.match(await fleet.refused(...set), /origin\.servers: only at its account's request \(repoint\)/);
    assert.equal(await fleet.house.ledgerSize(), size);
    assert.deepEqual((await fleet.texts(FORUM, "/a")).toSorted(), ["one /a 1", "one /a 2", "one /a 3"]);

    await fleet.rempart(...set, "--key", fleet.keyFile, "--wait");
    assert.equal(await fleet.house.ledgerSize(), size + 1);
    assert.deepEqual((await fleet.texts(FORUM, "/b")).toSorted(), ["two /b 1", "two /b 2", "two /b 3"]);
  });

  test("the key of somebody who is not of the team is no one's word", async () => {
    const file = fleet.house.world.path("stranger.json");
    await writeFile(file, new Member("inconnu").keyFile());
    const size = await fleet.house.ledgerSize();
    const set = ["site", "set", FORUM, "limits.maxBodyBytes=0", "--key", file];
    assert.match(await fleet.refused(...set), /approvals of moderators or administrators/);
    assert.equal(await fleet.house.ledgerSize(), size);
  });

  test("an approval is of one document: neither another one nor a second time", async () => {
    const { house } = fleet;
    const { site, hash } = await house.get<{ site: object; hash: string }>(
      house.admin,
      `/api/sites/${FORUM}`,
    );
    const put = (body: object) => house.problemAs(house.admin, "PUT", `/api/sites/${FORUM}`, body);
    const smaller = { ...site, limits: { maxBodyBytes: 1000 } };
    const { needs } = await house.admin.api<{ needs: { decision: string; approvalHash: string } }>(
      house.world.deskPort,
      ...(["PUT", `/api/sites/${FORUM}`, { site: smaller }] as const),
    );
    const asked = { decision: needs.decision, approvals: [house.first.approval(needs.approvalHash)] };
    const another = { ...site, limits: { maxBodyBytes: 1 } };
    assert.equal((await put({ site: another, asked })).code, "vault.approval");
    await house.admin.api(house.world.deskPort, "PUT", `/api/sites/${FORUM}`, { site: smaller, asked });
    await house.admin.api(house.world.deskPort, "PUT", `/api/sites/${FORUM}`, { site });
    assert.equal((await put({ site: smaller, asked })).code, "vault.used");
    assert.equal((await put({ site: smaller, base: "0".repeat(64) })).code, "site.changed");
    assert.equal((await house.get<{ hash: string }>(house.admin, `/api/sites/${FORUM}`)).hash, hash);
  });

  test("sites are changed by administrators", async () => {
    const { house } = fleet;
    for (const [method, path] of [
      ["PUT", `/api/sites/${FORUM}`],
      ["POST", `/api/sites/${FORUM}/removal`],
      ["POST", `/api/sites/${FORUM}/purges`],
      ["POST", `/api/sites/${FORUM}/token`],
      ["POST", "/api/sites"],
      ["POST", "/api/accounts"],
    ] as const)
      assert.equal((await house.problemAs(house.first, method, path, {})).code, "team.role", path);
  });

  test("listed a page at a time", async () => {
    const { house } = fleet;
    type Page = { sites: { id: string; hostnames: string[] }[]; next: string | null };
    const page = (query: string) => house.get<Page>(house.admin, `/api/sites?${query}`);
    const first = await page("limit=1");
    const rest = await page(`limit=1&after=${first.next}`);
    assert.deepEqual(
      [first, rest].map(({ sites }) => sites.map(({ hostnames }) => hostnames[0])),
      [["perchoir.example"], [FORUM]],
    );
    assert.deepEqual([first.next, rest.next], [first.sites[0]!.id, null]);
    for (const query of ["limit=0", "limit=501", "limit=x", "offset=1"]) {
      const { status, field } = await house.problemAs(house.admin, "GET", `/api/sites?${query}`);
      assert.deepEqual([status, field], [400, query.split("=")[0]]);
    }
    const all = JSON.parse(await fleet.rempart("site", "list", "--json"));
    assert.deepEqual(all, [...first.sites, ...rest.sites]);
  });

  test("whoever signs for its removal is told what is open about it", async () => {
    const { house } = fleet;
    const dryRun = async (name: string): Promise<string> => {
      const { code, error } = await fleet.cli("site", "remove", name, "--dry-run");
      assert.equal(code, 0, error);
      return error;
    };
    assert.doesNotMatch(await dryRun(FORUM), /open cases|measures/);
    await house.report("/threads/41");
    const [open] = await house.cases();
    const said = await dryRun("perchoir.example");
    assert.ok(said.startsWith(`open cases about this site: ${open!.id}\n`), said);
  });

  test("removed: no edge serves it, and another site may take its hostname", async () => {
    assert.match(
      await fleet.refused("site", "remove", FORUM),
      /only at its account's request \(remove-site\)/,
    );
    assert.deepEqual(await fleet.statuses(FORUM), SERVED);
    await fleet.rempart("site", "remove", FORUM, "--key", fleet.keyFile, "--wait");
    assert.deepEqual(await fleet.statuses(FORUM), UNKNOWN);
    assert.deepEqual(await fleet.statuses(`m.${FORUM}`), UNKNOWN);
    assert.doesNotMatch(await fleet.rempart("site", "list"), /forum\.example/);
    await fleet.addSite(other.url, `m.${FORUM}`);
    assert.deepEqual(await fleet.statuses(`m.${FORUM}`), SERVED);
    assert.deepEqual(await fleet.statuses(FORUM), UNKNOWN);
  });
});
