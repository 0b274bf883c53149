import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Encrypter } from "age-encryption";
import fc from "fast-check";
import { unsealHash } from "../../ledger/approval.ts";
import { newId } from "../../lib/ids.ts";
import type { CallInput } from "../calls.ts";
import { Bench, type Signer } from "../testing/bench.ts";
import { unseal } from "./unseal.ts";
import { wrap } from "./wrap.ts";

const code = (expected: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, expected, String(error));
  return true;
};

describe("what is sealed", () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.ready();
  });
  after(() => bench.close());
  type Signed = Pick<CallInput<"unseal">, "approvals" | "unsealing">;
  const signed = (
    who: readonly Signer[],
    ...[what, report, reason, unsealing = newId()]: [string, string, string, string?]
  ): Signed => {
    const hash = unsealHash(what, report, reason, unsealing);
    return { unsealing, approvals: who.map((signer) => signer.approve(hash)) };
  };

  test("a narrative's key opens for one person who signed for this report and this reason, once", async () => {
    const { ada } = bench;
    const report = newId();
    const { key, wrapped } = await wrap(bench.context, { report });
    const open = (by: Signed, id = report) =>
      unseal(bench.context, { what: "narrative", report: id, wrapped, reason: "decide", ...by });
    const once = signed([ada], "narrative", report, "decide");
    assert.equal((await open(once)).opened, key);
    await assert.rejects(open(once), code("vault.used"));
    await assert.rejects(open({ ...once, unsealing: newId() }), code("vault.approval"));
    await assert.rejects(open({ ...once, approvals: [] }), code("vault.approval"));
    await assert.rejects(open(signed([ada], "narrative", report, "appeal")), code("vault.approval"));
    await assert.rejects(open(signed([ada], "identity", report, "decide")), code("vault.approval"));
    await assert.rejects(open(signed([ada], "narrative", newId(), "decide")), code("vault.approval"));
    const other = newId(); // a key wrapped for one report opens nothing in the name of another
    await assert.rejects(open(signed([ada], "narrative", other, "decide"), other), code("vault.wrapped"));
  });

  test("a wrapped key with one bit changed, or cut short, does not open", async () => {
    const report = newId();
    const { wrapped } = await wrap(bench.context, { report });
    const by = signed([bench.ada], "narrative", report, "decide");
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 59 }), fc.nat({ max: 7 }), async (byte, bit) => {
        const changed = Buffer.from(wrapped, "base64");
        changed[byte]! ^= 1 << bit;
        const input = { what: "narrative", report, reason: "decide", ...by } as const;
        await assert.rejects(
          unseal(bench.context, { ...input, wrapped: changed.toString("base64") }),
          code("vault.wrapped"),
        );
        const short = changed.subarray(0, byte).toString("base64");
        await assert.rejects(unseal(bench.context, { ...input, wrapped: short }), code("vault.wrapped"));
      }),
      { numRuns: 60 },
    );
  });

  test("two wraps of one report have nothing in common", async () => {
    const report = newId();
    const [a, b] = [await wrap(bench.context, { report }), await wrap(bench.context, { report })];
    assert.notEqual(a.key, b.key);
    assert.notEqual(a.wrapped, b.wrapped);
    assert.ok(!Buffer.from(a.wrapped, "base64").includes(Buffer.from(a.key, "base64")));
  });

  const IDENTITY = { chosenName: "Canari", email: "canari@helpline.example" };
  const sealedFor = async (report: string, of: unknown = { report, identity: IDENTITY }) => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(bench.context.keys.identityRecipient);
    return Buffer.from(await encrypter.encrypt(JSON.stringify(of))).toString("base64");
  };
  const identityOf = (report: string, sealed: string, by: Signed) =>
    unseal(bench.context, { what: "identity", report, sealed, reason: "contact", ...by });

  test("an identity takes two people, who sign for each time", async () => {
    const { ada, blaise } = bench;
    const report = newId();
    const sealed = await sealedFor(report);
    const by = (...who: Signer[]) => signed(who, "identity", report, "contact");
    await assert.rejects(identityOf(report, sealed, by(ada)), code("vault.approval"));
    await assert.rejects(identityOf(report, sealed, by(ada, ada)), code("vault.approval"));
    const both = by(ada, blaise);
    await assert.rejects(identityOf(report, "AAAA", both), code("vault.sealed"));
    const { opened } = await identityOf(report, sealed, both); // what did not open used nothing up
    assert.deepEqual(JSON.parse(Buffer.from(opened, "base64").toString()), IDENTITY);
    await assert.rejects(identityOf(report, sealed, both), code("vault.used"));
    await bench.restart();
    await assert.rejects(identityOf(report, sealed, both), code("vault.used"));
    await identityOf(report, sealed, by(ada, blaise));
  });

  test("two people's word for one report opens no other's identity", async () => {
    const { ada, blaise } = bench;
    const [report, other] = [newId(), newId()];
    const both = signed([ada, blaise], "identity", report, "contact");
    const sealed = await sealedFor(other);
    await assert.rejects(identityOf(report, sealed, both), code("vault.sealed"));
    await assert.rejects(identityOf(other, sealed, both), code("vault.approval"));
    const nameless = await sealedFor(report, IDENTITY);
    await assert.rejects(identityOf(report, nameless, both), code("vault.sealed"));
  });
});
