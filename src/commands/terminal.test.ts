import assert from "node:assert/strict";
import { test } from "node:test";
import { runVerb, type VerbOn } from "./terminal.ts";

const OPTIONS = { json: { type: "boolean" }, account: { type: "string", multiple: true } } as const;

/** What the verbs were called with. */
async function called(args: string[], otherwise?: string): Promise<unknown> {
  let seen: unknown;
  const note =
    (verb: string): VerbOn<typeof OPTIONS> =>
    async (_folder, positionals, { json = false, account = [] }) => {
      seen = [verb, positionals, json, account];
    };
  const verbs = { list: note("list"), token: note("token") };
  const command = { usage: "how to", options: OPTIONS, verbs };
  await runVerb(args, otherwise === undefined ? command : { ...command, otherwise });
  return seen;
}

test("a verb gets what comes after it, and its options wherever they stand", async () => {
  const args = ["--json", "token", "edge-1", "--account", "a", "b.example", "--account", "b"];
  assert.deepEqual(await called(args), ["token", ["edge-1", "b.example"], true, ["a", "b"]]);
});

test("without a verb there is the usual one, or how to use the command; so is there for one that is none", async () => {
  assert.deepEqual(await called([], "list"), ["list", [], false, []]);
  for (const args of [[], ["toString"], ["tokens", "edge-1"]])
    await assert.rejects(called(args), { code: "usage", message: "how to" });
});
