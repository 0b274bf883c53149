/** Evidence: look at a page as an ordinary visitor, keep what was seen so that nobody can change it unnoticed. */
export { isPublicAddress, type Resolve } from "./capture/address-guard.ts";
export { compareViews } from "./capture/agreement.ts";
export { CAPTURE_LIMITS, type CaptureOptions, capture } from "./capture/capture.ts";
export { type CleanUrl, cleanUrl } from "./capture/clean-url.ts";
export { systemResolve } from "./capture/resolve.ts";
export type {
  Agreement,
  Capture,
  Difference,
  Exchange,
  Stop,
  Truncation,
  Vantage,
  VantageAddress,
  View,
} from "./capture/types.ts";
export {
  CUSTODY_ACTS,
  CUSTODY_REASONS,
  type CustodyAct,
  type CustodyEntry,
  type CustodyReason,
} from "./custody/entry.ts";
export { appendCustody, type CustodyVerdict, custodyLines, verifyCustody } from "./custody/log.ts";
export type { Manifest } from "./manifest.ts";
export type { CleanMedia } from "./media/clean.ts";
export { DISCLOSED, type Disclosed } from "./media/codes.ts";
export { cleanMedia } from "./media/media.ts";
export { plainText } from "./media/plain-text.ts";
export { type TranscribeLimits, transcribe } from "./media/transcriber.ts";
export { openSealed, readIdentityFile, seal } from "./seal.ts";
export { type Access, EvidenceStore, type EvidenceStoreOptions } from "./store.ts";
export { MAX_TEXT_BYTES, type PageText, pageText } from "./text.ts";
export { type Check, formatVerifyReport, type VerifyReport } from "./verify/report.ts";
export { type VerifyOptions, verifyEvidence, verifyWarc } from "./verify/verify.ts";
export { captureToWarc, type KeptCapture, type KeptResponse, readCaptureWarc } from "./warc/capture-warc.ts";
