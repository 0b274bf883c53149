import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { parseVerifierKey } from "../../src/ledger/note.ts";
import { TestWitness } from "../../src/ledger/testing/witness.ts";
import { House } from "../desk/house.ts";
import { visit } from "../world/http.ts";
import { until } from "../world/world.ts";

describe("a ledger that an outside witness watches", { timeout: 120_000 }, () => {
  let house: House;
  let witness: TestWitness;
  before(async () => {
    house = await House.open({ edges: 1 });
    const { world } = house;
    const [edge] = world.edges;
    witness = new TestWitness(
      "witness.example/one",
      parseVerifierKey((await house.ask("/ledger/key")).text.trim()),
    );
    witness.broken = 500;
    const url = await witness.listen();
    await Promise.all([world.stop("desk"), world.stop(edge!.name)]);
    await world.startDesk({ REMPART_WITNESSES: `${witness.verifierKey} ${url}` });
    await world.startEdge(edge!, { REMPART_EDGE_WITNESSES: witness.verifierKey });
  });
  after(async () => {
    await house?.close();
    await witness?.close();
  });

  const uncosigned = async (): Promise<number> => {
    const { text } = await visit(house.world.edges[0]!.adminPort, "127.0.0.1", "/metrics");
    return Number(/^rempart_edge_ledger_uncosigned_seconds (\S+)$/m.exec(text)![1]);
  };

  test("an edge enforces what nobody has vouched for yet, and knows since when", async () => {
    await until("the edge counts", async () => (await uncosigned()) > 0);
  });

  test("the desk passes on what the witness signs, and the edge finds its own ledger in it", async () => {
    witness.broken = undefined;
    await until("the edge has heard", async () => (await uncosigned()) === 0, 60_000);
    assert.equal(witness.size, await house.ledgerSize());
  });
});
