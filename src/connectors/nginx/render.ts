import { AMBIGUOUS_DOTS, AMBIGUOUS_TARGET } from "../ambiguous.ts";
import type { LeftOut, Plan, PlannedHost } from "../plan.ts";
import {
  blockedBy,
  checkDeskUrl,
  pageTemplate,
  problemTemplate,
  REFUSAL_FIELDS,
  REFUSAL_STATUSES,
  type RefusalStatus,
  refusalValue,
  type Spell,
} from "../refusal.ts";
import { pagePattern } from "./pattern.ts";

/** A parameter in an nginx configuration: in double quotes only these two characters mean anything. */
export const quote = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;

/** nginx reads its configuration through a buffer of 4,096 bytes, and a parameter must fit in it. */
const MAX_PARAMETER_BYTES = 4000;

/** Codes that no origin sends lead to our refusals, so that the site's own error pages stay its own. */
const INNER_STATUS: Readonly<Record<RefusalStatus, number>> = { 403: 597, 451: 598 };

export interface RenderedMeasures {
  /** For the `http` block. */
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
}

const line = (key: string, value: string): string => `  ${key} ${value};`;
const map = (source: string, name: string, lines: readonly string[]): string =>
  [`map ${source} ${name} {`, ...lines, "}"].join("\n");

function hostMap(planned: PlannedHost, name: string, leftOut: LeftOut[]): string {
  const { host, foldCase, whole, pages } = planned;
  const lines = pages.flatMap((page) => {
    const pattern = quote(`~${pagePattern(page, foldCase)}`);
    if (pattern.length <= MAX_PARAMETER_BYTES) return [line(pattern, quote(refusalValue(page.refusal)))];
    leftOut.push({ index: page.refusal.index, host, why: "the path is too long for an nginx parameter" });
    return [];
  });
  return map('"$args $uri"', name, [
    line("default", quote(whole === undefined ? "" : refusalValue(whole))),
    ...lines,
  ]);
}

/**
 * The measures as nginx maps. Only the map of the request's own host is ever evaluated, because nginx computes a
 * variable when it is first read. The patterns of one host are tried one after the other: fit for dozens of measures
 * a site.
 */
export function renderMeasures(plan: Plan): RenderedMeasures {
  const leftOut = [...plan.leftOut];
  const names = plan.hosts.map((_, i) => `$rempart_host_${i}`);
  const hostMaps = plan.hosts.map((planned, i) => hostMap(planned, names[i]!, leftOut));
  const perHost = (value: (i: number) => string) =>
    plan.hosts.map(({ host }, i) => line(quote(host), value(i)));
  const text = [
    "# Written by rempart connector. Changes are lost.",
    ...hostMaps,
    map("$host", "$rempart_refusal", [line("default", '""'), ...perHost((i) => names[i]!)]),
    map("$host", "$rempart_ambiguous", [
      line("default", '""'),
      ...perHost(() => "$rempart_ambiguous_target"),
    ]),
  ].join("\n");
  return { text: `${text}\n`, leftOut };
}

const JSON_TYPE = "application/problem+json";
const HTML_TYPE = "text/html; charset=utf-8";

/** The part of the `http` block that never changes: what the fields of a refusal are, and what is said with them. */
export function renderHttp(deskUrl: string): string {
  const desk = checkDeskUrl(deskUrl);
  const spell: Spell = (field) => `\${rempart_${field}}`;
  const nth = (position: number) => quote(`~^(?:[^|]*\\|){${position}}(?<rempart_field_${position}>[^|]*)`);
  const bodies = REFUSAL_STATUSES.flatMap((status) => [
    line(quote(`${status} ${HTML_TYPE}`), quote(pageTemplate(status, desk, spell))),
    line(quote(`${status} ${JSON_TYPE}`), quote(problemTemplate(status, desk, spell))),
  ]);
  return `${[
    "# Written by rempart connector: include it once in the http block, before the measures.",
    map("$request_uri", "$rempart_ambiguous_target", [
      line("default", "$rempart_ambiguous_dots"),
      // No target holds a fragment (RFC 9112 §3.2): $uri ends before it, what the origin is sent does not.
      line(quote("~#"), "1"),
      line(quote(`~${AMBIGUOUS_TARGET}`), "1"),
    ]),
    map("$uri", "$rempart_ambiguous_dots", [line("default", '""'), line(quote(`~${AMBIGUOUS_DOTS}`), "1")]),
    ...REFUSAL_FIELDS.map((field, i) =>
      map("$rempart_refusal", `$rempart_${field}`, [
        line("default", '""'),
        line(nth(i), `$rempart_field_${i}`),
      ]),
    ),
    map("$http_accept", "$rempart_type", [
      line("default", quote(HTML_TYPE)),
      line('"~*json"', quote(JSON_TYPE)),
    ]),
    map('"$rempart_status $rempart_type"', "$rempart_body", [line("default", '""'), ...bodies]),
  ].join("\n")}\n`;
}

/** For each `server` block of a site that we serve: what a request that a measure hits gets, whatever its method. */
export function renderServer(deskUrl: string): string {
  const desk = checkDeskUrl(deskUrl);
  const header = (name: string, value: string) => `  add_header ${name} ${value} always;`;
  const answers = REFUSAL_STATUSES.flatMap((status) => [
    `if ($rempart_status = ${status}) { return ${INNER_STATUS[status]}; }`,
    `error_page ${INNER_STATUS[status]} = @rempart_${status};`,
    `location @rempart_${status} {`,
    '  default_type "";',
    header("Content-Type", "$rempart_type"),
    header("Cache-Control", "no-store"),
    header("Rempart-Ledger", "$rempart_index"),
    ...(status === 451 ? [header("Link", quote(blockedBy(desk)))] : []),
    `  return ${status} $rempart_body;`,
    "}",
  ]);
  return `${[
    "# Written by rempart connector: include it in each server block. It comes before any cache and any origin.",
    "if ($rempart_ambiguous) { return 400; }",
    ...answers,
  ].join("\n")}\n`;
}
