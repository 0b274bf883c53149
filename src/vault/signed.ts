import { rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { fromHex, hex } from "../lib/bytes.ts";
import { RempartError } from "../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../lib/files.ts";
import { type CompactRange, EMPTY_RANGE } from "../lib/merkle.ts";
import { Journal, wholeLines } from "./journal.ts";

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

export const NO_HEAD: Head = {
  ...{ range: EMPTY_RANGE, checkpoint: "", atMs: 0, config: 0, policy: null },
  ...{ ledgerKeys: [], overlapsMs: 0 },
};

/** One line per use of approvals: which people approved what, and where in the ledger it went (nowhere: an enrolment). */
export interface Approved {
  readonly hash: string;
  readonly people: readonly string[];
  readonly indices: readonly number[];
  /** When, Unix ms, where it was an emergency: one person decides few of them a day. */
  readonly emergencyMs?: number;
}

/** A line of the journal: what was approved and the head that signs it are remembered together or not at all. */
interface Line {
  readonly approved: readonly Approved[];
  readonly head: PlainHead;
}

type PlainHead = Omit<Head, "range"> & { readonly size: number; readonly nodes: readonly string[] };

/** What head.json says besides the head: the journal that goes on from it, and how much of approved.jsonl is before that. */
type HeadFile = PlainHead & { readonly journal?: number; readonly approvedBytes?: number };

/** Lines after which the journal is folded: reading them takes a moment at the next start. */
const FOLD_AT = 1_000;

/**
 * What was approved and signed, on the disk. `head.json` is the head of the last fold; `head-N.jsonl` has a line for each
 * signature since, written with one sync; `approved.jsonl` has all approvals of all times.
 */
export class SignedFiles {
  readonly #folder: string;
  #approvals: Journal;
  /** Number of the journal in use; −1 before the first head. */
  #number = -1;
  #journal: Journal | undefined;
  /** Approved, and in the journal only. */
  #pending: readonly Approved[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#approvals = new Journal(join(folder, "approved.jsonl"));
  }

  /**
   * The files as a crash may have left them, what was approved (void lines, too) and the head; undefined where there is no
   * head.json. Throws `vault.head` where the journal is gone that it speaks of.
   */
  static async open(
    folder: string,
  ): Promise<{ files: SignedFiles; head: Head | undefined; approved: Approved[] }> {
    const text = await readIfPresent(join(folder, "head.json"));
    const kept = text === undefined ? undefined : (JSON.parse(text.toString("utf8")) as HeadFile);
    const path = join(folder, "approved.jsonl");
    if (kept?.approvedBytes !== undefined) await cutTo(path, kept.approvedBytes);
    const before = ((await wholeLines(path)) ?? []).map((line) => JSON.parse(line) as Approved);
    const since = kept?.journal === undefined ? [] : await readJournal(folder, kept.journal);
    const files = new SignedFiles(folder);
    files.#number = kept?.journal ?? -1;
    files.#pending = since.flatMap(({ approved }) => approved);
    const approved = [...before, ...files.#pending];
    const last = since.at(-1)?.head ?? kept;
    const head = last && parseHead(last);
    if (head !== undefined) await files.fold(head);
    return { files, head, approved };
  }

  close(): void {
    this.#journal?.close();
    this.#approvals.close();
  }

  /** On return both are on the disk. Where that fails neither counts, and it may be tried again. */
  async keep(approved: readonly Approved[], head: Head): Promise<void> {
    if (this.#journal === undefined) {
      this.#pending = approved;
      await this.fold(head);
      return;
    }
    this.#journal.append([{ approved, head: plain(head) } satisfies Line], true);
    this.#pending = [...this.#pending, ...approved];
    try {
      this.#writeApproved(false);
      if (this.#journal.count >= FOLD_AT) await this.fold(head);
    } catch {
      // The journal has it all; the next one tries again.
    }
  }

  /** The head in head.json, and an empty journal behind it. */
  async fold(head: Head): Promise<void> {
    this.#writeApproved(true);
    this.#journal?.close();
    this.#journal = undefined; // one that fails halfway is made again, whole
    const number = this.#number + 1;
    await writeAtomic(journalPath(this.#folder, number), "");
    const file: HeadFile = { ...plain(head), journal: number, approvedBytes: this.#approvals.bytes };
    await writeAtomic(join(this.#folder, "head.json"), JSON.stringify(file));
    this.#journal = new Journal(journalPath(this.#folder, number));
    await rm(journalPath(this.#folder, this.#number), { force: true });
    this.#number = number;
  }

  /** An empty ledger, and what was used up for the one before: of no place in this one. */
  async beginAnew(used: readonly Approved[], head: Head): Promise<void> {
    const path = join(this.#folder, "approved.jsonl");
    const lines = used.map((one) => `${JSON.stringify({ ...one, indices: [] } satisfies Approved)}\n`);
    await writeAtomic(path, lines.join(""));
    this.#approvals.close();
    this.#approvals = new Journal(path);
    await this.fold(head);
  }

  #writeApproved(durable: boolean): void {
    this.#approvals.append(this.#pending, durable);
    this.#pending = [];
  }
}

const journalPath = (folder: string, number: number): string => join(folder, `head-${number}.jsonl`);

async function readJournal(folder: string, number: number): Promise<Line[]> {
  const lines = await wholeLines(journalPath(folder, number));
  if (lines !== undefined) return lines.map((line) => JSON.parse(line) as Line);
  const message = `head-${number}.jsonl, in which this vault goes on from its head.json, is gone: what it would sign now could be a second history`;
  throw new RempartError("vault.head", 500, message);
}

/** What was written behind it without a sync is in the journal, whole. */
async function cutTo(path: string, bytes: number): Promise<void> {
  const { size } = await stat(path);
  if (size > bytes) await truncate(path, bytes);
}

function plain({ range, ...rest }: Head): PlainHead {
  return { ...rest, size: range.size, nodes: range.nodes.map(hex) };
}

function parseHead({ size, nodes, ...rest }: HeadFile): Head {
  const { journal: _, approvedBytes: __, ...head } = rest;
  return { ...NO_HEAD, ...head, range: { size, nodes: nodes.map(fromHex) } };
}
