/** The screening library: text in, findings out. Nothing here reads a file, a clock or the network. */
export { matchLines, screenLines } from "./cli.ts";
export { explain, masked, reasonsIn } from "./explain.ts";
export { NORMALISER_VERSION } from "./normalise/index.ts";
export type { Reason } from "./reasons.ts";
export { screen } from "./screen.ts";
export { SEALED_KINDS, type SealedDetail, type SealedKind, sealedDetailSchema } from "./sealed/canonical.ts";
export { createSealedMatcher, matchSealed, SealedIndex, type SealedSpan } from "./sealed/matcher.ts";
export { type SealedTags, sealedTagsSchema, tagDetail } from "./sealed/tag.ts";
export {
  type LocatedFinding,
  type PageScreening,
  type Segment,
  screenHtml,
  screenSegments,
  screenText,
  segmentHtml,
  segmentText,
} from "./segment.ts";
export { severityOf } from "./severity.ts";
export { type ShowOptions, show } from "./show/show.ts";
export {
  DETAIL_KINDS,
  type DetailKind,
  FINDING_KINDS,
  type Finding,
  type FindingKind,
  isDetail,
  isViolence,
  type Screening,
  type ScreenOptions,
  SEVERITIES,
  type SealedMatcher,
  type Severity,
  type Span,
  VIOLENCE_KINDS,
  type ViolenceKind,
} from "./types.ts";
export { type Family, VERSIONS, versionOf } from "./versions.ts";
