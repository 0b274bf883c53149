import type { ClearMeasure } from "../measure.ts";

/** A refusal of one page of the synthetic forum; tests change what they are about. */
export const clearMeasure = (index: number, change: Partial<ClearMeasure> = {}): ClearMeasure => ({
  index,
  verb: "refuse",
  grain: change.path === undefined ? "host" : "url",
  host: "perchoir.example",
  decision: "0123456789abcdefghjkmnpqrs",
  clause: "D1",
  startsMs: Date.UTC(2026, 11, 1),
  endsMs: Date.UTC(2027, 4, 30),
  ...change,
});

/** What a team would have in force: pages, a sub-forum, a legal order, a whole host, another site. */
export const SAMPLE: readonly ClearMeasure[] = [
  clearMeasure(7, { path: "/salon/mirabelle/sujet/41-on-sait-ou-elle-est" }),
  clearMeasure(8, {
    path: "/voir",
    params: [
      ["sujet", "41"],
      ["apercu", null],
    ],
  }),
  clearMeasure(9, { grain: "path", path: "/salon/corbeaux" }),
  clearMeasure(10, { verb: "legal-refuse", grain: "path", path: "/salon/corbeaux/caf%C3%A9", endsMs: null }),
  clearMeasure(11, { host: "perchoir-miroir.example", verb: "suspend", grain: "site" }),
  clearMeasure(12, { host: "roost.example", path: "/Room/Juniper", foldCase: true }),
];
