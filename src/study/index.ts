export { benjaminiHochberg, holm } from "./correction.ts";
export { fisherExact } from "./fisher.ts";
export { CAVEATS, formatStudy } from "./format.ts";
export { strictHost } from "./hosts.ts";
export { covers, oddsRatio, riskDifference, riskRatio, wilson } from "./intervals.ts";
export {
  FAMILY,
  type FamilyRule,
  overRepresentation,
  type ProviderLine,
  type RoleStudy,
  type Row,
  type Unknown,
} from "./over-representation.ts";
export { mantelHaenszelRatio, poissonBinomialTail } from "./strata.ts";
export { type Estimate, type Interval, MIN_FOR_PERCENT, shareText, type Table, table } from "./table.ts";
