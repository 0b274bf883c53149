import { literals } from "../pattern.ts";
import type { Plan } from "../plan.ts";
import { queryPattern } from "../query-pattern.ts";
import { refusalValue } from "../refusal.ts";
import { encodeKey, SLASH_KEY } from "./key.ts";

/** The map files; each is also the name of its map in the runtime API. */
export const MAP_NAMES = ["sites", "queries", "urls", "paths", "hosts"] as const;
export type MapName = (typeof MAP_NAMES)[number];

export type Maps = Readonly<Record<MapName, ReadonlyMap<string, string>>>;

/**
 * A plan as five maps, looked up in this order until one answers: `queries` (patterns over query and page), `urls`
 * (exact), `paths` (longest prefix; every key ends with a slash, and so does what is looked up: whole segments),
 * `hosts`. `sites` says which hosts have measures at all, and whether their origin folds case.
 */
export function mapsOf({ hosts }: Plan): Maps {
  const maps = { sites: new Map(), queries: new Map(), urls: new Map(), paths: new Map(), hosts: new Map() };
  for (const { host, foldCase, whole, pages } of hosts) {
    maps.sites.set(host, foldCase ? "fold" : "exact");
    if (whole !== undefined) maps.hosts.set(host, refusalValue(whole));
    for (const page of pages) {
      const value = refusalValue(page.refusal);
      const key = encodeKey(host + page.path);
      if (page.under) maps.paths.set(key + SLASH_KEY, value);
      else if (page.params.length === 0) maps.urls.set(key, value);
      else maps.queries.set(`${queryPattern(page.params)}${literals(key)}\\z`, value);
    }
  }
  return maps;
}

export interface MapFile {
  readonly name: MapName;
  /** Each a key without blanks, one space, the value to the end of the line. */
  readonly lines: readonly string[];
}

export function mapFiles(plan: Plan): readonly MapFile[] {
  const maps = mapsOf(plan);
  return MAP_NAMES.map((name) => ({
    name,
    lines: Array.from(maps[name], ([key, value]) => `${key} ${value}`),
  }));
}
