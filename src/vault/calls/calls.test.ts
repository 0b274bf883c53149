import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import fc from "fast-check";
import { removeHash } from "../../ledger/approval.ts";
import { noteKey, verifyNote } from "../../ledger/note.ts";
import { HOUR } from "../../lib/clock.ts";
import { newCode } from "../../lib/ids.ts";
import { createCertificateRequest } from "../../lib/x509.ts";
import { createAuthority } from "../authority.ts";
import { Bench, Signer } from "../testing/bench.ts";
import { certify } from "./certify.ts";
import { configName, configure } from "./configure.ts";
import { describe as describeVault } from "./describe.ts";
import { enrol } from "./enrol.ts";
import { locate } from "./locate.ts";
import { revoke, token } from "./token.ts";

const code = (expected: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, expected, String(error));
  return true;
};

describe("enrol", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  });
  afterEach(() => bench.close());

  test("the first needs nobody, the second the first, the third two", async () => {
    const { ada, blaise, clemence } = bench;
    await bench.enrol(ada, []);
    await assert.rejects(bench.enrol(blaise, []), code("vault.approval"));
    await assert.rejects(bench.enrol(blaise, [blaise]), code("vault.approval"));
    await bench.enrol(blaise, [ada]);
    await assert.rejects(bench.enrol(clemence, [ada]), code("vault.approval"));
    await assert.rejects(bench.enrol(clemence, [ada, ada]), code("vault.approval"));
    const { people } = await bench.enrol(clemence, [ada, blaise]);
    assert.deepEqual(people, [ada.id, blaise.id, clemence.id]);
    await bench.restart();
    assert.deepEqual((await describeVault(bench.context)).people, people);
  });

  test("removing takes two; the last person stays", async () => {
    const { ada, blaise } = bench;
    await bench.enrol(ada, []);
    await assert.rejects(bench.remove(ada, [ada]), code("vault.people"));
    await bench.enrol(blaise, [ada]);
    await assert.rejects(bench.remove(blaise, [ada]), code("vault.approval"));
    assert.deepEqual((await bench.remove(blaise, [ada, blaise])).people, [ada.id]);
  });

  test("approvals of an earlier enrolment do not bring a removed key back", async () => {
    const { ada, blaise, clemence } = bench;
    await bench.enrol(ada, []);
    await bench.enrol(blaise, [ada]);
    await bench.enrol(clemence, [ada, blaise]);
    await bench.enrol(clemence, [ada, blaise]); // asked again after a lost answer: nothing changes
    await bench.remove(clemence, [ada, blaise]);
    await bench.restart();
    await assert.rejects(bench.enrol(clemence, [ada, blaise]), code("vault.used"));
  });

  test("approvals of a removal take away the key that she had, and no later one", async () => {
    const { ada, blaise, clemence } = bench;
    await bench.enrol(ada, []);
    await bench.enrol(blaise, [ada]);
    await bench.enrol(clemence, [ada, blaise]);
    const removed = removeHash(clemence.id, clemence.publicKey);
    const approvals = [ada, blaise].map((one) => one.approve(removed));
    const replayed = () => enrol(bench.context, { person: clemence.id, publicKey: null, approvals });
    await replayed();
    await assert.rejects(replayed(), code("vault.person"), "she is not there any more");
    const again = new Signer(clemence.id);
    await bench.enrol(again, [ada, blaise]);
    await assert.rejects(replayed(), code("vault.approval"));
    await assert.rejects(bench.enrol(clemence, [ada, blaise]), code("vault.used"), "the key before it");
    await bench.restart();
    assert.ok(bench.context.state.isUsed(removed));
    await assert.rejects(replayed(), code("vault.approval"));
    assert.equal((await bench.remove(again, [ada, blaise])).people.length, 2);
  });

  test("only an Ed25519 key is a key", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    await assert.rejects(bench.enrol(bench.ada, [], pem), code("vault.key"));
    await assert.rejects(bench.enrol(bench.ada, [], "no key"), code("vault.key"));
  });
});

describe("locate", () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.open();
  });
  after(() => bench.close());

  test("one code has one locator, however it is typed", async () => {
    const expected = await locate(bench.context, { code: "0110-7k2m-abcd-wxyz" });
    const spellings = [
      "01107k2mabcdwxyz",
      "OiLo-7K2M-ABCD-WXYZ",
      " 0110 7k2m abcd wxyz ",
      "0-1-1-0-7k2mabcdwxyz",
    ];
    for (const typed of spellings) {
      assert.deepEqual(await locate(bench.context, { code: typed }), expected);
    }
    assert.notEqual(expected.locator, expected.key);
  });

  test("any code of the right form is answered alike: the vault does not know which exist", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constant(0).map(newCode), async (typed) => {
        const { locator, key } = await locate(bench.context, { code: typed });
        assert.equal(Buffer.from(locator, "base64").length, 32);
        assert.equal(Buffer.from(key, "base64").length, 32);
      }),
      { numRuns: 30 },
    );
  });

  test("another installation's pepper gives another locator", async () => {
    const other = await Bench.open();
    const typed = newCode();
    assert.notDeepEqual(
      await locate(other.context, { code: typed }),
      await locate(bench.context, { code: typed }),
    );
    other.close();
  });

  test("what cannot be a code is refused without being repeated", async () => {
    for (const typed of [
      "",
      "0110-7k2m-abcd",
      "0110-7k2m-abcd-wxyzz",
      "0110-7k2m-abcd-wxyu",
      "é".repeat(16),
    ]) {
      const refusal = await locate(bench.context, { code: typed }).catch((error: unknown) => error);
      assert.equal((refusal as { code?: string }).code, "receipt.form");
      assert.ok(typed === "" || !String(refusal).includes(typed));
    }
  });
});

describe("edges and configuration", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  });
  afterEach(() => bench.close());

  test("a token works once, for the name it was made for", async () => {
    const { csr } = await createCertificateRequest("somebody-else");
    const { token: text } = await token(bench.context, { name: "edge-1" });
    await assert.rejects(
      certify(bench.context, { kind: "edge", token: text, csr: "no request" }),
      code("vault.csr"),
    );
    const { certificate, name } = await certify(bench.context, { kind: "edge", token: text, csr });
    assert.equal(name, "edge-1");
    const { subject, subjectAltName, keyUsage } = new X509Certificate(certificate);
    assert.deepEqual([subject, subjectAltName], ["CN=edge-1", "DNS:edge-1"]);
    assert.deepEqual(keyUsage, ["1.3.6.1.5.5.7.3.2"]); // clientAuth: an edge cannot pose as the desk
    await assert.rejects(certify(bench.context, { kind: "edge", token: text, csr }), code("vault.token"));
  });

  test("a token ends after an hour, survives a restart, and cannot be guessed by its end", async () => {
    const { csr } = await createCertificateRequest("edge-1");
    const { token: text } = await token(bench.context, { name: "edge-1" });
    const wrong = `x${text}`;
    await assert.rejects(certify(bench.context, { kind: "edge", token: wrong, csr }), code("vault.token"));
    await bench.restart();
    bench.clock.advance(HOUR);
    await assert.rejects(certify(bench.context, { kind: "edge", token: text, csr }), code("vault.token"));
    const { token: second } = await token(bench.context, { name: "edge-1" });
    assert.equal(bench.context.state.tokens.length, 1); // the ended one is forgotten
    await certify(bench.context, { kind: "edge", token: second, csr });
  });

  test("a new token of a name ends the ones before it, and so does a revocation", async () => {
    const { csr } = await createCertificateRequest("edge-1");
    const certified = (text: string) => certify(bench.context, { kind: "edge", token: text, csr });
    const { token: other } = await token(bench.context, { name: "edge-2" });
    const { token: first } = await token(bench.context, { name: "edge-1" });
    const { token: second } = await token(bench.context, { name: "edge-1" });
    await assert.rejects(certified(first), code("vault.token"));
    await certified(second);
    const { token: third } = await token(bench.context, { name: "edge-1" });
    await revoke(bench.context, { name: "edge-1" });
    await bench.restart();
    await assert.rejects(certified(third), code("vault.token"));
    await certified(other); // of another name
  });

  test("a token from before the fleet had another authority is refused, and why", async () => {
    const { csr } = await createCertificateRequest("edge-1");
    const { token: text } = await token(bench.context, { name: "edge-1" });
    writeFileSync(join(bench.folder, "fleet-ca.json"), JSON.stringify(await createAuthority()));
    await bench.restart();
    const asked = certify(bench.context, { kind: "edge", token: text, csr });
    await assert.rejects(asked, { code: "vault.token", message: /from before .* keys changed/ });
  });

  test("certificates are the authority's, and verify under it", async () => {
    const { csr } = await createCertificateRequest("desk");
    const hostnames = ["desk", "192.0.2.7"];
    const { certificate } = await certify(bench.context, { kind: "desk", csr, hostnames });
    const issued = new X509Certificate(certificate);
    const authority = new X509Certificate(bench.context.keys.authority.certificate);
    assert.ok(issued.checkIssued(authority) && issued.verify(authority.publicKey));
    assert.equal(issued.subjectAltName, "DNS:desk, IP Address:192.0.2.7");
    assert.deepEqual([issued.ca, authority.ca], [false, true]);
  });

  test("a version of the configuration is signed once, and they only grow", async () => {
    const item = "ab".repeat(32);
    const { note } = await configure(bench.context, { version: 2, item });
    const name = configName("rempart.test/ledger");
    const { text } = verifyNote(note, [noteKey(name, bench.context.keys.config)]);
    assert.equal(text, `${name}\n2\n${item}\n`);
    await bench.restart();
    for (const version of [1, 2]) {
      await assert.rejects(configure(bench.context, { version, item }), code("vault.version"));
    }
    await configure(bench.context, { version: 3, item });
  });
});
