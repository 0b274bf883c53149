import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { DAY, rfc3339, SECOND } from "../lib/clock.ts";
import { jcs } from "../lib/jcs.ts";
import { approvalHash, coreOf, enrolHash, removeHash, unsealHash } from "./approval.ts";
import type { Entry } from "./entry.ts";
import { lift, measure, policy, START_MS } from "./fixture.test.ts";

test("what is approved does not depend on the moment of writing", () => {
  assert.deepEqual(coreOf(measure(1)), coreOf(measure(500)));
  assert.deepEqual(coreOf(policy(0)), coreOf(policy(500)));
  assert.deepEqual(coreOf(lift(7, 3)), coreOf(lift(9, 3)));
  for (const entry of [measure(1), policy(0), lift(7, 3)]) {
    for (const name of ["at", "starts", "ends"]) assert.ok(!(name in coreOf(entry)), name);
  }
});

test("a measure is approved with its length in seconds, or as one without an end", () => {
  assert.equal(coreOf(measure(1)).seconds, (30 * DAY) / SECOND);
  assert.equal(coreOf(measure(1, { ends: null })).seconds, null);
});

test("whatever else is changed is another approval", () => {
  const entry = measure(1) as Entry & { kind: "measure" };
  const changes: Partial<typeof entry>[] = [
    { decision: "1".repeat(26) },
    { role: "host" },
    { verb: "suspend" },
    { grain: "site" },
    { clause: "D2" },
    { policy: "c".repeat(64) },
    { target: "c".repeat(64) },
    { ends: rfc3339(START_MS + SECOND + 31 * DAY) },
    { ends: null },
    { emergency: true },
    { approvals: 2 },
    { territory: ["FR"] },
  ];
  const hashes = changes.map((change) => approvalHash("d", [coreOf({ ...entry, ...change })]));
  hashes.push(approvalHash("d", [coreOf(entry)]), approvalHash("e", [coreOf(entry)]));
  hashes.push(approvalHash("d", []), approvalHash("d", [coreOf(entry), coreOf(entry)]));
  assert.equal(new Set(hashes).size, hashes.length);
});

test("each kind of approval has a domain of its own, as documented", () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const core = coreOf(lift(7, 3));
  assert.equal(
    approvalHash("d", [core]),
    sha256(`rempart/approval/v1${jcs({ decision: "d", entries: [core] })}`),
  );
  assert.equal(enrolHash("p", "k"), sha256('rempart/enrol/v1{"person":"p","publicKey":"k"}'));
  assert.equal(removeHash("p", "k"), sha256('rempart/remove/v1{"person":"p","publicKey":"k"}'));
  assert.equal(
    unsealHash("identity", "r", "danger", "u"),
    sha256('rempart/unseal/v1{"reason":"danger","report":"r","unsealing":"u","what":"identity"}'),
  );
});
