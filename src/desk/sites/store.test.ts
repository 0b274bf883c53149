import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import type { ConfigItem, SiteConfig } from "../../feed/config.ts";
import { type ConfigFacts, configHash, configProblem } from "../../feed/config-rules.ts";
import { shrinks } from "../../feed/shrinks.ts";
import type { RequestEntry } from "../../ledger/entry.ts";
import { EmbeddedDatabase } from "../db/embedded/client.ts";
import { EmbeddedDialect } from "../db/embedded/dialect.ts";
import { first } from "../db/migrations/0001-first.ts";
import { type Database, openDatabase } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";
import {
  configAfter,
  insertAccount,
  insertConfigItem,
  listSites,
  markRemoved,
  putSite,
  servedSite,
  siteByHostname,
  siteById,
  unpublishedSites,
} from "./store.ts";

const root = mkdtempSync(join(tmpdir(), "rempart-sites-"));
after(() => rmSync(root, { recursive: true }));

const ACCOUNT = "0000000000000000000000000a";
const idOf = (n: number): string => String(n).padStart(26, "0");
const siteOf = (n: number, change: Partial<SiteConfig> = {}): SiteConfig => ({
  ...{ id: idOf(n), account: ACCOUNT, hostnames: [`site-${n}.example`], roles: ["cdn"] },
  ...{ origin: { servers: [{ url: "http://192.0.2.10" }] }, readings: { foldCase: false } },
  ...change,
});

describe("a database of version 0.1.0", () => {
  const folder = join(root, "old");
  let database: Database;

  before(async () => {
    mkdirSync(folder);
    const embedded = await EmbeddedDatabase.open(join(folder, "pg"));
    const old = new Kysely<Rows>({ dialect: new EmbeddedDialect(embedded) });
    const up = async (db: Kysely<unknown>): Promise<void> => {
      await sql.raw(first).execute(db);
    };
    await new Migrator({
      db: old,
      provider: { getMigrations: async () => ({ "0001-first": { up } }) },
    }).migrateToLatest();
    const pool = { servers: [{ url: "http://192.0.2.11" }, { url: "http://192.0.2.12", backup: true }] };
    const bare = { ...siteOf(1), origin: "http://192.0.2.10" };
    const run = (text: string) => sql.raw(text).execute(old);
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
    await old.destroy();
    database = await openDatabase({ folder });
  });
  after(() => database.close());

  test("has its sites as documents, a bare origin as a pool of one", async () => {
    assert.deepEqual(await listSites(database.db), [
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
    database = await openDatabase({ folder: join(root, "new") });
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

  const insert = async (items: readonly ConfigItem[]): Promise<void> => {
    await database.db.deleteFrom("config_item").execute();
    for (const [i, item] of items.entries())
      await insertConfigItem(database.db, { version: i + 1, item, note: "n" });
  };
  const versions = async (after_: number, purges = true): Promise<number[]> =>
    (await configAfter(database.db, after_, purges)).map(({ version }) => version);

  test("an edge is sent the newest document of a site, and before it the last that was asked for", async () => {
    const site = (request?: number): ConfigItem => ({
      ...{ kind: "site", site: siteOf(1) },
      ...(request === undefined ? {} : { request }),
    });
    const purge: ConfigItem = { kind: "purge", purge: { by: "site", site: idOf(1) } };
    await insert([site(), site(1), purge, site(2), site(), site()]);
    assert.deepEqual(await versions(0), [3, 4, 6]);
    assert.deepEqual(await versions(0, false), [4, 6]);
    assert.deepEqual(await versions(4), [6]);
    await insert([site(), site(1), { kind: "site", site: siteOf(2) }]);
    assert.deepEqual(await versions(0), [2, 3]);
    await insert([site(1), site(), { kind: "remove-site", site: idOf(1), request: 2 }]);
    assert.deepEqual(await versions(0), [3]);
  });

  test("whatever an edge has had of a site's history, it can follow what it is sent, to the same end", async () => {
    const grown = fc.subarray(["a.example", "b.example", "c.example"], { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ hostnames: grown, burst: fc.option(fc.constantFrom(1, 2), { nil: undefined }) }),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
        fc.nat(8),
        async (steps, had) => {
          const requests = new Map<number, RequestEntry>();
          const documents = steps.map(({ hostnames, burst }) =>
            siteOf(1, {
              hostnames,
              ...(burst === undefined ? {} : { limits: { perSite: { perSecond: 1, burst } } }),
            }),
          );
          const items = documents.map((site, i): ConfigItem => {
            const previous = documents[i - 1];
            if (previous === undefined || shrinks(previous, site) === undefined)
              return { kind: "site", site };
            const at = "2026-12-01T00:00:00Z";
            requests.set(i, { v: 1, kind: "request", at, change: "limits", config: configHash(site) });
            return { kind: "site", site, request: i };
          });
          await insert(items);
          let current = documents[Math.min(had, documents.length) - 1];
          const facts: ConfigFacts = {
            site: () => current,
            ownerOf: () => undefined,
            request: (index) => requests.get(index),
          };
          for (const { item } of await configAfter(database.db, had, true)) {
            assert.equal(configProblem(item, facts), undefined);
            if (item.kind === "site") current = item.site;
          }
          assert.deepEqual(current, documents.at(-1));
        },
      ),
      { numRuns: 60 },
    );
  });
});
