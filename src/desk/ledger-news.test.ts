import assert from "node:assert/strict";
import { test } from "node:test";
import type { Opening } from "../ledger/target.ts";
import { base64, toUtf8 } from "../lib/bytes.ts";
import { LedgerNews } from "./ledger-news.ts";

const leaf = (index: number): Uint8Array => toUtf8(`entry ${index}`);
const opening = (index: number): Opening => ({
  ...{ salt: `salt-${index}`, grain: "url", site: "site-a", canonical: `/${index}`, params: [] },
  ...{ readings: { foldCase: false }, normaliser: 1 },
});
const siteA = { id: "site-a", account: "account-a" };

/** Three appends, of entries 4, 5–6 and 7; the last of which commits to nothing. */
function news(): LedgerNews {
  const all = new LedgerNews();
  for (const [from, count] of [
    [4, 1],
    [5, 2],
    [7, 1],
  ] as const) {
    const indices = Array.from({ length: count }, (_, i) => from + i);
    all.add({
      ...{ from, leaves: indices.map(leaf), checkpoint: `checkpoint ${from + count}` },
      openings: indices.map((index) =>
        index === 7 ? undefined : { opening: opening(index), sites: [siteA] },
      ),
    });
  }
  return all;
}

test("whoever is where an append began gets all that came since, under the last checkpoint", () => {
  const all = news();
  assert.equal(all.size, 8);
  assert.deepEqual(all.after(5, null), {
    ...{ from: 5, to: 8, checkpoint: "checkpoint 8" },
    entries: [5, 6, 7].map((index) => base64(leaf(index))),
    openings: [5, 6].map((index) => ({ index, opening: opening(index) })),
  });
  assert.equal(all.after(6, null), undefined, "in the middle of an append");
  assert.equal(all.after(8, null), undefined, "nothing new");
  assert.equal(all.after(3, null), undefined, "before all that is known");
});

test("openings go to those alone who serve the site, or its account", () => {
  const indicesFor = (serves: readonly string[]) =>
    news()
      .after(4, serves)
      ?.openings.map(({ index }) => index);
  assert.deepEqual(indicesFor(["site-a"]), [4, 5, 6]);
  assert.deepEqual(indicesFor(["account-a", "other"]), [4, 5, 6]);
  assert.deepEqual(indicesFor(["site-b"]), []);
});

test("one about several sites goes to those who serve one of them", () => {
  const all = new LedgerNews();
  const sites = [siteA, { id: "site-b", account: "account-a" }];
  all.add({ from: 0, leaves: [leaf(0)], openings: [{ opening: opening(0), sites }], checkpoint: "c" });
  const told = (serves: readonly string[]) => all.after(0, serves)?.openings.length;
  assert.deepEqual([told(["site-b"]), told(["site-a"]), told(["site-c"])], [1, 1, 0]);
});

test("what the database does not have is never forgotten; of the rest the newest stay", () => {
  const all = new LedgerNews();
  for (let from = 0; from < 40; from++)
    all.add({ from, leaves: [leaf(from)], openings: [undefined], checkpoint: "c" });
  all.forget(10);
  assert.equal(all.after(9, null), undefined);
  assert.equal(all.after(10, null)?.to, 40);
  all.forget(40);
  assert.equal(all.after(23, null), undefined);
  assert.equal(all.after(24, null)?.to, 40);
});
