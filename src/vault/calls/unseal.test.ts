import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Encrypter } from "age-encryption";
import fc from "fast-check";
import { unsealHash } from "../../ledger/approval.ts";
import { toUtf8 } from "../../lib/bytes.ts";
import { newId } from "../../lib/ids.ts";
import { encrypt } from "../aead.ts";
import type { CallInput } from "../calls.ts";
import { Bench, type Signer } from "../testing/bench.ts";
import { EPOCH_MS, FORGET_AFTER_MS } from "../wrap-keys.ts";
import { forget } from "./forget.ts";
import { rewrap } from "./rewrap.ts";
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
      fc.asyncProperty(fc.nat({ max: 64 }), fc.nat({ max: 7 }), async (byte, bit) => {
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

  describe("an identity inside its report's key", () => {
    interface Both {
      readonly report: string;
      readonly wrapped: string;
      readonly sealed: string;
    }
    const sealedTwice = async (of?: unknown): Promise<Both> => {
      const report = newId();
      const { key, wrapped } = await wrap(bench.context, { report });
      const inner = Buffer.from(await sealedFor(report, of), "base64");
      const sealed = encrypt(Buffer.from(key, "base64"), toUtf8(report), inner).toString("base64");
      return { report, wrapped, sealed };
    };
    const both = (report: string) => signed([bench.ada, bench.blaise], "identity", report, "contact");
    const open = (input: Partial<Both> & Pick<Both, "report" | "sealed">, by = both(input.report)) =>
      unseal(bench.context, { what: "identity", reason: "contact", ...input, ...by });

    test("opens for two people, once, and the form without it still does", async () => {
      const one = await sealedTwice();
      const alone = signed([bench.ada], "identity", one.report, "contact");
      await assert.rejects(open(one, alone), code("vault.approval"));
      const by = both(one.report);
      const { opened } = await open(one, by);
      assert.deepEqual(JSON.parse(Buffer.from(opened, "base64").toString()), IDENTITY);
      await assert.rejects(open(one, by), code("vault.used"));
      const report = newId();
      await open({ report, sealed: await sealedFor(report) });
    });

    test("opens with no other report's key, and not without its own; what fails uses nothing up", async () => {
      const [one, other] = [await sealedTwice(), await sealedTwice()];
      const by = both(one.report);
      await assert.rejects(open({ report: one.report, sealed: one.sealed }, by), code("vault.sealed"));
      await assert.rejects(open({ ...one, wrapped: other.wrapped }, by), code("vault.wrapped"));
      await assert.rejects(open({ ...one, sealed: other.sealed }, by), code("vault.sealed"));
      await assert.rejects(open({ ...one, sealed: "AAAA" }, by), code("vault.sealed"));
      await assert.rejects(open({ ...one, sealed: await sealedFor(one.report) }, by), code("vault.sealed"));
      const bytes = Buffer.from(one.sealed, "base64");
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), async (byte, bit) => {
          const changed = Buffer.from(bytes);
          changed[byte]! ^= 1 << bit;
          await assert.rejects(
            open({ ...one, sealed: changed.toString("base64") }, by),
            code("vault.sealed"),
          );
        }),
        { numRuns: 30 },
      );
      await open(one, by);
    });

    test("names its report inside as well: a desk that wraps another's identity anew opens nothing", async () => {
      const { report } = await sealedTwice();
      const strange = await sealedTwice({ report, identity: IDENTITY });
      await assert.rejects(open(strange), code("vault.sealed"));
    });

    test("is gone with that key, and its words with it; what was wrapped anew stays", async () => {
      const [gone, kept, words] = [await sealedTwice(), await sealedTwice(), newId()];
      const { wrapped } = await wrap(bench.context, { report: words });
      bench.clock.advance(EPOCH_MS + 1000);
      const { epoch, items } = await rewrap(bench.context, {
        items: [{ report: kept.report, wrapped: kept.wrapped }],
      });
      bench.clock.advance(FORGET_AFTER_MS);
      await forget(bench.context, { before: epoch });
      await assert.rejects(open(gone), code("vault.forgotten"));
      const by = signed([bench.ada], "narrative", words, "decide");
      await assert.rejects(
        unseal(bench.context, { what: "narrative", report: words, wrapped, reason: "decide", ...by }),
        code("vault.forgotten"),
      );
      await open({ ...kept, wrapped: items[0]! });
      await bench.restart();
      await assert.rejects(open(gone), code("vault.forgotten"));
    });
  });
});
