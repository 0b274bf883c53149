import { createPublicKey, verify } from "node:crypto";
import { mkdir, open, readdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { fromHex, hex, sha256Hex, toUtf8 } from "../lib/bytes.ts";
import { appendSynced, readIfPresent, writeAtomic } from "../lib/files.ts";
import { type CompactRange, EMPTY_RANGE } from "../lib/merkle.ts";
import { type Policy, parsePolicy } from "../policy/index.ts";
import type { Approval } from "./calls.ts";

/** The last signed point of the ledger. Lives outside backups: the vault never signs at or below `range.size` again. */
export interface Head {
  readonly range: CompactRange;
  readonly checkpoint: string;
  /** `at` of the newest entry, Unix ms: time in the ledger does not go backwards. */
  readonly atMs: number;
  /** Version of the newest signed configuration item. */
  readonly config: number;
  /** Hash of the policy in force. */
  readonly policy: string | null;
  /** Public halves (hex) of the signing keys that came after the first, in their order. The last one is in force. */
  readonly ledgerKeys: readonly string[];
  /** Until then the key before signs as well, Unix ms. */
  readonly overlapsMs: number;
}

const NO_HEAD: Head = {
  ...{ range: EMPTY_RANGE, checkpoint: "", atMs: 0, config: 0, policy: null },
  ...{ ledgerKeys: [], overlapsMs: 0 },
};

export interface Token {
  readonly hash: string;
  readonly name: string;
  readonly untilMs: number;
}

/** One line per use of approvals: which people approved what, and where in the ledger it went (nowhere: an enrolment). */
export interface Approved {
  readonly hash: string;
  readonly people: readonly string[];
  readonly indices: readonly number[];
}

/** What the vault remembers besides its keys. Every change is on the disk before the answer leaves. */
export class VaultState {
  readonly #folder: string;
  readonly #used = new Set<string>();
  readonly #approvers = new Map<number, readonly string[]>();
  readonly #policies = new Map<string, string>();
  readonly #parsed = new Map<string, Policy>();
  #hasLostHead = false;
  head: Head = NO_HEAD;
  people: ReadonlyMap<string, string> = new Map();
  tokens: readonly Token[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<VaultState> {
    const state = new VaultState(folder);
    await mkdir(join(folder, "policies"), { recursive: true, mode: 0o700 });
    const head = await readIfPresent(join(folder, "head.json"));
    if (head !== undefined) state.head = parseHead(head.toString("utf8"));
    const people = await readIfPresent(join(folder, "people.json"));
    if (people !== undefined) state.people = new Map(Object.entries(JSON.parse(people.toString("utf8"))));
    const tokens = await readIfPresent(join(folder, "tokens.json"));
    if (tokens !== undefined) state.tokens = JSON.parse(tokens.toString("utf8"));
    state.#replay(await readWholeLines(join(folder, "approved.jsonl")));
    for (const name of await readdir(join(folder, "policies"))) {
      state.#policies.set(
        name.replace(/\.yaml$/, ""),
        await readFile(join(folder, "policies", name), "utf8"),
      );
    }
    return state;
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

  /** What was approved, then the head that signs it: after a crash between the two it may be tried again. */
  async keepSigned(approved: readonly Approved[], head: Head): Promise<void> {
    await this.#write(approved);
    await this.keepHead(head);
    for (const one of approved) this.#remember(one);
  }

  /** Approvals that wrote nothing to the ledger (an enrolment) are used up as well. */
  async keepUsed(hash: string, people: readonly string[]): Promise<void> {
    const approved = { hash, people, indices: [] };
    await this.#write([approved]);
    this.#remember(approved);
  }

  async keepHead(head: Head): Promise<void> {
    const { range, ...rest } = head;
    const text = JSON.stringify({ ...rest, size: range.size, nodes: range.nodes.map(hex) });
    await writeAtomic(join(this.#folder, "head.json"), text);
    this.head = head;
  }

  /**
   * An empty ledger, under the same keys and people. What was approved for the one before stays used up, and its head is
   * kept beside.
   */
  async beginAnew(): Promise<void> {
    const path = join(this.#folder, "approved.jsonl");
    const used = (await readWholeLines(path)).map((line) => ({
      ...JSON.parse(line),
      people: [],
      indices: [],
    }));
    await writeAtomic(path, used.map((one) => `${JSON.stringify(one)}\n`).join(""));
    for (const one of used) this.#remember(one);
    const { config, ledgerKeys, checkpoint } = this.head;
    await writeAtomic(join(this.#folder, `ended-${sha256Hex(toUtf8(checkpoint)).slice(0, 16)}`), checkpoint);
    await this.keepHead({ ...NO_HEAD, config, ledgerKeys });
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

  async #write(approved: readonly Approved[]): Promise<void> {
    const file = await open(join(this.#folder, "approved.jsonl"), "a", 0o600);
    try {
      await appendSynced(file, Buffer.from(approved.map((one) => `${JSON.stringify(one)}\n`).join("")));
    } finally {
      await file.close();
    }
  }

  /** A line whose checkpoint was never signed, because the size was not reached or a later line took its place, is void. */
  #replay(lines: readonly string[]): void {
    const all = lines.map((line) => JSON.parse(line) as Approved);
    const holder = new Map(all.flatMap((approved) => approved.indices.map((index) => [index, approved])));
    const { size } = this.head.range;
    this.#hasLostHead = size === 0 && all.some(({ indices }) => (indices[0] ?? 0) > 0);
    for (const approved of all) {
      if (approved.indices.every((i) => i < size && holder.get(i) === approved)) this.#remember(approved);
    }
  }

  #remember({ hash, people, indices }: Approved): void {
    this.#used.add(hash);
    for (const index of indices) this.#approvers.set(index, people);
  }
}

/** The lines of a file; a last one that a power cut left half written is cut off, or the next would join it. */
async function readWholeLines(path: string): Promise<string[]> {
  const bytes = await readIfPresent(path);
  if (bytes === undefined) return [];
  const whole = bytes.lastIndexOf(10) + 1;
  if (whole < bytes.length) await truncate(path, whole);
  return bytes.toString("utf8", 0, whole).split("\n").slice(0, -1);
}

function parseHead(text: string): Head {
  const { size, nodes, ...rest } = JSON.parse(text) as Omit<Head, "range"> & {
    size: number;
    nodes: string[];
  };
  return { ...NO_HEAD, ...rest, range: { size, nodes: nodes.map(fromHex) } };
}
