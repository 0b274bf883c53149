import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import {
  auditLedger,
  type Entry,
  encodeEntry,
  formatCheckpoint,
  LedgerStore,
  noteKey,
  signNote,
} from "../src/ledger/index.ts";
import { rfc3339 } from "../src/lib/clock.ts";
import { newId } from "../src/lib/ids.ts";
import { rangeRoot } from "../src/lib/merkle.ts";

/**
 * What the ledger costs: append of one entry with its fsync, and a whole audit from disk. `node bench/ledger.ts
 * [entries]` (default 100,000).
 */
const entries = Number(process.argv[2] ?? 100_000);
const ORIGIN = "rempart.example/bench";
const { privateKey } = generateKeyPairSync("ed25519");
const folder = await mkdtemp(join(tmpdir(), "rempart-bench-ledger-"));
const store = await LedgerStore.open(folder);

const policy: Entry = {
  ...{ v: 1, kind: "policy", at: rfc3339(0), version: "2026-12-01", policy: "ab".repeat(32), approvals: 2 },
};
const measure = (): Entry => ({
  ...{ v: 1, kind: "measure", at: rfc3339(0), decision: newId(), role: "cdn", verb: "refuse", grain: "url" },
  ...{
    clause: "D1",
    policy: "ab".repeat(32),
    target: "cd".repeat(32),
    starts: rfc3339(0),
    ends: rfc3339(86_400_000),
  },
  ...{ emergency: false, approvals: 1 },
});

try {
  await store.append([encodeEntry(policy)]);
  while (store.size < entries) {
    const batch = Math.min(1_000, entries - store.size);
    await store.append(Array.from({ length: batch }, () => encodeEntry(measure())));
  }
  const ms: number[] = [];
  for (let i = 0; i < 500; i++) {
    const leaf = encodeEntry(measure());
    const started = performance.now();
    await store.append([leaf]);
    ms.push(performance.now() - started);
  }
  ms.sort((a, b) => a - b);
  const range = await store.range();
  const text = formatCheckpoint({ origin: ORIGIN, size: range.size, root: rangeRoot(range) });
  await store.publish(signNote(text, ORIGIN, privateKey));
  const report = await auditLedger(store, { keys: [noteKey(ORIGIN, privateKey)], origin: ORIGIN });
  if (report.problems.length > 0) throw new Error(`the audit does not hold: ${report.problems[0]?.message}`);
  const perSecond = Math.round((report.size * 1000) / report.ms).toLocaleString("en");
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, ${rfc3339(Date.now()).slice(0, 10)}, node ${process.version}`,
  );
  console.log(`append + fsync of one entry: p50 ${ms[250]?.toFixed(2)} ms, p99 ${ms[495]?.toFixed(2)} ms`);
  console.log(
    `audit of ${report.size.toLocaleString("en")} entries from disk: ${report.ms.toFixed(0)} ms, ${perSecond} entries/s`,
  );
} finally {
  store.close();
  await rm(folder, { recursive: true });
}
