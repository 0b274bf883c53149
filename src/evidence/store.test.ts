import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { sha256Hex } from "../lib/bytes.ts";
import { fakeClock, rfc3339 } from "../lib/clock.ts";
import { sampleCapture } from "./capture/loopback.test.ts";
import { EvidenceStore } from "./store.ts";
import { readCaptureWarc, urlCommitment } from "./warc/capture-warc.ts";

const [identity, recovery] = await Promise.all([generateIdentity(), generateIdentity()]);
const recipients = await Promise.all([identity, recovery].map(identityToRecipient));
const look = { actor: "mod-1", reason: "case-review", act: "view" } as const;

async function withStore(use: (store: EvidenceStore, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-store-"));
  try {
    await use(
      new EvidenceStore(folder, { recipients, software: "rempart/0.1.0", clock: fakeClock() }),
      folder,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a capture is kept and given back, and its manifest tells what it is", async () => {
  await withStore(async (store) => {
    const capture = sampleCapture();
    const manifest = await store.save(capture, { actor: "capturer" });
    assert.deepEqual(await store.manifest(manifest.id), manifest);
    assert.deepEqual(await store.ids(), [manifest.id]);
    assert.deepEqual(manifest.views, [
      { vantage: "edge-a", exchanges: 1, status: 200, stopped: null },
      { vantage: "edge-b", exchanges: 2, status: 200, stopped: null },
    ]);
    assert.equal(manifest.startedAt, rfc3339(fakeClock().now()));
    const warc = await store.open(manifest.id, identity, look);
    assert.equal(sha256Hex(warc), manifest.warc.sha256);
    const kept = readCaptureWarc(warc)!;
    assert.equal(kept.url, capture.url);
    assert.equal(urlCommitment(kept.url, kept.urlSalt), manifest.urlCommitment);
    assert.deepEqual(
      Buffer.from(kept.responses[0]!.responseBytes),
      Buffer.from(capture.views[0]!.exchanges[0]!.responseBytes),
    );
  });
});

test("nothing of the page lies in clear on the disk, and only the owner may read the files", async () => {
  await withStore(async (store) => {
    const { id } = await store.save(sampleCapture(), { actor: "capturer" });
    for (const name of await readdir(store.path(id))) {
      const path = join(store.path(id), name);
      const text = await readFile(path, "latin1");
      for (const word of ["perchoir", "fil/7", "FIXTURE", sha256Hex(Buffer.from(sampleCapture().url))]) {
        assert.ok(!text.includes(word), `${name} holds ${word}`);
      }
      assert.equal((await stat(path)).mode & 0o077, 0, name);
    }
  });
});

test("two captures of one page have nothing in common in clear", async () => {
  await withStore(async (store) => {
    const [a, b] = await Promise.all([1, 2].map(() => store.save(sampleCapture(), { actor: "capturer" })));
    assert.notEqual(a?.urlCommitment, b?.urlCommitment);
    assert.notEqual(a?.warc.sha256, b?.warc.sha256);
  });
});

test("evidence is never written over, and a failed save leaves nothing behind", async () => {
  await withStore(async (store, folder) => {
    const { id, sealed } = await store.save(sampleCapture(), { actor: "capturer" });
    await assert.rejects(store.save(sampleCapture("other"), { actor: "capturer", id }), {
      code: "evidence.exists",
    });
    assert.equal((await store.manifest(id)).sealed.sha256, sealed.sha256);
    await assert.rejects(store.save({ ...sampleCapture(), views: [] }, { actor: "capturer" }), {
      code: "evidence.empty",
    });
    const one = new EvidenceStore(folder, {
      recipients: [recipients[0]!],
      software: "rempart/0.1.0",
      clock: fakeClock(),
    });
    await assert.rejects(one.save(sampleCapture(), { actor: "capturer" }), { code: "seal.recipients" });
    assert.deepEqual(await readdir(folder), [id]);
  });
});

test("each look leaves a line before it gives the bytes; without a writable log nothing is given", async () => {
  await withStore(async (store) => {
    const { id, warc } = await store.save(sampleCapture(), { actor: "capturer" });
    await store.open(id, identity, look);
    await store.open(id, recovery, { actor: "mod-2", reason: "dossier", act: "export" });
    assert.deepEqual(
      (await store.custody(id)).map(({ actor, act, reason }) => `${actor} ${act} ${reason ?? ""}`),
      ["capturer capture ", "mod-1 view case-review", "mod-2 export dossier"],
    );
    assert.equal((await store.custody(id))[1]?.sha256, warc.sha256);
    const log = join(store.path(id), "custody.jsonl");
    await writeFile(log, (await readFile(log, "utf8")).replace("mod-1", "mod-9"));
    await assert.rejects(store.open(id, identity, look), { code: "custody.broken" });
    await assert.rejects(store.custody(id), { code: "custody.broken" });
  });
});

test("a deletion takes the page and leaves the record, once", async () => {
  await withStore(async (store) => {
    const { id } = await store.save(sampleCapture(), { actor: "capturer" });
    for (let i = 0; i < 2; i++) await store.delete(id, { actor: "mod-1", reason: "withdrawal" });
    assert.deepEqual(
      (await store.custody(id)).map(({ act }) => act),
      ["capture", "delete"],
    );
    assert.deepEqual((await readdir(store.path(id))).sort(), ["custody.jsonl", "manifest.json"]);
    await assert.rejects(store.open(id, identity, look), { code: "evidence.deleted" });
    assert.equal((await store.manifest(id)).id, id);
  });
});

test("an unknown id, or one that is a path, is not found", async () => {
  await withStore(async (store) => {
    await assert.rejects(store.manifest("z".repeat(26)), { code: "evidence.unknown" });
    assert.throws(() => store.path("../../../etc"), { code: "evidence.unknown" });
    assert.deepEqual(
      await new EvidenceStore("/nonexistent", { recipients, software: "x/1", clock: fakeClock() }).ids(),
      [],
    );
  });
});
