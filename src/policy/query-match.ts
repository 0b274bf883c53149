import type { RequestIdentities } from "./identity.ts";
import { type QueryReading, queryReadings } from "./query.ts";
import type { TaggedParam, Tagger } from "./tags.ts";

type Params = readonly TaggedParam[];

/**
 * A reading as an origin has it that takes names more loosely: PHP makes `_` of dots, spaces and an open bracket in a name
 * (php.net, "Variables From External Sources"), and one that does not tell upper from lower case does not in names either.
 * None if every name is as it was: then it is no other reading.
 */
function renamed(reading: QueryReading, foldCase: boolean): readonly QueryReading[] {
  const loosely = (name: string): string => {
    const php = name.trimStart().replace(/[. ]|\[(?!.*\])/g, "_");
    return foldCase ? php.toLowerCase() : php;
  };
  if ([...reading.keys()].every((name) => loosely(name) === name)) return [];
  const names = new Map<string, Set<string>>();
  for (const [name, values] of reading) {
    const loose = loosely(name);
    names.set(loose, new Set([...(names.get(loose) ?? []), ...values]));
  }
  return [names];
}

/**
 * Compares one request's query with the tagged parameters of measures on one site. A measure matches if, in
 * some reading of the query, each required pair is among the occurrences of its name and each name that must
 * be absent is. Tags are made when first needed and once for each word.
 */
export function queryMatcher(
  tagger: Tagger,
  site: string,
  { query, foldCase }: Pick<RequestIdentities, "query" | "foldCase">,
): (params: Params) => boolean {
  const nameTags = new Map<string, string>();
  const nameTag = (name: string): string => {
    const tag = nameTags.get(name) ?? tagger.tag("param-name", site, name);
    nameTags.set(name, tag);
    return tag;
  };
  let readings: readonly ReadonlyMap<string, Values>[] | undefined;
  const tagged = () => {
    readings ??= queryReadings(query)
      .flatMap((reading) => [reading, ...renamed(reading, foldCase)])
      .map((reading) => new Map([...reading].map(([name, values]) => [nameTag(name), { name, values }])));
    return readings;
  };
  const holds = (reading: ReadonlyMap<string, Values>, { name, pair }: TaggedParam): boolean => {
    const found = reading.get(name);
    if (pair === null || found === undefined) return pair === null && found === undefined;
    return [...found.values].some((value) => tagger.pairTag(site, found.name, value) === pair);
  };
  return (params) =>
    params.length === 0 || tagged().some((reading) => params.every((param) => holds(reading, param)));
}

interface Values {
  readonly name: string;
  readonly values: ReadonlySet<string>;
}
