/** What the follower knows, for the admin listener: the HTTP part takes these facts and asks nothing else of it. */
export interface EdgeStatus {
  /** Ledger size of the verified state; 0 before it is loaded. */
  readonly size: number;
  /** Version of the configuration that is applied. */
  readonly config: number;
  /** Batches and configurations of the feed that did not verify and were not applied. */
  readonly refusals: number;
  /** The desk has not been heard for longer than allowed. */
  readonly stale: boolean;
  /** For how long entries have been in force that no witness has vouched for, ms; 0: none, or this edge knows no witness. */
  readonly uncosignedMs: number;
  /** Since the desk was last heard; null if never in this life. */
  readonly ageMs: number | null;
  /** What is compared with other edges and with the desk. Goes through all measures: not for every look. */
  digests(): Digests;
}

export interface Digests {
  /** Of the active set; equal on every edge at the same size. */
  readonly known: string;
  /** Of the openings that this edge holds. */
  readonly held: string;
}
