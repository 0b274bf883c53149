import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fakeClock, HOUR } from "../../lib/clock.ts";
import type { DeskContext } from "../context.ts";
import { openEmpty } from "../db/testing/empty.ts";
import { Signal } from "../signal.ts";
import { Sites } from "../sites/service.ts";
import { Fleet } from "./fleet.ts";
import { insertEdge, readmit, setCertificate } from "./store.ts";

const SITE = { id: "00000000000000000000000001", account: "0000000000000000000000000a" };

test("what a revoked edge said of its visitors counts no more, not even when it is enrolled anew", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "rempart-fleet-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await openEmpty(folder);
  t.after(() => database.close());
  const clock = fakeClock();
  const enrol = async (name: string) => {
    await insertEdge(database.db, { name, public_address: null, at: clock.now() });
    await readmit(database.db, name);
    await setCertificate(database.db, name, { fingerprint: name, endsAtMs: clock.now() + HOUR });
  };
  const vault = { call: async () => ({}) };
  const context = { clock, database, vault, grown: new Signal() } as unknown as DeskContext;
  const fleet = new Fleet(context, new Sites(context));
  const ack = { size: 0, config: 0, known: "", held: "", at: "2026-12-01T00:00:00Z" };
  const say = (name: string, n: number) =>
    fleet.ack(name, { ...ack, traffic: { counts: { [SITE.id]: n }, all: true } });

  await enrol("edge-1");
  await enrol("edge-2");
  say("edge-1", 5);
  assert.equal(await fleet.requestsOf([SITE]), null, "the other is silent");
  say("edge-2", 7);
  assert.equal(await fleet.requestsOf([SITE]), 12);
  await fleet.revoke("edge-2", "a person");
  assert.equal(await fleet.requestsOf([SITE]), 5);
  await enrol("edge-2");
  assert.equal(await fleet.requestsOf([SITE]), null);
});
