import type { Result } from "../evasion/run.ts";
import type { EngineName } from "./engines.ts";

/** Rows of the evasion matrix that an engine answers in another way than our own edges; docs/connectors.md lists the same. */
export interface Gap {
  readonly engines: readonly EngineName[];
  /** Whether what is refused comes out. */
  readonly opens: boolean;
  readonly why: string;
  readonly covers: (result: Result) => boolean;
}

const named =
  (family: string, ...names: readonly string[]): Gap["covers"] =>
  ({ row }) =>
    row.family === family && names.includes(row.name);

export const GAPS: readonly Gap[] = [
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
