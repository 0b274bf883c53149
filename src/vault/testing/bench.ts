import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { approvalHash, coreOf, enrolHash, removeHash } from "../../ledger/approval.ts";
import { type Entry, encodeEntry, type MeasureEntry, type PolicyEntry } from "../../ledger/entry.ts";
import { base64 } from "../../lib/bytes.ts";
import { DAY, fakeClock, rfc3339 } from "../../lib/clock.ts";
import { newId } from "../../lib/ids.ts";
import { silentLog } from "../../lib/log.ts";
import { parsePolicy } from "../../policy/load.ts";
import { append } from "../calls/append.ts";
import { enrol } from "../calls/enrol.ts";
import type { Approval, AskedDecision, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { openKeys } from "../keys.ts";
import { VaultState } from "../state.ts";

export const YAML = readFileSync(new URL("../../../policies/steward.yaml", import.meta.url), "utf8");
export const POLICY = parsePolicy(YAML, "steward.yaml");

/** Somebody with a software key. */
export class Signer {
  readonly id: string;
  readonly publicKey: string;
  readonly #key: KeyObject;

  constructor(id: string = newId()) {
    this.id = id;
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.publicKey = publicKey.export({ type: "spki", format: "pem" }).toString();
    this.#key = privateKey;
  }

  approve(hash: string): Approval {
    return { person: this.id, signature: sign(null, Buffer.from(hash, "hex"), this.#key).toString("base64") };
  }
}

/** One decision and the size that the desk takes the ledger to have. */
type Request = AskedDecision & { readonly from: number };

/** A vault's calls over a real state in a folder of its own, on a clock that stands still. */
export class Bench {
  readonly folder: string = mkdtempSync(join(tmpdir(), "rempart-vault-"));
  readonly clock = fakeClock();
  readonly ada = new Signer();
  readonly blaise = new Signer();
  readonly clemence = new Signer();
  context!: VaultContext;

  static async open(): Promise<Bench> {
    const bench = new Bench();
    await bench.restart();
    return bench;
  }

  /** Three people are enrolled and the default policy is in force, as entry 0. */
  static async ready(): Promise<Bench> {
    const bench = await Bench.open();
    await bench.enrol(bench.ada, []);
    await bench.enrol(bench.blaise, [bench.ada]);
    await bench.enrol(bench.clemence, [bench.ada, bench.blaise]);
    await bench.append([bench.policyEntry()], [bench.ada, bench.blaise], { policy: YAML });
    return bench;
  }

  /** As after the process has ended: everything is read from the disk again. */
  async restart(): Promise<void> {
    const matching = { match: async () => ({ spans: [], outdated: [] }), close: () => {} };
    this.context?.state.close();
    this.context = {
      ...{ keys: await openKeys(this.folder, this.clock), state: await VaultState.open(this.folder) },
      ...{ clock: this.clock, log: silentLog, matching, origin: "rempart.test/ledger" },
    };
  }

  close(): void {
    this.context.state.close();
    rmSync(this.folder, { recursive: true });
  }

  get size(): number {
    return this.context.state.head.range.size;
  }

  enrol(who: Signer, approvers: readonly Signer[], publicKey: string = who.publicKey) {
    const hash = enrolHash(who.id, publicKey);
    const approvals = approvers.map((approver) => approver.approve(hash));
    return enrol(this.context, { person: who.id, publicKey, approvals });
  }

  remove(who: Signer, approvers: readonly Signer[]) {
    const hash = removeHash(who.id, who.publicKey);
    const approvals = approvers.map((approver) => approver.approve(hash));
    return enrol(this.context, { person: who.id, publicKey: null, approvals });
  }

  policyEntry(): PolicyEntry {
    const { hash, version } = POLICY;
    return { v: 1, kind: "policy", at: rfc3339(this.clock.now()), version, policy: hash, approvals: 2 };
  }

  /** `refuse url` under D1 for 30 days, by one person. */
  measure(change: Partial<MeasureEntry> = {}): MeasureEntry {
    const at = rfc3339(this.clock.now());
    return {
      ...{
        v: 1,
        kind: "measure",
        at,
        decision: newId(),
        role: "cdn",
        verb: "refuse",
        grain: "url",
        clause: "D1",
      },
      ...{
        policy: POLICY.hash,
        target: "ab".repeat(32),
        starts: at,
        ends: rfc3339(this.clock.now() + 30 * DAY),
      },
      ...{ emergency: false, approvals: 1 },
      ...change,
    };
  }

  /** The call that a desk would make for these entries, approved by these people. */
  request(entries: readonly Entry[], approvers: readonly Signer[], change: Partial<Request> = {}): Request {
    const decision = newId();
    const hash = approvalHash(change.decision ?? decision, entries.map(coreOf));
    return {
      ...{ decision, from: this.size, roles: ["cdn", "ddos"] },
      entries: entries.map((entry) => base64(encodeEntry(entry))),
      approvals: approvers.map((approver) => approver.approve(hash)),
      ...change,
    };
  }

  append(
    entries: readonly Entry[],
    approvers: readonly Signer[],
    change: Partial<Request> = {},
  ): Promise<CallOutput<"append">> {
    return this.send(this.request(entries, approvers, change));
  }

  send({ from, ...decision }: Request): Promise<CallOutput<"append">> {
    return append(this.context, { from, decisions: [decision] });
  }
}
