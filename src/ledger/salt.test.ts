import assert from "node:assert/strict";
import { test } from "node:test";
import { base64url } from "../lib/bytes.ts";
import { auditLedger } from "./audit.ts";
import { KEYS, measure, ORIGIN, policy, publishLog, temporaryFolder } from "./fixture.test.ts";
import { fileReader } from "./reader.ts";
import { type Opening, targetHash } from "./target.ts";

/** Privacy by destroying a salt (docs/privacy.md): what is left says nothing of the page, and the tree holds. */
test("with its salt gone an entry is tied to no page any more, by whoever knows the page; the ledger still holds", async () => {
  const opening = (salt: string, canonical: string): Opening => ({
    ...{ salt, grain: "url", site: "0".repeat(26), canonical, params: [] },
    ...{ readings: { foldCase: false }, normaliser: 1 },
  });
  const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
  const [salt, pages] = [random(), ["/fil/1", "/fil/2", "/fil/3"]];
  const target = targetHash(opening(salt, "/fil/1"));
  const log = [policy(0), measure(1, { target })];

  using folder = temporaryFolder();
  await publishLog(folder.path, log);
  const guess = (known: string) => pages.filter((page) => targetHash(opening(known, page)) === target);
  assert.deepEqual(guess(salt), ["/fil/1"], "who has the salt can check the entry");
  // Nothing in the ledger depends on the opening: without the salt a list of all pages of the site finds nothing.
  for (let tries = 0; tries < 100; tries++) assert.deepEqual(guess(random()), []);
  const report = await auditLedger(fileReader(folder.path), { keys: KEYS, origin: ORIGIN });
  assert.deepEqual([report.problems, report.size], [[], 2]);
});
