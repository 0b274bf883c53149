import { z } from "zod";
import { openingSchema } from "../ledger/target.ts";
import { signedConfigSchema } from "./config.ts";

/**
 * What travels between desk and edges. The cursor of the first stream is the ledger's tree size: there is no second
 * sequence that could disagree with it. Transports (sse.ts) carry these values and know nothing of their meaning.
 */
const size = z.int().nonnegative();
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

export const sentOpeningSchema = z.strictObject({ index: size, opening: openingSchema });
export type SentOpening = z.infer<typeof sentOpeningSchema>;

/** Entries `from` ≤ index < `to`, all of them, with the openings this edge needs and a checkpoint of exactly size `to`. */
export const batchSchema = z.strictObject({
  from: size,
  to: size,
  entries: z.array(base64).max(10_000),
  openings: z.array(sentOpeningSchema),
  checkpoint: z.string().max(16_384),
});
export type Batch = z.infer<typeof batchSchema>;

/**
 * A run of a checkpoint's tree: leaf hashes of 32 bytes (tlog-tiles level 0), and of the entries behind them those that an edge
 * still needs, active measures and requests, with the openings that are for this edge.
 */
export const snapshotPartSchema = z.strictObject({
  leaves: base64.max(200_000),
  entries: z.array(z.strictObject({ index: size, entry: base64 })).max(4096),
  openings: z.array(sentOpeningSchema).max(4096),
});
export type SnapshotPart = z.infer<typeof snapshotPartSchema>;

export const snapshotHeadSchema = z.strictObject({ checkpoint: z.string().max(16_384), serves: size });

/**
 * One checkpoint's whole state, for an edge that is new, too far behind, or to serve other sites than before. It comes in parts,
 * in the tree's order, so that neither end holds all of it. Configuration is not in it: that has versions of its own, and goes
 * on in the stream from where the edge is.
 */
export interface Snapshot extends z.infer<typeof snapshotHeadSchema> {
  readonly parts: AsyncIterable<SnapshotPart> | Iterable<SnapshotPart>;
}

/** How far an edge is; the desk keeps no cursor for it. */
export interface Position {
  /** Of the ledger's tree. */
  readonly size: number;
  /** Version of the configuration. */
  readonly config: number;
  /** Version of the list of sites whose openings it was sent; 0: as at its enrolment without any list. */
  readonly serves: number;
}

/** Requests of the last hour, by site; `all`: no other site had any. */
export const trafficSchema = z.strictObject({
  counts: z.record(z.string().max(30), z.int().nonnegative()),
  all: z.boolean(),
});
export type Traffic = z.infer<typeof trafficSchema>;

/** Cumulative: "I have applied everything up to here, and this is what I hold." */
export const ackSchema = z.strictObject({
  size,
  config: size,
  /** Digest of the indices of the active set: equal on every edge and for an auditor. */
  known: digest,
  /** Digest of the indices whose openings this edge has. */
  held: digest,
  /** By the edge's own clock: when these were the digests. */
  at: z.iso.datetime({ precision: 0 }).optional(),
  /** Why the last thing sent was refused, if it was. */
  refused: z.string().max(200).optional(),
  /** Now and then: what sites were asked for in the last hour. */
  traffic: trafficSchema.optional(),
});
export type Ack = z.infer<typeof ackSchema>;

export type FeedMessage =
  | { readonly kind: "batch"; readonly batch: Batch }
  | { readonly kind: "config"; readonly items: readonly z.infer<typeof signedConfigSchema>[] }
  | { readonly kind: "forget" }
  | { readonly kind: "resync" }
  | { readonly kind: "ping"; readonly checkpoint?: string | undefined };

export const messageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("batch"), batch: batchSchema }),
  /** Versions in their order; what none of them says any more may be left out between them. */
  z.strictObject({ kind: z.literal("config"), items: z.array(signedConfigSchema).min(1).max(1000) }),
  /**
   * Some purges since this edge's version are no longer known: whatever it keeps may be what they were about. Not signed,
   * for it can only cost copies; what comes next in `config` takes the edge past it.
   */
  z.strictObject({ kind: z.literal("forget") }),
  /** The edge's position is not of this ledger, or it serves other sites than it did: take a snapshot. */
  z.strictObject({ kind: z.literal("resync") }),
  /**
   * All that there is was sent; the desk is there. Answered with an ack, so that digests are compared every few seconds.
   * `checkpoint`: the newest with what witnesses have signed below it.
   */
  z.strictObject({ kind: z.literal("ping"), checkpoint: z.string().max(16_384).optional() }),
]);

/** What an edge needs of a transport. Edges dial out; nothing ever connects to them for the desk. */
export interface FeedTransport {
  /** Messages after the given positions, until the connection ends (throws) or `signal` aborts. */
  subscribe(from: Position, signal: AbortSignal): AsyncIterable<FeedMessage>;
  /** Of a checkpoint of at least this size. */
  snapshot(size: number, signal: AbortSignal): Promise<Snapshot>;
  ack(ack: Ack): Promise<void>;
  close(): void;
}
