import assert from "node:assert/strict";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openKeys } from "./keys.ts";

test("keys are made once, readable by their owner only, and a lost one is never replaced in silence", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "rempart-keys-"));
  t.after(() => rm(folder, { recursive: true }));
  const first = await openKeys(folder);
  const again = await openKeys(folder);
  assert.deepEqual(again.pepper, first.pepper);
  assert.equal(again.identityRecipient, first.identityRecipient);
  assert.equal((await stat(join(folder, "ledger.pem"))).mode & 0o777, 0o600);
  await rm(join(folder, "pepper.key"));
  await assert.rejects(openKeys(folder), { code: "vault.key-missing", details: { key: "pepper.key" } });
});
