import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ChildGone } from "./child.ts";
import { type ChildLimits, Children } from "./children.ts";
import { moduleBeside } from "./sibling.ts";

const ECHO = moduleBeside(import.meta.url, "./testing/echo-child");
const LIMITS: ChildLimits = {
  ...{ atOnce: 2, startMs: 10_000, requestMs: 10_000, requests: 3, idleMs: 5_000 },
  isSealedOff: true,
};
type Echo = { pid: number; request: string };

describe("processes that look at pages", () => {
  test("one serves a room, request after request, and is replaced after some", async () => {
    const children = new Children(ECHO, LIMITS);
    const pids = [];
    for (const request of ["a", "b", "c", "d"]) pids.push((await children.ask<Echo>("site", request)).pid);
    assert.equal(new Set(pids.slice(0, 3)).size, 1);
    assert.notEqual(pids[3], pids[2]);
  });

  test("two rooms never share one", async () => {
    const children = new Children(ECHO, { ...LIMITS, requests: 100 });
    const rooms = ["one", "two", "three", "one", "two", "three"];
    const seen = await Promise.all(rooms.map((room) => children.ask<Echo>(room, room)));
    const roomsOf = Map.groupBy(seen, ({ pid }) => pid);
    for (const served of roomsOf.values())
      assert.equal(new Set(served.map(({ request }) => request)).size, 1);
  });

  test("one that ends, fails or is silent costs that request; the next is served", async () => {
    const children = new Children(ECHO, { ...LIMITS, requestMs: 500 });
    for (const request of ["end", "error", "silence"]) {
      const [lost, next] = await Promise.allSettled([
        children.ask("site", request),
        children.ask<Echo>("site", "x"),
      ]);
      assert.ok(lost.status === "rejected" && lost.reason instanceof ChildGone, request);
      assert.equal(lost.reason.isKilled, request === "silence");
      assert.equal(next.status === "fulfilled" && next.value.request, "x");
    }
  });

  test("a refusal comes as it was made, and costs no process", async () => {
    const children = new Children(ECHO, LIMITS);
    const { pid } = await children.ask<Echo>("site", "x");
    await assert.rejects(children.ask("site", "refusal"), {
      ...{ name: "RempartError", code: "echo.refused", status: 422, message: "as asked" },
      details: { field: "request" },
    });
    assert.equal((await children.ask<Echo>("site", "y")).pid, pid);
  });

  test("one that ends while it waits costs nobody anything", async () => {
    const children = new Children(ECHO, LIMITS);
    for (const wait of [0, 100]) {
      const { pid } = await children.ask<Echo>("site", "x");
      process.kill(pid, "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, wait)); // before its end is seen, and after
      assert.notEqual((await children.ask<Echo>("site", "y")).pid, pid);
    }
  });

  test("who waits for one that takes long comes back later, and others do not wait", async () => {
    const children = new Children(ECHO, { ...LIMITS, requestMs: 1_500, slowMs: 300 });
    const hanging = children.ask("slow", "silence");
    const behind = children.ask("slow", "x");
    const other = children.ask<Echo>("fast", "y");
    await assert.rejects(behind, /later/);
    assert.equal((await other).request, "y");
    await assert.rejects(hanging, ChildGone);
  });

  test("one that cannot be started, and one that is closed, say so", async () => {
    const none = new Children(new URL("./no-such-module.ts", import.meta.url), LIMITS);
    await assert.rejects(none.ask("site", "x"), { when: "start" });
    const closed = new Children(ECHO, LIMITS);
    const asked = Promise.allSettled([closed.ask("site", "silence"), closed.ask("site", "x")]);
    closed.close();
    for (const one of await asked) assert.equal(one.status === "rejected" && one.reason.when, "closed");
    await assert.rejects(closed.ask("site", "y"), { when: "closed" });
  });
});
