import { fork } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../src/desk/db/open.ts";
import type { NewOpening } from "../src/desk/ledger-news.ts";
import { type Append, LedgerWriter } from "../src/desk/ledger-writer.ts";
import { Signal } from "../src/desk/signal.ts";
import { approvalHash, coreOf, enrolHash } from "../src/ledger/approval.ts";
import {
  auditLedger,
  type Entry,
  encodeEntry,
  formatCheckpoint,
  inclusionProof,
  LedgerStore,
  nodesOfTiles,
  noteKey,
  signNote,
  verifyInclusion,
} from "../src/ledger/index.ts";
import { fileReader } from "../src/ledger/reader.ts";
import { growingPath } from "../src/ledger/store-files.ts";
import { TileEdge } from "../src/ledger/tile-edge.ts";
import { base64 } from "../src/lib/bytes.ts";
import { DAY, rfc3339 } from "../src/lib/clock.ts";
import { newId } from "../src/lib/ids.ts";
import { silentLog } from "../src/lib/log.ts";
import { type CompactRange, leafHash, rangeRoot } from "../src/lib/merkle.ts";
import { VaultClient } from "../src/vault/client.ts";
import { POLICY, Signer, YAML } from "../src/vault/testing/bench.ts";

/**
 * What the ledger costs: an append with its fsync and its signature by a vault process, decisions that come at once, an
 * inclusion proof in a large tree, a whole audit from disk. `node bench/ledger.ts [entries audited] [leaves proved in]`
 * (default 1,000,000 and 10,000,000).
 */
const audited = Number(process.argv[2] ?? 1_000_000);
const proved = Number(process.argv[3] ?? 10_000_000);
const ORIGIN = "rempart.example/bench";
const folder = await mkdtemp(join(tmpdir(), "rempart-bench-ledger-"));

const measure = (): Entry => {
  const at = rfc3339(Date.now());
  return {
    ...{ v: 1, kind: "measure", at, decision: newId(), role: "cdn", verb: "refuse", grain: "url" },
    ...{ clause: "D1", policy: POLICY.hash, target: "cd".repeat(32) },
    ...{ starts: at, ends: rfc3339(Date.now() + 30 * DAY), emergency: false, approvals: 1 },
  };
};

/** What edges would be told with it; nobody follows here. */
const OPENED = {
  opening: {
    ...{ salt: "", grain: "url", site: "", canonical: "/", params: [] },
    ...{ readings: { foldCase: false }, normaliser: 1 },
  },
  sites: [],
} satisfies NewOpening;

const percentile = (ms: readonly number[], p: number): string =>
  ms.toSorted((a, b) => a - b)[Math.min(ms.length - 1, Math.floor((ms.length * p) / 100))]!.toFixed(2);
const line = (what: string, ms: readonly number[]): void =>
  console.log(`${what}: p50 ${percentile(ms, 50)} ms, p99 ${percentile(ms, 99)} ms (${ms.length})`);

async function timed<T>(ms: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  ms.push(performance.now() - started);
  return result;
}

/** A vault as a process of its own, with one person and a policy in force. */
async function openVault(): Promise<{ vault: VaultClient; ada: Signer; close(): Promise<void> }> {
  const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
  const env = { ...process.env, REMPART_DATA: folder, REMPART_ORIGIN: ORIGIN, REMPART_LOG_LEVEL: "silent" };
  const child = fork(cli, ["vault"], { env, execArgv: ["--conditions=rempart-src"] });
  await once(child, "message");
  const vault = new VaultClient(join(folder, "vault.sock"));
  const ada = new Signer();
  const approvals = [ada.approve(enrolHash(ada.id, ada.publicKey))];
  await vault.call("enrol", { person: ada.id, publicKey: ada.publicKey, approvals });
  const close = async (): Promise<void> => {
    vault.close();
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { vault, ada, close };
}

function asked(ada: Signer, entry: Entry, policy?: string) {
  const decision = newId();
  const approvals = [ada.approve(approvalHash(decision, [coreOf(entry)]))];
  return {
    decision,
    entries: [entry],
    approvals,
    roles: ["cdn"],
    ...(policy === undefined ? {} : { policy }),
  };
}

function newDecision(ada: Signer): Append {
  const { entries, ...rest } = asked(ada, measure());
  return { ...rest, cores: entries.map(coreOf), openings: [OPENED] };
}

const policyEntry = (): Entry => ({
  ...{ v: 1, kind: "policy", at: rfc3339(Date.now()), version: POLICY.version, policy: POLICY.hash },
  approvals: 1,
});

/** Entry on the disk, then signed by the vault over its socket, then the checkpoint on the disk. */
async function appends(vault: VaultClient, ada: Signer, store: LedgerStore): Promise<void> {
  const one = async (entry: Entry, policy?: string): Promise<void> => {
    const from = store.size;
    const leaf = encodeEntry(entry);
    await store.append([leaf]);
    const decision = { ...asked(ada, entry, policy), entries: [base64(leaf)] };
    const { checkpoint } = await vault.call("append", { from, decisions: [decision] });
    await store.publish(checkpoint);
  };
  await one(policyEntry(), YAML);
  for (let i = 0; i < 50; i++) await one(measure());
  const ms: number[] = [];
  for (let i = 0; i < 1000; i++) await timed(ms, () => one(measure()));
  line("append + fsync + checkpoint by the vault's process, one after the other", ms);
}

/** The desk's writer, database included: a steady rate, then all at once. */
async function decisions(vault: VaultClient, ada: Signer, store: LedgerStore): Promise<void> {
  const database = await openDatabase({ folder: join(folder, "db") });
  const writer = new LedgerWriter(store, vault, database, new Signal(), silentLog);
  await writer.recover();
  for (const perSecond of [50, 200]) {
    const ms: number[] = [];
    const started = performance.now();
    const all: Promise<unknown>[] = [];
    for (let i = 0; i < perSecond * 5; i++) {
      const due = started + (i * 1000) / perSecond - performance.now();
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
      all.push(timed(ms, () => writer.append(newDecision(ada))));
    }
    await Promise.all(all);
    line(`${perSecond} decisions/s for 5 s, until ledger and embedded database have them`, ms);
  }
  const started = performance.now();
  await Promise.all(Array.from({ length: 1000 }, () => writer.append(newDecision(ada))));
  console.log(`1,000 decisions at once: ${Math.round(1e6 / (performance.now() - started))} decisions/s`);
  await database.close();
}

async function audit(): Promise<void> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const store = await LedgerStore.open(join(folder, "audited"));
  await store.append([encodeEntry(policyEntry())]);
  while (store.size < audited) {
    const batch = Math.min(1000, audited - store.size);
    await store.append(Array.from({ length: batch }, () => encodeEntry(measure())));
  }
  const range = await store.range();
  const text = formatCheckpoint({ origin: ORIGIN, size: range.size, root: rangeRoot(range) });
  await store.publish(signNote(text, ORIGIN, privateKey));
  const cpu = process.cpuUsage();
  const report = await auditLedger(store, { keys: [noteKey(ORIGIN, privateKey)], origin: ORIGIN });
  const { user, system } = process.cpuUsage(cpu);
  store.close();
  if (report.problems.length > 0) throw new Error(`the audit does not hold: ${report.problems[0]?.message}`);
  const rate = (ms: number) => Math.round((report.size * 1000) / ms).toLocaleString("en");
  console.log(
    `audit of ${report.size.toLocaleString("en")} entries from disk: ${report.ms.toFixed(0)} ms, ${rate(report.ms)} entries/s, ${rate((user + system) / 1000)} per second of CPU`,
  );
}

const leafOf = (index: number) => leafHash(Buffer.from(`leaf ${index}`));

/** The hash tiles of a tree of `proved` leaves; entry bundles are left out, as no proof reads them. */
async function buildTiles(to: string): Promise<CompactRange> {
  const edge = new TileEdge(0, []);
  const started = performance.now();
  for (let from = 0; from < proved; from += 65_536) {
    const count = Math.min(65_536, proved - from);
    const runs = edge.append(Array.from({ length: count }, (_, i) => leafOf(from + i)));
    for (const { level, n, offset, hashes } of runs) {
      const path = growingPath(to, level, n);
      if (offset === 0) await mkdir(dirname(path), { recursive: true });
      const file = await open(path, offset === 0 ? "w" : "r+");
      await file.write(Buffer.concat(hashes), 0, undefined, offset * 32);
      await file.close();
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`tiles of ${proved.toLocaleString("en")} leaves written in ${seconds} s`);
  return edge.range;
}

async function proofs(): Promise<void> {
  const tiles = join(folder, "tiles");
  const range = await buildTiles(tiles);
  const root = rangeRoot(range);
  const node = nodesOfTiles(fileReader(tiles), proved);
  const random = () => Math.floor(Math.random() * proved);
  const places = Array.from({ length: 2000 }, random);
  const prove = async (index: number): Promise<void> => {
    const proof = await inclusionProof(index, proved, node);
    if (!verifyInclusion(index, proved, leafOf(index), proof, root)) throw new Error(`no proof of ${index}`);
  };
  const [first, again]: [number[], number[]] = [[], []];
  for (const index of places) await timed(first, () => prove(index));
  const cpu = process.cpuUsage();
  for (const index of places) {
    const near = Math.min(proved - 1, index - (index % 256) + Math.floor(Math.random() * 256));
    await timed(again, () => inclusionProof(near, proved, node));
  }
  const { user, system } = process.cpuUsage(cpu);
  const what = `inclusion proof at ${proved.toLocaleString("en")} leaves, made and verified, tiles never read before`;
  line(what, first);
  line("the same, made, another leaf of tiles read before", again);
  console.log(`of CPU, all threads: ${((user + system) / 1000 / places.length).toFixed(3)} ms each`);
}

try {
  const { vault, ada, close } = await openVault();
  const store = await LedgerStore.open(join(folder, "ledger"));
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, ${rfc3339(Date.now()).slice(0, 10)}, node ${process.version}`,
  );
  try {
    await appends(vault, ada, store);
    await decisions(vault, ada, store);
  } finally {
    store.close();
    await close();
  }
  await audit();
  await proofs();
} finally {
  await rm(folder, { recursive: true });
}
