import assert from "node:assert/strict";
import { test } from "node:test";
import type { EdgeState } from "../desk/api-types.ts";
import { fleetTable } from "./fleet-table.ts";

const NOW = Date.UTC(2026, 11, 1);
const DIGEST = "0".repeat(64);
const EDGE: EdgeState = {
  ...{
    name: "edge-1",
    address: "192.0.2.1:80",
    connected: true,
    ageMs: 1234,
    lag: 0,
    config: 7,
    serves: null,
  },
  ack: { size: 12, config: 7, known: DIGEST, held: DIGEST, atMs: NOW },
  digests: { verdict: "equal", atMs: NOW },
  certificateEndsAt: NOW + 90.5 * 86_400_000,
};

test("each edge is a line, in columns; what is wrong says what", () => {
  const behind: EdgeState = {
    ...{ ...EDGE, name: "a-longer-name", lag: 2, config: 9, serves: ["s", "a"], connected: false },
    digests: { verdict: "held", atMs: NOW },
    ack: { ...EDGE.ack!, refused: "the batch starts at 3, this edge is at 2" },
  };
  const fresh: EdgeState = {
    ...{
      ...EDGE,
      name: "new",
      address: null,
      ack: null,
      ageMs: null,
      digests: null,
      certificateEndsAt: null,
    },
  };
  assert.equal(
    fleetTable(14, [EDGE, behind, fresh], NOW),
    `ledger: 14 entries
EDGE           STATE      LEDGER   CONFIG    AGE  DIGESTS       CERTIFICATE  SERVES    ADDRESS
edge-1         connected  12       7         1 s  equal         90 d         all       192.0.2.1:80
a-longer-name  away       12 (-2)  7 (of 9)  1 s  held differs  90 d         2 listed  192.0.2.1:80
new            connected  -        -         -    -             -            all       -
a-longer-name refused: the batch starts at 3, this edge is at 2`,
  );
});
