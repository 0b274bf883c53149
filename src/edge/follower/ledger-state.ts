import type { RequestEntry } from "../../ledger/entry.ts";
import { type CompactRange, EMPTY_RANGE } from "../../lib/merkle.ts";
import { runInSlices, runThrough, type Steps } from "../../lib/slices.ts";
import { type Matcher, MatcherBuilder, type TaggedMeasure } from "../../policy/matcher.ts";
import { type ActiveDigests, activeDigests } from "./active-digests.ts";
import { type LedgerChange, nothingNew, TAGS } from "./change.ts";
import { type Known, KnownTable } from "./known-table.ts";
import { inPortions } from "./portions.ts";

/** How much one line of a fresh state file holds. */
const MEASURES_A_CHANGE = 250;
/** How often digests are computed anew because something changed meanwhile, before they are computed in one go. */
const TRIES = 3;

/** What an edge keeps of the ledger: how far it has followed it, measures, and what accounts asked for. */
export class LedgerState {
  /** A builder until the matcher is first asked for: a whole state is not a series of changes. */
  #measures: MatcherBuilder | Matcher;
  /** Measures that are known and not held. */
  readonly #others = new KnownTable();
  /** Those of them whose opening this edge had, and whose tags it can no longer use. */
  readonly #unreadable = new Set<number>();
  readonly #requests = new Map<number, RequestEntry>();
  #range: CompactRange = EMPTY_RANGE;
  #serves = 0;
  #ledgerKey: string | undefined;
  #protected: ReadonlySet<string> = new Set();
  #isMerging = false;
  #digests: ActiveDigests | undefined;

  constructor(tagKey: Uint8Array) {
    this.#measures = new MatcherBuilder(tagKey);
  }

  get range(): CompactRange {
    return this.#range;
  }

  /** Version of the list of sites whose openings it was sent. */
  get serves(): number {
    return this.#serves;
  }

  /** Public half (hex) of the key that the ledger is signed with, where it is not the one of this edge's enrolment. */
  get ledgerKey(): string | undefined {
    return this.#ledgerKey;
  }

  /** Hashes of the hostnames that no measure takes away; undefined: none. */
  get protectedHosts(): ReadonlySet<string> | undefined {
    return this.#protected.size === 0 ? undefined : this.#protected;
  }

  /**
   * Some tags on the disk are of another tag function or normaliser: what they refuse cannot be told, so nothing is served
   * until the desk has sent the openings again.
   */
  get needsOpenings(): boolean {
    return this.#unreadable.size > 0;
  }

  get matcher(): Matcher {
    if (this.#measures instanceof MatcherBuilder) this.#measures = this.#measures.finish();
    return this.#measures;
  }

  /**
   * For a whole state that is put together beside another: what stood there stands here, opened as it was, unless it was shown
   * that it was lifted. Whoever sends the state may have left something out.
   */
  *keep(before: LedgerState, lifted: ReadonlySet<number>, nowMs: number): Steps<void> {
    const measures = this.#measures as MatcherBuilder;
    const stands = (one: Known) => isLive(one, nowMs) && !lifted.has(one.index);
    const known = Iterator.from(before.#others.values()).filter(
      (one) => stands(one) && !this.#others.has(one.index) && !measures.has(one.index),
    );
    for (const some of inPortions(known, MEASURES_A_CHANGE)) {
      this.apply({ ...nothingNew(this.#range), known: some });
      yield;
    }
    const held = before.matcher.held().filter((one) => stands(one) && !measures.has(one.index));
    for (const some of inPortions(held, MEASURES_A_CHANGE)) {
      this.apply({ ...nothingNew(this.#range), held: some });
      yield;
    }
  }

  /** Makes the matcher of a whole state, in steps. Nothing may change meanwhile. */
  *build(): Steps<void> {
    if (this.#measures instanceof MatcherBuilder) this.#measures = yield* this.#measures.finishInSteps();
  }

  /** The request at a ledger index. */
  request = (index: number): RequestEntry | undefined => this.#requests.get(index);

  apply(change: LedgerChange): void {
    const { range, known, held, tags, unreadable = [], lifted, requests, serves = this.#serves } = change;
    this.#digests = undefined;
    this.#range = range;
    this.#serves = serves;
    this.#ledgerKey = change.ledgerKey ?? this.#ledgerKey;
    if (change.protects !== undefined) this.#protected = new Set(change.protects);
    const readable = tags === TAGS ? held : held.filter((measure) => measure.tags.length === 0);
    const isHeld = new Set(readable.map(({ index }) => index));
    for (const one of known) if (!isHeld.has(one.index)) this.#others.set(one);
    for (const { index } of readable) this.#others.delete(index);
    for (const one of readable === held ? [] : held) {
      if (isHeld.has(one.index)) continue;
      this.#others.set(one);
      this.#unreadable.add(one.index);
    }
    for (const index of unreadable) this.#unreadable.add(index);
    for (const index of lifted) {
      this.#others.delete(index);
      this.#unreadable.delete(index);
    }
    for (const [index, request] of requests) this.#requests.set(index, request);
    this.#change(readable, lifted);
  }

  /** So much has changed that the matcher is to be merged; not while it is. */
  get isMergeDue(): boolean {
    return !this.#isMerging && !(this.#measures instanceof MatcherBuilder) && this.#measures.isMergeDue;
  }

  /** Beside whatever else goes on; what is refused is the same before, after, and if it fails. */
  async merge(): Promise<void> {
    this.#isMerging = true;
    try {
      const ontoMerged = await runInSlices(this.matcher.merge());
      this.#measures = ontoMerged(this.matcher);
    } finally {
      this.#isMerging = false;
    }
  }

  /** Digests of the active set at `nowMs`, equal on every edge of the same size, and of those whose openings it had. */
  digests(nowMs: number): ActiveDigests {
    if (!this.#hasDigests(nowMs)) this.#digests = runThrough(this.#computeDigests(nowMs));
    return this.#digests!;
  }

  /** Computes {@link digests} without holding anything else up, unless it is overtaken by changes again and again. */
  async prepareDigests(nowMs: number): Promise<void> {
    for (let tries = 0; tries < TRIES && !this.#hasDigests(nowMs); tries++) {
      const range = this.#range;
      const digests = await runInSlices(this.#computeDigests(nowMs));
      if (range === this.#range) this.#digests = digests;
    }
  }

  /** All of it as changes, as it is now, for a fresh file. What has ended at `nowMs` is left out. */
  changes(nowMs: number): Iterable<LedgerChange> {
    const live = (one: Known) => isLive(one, nowMs);
    return wholeState({
      first: {
        ...nothingNew(this.#range),
        requests: [...this.#requests],
        unreadable: [...this.#unreadable],
        serves: this.#serves,
        ...(this.#protected.size === 0 ? {} : { protects: [...this.#protected] }),
        ...(this.#ledgerKey === undefined ? {} : { ledgerKey: this.#ledgerKey }),
      },
      known: Iterator.from(this.#others.values()).filter(live),
      held: this.matcher.held().filter(live),
    });
  }

  #change(held: readonly TaggedMeasure[], lifted: readonly number[]): void {
    const measures = this.#measures;
    if (measures instanceof MatcherBuilder) {
      for (const measure of held) measures.add(measure);
      for (const index of lifted) measures.remove(index);
    } else if (held.length > 0 || lifted.length > 0) {
      this.#measures = measures.with(held, lifted);
    }
  }

  #hasDigests = (nowMs: number): boolean =>
    this.#digests !== undefined && nowMs >= this.#digests.nowMs && nowMs < this.#digests.untilMs;

  #computeDigests(nowMs: number): Steps<ActiveDigests> {
    const { matcher } = this;
    return activeDigests(this.#range.size, nowMs, {
      held: (atMs, found) => matcher.inForce(atMs, found),
      others: (atMs, found) => this.#others.inForce(atMs, found),
    });
  }
}

const isLive = ({ endsMs }: Known, nowMs: number): boolean => endsMs === null || endsMs > nowMs;

interface WholeState {
  readonly first: LedgerChange;
  readonly known: Iterable<Known>;
  readonly held: Iterable<TaggedMeasure>;
}

function* wholeState({ first, known, held }: WholeState): Generator<LedgerChange> {
  const rest = nothingNew(first.range);
  yield first;
  for (const some of inPortions(known, MEASURES_A_CHANGE)) yield { ...rest, known: some };
  for (const some of inPortions(held, MEASURES_A_CHANGE)) yield { ...rest, held: some };
}
