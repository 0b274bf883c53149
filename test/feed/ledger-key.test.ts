import assert from "node:assert/strict";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { House, run } from "../desk/house.ts";
import { visit } from "../world/http.ts";
import type { Member } from "../world/person.ts";
import { type EdgePorts, until } from "../world/world.ts";

const POLICY = new URL("../../policies/steward.yaml", import.meta.url);

describe("the ledger over its years", { timeout: 240_000 }, () => {
  let house: House;
  let oldKey = "";
  let newKey = "";
  before(async () => {
    house = await House.open({ edges: 2 });
    oldKey = await key();
  });
  after(() => house?.close());

  const key = async (): Promise<string> => (await house.ask("/ledger/key")).text.trim();
  const env = () => ({ REMPART_DATA: house.world.path("data"), REMPART_LOG_LEVEL: "silent" });
  const rempart = (...args: string[]) => run(args, env());
  const sizeOf = async ({ adminPort }: EdgePorts): Promise<number> =>
    JSON.parse((await visit(adminPort, "127.0.0.1", "/state")).text).size;
  const follows = (edge: EdgePorts) =>
    until(
      `${edge.name} has all of the ledger`,
      async () => (await sizeOf(edge)) === (await house.ledgerSize()),
    );
  const audit = (...args: string[]) => rempart("ledger", "audit", `${house.world.deskUrl}/ledger`, ...args);

  let version = 0;
  /** One more entry: the same rules under another version. */
  const append = async (): Promise<void> => {
    const yaml = (await readFile(POLICY, "utf8")).replace(/^version: .*/m, `version: 2027-01-0${++version}`);
    const { admin, first } = house;
    const draft = await house.post<{ decision: string; approvalHash: string }>(admin, "/api/policies", {
      yaml,
    });
    const approvals = [admin, first].map((one) => one.approval(draft.approvalHash));
    await house.post(admin, "/api/policies", { yaml, decision: draft.decision, approvals });
  };
  const keyFile = async (member: Member): Promise<string> => {
    const path = house.world.path(`${member.id}.key.json`);
    await writeFile(path, member.keyFile());
    return path;
  };

  test("a new key takes two people; edges that follow and one that was away go on under it alone", async () => {
    const { world, admin, first } = house;
    const [here, away] = world.edges as [EdgePorts, EdgePorts];
    await world.kill(away.name);
    const since = world.path("since");
    await writeFile(since, (await house.ask("/ledger/checkpoint")).text);

    const [one, two] = await Promise.all([admin, first].map(keyFile));
    const alone = await rempart("ledger", "rotate", "--by", one!, "--overlap-days", "0");
    assert.deepEqual([alone.code, alone.error], [1, "rempart: a new key takes 2 people\n"]);
    const withAuditor = await rempart("ledger", "rotate", "--by", one!, "--by", await keyFile(house.auditor));
    assert.equal(withAuditor.code, 1);
    assert.match(withAuditor.error, /approvals of moderators or administrators/);
    assert.equal(await key(), oldKey);
    const done = await rempart("ledger", "rotate", "--by", one!, "--by", two!, "--overlap-days", "0");
    assert.equal(done.code, 0, done.error);
    newKey = await key();
    assert.notEqual(newKey, oldKey);
    assert.ok(done.out.includes(newKey));

    await append();
    const { text } = await house.ask("/ledger/checkpoint");
    assert.equal(text.split("\n\n")[1]!.trim().split("\n").length, 1, "the old key signs no more");
    await follows(here);
    await world.startEdge(away);
    await follows(away);
    for (const args of [
      ["--key", oldKey, "--since", since],
      ["--key", newKey],
    ]) {
      const { code, out, error } = await audit(...args);
      assert.equal(code, 0, `${out}${error}`);
      assert.match(out, /the ledger holds\n$/);
    }
  });

  test("an edge that is enrolled afterwards trusts the new key", async () => {
    const edge = await house.world.addEdge("edge-3");
    const invitation = { name: "edge-3", address: `127.0.0.1:${edge.port}` };
    const { token } = await house.post<{ token: string }>(house.admin, "/api/fleet/tokens", invitation);
    await house.world.startEdge(edge, { REMPART_EDGE_TOKEN: token });
    await follows(edge);
  });

  test("after a restart of everything the new key goes on", async () => {
    const { world } = house;
    await world.stop("desk");
    await world.stop("vault");
    await world.startVault();
    await world.startDesk();
    await house.signInAgain();
    assert.equal(await key(), newKey);
    await append();
    for (const edge of world.edges) await follows(edge);
  });

  test("an audit that keeps its own state finds what was rewritten in between", async () => {
    const state = house.world.path("audit.state");
    assert.equal((await audit("--key", newKey, "--state", state)).code, 0);
    const kept = await readFile(state, "utf8");
    assert.equal(kept, (await house.ask("/ledger/checkpoint")).text);
    await append();
    assert.equal((await audit("--key", newKey, "--state", state)).code, 0);
    assert.notEqual(await readFile(state, "utf8"), kept, "it goes on from the newest");
    await writeFile(state, kept.replace(/^\d+$/m, "1"));
    const forged = await audit("--key", newKey, "--state", state);
    assert.equal(forged.code, 1);
  });

  test("a desk that lost its ledger says so, takes it from a copy and goes on", async () => {
    const { world } = house;
    const [ledger, copy] = [world.path("data", "desk", "ledger"), world.path("copy")];
    const size = await house.ledgerSize();
    await world.stop("desk");
    await cp(ledger, copy, { recursive: true });
    await rm(ledger, { recursive: true });
    const refused = await rempart("desk");
    assert.equal(refused.code, 1);
    assert.match(
      refused.error,
      /the ledger's files hold 0 entries, the vault has signed \d+: restore them first/,
    );
    const restored = await rempart("ledger", "restore", copy);
    assert.deepEqual(
      [restored.code, restored.out],
      [0, `${size} entries taken from ${copy}: ${size} in all, as signed\n`],
    );
    const indexed = await rempart("ledger", "reindex");
    assert.deepEqual(
      [indexed.code, indexed.out],
      [0, `${size} entries in the ledger, ${size} in the database, 0 of them put right\n`],
    );
    await world.startDesk();
    await house.signInAgain();
    await append();
    for (const edge of world.edges) await follows(edge);
    assert.equal((await audit("--key", newKey)).code, 0);
  });
});
