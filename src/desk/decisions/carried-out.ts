import { executor, type ServiceRole, type Verb } from "../../policy/index.ts";

/** By whom a measure happens: edges obey the ledger, a statement tells the operator, anything else is somebody's work. */
export type CarriedOutBy = "edge" | "statement" | "work-order";

/** `notify` outside the edges asks the operator to act: its statement of reasons is the whole measure. */
export function carriedOutBy({ role, verb }: { role: ServiceRole; verb: Verb }): CarriedOutBy {
  if (executor(role) === "edge") return "edge";
  return verb === "notify" ? "statement" : "work-order";
}
