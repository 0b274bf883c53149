import type { Result } from "../evasion/run.ts";
import type { Scenario } from "../evasion/scene.ts";
import type { EngineName } from "./engine-config.ts";

/** What an engine answers in another way than our own edges do; docs/connectors.md lists the same. */
export interface Gap<T> {
  readonly engines: readonly EngineName[];
  /** Whether what is refused comes out. */
  readonly opens: boolean;
  readonly why: string;
  readonly covers: (result: T) => boolean;
}

const named =
  (family: string, ...names: readonly string[]): Gap<Result>["covers"] =>
  ({ row }) =>
    row.family === family && names.includes(row.name);

/** Rows of the evasion matrix. */
export const GAPS: readonly Gap<Result>[] = [
  {
    ...{ engines: ["haproxy", "nginx-map"], opens: true },
    why: "an interstitial is not carried out: a map does not know who has seen the page",
    covers: ({ on }) => on === "interstitial",
  },
  {
    ...{ engines: ["nginx", "nginx-map"], opens: false },
    why: "nginx answers 400 to a stray %, also on pages that no measure is about",
    covers: named("percent", "a percent sign that escapes nothing", "an escape that is no hex"),
  },
  {
    ...{ engines: ["haproxy", "nginx", "nginx-map"], opens: false },
    why: "another site of the same server is served on a connection that was made for this one",
    covers: named("names of connections", "for another site, over a refused one's"),
  },
  {
    ...{ engines: ["haproxy"], opens: false },
    why: "HAProxy answers 400 where absolute form and Host differ, also for pages that no measure is about",
    covers: named("request lines", "absolute form of another site, Host of this one"),
  },
  {
    ...{ engines: ["haproxy"], opens: false },
    why: "HAProxy mends a request that our edges refuse whole; the one that was hidden in it is refused or never read",
    covers: named(
      "framing",
      "a length and chunks",
      "chunks and a length",
      "a NUL in a value",
      "a folded line",
    ),
  },
  {
    ...{ engines: ["haproxy"], opens: false },
    why: "HAProxy takes a longer target; without its significant parameters it is another page",
    covers: named("framing", "a target that is too long"),
  },
];

const told =
  (family: string, ...names: readonly string[]): Gap<Scenario>["covers"] =>
  (scenario) =>
    scenario.family === family && names.includes(scenario.name);

/** Scenarios of the evasion matrix. */
export const SCENARIO_GAPS: readonly Gap<Scenario>[] = [
  {
    ...{ engines: ["nginx", "nginx-map"], opens: true },
    why: "what was begun before the decision goes on: nothing ends a stream of nginx's by its URL",
    covers: ({ family, expected }) => family === "in flight" && expected === "cut",
  },
  {
    ...{ engines: ["haproxy", "nginx-map"], opens: true },
    why: "milder verbs are not carried out: a map knows neither who asks, nor how often, nor what is kept",
    covers: told(
      "milder verbs",
      "too fast, under many spellings",
      "an interstitial with a pass for another",
      "not from a copy",
    ),
  },
  {
    ...{ engines: ["haproxy", "nginx", "nginx-map"], opens: false },
    why: "what the engine keeps is refused and not dropped: after a lift it is served as it was before the decision",
    covers: told("copies", "in memory, gone after the lift"),
  },
  {
    ...{ engines: ["nginx", "nginx-map"], opens: false },
    why: "the same where nginx is started again: its copies are on the disk",
    covers: told("copies", "on disk, gone after a restart and the lift"),
  },
];
