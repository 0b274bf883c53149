import type { Terms } from "./held.ts";
import { ANY_CASE, type HeldIndex, PATH_TAGS, URL_TAGS } from "./held-index.ts";
import type { RequestIdentities } from "./identity.ts";
import { executor } from "./measures.ts";
import { inOneCase } from "./path.ts";
import type { Tagger, TagPurpose } from "./tags.ts";
import { MAX_PATH_SEGMENTS } from "./target.ts";

/** A row of one of the indexes that were searched. */
export interface FoundRow {
  readonly layer: HeldIndex;
  readonly row: number;
}

const NOTHING: readonly FoundRow[] = [];

/**
 * The rows on a site's page, as it may be read, and on the paths above it. `marks`: which look-ups the site needs. A measure
 * that holds for two readings is found twice. What is tagged for origins that do not tell upper from lower case is looked for
 * where the site's is one, and elsewhere for those measures alone that were decided when it was.
 */
export function findTagged(
  tagger: Tagger,
  layers: readonly HeldIndex[],
  site: string,
  marks: number,
  { paths, foldCase }: Pick<RequestIdentities, "paths" | "foldCase">,
): readonly FoundRow[] {
  if ((marks & (URL_TAGS | PATH_TAGS)) === 0) return NOTHING;
  let found: FoundRow[] | undefined;
  const look = (purpose: TagPurpose, holds: (terms: Terms) => boolean): void => {
    tagger.end(purpose);
    for (const layer of layers) {
      for (const row of layer.tags.find(tagger.last)) {
        if (!holds(layer.columns.terms(row))) continue;
        found ??= [];
        found.push({ layer, row });
      }
    }
  };
  eachPrefix(tagger, site, marks, paths, (grain) => look(grain, isOurs));
  if (foldCase) eachPrefix(tagger, site, marks, paths, (grain) => look(`${grain}-in-one-case`, isOurs));
  else if ((marks & ANY_CASE) !== 0) {
    const holds = (terms: Terms): boolean => terms.anyCase === true && isOurs(terms);
    eachPrefix(tagger, site, marks, paths.map(inOneCase), (grain) => look(`${grain}-in-one-case`, holds));
  }
  return found ?? NOTHING;
}

const isOurs = ({ role }: Terms): boolean => executor(role) === "edge";

/** Whole segment by whole segment (as `wholeSegmentPrefixes`), in one pass over each path. */
function eachPrefix(
  tagger: Tagger,
  site: string,
  marks: number,
  paths: readonly string[],
  visit: (grain: "url" | "path") => void,
): void {
  const hasUrls = (marks & URL_TAGS) !== 0;
  const hasPaths = (marks & PATH_TAGS) !== 0;
  for (const path of paths) {
    tagger.begin(site);
    let taken = 0;
    let segments = 0;
    let slash = hasPaths ? path.indexOf("/", 1) : -1;
    for (; slash !== -1 && segments < MAX_PATH_SEGMENTS; slash = path.indexOf("/", slash + 1)) {
      tagger.take(path, taken, slash);
      taken = slash;
      segments += 1;
      visit("path");
    }
    tagger.take(path, taken);
    if (hasUrls) visit("url");
    if (hasPaths && segments < MAX_PATH_SEGMENTS && path.length > 1 && !path.endsWith("/")) visit("path");
  }
}
