export {
  activeAt,
  applyEntries,
  EMPTY_STATE,
  isActive,
  knownDigest,
  LedgerFold,
  type LedgerState,
  type RuleBreach,
  type Standing,
} from "./active.ts";
export {
  type AuditOptions,
  type AuditProblem,
  type AuditReport,
  auditLedger,
  type EdgeDigest,
} from "./audit.ts";
export {
  type CheckedUrl,
  type CheckOptions,
  checkRefusals,
  LEDGER_HEADER,
  type Verdict,
  type Visit,
} from "./check.ts";
export { type Checkpoint, formatCheckpoint, openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
export { type Cosignature, cosignatures } from "./cosignature.ts";
export * from "./entry.ts";
export { followKeys, introduceKey, type KeyChain, keyEntriesOf } from "./key-chain.ts";
export {
  formatVerifierKey,
  type NoteKey,
  noteKey,
  noteKeyOfHex,
  parseVerifierKey,
  signNote,
  type VerifiedNote,
  verifyNote,
} from "./note.ts";
export {
  consistencyProof,
  inclusionProof,
  type NodeReader,
  nodesOfLeaves,
  nodesOfTiles,
  verifyConsistency,
  verifyInclusion,
} from "./proofs.ts";
export { protectedHash } from "./protected.ts";
export {
  fileReader,
  httpReader,
  type LedgerReader,
  readCheckpointNote,
  readEntries,
  readerAt,
} from "./reader.ts";
export { restoreEntries } from "./restore.ts";
export { LedgerStore } from "./store.ts";
export { type Opening, openingSchema, targetHash } from "./target.ts";
export { entriesPath, parseTilePath, type TileView, tilePath } from "./tiles.ts";
