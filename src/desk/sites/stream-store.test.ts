import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { ConfigItem } from "../../feed/config.ts";
import { type ConfigFacts, configHash, configProblem } from "../../feed/config-rules.ts";
import { shrinks } from "../../feed/shrinks.ts";
import type { RequestEntry } from "../../ledger/entry.ts";
import type { Database } from "../db/open.ts";
import { openEmpty } from "../db/testing/empty.ts";
import { configAfter, dropOldPurges, insertConfigItem, oldestPurge } from "./stream-store.ts";
import { idOf, siteOf } from "./testing/sites.ts";

describe("the configuration that an edge is sent", () => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-stream-"));
  let database: Database;
  before(async () => {
    database = await openEmpty(folder);
  });
  after(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const insert = async (items: readonly ConfigItem[]): Promise<void> => {
    await database.db.deleteFrom("config_item").execute();
    for (const [i, item] of items.entries())
      await insertConfigItem(database.db, { version: i + 1, item, note: "n" }, i + 1);
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

  const purge = (n = 1): ConfigItem => ({ kind: "purge", purge: { by: "site", site: idOf(n) } });
  const dropBefore = async (ms: number): Promise<number> => {
    await database.transaction((tx) => dropOldPurges(tx, ms));
    return oldestPurge(database.db);
  };

  test("an edge without purges to carry out gets to the end of the stream all the same", async () => {
    await insert([{ kind: "site", site: siteOf(1) }, purge(), purge()]);
    assert.deepEqual(await versions(0, false), [1, 3]);
    assert.deepEqual(await versions(1, false), [3]);
    assert.deepEqual(await versions(3, false), []);
  });

  test("old purges are let go of, but for the newest of them; documents stay", async () => {
    await insert([{ kind: "site", site: siteOf(1) }, purge(), purge(), purge(), purge()]);
    assert.equal(await dropBefore(3), 0, "one old purge stands for itself only");
    assert.deepEqual(await versions(0), [1, 2, 3, 4, 5]);
    assert.equal(await dropBefore(5), 4);
    assert.deepEqual(await versions(0), [1, 4, 5]);
    assert.equal(await dropBefore(3), 4, "nor does a clock that was set back take it back");
    assert.equal(await dropBefore(9), 5);
    assert.deepEqual(await versions(0), [1, 5]);
  });

  test("an edge that knows no purge to be missing misses none, whenever the desk lets go of some", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(13), { maxLength: 3 }),
        fc.nat(12),
        async (kinds, cuts, had) => {
          await database.db.deleteFrom("setting").execute();
          const items = kinds.map(
            (isPurge): ConfigItem => (isPurge ? purge() : { kind: "site", site: siteOf(1) }),
          );
          await insert(items);
          for (const ms of cuts) await dropBefore(ms);
          const missed = items.flatMap(({ kind }, i) => (kind === "purge" && i >= had ? [i + 1] : []));
          const sent = await versions(had);
          if (had >= (await oldestPurge(database.db)))
            for (const version of missed) assert.ok(sent.includes(version), `${version} of ${sent}`);
          else
            assert.ok(
              sent.some((version) => kinds[version - 1]),
              "there is a purge that takes it past the gap",
            );
        },
      ),
      { numRuns: 80 },
    );
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
