import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { SITE } from "../../feed/testing/desk.ts";
import { Bench } from "./testing/bench.ts";

/** The ledger's key changes while edges follow it, or are away (docs/decisions/0020). */
async function settled(bench: Bench): Promise<void> {
  const { desk, transport, follower } = bench;
  transport.send({ kind: "ping" });
  transport.send({ kind: "config", items: [desk.configure({ kind: "site", site: SITE })] });
  transport.send({ kind: "batch", batch: desk.batch(follower.status().size) });
  await transport.acked(({ size }) => size === desk.size);
}

const follow = async ({ desk, transport, follower }: Bench): Promise<void> => {
  transport.send({ kind: "batch", batch: desk.batch(follower.status().size) });
  const ack = await transport.acked((one) => one.refused !== undefined || one.size === desk.size);
  assert.equal(ack.refused, undefined);
};

/** What the key before signs alone, after another has come, is refused, and nothing of it counts. */
async function refusesTheOld(bench: Bench): Promise<void> {
  const { desk, transport, follower } = bench;
  const { size } = follower.status();
  const newest = desk.signers;
  desk.measure("/forged");
  desk.signers = newest.slice(1);
  transport.send({ kind: "batch", batch: desk.batch(size) });
  const ack = await transport.acked((one) => one.refused !== undefined || one.size > size);
  assert.match(ack.refused ?? "", /not signed by this ledger/);
  assert.equal(follower.status().size, size);
  assert.equal(bench.refused("/forged"), undefined);
  desk.entries.pop();
  desk.signers = newest;
}

test("an edge learns the new key from its entry, and then takes nothing that the old one signs alone", async (t) => {
  const bench = await Bench.start(t);
  const { desk } = bench;
  desk.measure("/fil/1");
  await settled(bench);
  desk.rotate();
  await follow(bench);
  await refusesTheOld(bench);
});

test("it still knows after a restart", async (t) => {
  const bench = await Bench.start(t);
  const { desk } = bench;
  desk.measure("/fil/1");
  await settled(bench);
  const next = desk.rotate();
  await follow(bench);
  await bench.restart();
  await refusesTheOld(bench);
  await bench.restart();
  desk.signers = [next];
  const index = desk.measure("/fil/2");
  await follow(bench);
  assert.equal(bench.refused("/fil/2"), index);
});

test("an edge that was away for two changes of key goes on, though no old key signs any more", async (t) => {
  const bench = await Bench.start(t);
  const { desk } = bench;
  desk.measure("/fil/1");
  await settled(bench);
  desk.rotate();
  desk.measure("/fil/2");
  desk.signers = [desk.rotate()];
  const index = desk.measure("/fil/3");
  await follow(bench);
  assert.equal(bench.refused("/fil/3"), index);
});

for (const known of ["before", "after"] as const) {
  test(`a snapshot leads an edge that knew the key ${known} the change to the newest`, async (t) => {
    const bench = await Bench.start(t);
    const { desk, transport } = bench;
    desk.measure("/fil/1");
    if (known === "after") desk.rotate();
    await settled(bench);
    desk.signers = [desk.rotate()];
    const index = desk.measure("/fil/2");
    transport.next = desk.snapshot();
    transport.send({ kind: "resync" });
    await transport.acked(({ size }) => size === desk.size);
    assert.equal(bench.refused("/fil/2"), index);
    await bench.restart();
    const later = desk.measure("/fil/3");
    await follow(bench);
    assert.equal(bench.refused("/fil/3"), later);
  });
}

test("a key that the one before did not introduce is refused, by batch and by snapshot", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport, follower } = bench;
  desk.measure("/fil/1");
  await settled(bench);
  desk.signers = [desk.rotate(generateKeyPairSync("ed25519").privateKey)];
  desk.measure("/forged");
  transport.send({ kind: "batch", batch: desk.batch(1) });
  const ack = await transport.acked((one) => one.refused !== undefined || one.size > 1);
  assert.match(ack.refused ?? "", /not vouched for/);
  transport.next = desk.snapshot();
  bench.resume();
  transport.send({ kind: "resync" });
  await bench.paused();
  assert.equal(follower.status().size, 1);
  assert.equal(bench.refused("/forged"), undefined);
});
