import type { FieldList } from "../http/fields.ts";
import { accepted } from "./accept-encoding.ts";
import { originsTags } from "./entity-tags.ts";

/**
 * A visitor's fields as the origin and the store are to see them: `Accept-Encoding` in canonical form, one line of it, and
 * the origin's own entity tags in place of ours. One pass, and no copy where there is nothing to change.
 */
export function inOriginsTerms(list: FieldList): FieldList {
  let changed: string[] | undefined;
  let accept: string | undefined;
  for (let i = 0; i < list.length; i += 2) {
    const value = list[i + 1]!;
    switch (list[i]!.length) {
      case 15:
        if (list[i]!.toLowerCase() === "accept-encoding")
          accept = accept === undefined ? value : `${accept}, ${value}`;
        break;
      case 13:
      case 8:
        if (/^if-(?:none-)?match$/i.test(list[i]!) && originsTags(value) !== value) {
          changed ??= [...list];
          changed[i + 1] = originsTags(value);
        }
    }
  }
  if (accept === undefined) return changed ?? list;
  const { canonical } = accepted(accept);
  return canonical === accept ? (changed ?? list) : withOneAcceptEncoding(changed ?? list, canonical);
}

function withOneAcceptEncoding(list: FieldList, canonical: string): FieldList {
  const kept: string[] = [];
  let seen = false;
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i]!;
    const isAccept = name.length === 15 && name.toLowerCase() === "accept-encoding";
    if (!isAccept) kept.push(name, list[i + 1]!);
    else if (!seen) kept.push(name, canonical);
    seen ||= isAccept;
  }
  return kept;
}
