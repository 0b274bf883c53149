import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { boxKeys } from "../../feed/box.ts";
import { readBusMessage } from "../../feed/bus-message.ts";
import type { Bus } from "../../feed/nats.ts";
import { silentLog } from "../../lib/log.ts";
import type { DeskContext } from "../context.ts";
import { openEmpty } from "../db/testing/empty.ts";
import { Signal } from "../signal.ts";
import { BusFeed } from "./bus-feed.ts";
import type { Enrolled, Fleet } from "./fleet.ts";
import type { FeedSource } from "./source.ts";

const NAME = "edge-1";

/** Lets everything that is ready run, until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns++) {
    assert.ok(turns < 1_000, "it never came to be");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a list of sites that no edge has any more is not written to, until one has it again", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "rempart-bus-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await openEmpty(folder);
  t.after(() => database.close());

  const sent: string[][] = [];
  const bus: Bus = {
    maxBytes: 1024 * 1024,
    publish: async (_, data) => sent.push(Object.keys(readBusMessage(data).keys)),
    read: async function* () {},
    close: async () => {},
  };
  const grown = new Signal();
  const context = { database, grown, log: silentLog, writer: {} } as unknown as DeskContext;
  let roster = new Map<string, Enrolled>();
  const fleet = { roster: async () => roster, joined: () => {} } as unknown as Fleet;
  const source = {
    after: async (place: object) => ({ ...place, messages: [] }),
    ping: () => ({ kind: "ping" }),
  } as unknown as FeedSource;
  const feed = new BusFeed(context, fleet, source, async () => bus);
  t.after(() => feed.close());
  const { publicKey } = boxKeys();

  const few: Enrolled = { serves: ["00000000000000000000000001"], version: 1 };
  roster = new Map([[NAME, few]]);
  assert.notEqual(await feed.join(NAME, few, publicKey), null);
  await until(() => grown.waiting === 1);
  assert.deepEqual(sent, [[], [NAME]], "for the number, then for the edge");

  const all: Enrolled = { serves: null, version: 2 };
  roster = new Map([[NAME, all]]);
  await feed.join(NAME, all, publicKey);
  await until(() => grown.waiting === 2);
  sent.length = 0;
  grown.notify();
  await until(() => grown.waiting === 1);
  assert.deepEqual(sent, [[NAME]], "one list is written to, the other no more");

  roster = new Map([
    [NAME, all],
    ["edge-2", few],
  ]);
  await feed.join("edge-2", few, publicKey);
  await until(() => grown.waiting === 2);
  assert.deepEqual(sent, [[NAME], [], ["edge-2"]]);
});
