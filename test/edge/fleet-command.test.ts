import assert from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { until } from "../world/world.ts";
import { Fleet } from "./fleet.ts";

const FORUM = "forum.example";

describe("the fleet, from a terminal on the desk's machine", () => {
  let fleet: Fleet;

  before(async () => {
    fleet = await Fleet.open();
    const origin = await fleet.origin("one");
    await fleet.addSite(origin.url, FORUM);
  });
  after(() => fleet?.close());

  /** What Prometheus gets on the admin socket, by name and labels. */
  const metrics = () =>
    new Promise<Map<string, number>>((resolve, reject) => {
      const socketPath = fleet.house.world.path("data", "desk", "admin.sock");
      request({ socketPath, path: "/metrics" }, async (answer) => {
        const lines = (await text(answer)).split("\n").filter((line) => /^rempart_desk_/.test(line));
        resolve(new Map(lines.map((line) => [line.split(" ")[0]!, Number(line.split(" ")[1])])));
      })
        .on("error", reject)
        .end();
    });
  const gauge = (name: string, edge: string): string => `rempart_desk_${name}{edge="${edge}"}`;

  test("each edge: how far it is, how old its word, whether it adds the ledger up as the desk does", async () => {
    const [first] = fleet.edges.map(({ name }) => name);
    await until("all are there and compared", async () => {
      const { edges } = JSON.parse(await fleet.rempart("fleet", "--json"));
      return edges.every(
        (edge: {
          lag: number;
          config: number;
          ack: { config: number };
          digests: { verdict: string } | null;
        }) => edge.lag === 0 && edge.ack.config === edge.config && edge.digests?.verdict === "equal",
      );
    });
    const table = await fleet.rempart("fleet");
    assert.match(table, /^ledger: \d+ entries\nEDGE +STATE +LEDGER/);
    assert.match(table, new RegExp(`^${first} +connected +\\d+ +\\d+ +\\d+ s +equal +36[45] d +all`, "m"));
    const shown = await metrics();
    assert.ok(shown.get("rempart_desk_ledger_size")! >= 1);
    assert.deepEqual(
      [
        "edge_connected",
        "edge_lag_entries",
        "edge_config_behind",
        "edge_known_differs",
        "edge_held_differs",
      ].map((name) => shown.get(gauge(name, first!))),
      [1, 0, 0, 0, 0],
    );
    assert.ok(shown.get(gauge("edge_ack_age_seconds", first!))! >= 0);
    assert.ok(shown.get(gauge("edge_certificate_seconds", first!))! > 300 * 86_400);
  });

  test("an edge that is away is seen to be", async () => {
    const [, second] = fleet.edges;
    await fleet.house.world.stop(second!.name);
    await until("it is away", async () => (await metrics()).get(gauge("edge_connected", second!.name)) === 0);
    assert.match(await fleet.rempart("fleet"), new RegExp(`^${second!.name} +away`, "m"));
  });

  test("a token for some sites; more later; what does not exist is refused", async () => {
    assert.match(await fleet.rempart("fleet", "token", "narrow", FORUM), /^\S+\.\S+\n$/);
    assert.match(await fleet.refused("fleet", "token", "narrow", "nobody.example"), /no such site/);
    assert.match(await fleet.refused("fleet", "token", "Not A Name"), /up to 40 of a-z/);
    assert.match(await fleet.refused("fleet", "serve", "narrow"), /rempart fleet serve NAME/);
    assert.match(await fleet.refused("fleet", "serve", "nobody", FORUM), /there is no edge nobody/);
    assert.match(await fleet.rempart("fleet", "serve", "narrow", FORUM), /^narrow: 1 sites on their way\n$/);
  });

  test("a revoked edge is gone from the list and the metrics, and the sites whose keys it had are named", async () => {
    const [, , third] = fleet.edges;
    const { out, error } = await fleet.cli("fleet", "revoke", third!.name);
    assert.match(out, /^[0-9a-z]{26} {2}.*forum\.example/m);
    assert.match(error, /TLS keys/);
    assert.doesNotMatch(await fleet.rempart("fleet"), new RegExp(`^${third!.name} `, "m"));
    assert.ok(!(await metrics()).has(gauge("edge_connected", third!.name)));
    assert.match(await fleet.refused("fleet", "revoke", "nobody"), /there is no edge nobody/);
  });
});
