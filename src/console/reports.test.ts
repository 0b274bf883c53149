import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
// biome-ignore lint/style/noRestrictedImports: the browser must sign what the vault checks
import { unsealHash as ledgerHash } from "../ledger/approval.ts";
import { createKey, unsealHash } from "./keys.ts";
import { signedReading } from "./reading.ts";
import { copyName, inOrder, onScreen, othersAlike, saidIn } from "./reports.ts";

const REPORT = "0123456789abcdefghjkmnpqrs";

test("the hash that opens a report is the one the vault computes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (report, reason, unsealing) => {
      const asked = ["narrative", report, reason, unsealing] as const;
      assert.equal(await unsealHash(...asked), ledgerHash(...asked));
    }),
  );
});

test("a reading is signed for one report, one reason and one time", async () => {
  const { key, publicKey } = await createKey();
  const first = await signedReading({ key, person: "p" }, REPORT, "appeal");
  const again = await signedReading({ key, person: "p" }, REPORT, "appeal");
  assert.notEqual(first.unsealing, again.unsealing);
  const [approval] = first.approvals;
  const holds = (reason: string) =>
    verify(
      null,
      Buffer.from(ledgerHash("narrative", REPORT, reason, first.unsealing), "hex"),
      createPublicKey(publicKey),
      Buffer.from(approval!.signature, "base64"),
    );
  assert.deepEqual([approval?.person, holds("appeal"), holds("decide")], ["p", true, false]);
});

test("reports in the same words are counted without the report itself, and none where it has no words", () => {
  const all = [
    { id: "a", cluster: "x" },
    { id: "b", cluster: "x" },
    { id: "c", cluster: null },
    { id: "d", cluster: null },
  ];
  assert.deepEqual(
    all.map((one) => othersAlike(one, all)),
    [1, 1, 0, 0],
  );
});

test("those that wait come first, by when their answer is due", () => {
  const line = (id: string, status: string, dueAt: number) => ({ id, status, dueAt });
  const lines = [
    line("a", "refused", 1),
    line("b", "received", 9),
    line("c", "decided", 3),
    line("d", "received", 2),
  ];
  assert.deepEqual(
    inOrder(lines).map(({ id }) => id),
    ["d", "b", "a", "c"],
  );
});

test("what somebody is at work on stays on the screen, however many reports arrive", () => {
  const id = (value: string) => ({ id: value });
  const shown = (ids: string, atMost: number, inUse: string) =>
    onScreen([...ids].map(id), atMost, [...inUse].map(id))
      .map((one) => one.id)
      .join("");
  assert.equal(shown("abcd", 2, ""), "ab");
  assert.equal(shown("abcd", 2, "ad"), "abd");
  assert.equal(shown("abcd", 2, "z"), "abz", "even where the desk lists it no longer");
});

test("a part is shown by what it holds, and a machine's words are told from a person's", () => {
  assert.deepEqual(saidIn({ kind: "message", said: { text: "hello" } }), {
    ...{ shows: "text", text: "hello", byMachine: false },
  });
  assert.deepEqual(
    saidIn({ kind: "words", said: { text: "on va venir", transcriptOf: "f", byMachine: true } }),
    {
      ...{ shows: "text", text: "on va venir", byMachine: true },
    },
  );
  assert.deepEqual(saidIn({ kind: "pages", said: { urls: ["https://a.example/"] } }), {
    ...{ shows: "pages", urls: ["https://a.example/"], when: undefined },
  });
  const file = { kind: "sound", type: "audio/wav", name: "n.wav", bytes: 8_000 } as const;
  assert.deepEqual(saidIn({ kind: "file", said: { ...file, sha256: "", disclosed: [] } }), {
    shows: "file",
    file,
  });
});

test("a part of a kind that is not known yet, or that is empty, breaks nothing", () => {
  assert.deepEqual(saidIn({ kind: "later", said: null }), { shows: "text", text: "", byMachine: false });
});

test("a saved copy is called after its report and kind, never as it came", () => {
  assert.equal(copyName(REPORT, "zyxwvtsrqpnmkjhgfedcba9876", "image/jpeg"), "report-01234567-zyxwvtsr.jpg");
  assert.equal(copyName(REPORT, "zyxwvtsrqpnmkjhgfedcba9876", "text/html"), "report-01234567-zyxwvtsr.bin");
});
