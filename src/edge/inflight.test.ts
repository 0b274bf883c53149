import assert from "node:assert/strict";
import { test } from "node:test";
import { Matcher } from "../policy/matcher.ts";
import { InFlightRegister } from "./inflight.ts";
import type { EdgeView } from "./state.ts";
import { subjectOf } from "./testing/subjects.ts";
import { SITE } from "./testing/world.ts";

const NOW = Date.UTC(2026, 11, 1);

/** The whole site is suspended from `startsMs` on. */
const suspendedFrom = (startsMs: number): EdgeView => ({
  size: 1,
  siteOf: new Map(),
  matcher: Matcher.build(new Uint8Array(32), [
    {
      ...{ index: 1, verb: "suspend", grain: "site", role: "cdn", decision: "d", clause: "D1" },
      ...{ startsMs, endsMs: null, site: SITE.id, tags: [], params: [] },
    },
  ]),
});

test("what a view refuses is cut once, and what has signed off is left alone", () => {
  const register = new InFlightRegister();
  const cut: string[] = [];
  register.add({ subject: subjectOf("/a"), cut: () => cut.push("/a") });
  const left = { subject: subjectOf("/b"), cut: () => cut.push("/b") };
  register.add(left);
  register.delete(left);
  assert.equal(register.cutRefused(suspendedFrom(NOW), NOW), 1);
  assert.equal(register.cutRefused(suspendedFrom(NOW), NOW), 0);
  assert.deepEqual(cut, ["/a"]);
  assert.equal(register.count, 0);
});

test("a measure that begins later cuts when it begins", () => {
  const register = new InFlightRegister();
  register.add({ subject: subjectOf("/a"), cut: () => {} });
  const view = suspendedFrom(NOW + 1000);
  assert.equal(register.cutRefused(view, NOW + 999), 0);
  assert.equal(register.cutRefused(view, NOW + 1000), 1);
});
