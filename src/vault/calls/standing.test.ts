import assert from "node:assert/strict";
import { hkdfSync } from "node:crypto";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { newCode } from "../../lib/ids.ts";
import { calls } from "../calls.ts";
import { Bench } from "../testing/bench.ts";
import { locate } from "./locate.ts";
import { normaliseHandle, standing } from "./standing.ts";

describe("standing", () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.open();
  });
  after(() => bench.close());
  const tagOf = async (handle: string) => (await standing(bench.context, { handle })).tag;

  test("one handle has one tag of 16 bytes, however it is typed, and after a restart", async () => {
    const expected = await tagOf("canari@helpline.example");
    assert.equal(Buffer.from(expected, "base64").length, 16);
    await bench.restart();
    for (const typed of [
      "Canari@Helpline.EXAMPLE",
      "\u00a0 canari@helpline.example\t\n",
      "ｃａｎａｒｉ＠ｈｅｌｐｌｉｎｅ．ｅｘａｍｐｌｅ",
    ]) {
      assert.equal(await tagOf(typed), expected);
    }
    assert.equal(await tagOf("Élodie@helpline.example"), await tagOf("e\u0301lodie@helpline.example"));
    assert.notEqual(await tagOf("canary@helpline.example"), expected);
  });

  test("another installation gives another tag, and a receipt is of no help with it", async () => {
    const other = await Bench.open();
    const code = newCode();
    const { tag } = await standing(other.context, { handle: code });
    assert.notEqual(tag, await tagOf(code));
    const mine = await locate(other.context, { code });
    for (const part of [mine.locator, mine.key])
      assert.ok(!Buffer.from(part, "base64").includes(Buffer.from(tag, "base64")));
    const { pepper } = other.context.keys;
    const receipts = hkdfSync("sha256", pepper, "", "rempart/receipt/v1", 32);
    const ours = hkdfSync("sha256", pepper, "", "rempart/standing/v1", 32);
    assert.notDeepEqual(Buffer.from(receipts), Buffer.from(ours));
    other.close();
  });

  test("the empty handle is nobody's, and its refusal repeats nothing", async () => {
    for (const handle of ["", " ", "\u3000\t"]) {
      const refused = standing(bench.context, { handle });
      await assert.rejects(refused, { code: "vault.handle", details: { field: "handle" } });
    }
  });

  test("a handle has at most 320 characters", () => {
    const fits = (length: number) => calls.standing.input.safeParse({ handle: "a".repeat(length) }).success;
    assert.deepEqual([fits(320), fits(321)], [true, false]);
  });

  test("the normal form of a normal form is itself", () => {
    const check = (handle: string): void => {
      const once = normaliseHandle(handle);
      assert.equal(normaliseHandle(once), once);
      assert.equal(normaliseHandle(` ${handle}\n`), once);
    };
    for (let point = 0; point < 0x2000; point++) {
      for (const mark of ["", "\u0301", "\u0307", "\u0327", "\u0345"])
        check(`${String.fromCodePoint(point)}${mark}`);
    }
    fc.assert(fc.property(fc.string({ unit: "binary" }), check));
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), check));
  });
});
