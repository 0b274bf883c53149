import { type HeldIndex, PATH_TAGS, URL_TAGS } from "./held-index.ts";
import { executor } from "./measures.ts";
import type { Tagger, TagPurpose } from "./tags.ts";
import { MAX_PATH_SEGMENTS } from "./target.ts";

/** A row of one of the indexes that were searched. */
export interface FoundRow {
  readonly layer: HeldIndex;
  readonly row: number;
}

const NOTHING: readonly FoundRow[] = [];

/**
 * The rows on a site's page, as it may be read, and on the paths above it, whole segment by whole segment (as
 * `wholeSegmentPrefixes`): one pass over each path. `marks`: which of the two the site has any of. A measure that holds for
 * two readings is found twice.
 */
export function findTagged(
  tagger: Tagger,
  layers: readonly HeldIndex[],
  site: string,
  marks: number,
  paths: readonly string[],
): readonly FoundRow[] {
  const hasUrls = (marks & URL_TAGS) !== 0;
  const hasPaths = (marks & PATH_TAGS) !== 0;
  if (!hasUrls && !hasPaths) return NOTHING;
  let found: FoundRow[] | undefined;
  const look = (purpose: TagPurpose): void => {
    tagger.end(purpose);
    for (const layer of layers) {
      for (const row of layer.tags.find(tagger.last)) {
        if (executor(layer.columns.terms(row).role) !== "edge") continue;
        found ??= [];
        found.push({ layer, row });
      }
    }
  };
  for (const path of paths) {
    tagger.begin(site);
    let taken = 0;
    let segments = 0;
    let slash = hasPaths ? path.indexOf("/", 1) : -1;
    for (; slash !== -1 && segments < MAX_PATH_SEGMENTS; slash = path.indexOf("/", slash + 1)) {
      tagger.take(path, taken, slash);
      taken = slash;
      segments += 1;
      look("path");
    }
    tagger.take(path, taken);
    if (hasUrls) look("url");
    if (hasPaths && segments < MAX_PATH_SEGMENTS && path.length > 1 && !path.endsWith("/")) look("path");
  }
  return found ?? NOTHING;
}
