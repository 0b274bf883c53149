import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { HOUR, MINUTE } from "../../lib/clock.ts";
import { newId } from "../../lib/ids.ts";
import { sealedIdentitySchema } from "../../vault/calls.ts";
import { checked } from "../web/http.ts";
import { dueAfterMs, harmOf } from "./clocks.ts";
import { openWords, sealIdentity, sealWords } from "./seal.ts";
import { HAPPENING, type Happening, reportSchema } from "./types.ts";

describe("when somebody will have looked", () => {
  const DUE: [readonly Happening[], boolean, number][] = [
    [[], false, 72 * HOUR],
    [["phone", "former-name", "threat"], false, 72 * HOUR],
    [["address"], false, 4 * HOUR],
    [["other", "location"], false, 4 * HOUR],
    [["swatting"], false, 15 * MINUTE],
    [["other"], true, 15 * MINUTE],
  ];
  for (const [happening, risk, ms] of DUE) {
    test(`${happening.join(", ") || "nothing said"}${risk ? ", risk to life" : ""}: ${ms / MINUTE} min`, () => {
      assert.equal(dueAfterMs(happening, risk), ms);
    });
  }

  test("saying more never makes it later", () => {
    const some = fc.subarray([...HAPPENING]);
    fc.assert(
      fc.property(some, some, fc.boolean(), (a, b, risk) => {
        assert.ok(dueAfterMs([...a, ...b], risk) <= dueAfterMs(a, risk));
        assert.ok(dueAfterMs(a, true) <= dueAfterMs(a, false));
      }),
    );
  });

  test("without a word it is taken for an attack on a person", () => {
    assert.equal(harmOf([]), "attack-on-person");
    assert.equal(harmOf(["other"]), "other");
    assert.equal(harmOf(["other", "raid"]), "attack-on-person");
  });
});

describe("the seals", () => {
  test("words open with their own report's key and id only, and not after a change", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (words) => {
        const [key, report] = [randomBytes(32), newId()];
        const sealed = sealWords(key, report, words);
        assert.deepEqual(openWords(key, report, sealed), JSON.parse(JSON.stringify(words)));
        assert.throws(() => openWords(randomBytes(32), report, sealed));
        assert.throws(() => openWords(key, newId(), sealed));
        const changed = Buffer.from(sealed);
        changed[Math.floor(Math.random() * changed.length)]! ^= 1;
        assert.throws(() => openWords(key, report, changed));
      }),
      { numRuns: 50 },
    );
  });

  test("an identity is an age file for the vault's key, with nothing of it in the clear, and names its report", async () => {
    const secret = await generateX25519Identity();
    const [report, identity] = [newId(), { chosenName: "Canari" }];
    const sealed = await sealIdentity(await identityToRecipient(secret), report, identity);
    assert.ok(sealed.subarray(0, 21).equals(Buffer.from("age-encryption.org/v1")));
    assert.ok(!sealed.includes("Canari"));
    const decrypter = new Decrypter();
    decrypter.addIdentity(secret);
    const opened = JSON.parse(await decrypter.decrypt(sealed, "text"));
    assert.deepEqual(sealedIdentitySchema.parse(opened), { report, identity });
  });
});

describe("a report as it is sent", () => {
  const URL = "https://perchoir.example/a";
  const fieldOf = (value: unknown): string => {
    try {
      checked(reportSchema, value);
    } catch (error) {
      return (error as { details: { field: string } }).details.field;
    }
    return "";
  };

  test("needs an address and nothing else", () => {
    const report = checked(reportSchema, { urls: [URL] });
    assert.deepEqual(report, {
      ...{ urls: [URL], happening: [], riskToLife: false, details: [] },
      ...{ mayKnow: "desk", language: "fr", trueToMyKnowledge: true },
    });
  });

  const WRONG: [string, unknown][] = [
    ["urls", {}],
    ["urls", { urls: [] }],
    ["urls", { urls: Array.from({ length: 21 }, () => URL) }],
    ["urls.0", { urls: ["x".repeat(4097)] }],
    ["happening.1", { urls: [URL], happening: ["address", "gossip"] }],
    ["words", { urls: [URL], words: "x".repeat(20_001) }],
    ["reporter.legalName", { urls: [URL], reporter: { legalName: "x" } }],
    ["reporter.helper.name", { urls: [URL], reporter: { helper: { name: 7 } } }],
    ["trueToMyKnowledge", { urls: [URL], trueToMyKnowledge: false }],
    ["severity", { urls: [URL], severity: "critical" }],
    ["language", { urls: [URL], language: "de" }],
  ];
  for (const [field, value] of WRONG) {
    test(`names the field that is wrong: ${field} in ${JSON.stringify(value).slice(0, 50)}`, () => {
      assert.equal(fieldOf(value), field);
    });
  }
});
