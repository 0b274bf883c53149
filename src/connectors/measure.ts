import { z } from "zod";
import type { SiteConfig } from "../feed/config.ts";
import type { Opening } from "../ledger/target.ts";
import { badRequest } from "../lib/errors.ts";
import type { HeldMeasure } from "../policy/matcher.ts";
import { GRAINS, VERBS } from "../policy/words.ts";

const hostname = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * A measure in clear, for one hostname: a server that is not ours compares hosts and paths as text, so its
 * configuration has to hold them. The machine that runs a connector therefore knows what is refused; an edge of ours
 * does not.
 */
export const clearMeasureSchema = z.strictObject({
  /** Ledger index of its entry. */
  index: z.int().nonnegative(),
  verb: z.enum(VERBS),
  grain: z.enum(GRAINS),
  host: z.string().max(253).regex(hostname, "must be a lower-case ASCII hostname"),
  /** Grains url and path: the strict reading (policy/path.ts). */
  path: z.string().startsWith("/").max(8192).optional(),
  /** Grain url: significant query parameters; null as value: must be absent. */
  params: z
    .array(z.tuple([z.string().max(256), z.string().max(1024).nullable()]))
    .max(16)
    .optional(),
  foldCase: z.boolean().optional(),
  decision: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/),
  clause: z.string().regex(/^[A-Z][0-9]{1,2}$/),
  startsMs: z.int().nonnegative(),
  /** Null: it has no end of its own. */
  endsMs: z.int().nonnegative().nullable(),
  /** Countries it is limited to; absent: everywhere. */
  territory: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
});
export type ClearMeasure = Readonly<z.infer<typeof clearMeasureSchema>>;

/** Checks what is about to become configuration. Throws `connector.measure` naming the field. */
export function checkClearMeasure(value: unknown): ClearMeasure {
  const result = clearMeasureSchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw badRequest("connector.measure", `measure.${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { grain, path, params, index } = result.data;
  if ((grain === "url" || grain === "path") !== (path !== undefined) || (params?.length && grain !== "url")) {
    throw badRequest(
      "connector.measure",
      `measure ${index}: a ${grain} measure has ${path ? "no" : "a"} path`,
    );
  }
  return result.data;
}

/**
 * One clear measure per hostname of the sites that a measure is about. `opening`: of a page or path, and of nothing else.
 * None where there is no such site.
 */
export function clearMeasures(
  { index, verb, grain, host, decision, clause, startsMs, endsMs, territory, anyCase }: HeldMeasure,
  opening: Opening | undefined,
  sites: readonly SiteConfig[],
): readonly ClearMeasure[] {
  const { canonical: path, params = [] } = opening ?? {};
  return sites.flatMap(({ hostnames, readings }) =>
    hostnames
      .filter((name) => grain !== "host" || name === host)
      .map((name) =>
        checkClearMeasure({
          ...{ index, verb, grain, host: name, decision, clause, startsMs, endsMs },
          ...(path !== undefined && { path }),
          ...(params.length > 0 && { params }),
          foldCase: readings.foldCase || anyCase === true,
          ...(territory !== undefined && { territory }),
        }),
      ),
  );
}

/** The measures in force. */
export const activeAt = (measures: readonly ClearMeasure[], nowMs: number): readonly ClearMeasure[] =>
  measures.filter(({ startsMs, endsMs }) => startsMs <= nowMs && (endsMs === null || nowMs < endsMs));

/**
 * When {@link activeAt} changes next, undefined if it never does. The servers know no dates: whoever runs the
 * connector must apply again at this time, so that a measure ends when it says.
 */
export function nextChangeMs(measures: readonly ClearMeasure[], nowMs: number): number | undefined {
  const times = measures.flatMap(({ startsMs, endsMs }) => [startsMs, endsMs]);
  const ahead = times.filter((time): time is number => typeof time === "number" && time > nowMs);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}
