import type { ConfigItem, SiteConfig } from "../../feed/config.ts";
import type { Verified } from "../../feed/verify.ts";
import type { Entry, MeasureEntry, RequestEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { parseRfc3339 } from "../../lib/clock.ts";
import type { CompactRange } from "../../lib/merkle.ts";
import type { Steps } from "../../lib/slices.ts";
import { NORMALISER } from "../../policy/identity.ts";
import type { TaggedMeasure } from "../../policy/matcher.ts";
import { TAG_FUNCTION, tagOpening } from "../../policy/tags.ts";
import { targetProblem } from "../../policy/target.ts";
import type { Known } from "./known-table.ts";

/** What must be the same for a tag on the disk to be the tag of a request. */
export const TAGS = `${TAG_FUNCTION}/normaliser-${NORMALISER}`;
/** How many entries one change holds; a tag takes some 20 µs. */
const ENTRIES_A_CHANGE = 50;

/** One change as it is written to disk: what was verified, boiled down to what the edge keeps. No clear URL is in it. */
export type Change = LedgerChange | ConfigChange;

export interface LedgerChange {
  readonly t: "batch";
  readonly range: CompactRange;
  readonly known: readonly Known[];
  readonly held: readonly TaggedMeasure[];
  /** How the tags in `held` were made; absent in what version 0.1.0 wrote. */
  readonly tags?: string;
  /** Known measures whose opening this edge had, and whose tags another function made. */
  readonly unreadable?: readonly number[];
  readonly lifted: readonly number[];
  readonly requests: readonly (readonly [number, RequestEntry])[];
  /** The newest list of protected hostnames, as hashes; absent where this brings no other. */
  readonly protects?: readonly string[];
  /** Version of the list of sites that the openings are of, from here on (feed/wire.ts, Position). */
  readonly serves?: number;
  /** Public half (hex) of the ledger's key from here on, where it is not the one of before. */
  readonly ledgerKey?: string;
}

export type ConfigChange =
  /** Sites as of a version, many at once. */
  | { readonly t: "sites"; readonly version: number; readonly sites: readonly SiteConfig[] }
  /** Without a site: the version alone. A purge leaves nothing else, least of all its path. */
  | {
      readonly t: "config";
      readonly version: number;
      readonly item?: Exclude<ConfigItem, { kind: "purge" }>;
    }
  /** The last request of an account that was carried out, by site. */
  | { readonly t: "carried-out"; readonly requests: readonly (readonly [site: string, index: number])[] };

/** Nothing of the ledger, up to there. */
export const nothingNew = (range: CompactRange) =>
  ({ t: "batch", range, known: [], held: [], tags: TAGS, lifted: [], requests: [] }) as const;

/** Boils what was verified down, some entries at a time. Openings are used for their tags and then forgotten. */
export function* changesOf(
  { range, entries, openings }: Verified,
  tagKey: Uint8Array,
): Generator<LedgerChange> {
  for (let from = 0; from === 0 || from < entries.length; from += ENTRIES_A_CHANGE) {
    const some = entries.slice(from, from + ENTRIES_A_CHANGE);
    const measures = some.filter(isMeasure);
    yield {
      ...nothingNew(range),
      known: measures.map(([index, entry]) => ({ index, ...times(entry) })),
      held: measures.flatMap(([index, entry]) => {
        const opening = openings.get(index);
        return opening === undefined ? [] : holdMeasure(tagKey, index, entry, opening);
      }),
      // Only what came before it, as in ledger/active.ts: all parties must add the entries up alike.
      lifted: some.flatMap(([index, entry]) =>
        entry.kind === "lift" && entry.measure < index ? [entry.measure] : [],
      ),
      requests: some.filter(isRequest),
      ...protectsOf(some),
    };
  }
}

/** The last list counts. */
function protectsOf(entries: readonly Numbered<Entry>[]): { protects?: readonly string[] } {
  const last = entries.findLast(([, { kind }]) => kind === "protect")?.[1];
  return last?.kind === "protect" ? { protects: last.hosts } : {};
}

/** The same as one change, in steps: of a batch a crash leaves all or nothing. */
export function* changeOf(verified: Verified, tagKey: Uint8Array): Steps<LedgerChange> {
  const changes: LedgerChange[] = [];
  for (const change of changesOf(verified, tagKey)) {
    changes.push(change);
    yield;
  }
  return {
    ...nothingNew(verified.range),
    known: changes.flatMap(({ known }) => known),
    held: changes.flatMap(({ held }) => held),
    lifted: changes.flatMap(({ lifted }) => lifted),
    requests: changes.flatMap(({ requests }) => requests),
    ...protectsOf(verified.entries),
    ...(verified.ledgerKey === undefined ? {} : { ledgerKey: verified.ledgerKey }),
  };
}

/** A configuration item, without what an edge does once and forgets. */
export const configChange = (version: number, item: ConfigItem): ConfigChange =>
  item.kind === "purge" ? { t: "config", version } : { t: "config", version, item };

type Numbered<T extends Entry> = readonly [number, T];
const isMeasure = (pair: Numbered<Entry>): pair is Numbered<MeasureEntry> => pair[1].kind === "measure";
const isRequest = (pair: Numbered<Entry>): pair is Numbered<RequestEntry> => pair[1].kind === "request";

const times = ({ starts, ends }: MeasureEntry) => ({
  startsMs: parseRfc3339(starts),
  endsMs: ends === null ? null : parseRfc3339(ends),
});

/** Empty if this edge cannot read the target: one such measure must not stop the others, and the `held` digest shows it. */
function holdMeasure(key: Uint8Array, index: number, entry: MeasureEntry, opening: Opening): TaggedMeasure[] {
  if (targetProblem(opening) !== undefined) return [];
  const { verb, grain, role, decision, clause, territory } = entry;
  return [
    {
      ...{ index, verb, grain, role, decision, clause },
      ...times(entry),
      ...(territory === undefined ? {} : { territory }),
      site: opening.site,
      ...(grain === "host" ? { host: opening.canonical } : {}),
      ...tagOpening(key, opening),
    },
  ];
}
