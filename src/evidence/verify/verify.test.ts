import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { generateIdentity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { sha256Hex } from "../../lib/bytes.ts";
import { fakeClock } from "../../lib/clock.ts";
import { sampleCapture } from "../capture/loopback.test.ts";
import { firstLine } from "../custody/log.ts";
import { encodeManifest } from "../manifest.ts";
import { EvidenceStore } from "../store.ts";
import { formatVerifyReport } from "./report.ts";
import { verifyEvidence } from "./verify.ts";

const [identity, recovery, stranger] = await Promise.all([
  generateIdentity(),
  generateIdentity(),
  generateIdentity(),
]);
const recipients = await Promise.all([identity, recovery].map(identityToRecipient));
const ID = "0123456789abcdefghjkmnpqrs";
const moderator = { actor: "mod-1", reason: "case-review" } as const;

interface World {
  readonly store: EvidenceStore;
  readonly root: string;
  readonly folder: string;
}

async function withStore(use: (world: World) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "rempart-evidence-"));
  try {
    const store = new EvidenceStore(root, { recipients, software: "rempart/0.1.0", clock: fakeClock() });
    await store.save(sampleCapture(), { actor: "capturer", id: ID });
    await use({ store, root, folder: store.path(ID) });
  } finally {
    await rm(root, { recursive: true });
  }
}

const failedChecks = async (path: string, key?: string): Promise<string[]> => {
  const { checks } = await verifyEvidence(path, key === undefined ? {} : { identity: key });
  return checks.filter(({ ok }) => !ok).map(({ check, detail }) => `${check}: ${detail}`);
};

test("an untouched folder passes, and says what was not looked at without the identity", async () => {
  await withStore(async ({ folder }) => {
    const outside = await verifyEvidence(folder);
    assert.equal(outside.ok, true);
    assert.deepEqual(outside.notChecked, ["what the sealed WARC holds: no identity was given"]);
    const inside = await verifyEvidence(folder, { identity });
    assert.equal(inside.ok, true);
    assert.deepEqual(inside.notChecked, []);
    assert.deepEqual(
      inside.checks.map(({ check }) => check),
      [
        "custody",
        "manifest",
        "sealed capture",
        "opening",
        "contents",
        "page",
        "compression",
        "records",
        "digests",
        "index",
      ],
    );
    assert.match(formatVerifyReport(inside), /nothing that was checked has been altered\n$/);
    assert.match(
      (await failedChecks(folder, stranger)).join(),
      /^opening: capture\.warc\.gz\.age: this identity does not open/,
    );
  });
});

test("any flipped byte in any file fails, and that file is named", async () => {
  await withStore(async ({ store, folder }) => {
    await store.open(ID, identity, { ...moderator, act: "view" });
    const files = await readdir(folder);
    assert.deepEqual(files.sort(), ["capture.warc.gz.age", "custody.jsonl", "manifest.json"]);
    const content = new Map<string, Buffer>();
    for (const name of files) content.set(name, await readFile(join(folder, name)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, at, mask) => {
          const bytes = Buffer.from(content.get(name)!);
          bytes[at % bytes.length]! ^= mask;
          await writeFile(join(folder, name), bytes);
          const failed = await failedChecks(folder);
          await writeFile(join(folder, name), content.get(name)!);
          assert.ok(
            failed.some((line) => line.includes(`${name}: `)),
            `${name} byte ${at % bytes.length}: ${failed}`,
          );
        },
      ),
      { numRuns: 300 },
    );
    assert.deepEqual(await failedChecks(folder, identity), []);
  });
});

test("a missing file and files of another capture are named", async () => {
  await withStore(async ({ store, folder }) => {
    const other = "1123456789abcdefghjkmnpqrs";
    await store.save(sampleCapture("other"), { actor: "capturer", id: other });
    for (const name of await readdir(folder)) {
      const own = await readFile(join(folder, name));
      await rm(join(folder, name));
      assert.match((await failedChecks(folder)).join(), new RegExp(`${name}: it is missing`));
      await writeFile(join(folder, name), await readFile(join(store.path(other), name)));
      assert.notDeepEqual(await failedChecks(folder, identity), []);
      await writeFile(join(folder, name), own);
    }
  });
});

/** Puts another WARC under a capture's manifest, with hashes that fit outside: what only the identity can show. */
async function exchangeInside({ store, folder }: World): Promise<void> {
  const other = await store.save(sampleCapture("other"), { actor: "capturer" });
  const sealed = await readFile(join(store.path(other.id), "capture.warc.gz.age"));
  const manifest = encodeManifest({ ...(await store.manifest(ID)), sealed: other.sealed });
  const note = { actor: "capturer", act: "capture", subject: ID, sha256: sha256Hex(manifest) } as const;
  await writeFile(join(folder, "capture.warc.gz.age"), sealed);
  await writeFile(join(folder, "manifest.json"), manifest);
  await writeFile(join(folder, "custody.jsonl"), firstLine(note, fakeClock().now()));
}

test("another WARC behind fitting hashes is found by who can open it, and not handed out", async () => {
  await withStore(async (world) => {
    await exchangeInside(world);
    assert.deepEqual(await failedChecks(world.folder), []);
    assert.deepEqual(await failedChecks(world.folder, identity), [
      "contents: the WARC is not the one in the manifest",
      "page: id or URL are not those in the manifest",
    ]);
    await assert.rejects(world.store.open(ID, identity, { ...moderator, act: "view" }), {
      code: "evidence.damaged",
    });
    assert.equal((await world.store.custody(ID)).length, 1);
  });
});

test("a custody log of another capture does not vouch for a manifest", async () => {
  await withStore(async ({ folder }) => {
    const sha256 = sha256Hex(await readFile(join(folder, "manifest.json")));
    const note = { actor: "capturer", act: "capture", subject: `1${ID.slice(1)}`, sha256 } as const;
    await writeFile(join(folder, "custody.jsonl"), firstLine(note, fakeClock().now()));
    assert.match((await failedChecks(folder)).join(), /^manifest: manifest\.json: it is not the one/);
  });
});

test("an exported WARC is checked alone; a flipped byte is named by record and region", async () => {
  await withStore(async ({ store, root }) => {
    const warc = await store.open(ID, identity, { ...moderator, act: "export" });
    const path = join(root, "export.warc.gz");
    await writeFile(path, warc);
    assert.deepEqual(await failedChecks(path), []);
    const copy = Buffer.from(warc);
    copy[700]! ^= 1;
    await writeFile(path, copy);
    const report = await verifyEvidence(path);
    assert.equal(report.ok, false);
    assert.match(
      formatVerifyReport(report),
      /FAIL {2}compression {2}record 2 \(unreadable\), bytes \d+-\d+: its /,
    );
    assert.match(formatVerifyReport(report), /checks failed\n$/);
  });
});

test("what cannot be read is said to be so", async () => {
  await assert.rejects(verifyEvidence("/nonexistent/evidence"), { code: "evidence.unknown" });
});

test("a deletion is no damage; a disappearance, or a file that stayed, is", async () => {
  await withStore(async ({ store, folder }) => {
    const sealed = await readFile(join(folder, "capture.warc.gz.age"));
    await store.delete(ID, { actor: "mod-1", reason: "withdrawal" });
    const report = await verifyEvidence(folder, { identity });
    assert.equal(report.ok, true);
    assert.match(report.checks[2]?.detail ?? "", /deleted on 2026-12-01T00:00:00Z/);
    await writeFile(join(folder, "capture.warc.gz.age"), sealed);
    assert.match((await failedChecks(folder)).join(), /but it is there/);
  });
});
