import { createPublicKey, verify } from "node:crypto";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromHex, sha256Hex, toUtf8 } from "../lib/bytes.ts";
import { DAY } from "../lib/clock.ts";
import { readIfPresent, writeAtomic } from "../lib/files.ts";
import { type Policy, parsePolicy } from "../policy/index.ts";
import type { Approval } from "./calls.ts";
import { type Approved, type Head, NO_HEAD, SignedFiles } from "./signed.ts";

export interface Token {
  readonly hash: string;
  readonly name: string;
  /** Hash of what the edge is told to trust. */
  readonly trust: string;
  readonly untilMs: number;
}

/** What the vault remembers besides its keys. Every change is on the disk before the answer leaves. */
export class VaultState {
  readonly #folder: string;
  readonly #files: SignedFiles;
  readonly #used = new Set<string>();
  readonly #approvers = new Map<number, readonly string[]>();
  /** In their order; what is older than a day is let go of when the next comes. */
  #emergencies: readonly Approved[] = [];
  readonly #policies = new Map<string, string>();
  readonly #parsed = new Map<string, Policy>();
  #hasLostHead = false;
  head: Head;
  people: ReadonlyMap<string, string> = new Map();
  tokens: readonly Token[] = [];
  /** Of the last `settle`; undefined: nothing was asked before this vault was started. */
  turn: string | undefined;

  private constructor(folder: string, files: SignedFiles, head = NO_HEAD) {
    this.#folder = folder;
    this.#files = files;
    this.head = head;
  }

  static async open(folder: string): Promise<VaultState> {
    await mkdir(join(folder, "policies"), { recursive: true, mode: 0o700 });
    const { files, head, approved } = await SignedFiles.open(folder);
    const state = new VaultState(folder, files, head);
    const people = await readIfPresent(join(folder, "people.json"));
    if (people !== undefined) state.people = new Map(Object.entries(JSON.parse(people.toString("utf8"))));
    const tokens = await readIfPresent(join(folder, "tokens.json"));
    if (tokens !== undefined) state.tokens = JSON.parse(tokens.toString("utf8"));
    state.#replay(approved);
    for (const name of await readdir(join(folder, "policies"))) {
      state.#policies.set(
        name.replace(/\.yaml$/, ""),
        await readFile(join(folder, "policies", name), "utf8"),
      );
    }
    return state;
  }

  close(): void {
    this.#files.close();
  }

  /** Distinct enrolled people whose signature over `hash` holds. Throws nothing: a bad approval does not count. */
  approvers(hash: string, approvals: readonly Approval[]): string[] {
    const valid = approvals.filter(({ person, signature }) => {
      const key = this.people.get(person);
      return (
        key !== undefined &&
        verify(null, fromHex(hash), createPublicKey(key), Buffer.from(signature, "base64"))
      );
    });
    return [...new Set(valid.map(({ person }) => person))];
  }

  /** An approval works once: otherwise a lifted measure could be written again without asking anybody. */
  isUsed(hash: string): boolean {
    return this.#used.has(hash);
  }

  /** Entries were approved behind a first one, and there is no head: it signed a ledger and does not know how far. */
  get hasLostHead(): boolean {
    return this.#hasLostHead;
  }

  /** People who approved the entry at a ledger index. */
  approversOf(index: number): readonly string[] {
    return this.#approvers.get(index) ?? [];
  }

  emergenciesSince = (sinceMs: number): readonly Approved[] =>
    this.#emergencies.filter(({ emergencyMs = 0 }) => emergencyMs > sinceMs);

  /** The policy of that hash, read once: a hash names one text for ever. */
  policy(hash: string): Policy | undefined {
    const text = this.#policies.get(hash);
    const policy = this.#parsed.get(hash) ?? (text === undefined ? undefined : parsePolicy(text, "policy"));
    if (policy !== undefined) this.#parsed.set(hash, policy);
    return policy;
  }

  async keepPolicy(hash: string, text: string): Promise<void> {
    await writeAtomic(join(this.#folder, "policies", `${hash}.yaml`), text);
    this.#policies.set(hash, text);
  }

  /** What was approved and the head that signs it: after a crash both are there, or it may be tried again. */
  async keepSigned(approved: readonly Approved[], head: Head): Promise<void> {
    await this.#files.keep(approved, head);
    this.head = head;
    for (const one of approved) this.#remember(one);
  }

  /** Approvals that wrote nothing to the ledger (an enrolment) are used up as well. */
  keepUsed = (hash: string, people: readonly string[]): Promise<void> =>
    this.keepSigned([{ hash, people, indices: [] }], this.head);

  keepHead = (head: Head): Promise<void> => this.keepSigned([], head);

  /**
   * An empty ledger, under the same keys and people. What was approved for the one before stays used up, its head is kept
   * beside, and who decided emergencies today has decided them.
   */
  async beginAnew(): Promise<void> {
    const { config, ledgerKeys, checkpoint } = this.head;
    await writeAtomic(join(this.#folder, `ended-${sha256Hex(toUtf8(checkpoint)).slice(0, 16)}`), checkpoint);
    this.head = { ...NO_HEAD, config, ledgerKeys };
    const emergencies = new Map(this.#emergencies.map((one) => [one.hash, one]));
    const used = [...this.#used].map((hash) => emergencies.get(hash) ?? { hash, people: [], indices: [] });
    await this.#files.beginAnew(used, this.head);
    this.#approvers.clear();
    this.#hasLostHead = false;
  }

  async keepPeople(people: ReadonlyMap<string, string>): Promise<void> {
    await writeAtomic(join(this.#folder, "people.json"), JSON.stringify(Object.fromEntries(people)));
    this.people = people;
  }

  async keepTokens(tokens: readonly Token[]): Promise<void> {
    await writeAtomic(join(this.#folder, "tokens.json"), JSON.stringify(tokens));
    this.tokens = tokens;
  }

  /** A line whose checkpoint was never signed, because the size was not reached or a later line took its place, is void. */
  #replay(all: readonly Approved[]): void {
    const holder = new Map(all.flatMap((approved) => approved.indices.map((index) => [index, approved])));
    const { size } = this.head.range;
    this.#hasLostHead = size === 0 && all.some(({ indices }) => (indices[0] ?? 0) > 0);
    for (const approved of all) {
      const isSigned = approved.indices.every((i) => i < size && holder.get(i) === approved);
      if (isSigned || this.#hasLostHead) this.#remember(approved);
    }
  }

  #remember(approved: Approved): void {
    const { hash, people, indices, emergencyMs } = approved;
    this.#used.add(hash);
    if (emergencyMs !== undefined)
      this.#emergencies = [...this.emergenciesSince(emergencyMs - DAY), approved];
    for (const index of indices) this.#approvers.set(index, people);
  }
}
