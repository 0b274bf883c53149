import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecisionView, Person } from "../desk/api-types.ts";
import { countFor, mayApprove } from "./waiting.ts";

const person = (id: string, role: Person["role"]): Person => ({ id, name: id, role });
const approvedBy = (...people: string[]): DecisionView => ({
  ...{
    decision: "d",
    needed: 2,
    core: {},
    reach: null,
    approvalHash: "",
    case: "c",
    kind: "measure",
    status: "proposed",
  },
  ...{ clause: "D1", facts: "", whyNotMilder: "", distinction: null, target: null },
  ...{ proposedBy: "blaise", proposedAt: 0, approvedBy: people },
});

test("a decision waits for those who may approve it and have not", () => {
  const decisions = [approvedBy("blaise"), approvedBy("blaise", "ada"), approvedBy()];
  assert.equal(countFor(person("clemence", "moderator"), decisions), 2);
  assert.equal(countFor(person("second", "outside-second"), decisions), 2);
  assert.equal(countFor(person("ada", "administrator"), decisions), 1);
  assert.equal(countFor(person("blaise", "moderator"), decisions), 0);
  assert.equal(countFor(person("reader", "auditor"), decisions), 0);
});

test("a draft is counted for nobody, and its author can still sign it", () => {
  assert.equal(mayApprove(person("blaise", "moderator"), approvedBy()), true);
  assert.equal(countFor(person("blaise", "moderator"), [approvedBy()]), 0);
});
