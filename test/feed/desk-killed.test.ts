import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { closeConnections, visit } from "../world/http.ts";
import { Member } from "../world/person.ts";
import { type EdgePorts, until, World } from "../world/world.ts";

const POLICY = new URL("../../policies/steward.yaml", import.meta.url);

let world: World;
let account: string;
const admin = new Member("Ada (administration)");

before(async () => {
  world = await World.create();
  await Promise.all([world.startNames(), world.startVault(), world.startOrigin()]);
  await world.startDesk();
  await admin.enrolFirst(world.deskPort, world.firstRunUrl!.split("#first=")[1]!);
  await admin.signIn(world.deskPort);
  await publish("2026-12-01");
  account = (
    await post<{ id: string }>("/api/accounts", { contactEmail: "a@perchoir.example", language: "fr" })
  ).id;
  await Promise.all(
    ["edge-1", "edge-2"].map(async (name) => {
      const edge = await world.addEdge(name);
      const { token } = await post<{ token: string }>("/api/fleet/tokens", { name, address: null });
      await world.startEdge(edge, { REMPART_EDGE_TOKEN: token });
    }),
  );
});

after(async () => {
  closeConnections();
  await world?.close();
});

const post = <T>(path: string, body: unknown): Promise<T> => admin.api<T>(world.deskPort, "POST", path, body);
const state = async ({ adminPort }: EdgePorts): Promise<{ size: number; known: string }> =>
  JSON.parse((await visit(adminPort, "127.0.0.1", "/state")).text);
const host = (i: number): string => `site-${i}.example`;

/** An entry of the ledger: a policy under another version. */
async function publish(version: string): Promise<void> {
  const yaml = (await readFile(POLICY, "utf8")).replace(/^version: .*$/m, `version: ${version}`);
  const draft = await post<{ decision: string; approvalHash: string }>("/api/policies", { yaml });
  await post("/api/policies", {
    yaml,
    decision: draft.decision,
    approvals: [admin.approval(draft.approvalHash)],
  });
}

const addSite = (i: number): Promise<unknown> =>
  post("/api/sites", {
    ...{ account, hostnames: [host(i)], roles: ["cdn"] },
    origin: `http://127.0.0.1:${world.origin.port}`,
  });

/** An edge that does not know a site says 421 or 404, never what the origin would. */
const serves = async (edge: EdgePorts, i: number): Promise<boolean> =>
  (await visit(edge.port, host(i), "/")).status === 200;

test("a desk killed in the middle of its feed: edges go on, and catch up with what was decided", async () => {
  const done: number[] = [];
  let alive = true;
  const writing = (async () => {
    for (let i = 0; alive; i++) {
      await publish(`2026-12-02.${i}`);
      await addSite(i);
      done.push(i);
    }
  })().catch(() => {}); // the call that was under way when the desk was killed
  await until("five sites and as many entries", async () => done.length >= 5);
  alive = false;
  await world.kill("desk");
  await writing;

  const [first] = world.edges as [EdgePorts, EdgePorts];
  assert.ok(await serves(first, 0), "sites are served while the desk is away");
  assert.equal((await visit(first.adminPort, "127.0.0.1", "/readyz")).status, 200);

  await world.startDesk();
  await admin.signIn(world.deskPort);
  await publish("2026-12-03");
  const after_ = done.length + 10;
  await addSite(after_);
  await until("both edges at the desk's size, with equal digests", async () => {
    const { edges } = await admin.api<{
      edges: { connected: boolean; lag: number; ack: { known: string } }[];
    }>(world.deskPort, "GET", "/api/fleet");
    return (
      edges.every(({ connected, lag }) => connected && lag === 0) &&
      edges[0]?.ack.known === edges[1]?.ack.known
    );
  });
  for (const edge of world.edges) {
    assert.ok((await state(edge)).size >= done.length + 2);
    for (const i of [...done, after_])
      await until(`${edge.name} serves ${host(i)}`, () => serves(edge, i), 5_000);
  }
});
