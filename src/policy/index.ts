export { type ChangeEffect, diffPolicies, type PolicyChange } from "./diff.ts";
export { hostIdentity, requestHost } from "./host.ts";
export {
  type CanonicalUrl,
  canonicalOf,
  identities,
  MAX_TARGET_LENGTH,
  NORMALISER,
  type RequestIdentities,
  requestIdentities,
} from "./identity.ts";
export {
  canAct,
  checkMeasure,
  clauseOf,
  MAX_EMERGENCY_MS,
  type MeasureProblem,
  type MeasureProblemCode,
  milderRungs,
  neededApprovals,
  type ProposedMeasure,
  type RoleRung,
  rungs,
} from "./ladder.ts";
export { type PolicyProblem, parsePolicy } from "./load.ts";
export {
  type HeldMeasure,
  type MatchedSite,
  Matcher,
  MatcherBuilder,
  type TaggedMeasure,
  type Verdict,
} from "./matcher.ts";
export {
  allMeasures,
  type Executor,
  executor,
  isMilder,
  MEASURES,
  type MeasurePair,
  measureProblem,
  minApprovals,
} from "./measures.ts";
export { EXACT_CASE, heldReadings, MAX_READINGS, pathReadings, type Readings } from "./path.ts";
export { compareOthers, compareRefusals, REFUSAL_ORDER } from "./precedence.ts";
export { MAX_QUERY_PAIRS, type QueryReading, queryReadings } from "./query.ts";
export {
  type Clause,
  EVIDENCE_KINDS,
  type EvidenceKind,
  FINDING_KINDS,
  type FindingKind,
  type Policy,
  type Rung,
} from "./schema.ts";
export { type TaggedParam, Tagger, type TargetTags, tagOpening } from "./tags.ts";
export { MAX_PATH_SEGMENTS, type MeasureTarget, targetProblem } from "./target.ts";
export {
  GRAINS,
  type Grain,
  isRefusing,
  REFUSING,
  SERVICE_ROLES,
  type ServiceRole,
  VERBS,
  type Verb,
} from "./words.ts";
