import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RATE_LIMIT } from "../../src/edge/measures/rate-limit.ts";
import { allMeasures } from "../../src/policy/measures.ts";
import type { Grain, Verb } from "../../src/policy/words.ts";
import { until } from "../world/world.ts";
import { HOST, Scene } from "./scene.ts";
import { inProcess } from "./stage/edges.ts";
import { edgeOf } from "./stage/rempart.ts";
import { SITES, type StageMeasure } from "./stage/sites.ts";

/** Every measure that an edge carries out, through an edge in a process of its own: its effect, its lift, its end. */

let scene: Scene;
before(async () => {
  scene = await Scene.open(edgeOf(inProcess));
});
after(() => scene[Symbol.asyncDispose]());

/** Whether visitors of a page see what the verb says; throws if they see something else. */
type Effect = (path: string, index: number | undefined) => Promise<boolean>;

const refusedWith =
  (status: number): Effect =>
  async (path, index) => {
    const answer = await scene.get(path);
    if (answer.status === 200) return false;
    assert.deepEqual([answer.status, answer.headers["rempart-ledger"]], [status, String(index)]);
    return true;
  };

const EFFECTS: Readonly<Record<Verb, Effect>> = {
  notify: async (path) => {
    assert.equal((await scene.get(path)).status, 200); // said to the operator, not to visitors
    return false;
  },
  "no-cache": async (path) => {
    const asked = () => scene.origin.asked.filter((target) => target === path).length;
    const before = asked();
    for (let i = 0; i < 3; i++) assert.equal((await scene.get(path)).status, 200);
    return asked() === before + 3;
  },
  "rate-limit": async (path, index) => {
    for (let i = 0; i < RATE_LIMIT.burst + 15; i++) {
      const { status, headers } = await scene.get(path);
      if (status === 200) continue;
      assert.deepEqual([status, headers["rempart-ledger"]], [429, String(index)]);
      return true;
    }
    return false;
  },
  interstitial: async (path, index) => {
    const { status, headers } = await scene.get(path);
    if (status === 200) return false;
    assert.deepEqual([status, headers["rempart-ledger"]], [403, String(index)]);
    const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    assert.equal((await scene.get(path, { cookie })).status, 200, "who has seen it goes on");
    return true;
  },
  refuse: refusedWith(403),
  "legal-refuse": refusedWith(451),
  suspend: refusedWith(403),
  terminate: refusedWith(403),
};

const { forum } = SITES;
const on = (grain: Grain, path: string): Partial<StageMeasure> & { canonical: string } => ({
  ...{ grain, site: grain === "account" ? forum.account : forum.id },
  canonical: grain === "url" || grain === "path" ? path : grain === "host" ? HOST : "",
});

for (const [i, { role, verb, grain }] of allMeasures().entries()) {
  if (role !== "cdn" && role !== "ddos") continue;
  test(`${role}: ${verb} on ${grain} holds, and is lifted`, async () => {
    const folder = `/v/${i}`;
    const page = grain === "url" ? folder : `${folder}/page`;
    const isSeen = EFFECTS[verb];
    assert.equal(await isSeen(page, undefined), false, "before it was decided");
    const { canonical, ...target } = on(grain, folder);
    const index = await scene.decide(canonical, { ...target, verb, role });
    assert.equal(await isSeen(page, index), verb !== "notify");
    if (grain === "url" || grain === "path") assert.equal((await scene.get(`/v/${i}-autre`)).status, 200);
    await scene.lift(index);
    assert.equal(await isSeen(page, index), false, "after the lift");
  });
}

test("each ends by itself at an edge that no desk reaches", async () => {
  const endsMs = (Math.floor(Date.now() / 1000) + 6) * 1000;
  const verbs = (Object.keys(EFFECTS) as Verb[]).filter((verb) => verb !== "notify");
  const held = verbs.map((verb) => ({
    verb,
    path: `/fin/${verb}`,
    index: scene.announce(`/fin/${verb}`, { verb }, { endsMs }),
  }));
  const wide = [
    { grain: "host", site: SITES.hosts.id, canonical: "nid.example", host: "nid.example" },
    { grain: "site", site: SITES.suspended.id, canonical: "", host: "ferme.example" },
    { grain: "account", site: SITES.first.account, canonical: "", host: "bassecour.example" },
  ] as const;
  for (const { canonical, grain, site } of wide) scene.announce(canonical, { grain, site }, { endsMs });
  await scene.obeyed();
  await scene.feed.down();
  const statuses = () =>
    Promise.all(wide.map(({ host }) => scene.get("/x", { host }).then(({ status }) => status)));
  const seen = () =>
    Promise.all(held.map(async ({ verb, path, index }) => [verb, await EFFECTS[verb](path, index)]));
  assert.deepEqual(
    await seen(),
    verbs.map((verb) => [verb, true]),
  );
  assert.deepEqual(await statuses(), [403, 403, 403]);
  await until("their end", async () => Date.now() >= endsMs);
  assert.deepEqual(
    await seen(),
    verbs.map((verb) => [verb, false]),
  );
  assert.deepEqual(await statuses(), [200, 200, 200]);
});
