import { badRequest } from "../../lib/errors.ts";
import { AMBIGUOUS_TARGET } from "../ambiguous.ts";
import {
  blockedBy,
  checkDeskUrl,
  pageTemplate,
  problemTemplate,
  REFUSAL_FIELDS,
  REFUSAL_STATUSES,
  type RefusalStatus,
  type Spell,
} from "../refusal.ts";
import { IN_FLIGHT } from "./in-flight.ts";
import type { MapName } from "./maps.ts";

/** Templates of the refusals, read by HAProxy when it starts. */
export const templateName = (status: RefusalStatus, kind: "html" | "json"): string =>
  `rempart-${status}.${kind}.lf`;

export const mapPath = (folder: string, name: MapName): string => `${folder}/rempart-${name}.map`;

/** Escapes decoded, one after the other; a path that is escaped more often is answered 400. */
const DECODINGS = 4;
/** Levels of `..`; a path that climbs more often is answered 400. */
const CLIMBS = 8;

const FOLDER = /^\/[A-Za-z0-9._/-]+$/;

/**
 * The plain reading of a path (policy/path.ts) in HAProxy's own converters: stray `%` kept, all ended at a NUL,
 * decoded, `\` as `/`, path parameters dropped, slashes merged, dot segments resolved, no slash at the end. The
 * request itself is left as it came: only a variable holds this.
 */
function readingLines(): string[] {
  const step = (expression: string) =>
    `http-request set-var(txn.rempart_path) 'var(txn.rempart_path),${expression}' if rempart_site`;
  const decode = step('regsub("%(?![0-9A-Fa-f]{2})","%25","g"),regsub("%00.*",""),url_dec');
  // Leading climbs first: then what stands before any other `..` is a segment and not another climb.
  const climb = step('regsub("^(/[.][.])+(/|$)","/"),regsub("/(?![.][.]/)[^/]+/[.][.](/|$)","/","g")');
  return [
    ...new Array<string>(DECODINGS).fill(decode),
    step(
      'regsub("[\\x5C]","/","g"),regsub(";[^/]*","","g"),regsub("/+","/","g"),regsub("(/[.])+(/|$)","/","g")',
    ),
    ...new Array<string>(CLIMBS).fill(climb),
    step('regsub("/$","")'),
  ];
}

function refusalLines(folder: string, deskUrl: string, status: RefusalStatus): string[] {
  const legal = status === 451 ? ` hdr Link '${blockedBy(deskUrl)}'` : "";
  const answer = (type: string, kind: "html" | "json", condition: string) =>
    `http-request return status ${status} content-type '${type}' lf-file ${folder}/${templateName(status, kind)}` +
    ` hdr Cache-Control no-store hdr Rempart-Ledger %[var(txn.rempart_index)]${legal}` +
    ` if { var(txn.rempart_status) -m str ${status} } ${condition}`;
  return [
    answer("application/problem+json", "json", "{ req.hdr(accept) -m sub json }"),
    answer("text/html; charset=utf-8", "html", ""),
  ];
}

/**
 * Lines for each `frontend` that serves our sites, before any rule that answers or caches (HAProxy 2.6 or later).
 * They never change: measures come and go in the maps, through the runtime API. Throws where folder or URL could be
 * anything but themselves in a configuration.
 */
export function frontendLines(folder: string, unchecked: string): string {
  if (!FOLDER.test(folder)) throw badRequest("connector.folder", `"${folder}" must be a plain absolute path`);
  const deskUrl = checkDeskUrl(unchecked);
  const find = (expression: string, map: MapName, match: string) =>
    `http-request set-var(txn.rempart) '${expression},map_${match}(${mapPath(folder, map)})' if rempart_site !{ var(txn.rempart) -m found }`;
  return `${[
    "# Written by rempart connector: paste into each frontend, before any rule that answers.",
    // After a reload the old process knows no new measure, and who ignores that it is to leave could go on asking it.
    "http-request deny deny_status 421 if { stopping } { fc_http_major 2 }",
    // Neither is there without a Host field, and an absolute-form target may stand in its place (RFC 9112 §3.2.2).
    "http-request deny status 400 unless { req.hdr_cnt(host) eq 1 }",
    `http-request set-var(txn.rempart_host) 'req.hdr(host),host_only,regsub("[.]+$","")'`,
    // Before anything is looked up: what is not found there yet is found by whoever looks for streams to cut afterwards.
    'http-request set-var-fmt(txn.rempart_stream) "%rt %[var(txn.rempart_host)] %[pathq]"',
    `http-request track-sc2 var(txn.rempart_stream) table ${IN_FLIGHT}`,
    `http-request set-var(txn.rempart_site) 'var(txn.rempart_host),map_str(${mapPath(folder, "sites")})'`,
    "acl rempart_site var(txn.rempart_site) -m found",
    `http-request deny status 400 if rempart_site { path -m reg '${AMBIGUOUS_TARGET}' }`,
    `http-request deny status 400 if rempart_site { path -m reg '%(?:25){${DECODINGS}}' }`,
    "http-request deny status 400 if rempart_site { url -m sub '#' } or rempart_site !{ path -m beg / }",
    "http-request set-var(txn.rempart_path) path if rempart_site",
    ...readingLines(),
    "http-request deny status 400 if rempart_site { var(txn.rempart_path) -m reg '/[.][.](/|$)' }",
    "http-request set-var(txn.rempart_path) var(txn.rempart_path),lower if { var(txn.rempart_site) -m str fold }",
    "http-request set-var(txn.rempart_path) var(txn.rempart_path),url_enc if rempart_site",
    "http-request set-var(txn.rempart_query) query if rempart_site",
    `http-request set-var(txn.rempart_key) 'var(txn.rempart_host),concat("",txn.rempart_path,"")' if rempart_site`,
    `http-request set-var(txn.rempart_asked) 'str(),concat("",txn.rempart_query," "),concat("",txn.rempart_key,"")' if rempart_site`,
    find("var(txn.rempart_asked)", "queries", "reg"),
    find("var(txn.rempart_key)", "urls", "str"),
    find(`var(txn.rempart_key),concat("%2F",,)`, "paths", "beg"),
    find("var(txn.rempart_host)", "hosts", "str"),
    ...REFUSAL_FIELDS.map(
      (name, i) =>
        `http-request set-var(txn.rempart_${name}) 'var(txn.rempart),field(${i + 1},|)' if { var(txn.rempart) -m found }`,
    ),
    ...REFUSAL_STATUSES.flatMap((status) => refusalLines(folder, deskUrl, status)),
  ].join("\n")}\n`;
}

/** What those lines note the streams in: a section of its own, once (HAProxy allows a proxy no second table). */
export const backendLines =
  (): string => `# Written by rempart connector: put it once beside your own backends.
backend ${IN_FLIGHT}
  stick-table type string len 2048 size 100k expire 1s store conn_cur
`;

/** The refusals' bodies by file name, as log-format templates: a lone `%` would be one of their variables. */
export function templates(unchecked: string): ReadonlyMap<string, string> {
  const deskUrl = checkDeskUrl(unchecked);
  const spell: Spell = (field) => `%[var(txn.rempart_${field})]`;
  return new Map(
    REFUSAL_STATUSES.flatMap((status) => [
      [templateName(status, "html"), pageTemplate(status, deskUrl, spell)] as const,
      [templateName(status, "json"), problemTemplate(status, deskUrl, spell)] as const,
    ]),
  );
}
