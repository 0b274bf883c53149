import assert from "node:assert/strict";
import fs, { appendFileSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { openCheckpoint } from "../../ledger/checkpoint.ts";
import { type Entry, encodeEntry } from "../../ledger/entry.ts";
import { parseVerifierKey } from "../../ledger/note.ts";
import { base64 } from "../../lib/bytes.ts";
import { DAY, HOUR, MINUTE, rfc3339 } from "../../lib/clock.ts";
import { leafHash, merkleRoot, sameHash } from "../../lib/merkle.ts";
import { parsePolicy } from "../../policy/load.ts";
import { Bench, Signer, YAML } from "../testing/bench.ts";
import { append } from "./append.ts";
import { configure } from "./configure.ts";
import { describe as describeVault } from "./describe.ts";

const refused = (code: string, message?: RegExp) => (error: unknown) => {
  const problem = error as { code?: string; message: string };
  assert.equal(problem.code, code, problem.message);
  if (message !== undefined) assert.match(problem.message, message);
  return true;
};

/** A lift of a measure at an index. */
const lift = (bench: Bench, measure: number, cause: "appeal" | "error" = "appeal"): Entry => ({
  ...{ v: 1, kind: "lift", at: rfc3339(bench.clock.now()), measure, cause, approvals: 1 },
});

describe("append", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.ready();
  });
  afterEach(() => bench.close());

  test("a good measure gives a checkpoint over policy and measure, signed by the ledger's key", async () => {
    const policy = bench.policyEntry();
    const measure = bench.measure();
    const { checkpoint } = await bench.append([measure], [bench.ada]);
    const origin = "rempart.test/ledger";
    const { size, root } = openCheckpoint(
      checkpoint,
      [parseVerifierKey((await describeVault(bench.context)).ledgerKey)],
      origin,
    );
    assert.equal(size, 2);
    assert.ok(sameHash(root, merkleRoot([policy, measure].map((entry) => leafHash(encodeEntry(entry))))));
  });

  test("who has not approved, or is nobody here, does not count", async () => {
    const { ada, blaise } = bench;
    const stranger = new Signer();
    const entries = [bench.measure()];
    const forged = { ...ada.approve("00".repeat(32)) };
    const borrowed = { ...blaise.approve("00".repeat(32)), person: ada.id };
    await assert.rejects(bench.append(entries, [stranger]), refused("vault.approval"));
    await assert.rejects(bench.append(entries, [], { approvals: [forged] }), refused("vault.approval"));
    await assert.rejects(bench.append(entries, [], { approvals: [borrowed] }), refused("vault.approval"));
    const noSignature = { person: ada.id, signature: "" };
    await assert.rejects(bench.append(entries, [], { approvals: [noSignature] }), refused("vault.approval"));
    const request = bench.request(entries, [ada]);
    const other = [base64(encodeEntry(bench.measure({ clause: "V1" })))];
    await assert.rejects(bench.send({ ...request, entries: other }), refused("vault.approval"));
    assert.equal(bench.size, 1);
  });

  test("one person twice is one person, in the policy's count and in the entry's", async () => {
    const wide = { grain: "path", approvals: 2 } as const;
    const { ada, blaise } = bench;
    const twice = bench.append([bench.measure(wide)], [ada, ada]);
    await assert.rejects(twice, refused("vault.approval", /says 2 people, 1 approved/));
    const quiet = bench.append([bench.measure({ ...wide, approvals: 1 })], [ada, ada]);
    await assert.rejects(quiet, refused("vault.measure", /refuse path takes 2 people, 1 approved/));
    await bench.append([bench.measure(wide)], [ada, blaise]);
  });

  test("an approval works once, after a restart too", async () => {
    const request = bench.request([bench.measure()], [bench.ada]);
    await bench.send(request);
    await assert.rejects(bench.send({ ...request, from: 2 }), refused("vault.used"));
    await bench.restart();
    await assert.rejects(bench.send({ ...request, from: 2 }), refused("vault.used"));
  });

  test("nothing is signed at or below the last signed size, nor beyond it", async () => {
    await bench.append([bench.measure()], [bench.ada]);
    for (const from of [0, 1, 3]) {
      const again = bench.append([bench.measure()], [bench.ada], { from });
      await assert.rejects(again, refused("vault.size", /the last signed size is 2/));
    }
    await bench.restart();
    await assert.rejects(bench.append([bench.measure()], [bench.ada], { from: 1 }), refused("vault.size"));
  });

  const NOT_ALLOWED: [string, Parameters<Bench["measure"]>[0], string, RegExp, (readonly string[])?][] = [
    ["a policy that is not in force", { policy: "cd".repeat(32) }, "vault.policy", /in force/],
    ["an unknown clause", { clause: "Z9" }, "vault.measure", /no clause Z9/],
    ["a role that we do not supply", { role: "host" }, "vault.measure", /do not supply the role host/],
    ["a role that the clause does not bind", { role: "mail" }, "vault.measure", /does not bind/, ["mail"]],
    [
      "a step that is not in the ladder",
      { verb: "terminate", grain: "url" },
      "vault.measure",
      /no step terminate url/,
    ],
    ["no end", { ends: null }, "vault.measure", /must have an end/],
    [
      "a start later than the entry",
      { starts: "2027-01-01T00:00:00Z" },
      "vault.time",
      /starts when it is written/,
    ],
  ];
  for (const [what, change, code, message, roles] of NOT_ALLOWED) {
    test(`refused: ${what}`, async () => {
      const asked = bench.append(
        [bench.measure(change)],
        [bench.ada],
        roles === undefined ? {} : { roles: [...roles] },
      );
      await assert.rejects(asked, refused(code, message));
      assert.equal(bench.size, 1);
    });
  }

  test("refused: longer than the clause allows, by one second", async () => {
    const now = bench.clock.now();
    const long = bench.measure({ ends: rfc3339(now + 180 * DAY + 1000) });
    await assert.rejects(bench.append([long], [bench.ada]), refused("vault.measure", /at most 180 days/));
    await bench.append([bench.measure({ ends: rfc3339(now + 180 * DAY) })], [bench.ada]);
  });

  test("an emergency: one person, url or path, within 24 hours, under a clause for a risk to life", async () => {
    const now = bench.clock.now();
    const day = rfc3339(now + 24 * HOUR);
    const { ada } = bench;
    const soon = { emergency: true, ends: day } as const;
    const long = bench.measure({ ...soon, ends: rfc3339(now + 24 * HOUR + 1000) });
    await assert.rejects(bench.append([long], [ada]), refused("vault.measure", /within 24 hours/));
    const wide = bench.measure({ ...soon, grain: "host" });
    await assert.rejects(bench.append([wide], [ada]), refused("vault.measure", /grain url or path/));
    await bench.append([bench.measure({ ...soon, grain: "path" })], [ada]); // two people outside an emergency
  });

  test("time does not go backwards and stays near the vault's clock", async () => {
    await bench.append([bench.measure()], [bench.ada]);
    const at = (ms: number) => {
      const time = rfc3339(bench.clock.now() + ms);
      return bench.append([bench.measure({ at: time, starts: time })], [bench.ada]);
    };
    await assert.rejects(at(-1000), refused("vault.time", /backwards/));
    await assert.rejects(at(5 * MINUTE + 1000), refused("vault.time", /five minutes/));
    bench.clock.advance(HOUR);
    await assert.rejects(at(-5 * MINUTE - 1000), refused("vault.time", /five minutes/));
    await at(5 * MINUTE);
  });

  test("an appeal is lifted by somebody who did not approve, while there is somebody", async () => {
    const { ada, blaise, clemence } = bench;
    await bench.append([bench.measure()], [ada]);
    await assert.rejects(bench.append([lift(bench, 1)], [ada]), refused("vault.approval", /did not approve/));
    await bench.restart();
    await assert.rejects(bench.append([lift(bench, 1)], [ada]), refused("vault.approval", /did not approve/));
    await assert.rejects(bench.append([lift(bench, 7)], [ada]), refused("vault.lift"));
    await bench.append([lift(bench, 1)], [blaise]);

    await bench.append([bench.measure()], [ada]);
    await bench.append([lift(bench, 3, "error")], [ada]); // a mistake of one's own may be undone at once
    await bench.append([bench.measure()], [ada]);
    await bench.remove(blaise, [ada, clemence]);
    await bench.remove(clemence, [ada, clemence]);
    await bench.append([lift(bench, 5)], [ada]); // nobody else is left
  });

  test("a policy takes two people, and the text that its entry names", async () => {
    const { ada, blaise } = bench;
    const newer = YAML.replace(/^version: .*/m, "version: 2027-01-01");
    const alone = { ...bench.policyEntry(), approvals: 1 };
    await assert.rejects(
      bench.append([alone], [ada], { policy: YAML }),
      refused("vault.approval", /two people/),
    );
    const mismatch = bench.append([bench.policyEntry()], [ada, blaise], { policy: newer });
    await assert.rejects(mismatch, refused("vault.policy"));
    const unreadable = bench.append([bench.policyEntry()], [ada, blaise], { policy: "version: [" });
    await assert.rejects(unreadable, refused("policy.invalid"));
  });

  test("an entry that is not of the schema, or not canonical, is refused by field", async () => {
    const bytes = (text: string) => ({ entries: [base64(Buffer.from(text))] });
    const foreign = bench.append([], [bench.ada], bytes('{"kind":"measure","note":"free text"}'));
    await assert.rejects(foreign, refused("ledger.entry"));
    const spaced = bench.append(
      [],
      [bench.ada],
      bytes(` ${Buffer.from(encodeEntry(bench.measure())).toString()}`),
    );
    await assert.rejects(spaced, refused("ledger.entry", /canonical/));
  });

  test("a restart keeps head, people, policy and versions", async () => {
    await bench.append([bench.measure()], [bench.ada]);
    await configure(bench.context, { version: 3, item: "ab".repeat(32) });
    const before = await describeVault(bench.context);
    await bench.restart();
    assert.deepEqual(await describeVault(bench.context), before);
    await bench.append([bench.measure()], [bench.ada]);
  });
});

const journalOf = ({ folder }: Bench): string => {
  const [name = ""] = readdirSync(folder).filter((one) => /^head-\d+\.jsonl$/.test(one));
  return join(folder, name);
};

describe("a crash between keeping the approvals and signing", () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.ready();
  });
  after(() => bench.close());

  test("the same decision may be tried again, and nobody's approval is taken for another's", async () => {
    const { ada, blaise } = bench;
    await bench.restart(); // its journal is empty
    const lost = bench.request([bench.measure()], [ada]);
    await bench.send(lost);
    truncateSync(journalOf(bench), 100);
    await bench.restart();
    assert.equal(bench.size, 1);

    await bench.append([bench.measure()], [blaise]); // takes the place that the lost one would have had
    await bench.restart();
    assert.deepEqual(bench.context.state.approversOf(1), [blaise.id]);
    await bench.send({ ...lost, from: 2 });
    assert.deepEqual(bench.context.state.approversOf(2), [ada.id]);
    await bench.restart();
    await assert.rejects(bench.send({ ...lost, from: 3 }), refused("vault.used"));
  });

  test("without a restart too: a head that could not be written uses nothing up", async (t) => {
    const { size } = bench;
    const request = bench.request([bench.measure()], [bench.ada]);
    const { writeSync } = fs;
    const full = t.mock.method(fs, "writeSync", (fd: number, bytes: Buffer, from: number) => {
      if (from > 0) throw new Error("disk full");
      return writeSync(fd, bytes, from, 20); // a part of the line is there already
    });
    syncBuiltinESMExports();
    await assert.rejects(bench.send(request), /disk full/);
    assert.equal(bench.size, size);
    full.mock.restore();
    syncBuiltinESMExports();
    await bench.send(request);
    await bench.restart();
    assert.deepEqual(bench.context.state.approversOf(size), [bench.ada.id]);
  });

  test("a line cut short by a power cut is cut off, and the next one is whole", async () => {
    const path = join(bench.folder, "approved.jsonl");
    const whole = readFileSync(path, "utf8");
    appendFileSync(path, '{"hash":"ab","people":["');
    await bench.restart();
    assert.equal(readFileSync(path, "utf8"), whole);
    await bench.append([bench.measure()], [bench.ada]);
    await bench.restart();
    assert.equal(bench.context.state.approversOf(bench.size - 1)[0], bench.ada.id);
  });
});

describe("emergencies", () => {
  test("are five a day for one person, whoever asks, and a restart forgets none", async () => {
    const bench = await Bench.ready();
    const { ada, blaise, clock } = bench;
    const soon = () => ({ emergency: true, ends: rfc3339(clock.now() + DAY) }) as const;
    for (let i = 0; i < 5; i++) {
      await bench.append([bench.measure(soon())], [ada]);
      clock.advance(HOUR);
    }
    await bench.restart();
    const sixth = () => bench.append([bench.measure(soon())], [ada]);
    await assert.rejects(sixth(), refused("vault.emergency", /at most 5/));
    await bench.append([bench.measure(soon())], [blaise]);
    await bench.append([bench.measure()], [ada]); // no emergency
    clock.advance(20 * HOUR); // the first two are more than a day ago
    await sixth();
    await sixth();
    await assert.rejects(sixth(), refused("vault.emergency"));
    bench.close();
  });

  test("are one to a decision, or one decision would be as many as it has entries", async () => {
    const bench = await Bench.ready();
    const soon = { emergency: true, ends: rfc3339(bench.clock.now() + DAY) } as const;
    const two = bench.append([bench.measure(soon), bench.measure(soon)], [bench.ada]);
    await assert.rejects(two, refused("vault.emergency", /one emergency at most/));
    assert.equal(bench.size, 1);
    await bench.append([bench.measure(), bench.measure(soon), bench.measure()], [bench.ada]);
    bench.close();
  });

  test("those of one call count too", async () => {
    const bench = await Bench.ready();
    const soon = { emergency: true, ends: rfc3339(bench.clock.now() + DAY) } as const;
    const decisions = Array.from({ length: 6 }, () => {
      const { from: _, ...decision } = bench.request([bench.measure(soon)], [bench.ada]);
      return decision;
    });
    await assert.rejects(append(bench.context, { from: bench.size, decisions }), refused("vault.emergency"));
    await append(bench.context, { from: bench.size, decisions: decisions.slice(1) });
    bench.close();
  });
});

describe("decisions that come at once", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.ready();
  });
  afterEach(() => bench.close());

  const send = (requests: readonly ReturnType<Bench["request"]>[]) =>
    append(bench.context, {
      from: bench.size,
      decisions: requests.map(({ from: _, ...decision }) => decision),
    });

  test("share a checkpoint, and each is remembered with the people who approved it", async () => {
    const { ada, blaise } = bench;
    const requests = [bench.request([bench.measure()], [ada]), bench.request([bench.measure()], [blaise])];
    const { checkpoint } = await send(requests);
    const key = parseVerifierKey((await describeVault(bench.context)).ledgerKey);
    assert.equal(openCheckpoint(checkpoint, [key], key.name).size, 3);
    await bench.restart();
    assert.deepEqual(bench.context.state.approversOf(1), [ada.id]);
    assert.deepEqual(bench.context.state.approversOf(2), [blaise.id]);
    for (const one of requests) await assert.rejects(bench.send({ ...one, from: 3 }), refused("vault.used"));
  });

  test("are judged apart: nobody's approval counts for another's, and one that fails refuses all", async () => {
    const { ada, blaise } = bench;
    const wide = bench.measure({ grain: "path", approvals: 2 });
    const requests = [bench.request([bench.measure()], [blaise]), bench.request([wide], [ada])];
    await assert.rejects(send(requests), refused("vault.approval", /says 2 people, 1 approved/));
    assert.equal(bench.size, 1);
    await send(requests.slice(0, 1));
  });

  test("are judged as if those before were signed: one decision twice, a lift, an appeal, a policy", async () => {
    const { ada, blaise } = bench;
    const measure = bench.request([bench.measure()], [ada]);
    await assert.rejects(send([measure, measure]), refused("vault.used"));
    const appeal = (by: Signer) => bench.request([lift(bench, 1)], [by]);
    await assert.rejects(send([measure, appeal(ada)]), refused("vault.approval", /did not approve/));
    await send([measure, appeal(blaise)]);
    const newer = YAML.replace(/^version: .*/m, "version: 2027-01-01");
    const { hash, version } = parsePolicy(newer, "newer");
    const policy = { ...bench.policyEntry(), policy: hash, version };
    const publish = bench.request([policy], [ada, blaise], { policy: newer });
    const old = bench.request([bench.measure()], [ada]);
    await assert.rejects(send([publish, old]), refused("vault.policy", /in force/));
    await send([publish, bench.request([bench.measure({ policy: hash })], [ada])]);
  });
});
