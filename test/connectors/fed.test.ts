import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MINUTE } from "../../src/lib/clock.ts";
import { Scene } from "../evasion/scene.ts";
import { nodeOf } from "./engines.ts";
import { absent } from "./haproxy-process.ts";

/** What a connector shares with the edges: that it follows the ledger under new keys, and the desk's clock. */
const skip = absent("haproxy");
let scene: Scene;
let folder: string;
before(async () => {
  if (skip !== false) return;
  scene = await Scene.open(async (...at) => {
    const node = await nodeOf("haproxy")(...at);
    folder = node.folder;
    return node;
  });
});
after(() => scene?.[Symbol.asyncDispose]());

test("a connector goes on under a new key of the ledger alone, also after a restart", { skip }, async () => {
  const { desk } = scene.feed;
  await scene.decide("/avant");
  const next = desk.rotate();
  await scene.decide("/pendant");
  desk.signers = [next];
  await scene.decide("/apres");
  await scene.node.kill("follower");
  scene.announce("/absent");
  await scene.node.start("follower");
  await scene.obeyed();
  for (const path of ["/avant", "/pendant", "/apres", "/absent"])
    assert.equal(await scene.ask(path), "refused", path);
});

test("one that lost its openings asks for all again, from the first key on", { skip }, async () => {
  await scene.node.kill("follower");
  await rm(join(folder, "connector-haproxy", "openings.jsonl"));
  scene.announce("/encore");
  await scene.node.start("follower");
  await scene.obeyed();
  for (const path of ["/avant", "/apres", "/encore"]) assert.equal(await scene.ask(path), "refused", path);
});

test("what has ended at the desk has ended at a connector whose clock is behind", { skip }, async () => {
  scene.feed.aheadMs = 60 * MINUTE;
  await scene.node.kill("follower");
  await scene.node.start("follower");
  const endsMs = Math.floor(Date.now() / 1000) * 1000 + 30 * MINUTE;
  scene.announce("/fini", {}, { endsMs });
  scene.announce("/en-cours", {}, { endsMs: endsMs + 60 * MINUTE });
  await scene.obeyed();
  assert.equal(await scene.ask("/en-cours"), "refused");
  assert.equal(await scene.ask("/fini"), "served");
});
