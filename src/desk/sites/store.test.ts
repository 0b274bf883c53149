import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { sql } from "kysely";
import { type Database, openDatabase } from "../db/open.ts";
import { emptyDatabase, openEmpty } from "../db/testing/empty.ts";
import {
  insertAccount,
  listSites,
  markRemoved,
  pendingOn,
  putPurgeToken,
  putSite,
  servedHostnames,
  servedSite,
  siteByHostname,
  siteById,
  siteOfToken,
} from "./store.ts";
import { unpublishedSites } from "./stream-store.ts";
import { ACCOUNT, idOf, siteOf } from "./testing/sites.ts";

const root = mkdtempSync(join(tmpdir(), "rempart-sites-"));
after(() => rmSync(root, { recursive: true }));

describe("a database of version 0.1.0", () => {
  const folder = join(root, "old");
  let database: Database;

  before(async () => {
    await emptyDatabase(folder);
    const old = await openDatabase({ folder }, "0001-first");
    const pool = { servers: [{ url: "http://192.0.2.11" }, { url: "http://192.0.2.12", backup: true }] };
    const bare = { ...siteOf(1), origin: "http://192.0.2.10" };
    const run = (text: string) => sql.raw(text).execute(old.db);
    await run(`insert into account values ('${ACCOUNT}', 'a@b.example', 'fr', 1);
      insert into site values
        ('${idOf(1)}', '${ACCOUNT}', 'http://192.0.2.10', '["cdn"]', '{"foldCase": false}', 1),
        ('${idOf(2)}', '${ACCOUNT}', '${JSON.stringify(pool)}', '["cdn", "ddos"]', '{"foldCase": true}', 2);
      insert into hostname values ('b.example', '${idOf(1)}', 1), ('a.example', '${idOf(1)}', 0),
        ('c.example', '${idOf(2)}', 0);
      insert into config_item values
        (1, '${JSON.stringify({ kind: "site", site: bare })}', 'n'),
        (3, '${JSON.stringify({ kind: "purge", purge: { by: "site", site: idOf(2) } })}', 'n'),
        (4, '${JSON.stringify({ kind: "remove-site", site: idOf(9), request: 7 })}', 'n')`);
    await old.close();
    database = await openDatabase({ folder });
  });
  after(() => database.close());

  test("has its sites as documents, a bare origin as a pool of one", async () => {
    assert.deepEqual(await listSites(database.db, { limit: 10 }), [
      siteOf(1, { hostnames: ["a.example", "b.example"] }),
      siteOf(2, {
        ...{ hostnames: ["c.example"], roles: ["cdn", "ddos"], readings: { foldCase: true } },
        origin: { servers: [{ url: "http://192.0.2.11" }, { url: "http://192.0.2.12", backup: true }] },
      }),
    ]);
    assert.equal((await siteByHostname(database.db, "b.example"))?.id, idOf(1));
  });

  test("knows what its configuration items are about, and which are to be published again", async () => {
    const rows = await database.db.selectFrom("config_item").select(["kind", "site", "request"]).execute();
    assert.deepEqual(rows, [
      { kind: "site", site: idOf(1), request: null },
      { kind: "purge", site: idOf(2), request: null },
      { kind: "remove-site", site: idOf(9), request: 7 },
    ]);
    assert.deepEqual(
      (await unpublishedSites(database.db)).map(({ id }) => id),
      [idOf(1), idOf(2)],
    );
  });
});

describe("sites", () => {
  let database: Database;
  before(async () => {
    database = await openEmpty(join(root, "new"));
    await insertAccount(database.db, { id: ACCOUNT, contact_email: "a@b.example", language: "fr", at: 1 });
  });
  after(() => database.close());

  test("are found by id or hostname while they are served, and by id ever after", async () => {
    const site = siteOf(1, { hostnames: ["a.example", "b.example"] });
    await putSite(database.db, site, 1);
    for (const name of [site.id, "a.example", "b.example"])
      assert.deepEqual(await servedSite(database.db, name), site, name);
    await markRemoved(database.db, site.id, 2);
    for (const name of [site.id, "a.example", "b.example"])
      assert.equal(await servedSite(database.db, name), undefined, name);
    assert.deepEqual(await siteById(database.db, site.id), site);
    await putSite(database.db, siteOf(2, { hostnames: ["b.example"] }), 3);
    assert.equal((await siteByHostname(database.db, "b.example"))?.id, idOf(2));
  });

  test("are listed a page at a time, also behind one that is gone by then", async () => {
    for (const [n, at] of [
      [11, 5],
      [13, 6],
      [12, 6],
      [14, 7],
    ] as const)
      await putSite(database.db, siteOf(n), at);
    const ids = async (limit: number, after_?: string) =>
      (await listSites(database.db, { limit, after: after_ })).map(({ id }) => id);
    assert.deepEqual(await ids(10), [2, 11, 12, 13, 14].map(idOf));
    assert.deepEqual(await ids(2), [2, 11].map(idOf));
    await markRemoved(database.db, idOf(11), 8);
    assert.deepEqual(
      await ids(2, idOf(11)),
      [12, 13].map(idOf),
      "of two of the same time the second is not lost",
    );
    assert.deepEqual(await ids(2, idOf(14)), []);
    assert.deepEqual((await servedHostnames(database.db)).toSorted(), [
      ...["b.example", "site-12.example", "site-13.example", "site-14.example"],
    ]);
  });

  test("a token is for one site, until another takes its place or the site is gone", async () => {
    const site = siteOf(21);
    await putSite(database.db, site, 20);
    const put = (hash: string, at: number) =>
      putPurgeToken(database.db, { site: site.id, token_hash: Buffer.from(hash), at });
    const held = async (hash: string) => (await siteOfToken(database.db, Buffer.from(hash)))?.id;
    await put("one", 1);
    assert.deepEqual([await held("one"), await held("two")], [site.id, undefined]);
    await put("two", 2);
    assert.deepEqual([await held("one"), await held("two")], [undefined, site.id]);
    await markRemoved(database.db, site.id, 21);
    assert.equal(await held("two"), undefined);
  });

  test("what is pending on one: its open cases, and measures that are neither lifted nor over", async () => {
    const { db } = database;
    const site = siteOf(31);
    await putSite(db, site, 30);
    const pending = () => pendingOn(db, site.id, 100);
    assert.deepEqual(await pending(), { openCases: [], measures: 0 });
    const kase = { site: site.id, harm: "h", severity: "low", opened_at: 1, due_at: 1 };
    await db
      .insertInto("case")
      .values([
        { ...kase, id: "later", status: "open", opened_at: 2 },
        { ...kase, id: "first", status: "open" },
        { ...kase, id: "closed", status: "closed" },
        { ...kase, id: "another", status: "open", site: idOf(2) },
      ])
      .execute();
    await db
      .insertInto("person")
      .values({ id: "x", name: "X", role: "moderator", public_key: "k", at: 1 })
      .execute();
    const entries = [1, 2, 3, 4, 5].map((index) => ({ index, entry: "{}" }));
    await db.insertInto("ledger_entry").values(entries).execute();
    const decision = {
      case_id: "closed",
      site: site.id,
      kind: "measure",
      clause: "D1",
      policy: "p",
      status: "committed",
    };
    const texts = { facts: "f", why_not_milder: "w", precedent_key: "k", distinction: null, drafts: "{}" };
    const signed = { needed: 1, proposed_by: "x", proposed_at: 1, committed_at: 1 };
    await db
      .insertInto("decision")
      .values({ id: "d", ...decision, ...texts, ...signed })
      .execute();
    const measure = { decision: "d", site: site.id, starts_at: 1, opening: null, lifted_by: null };
    await db
      .insertInto("measure")
      .values([
        { ...measure, index: 1, ends_at: null },
        { ...measure, index: 2, ends_at: 101 },
        { ...measure, index: 3, ends_at: 100 },
        { ...measure, index: 4, ends_at: null, lifted_by: 5 },
      ])
      .execute();
    assert.deepEqual(await pending(), { openCases: ["first", "later"], measures: 2 });
  });
});
