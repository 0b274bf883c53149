import { isDeepStrictEqual } from "node:util";

/** A field of a document by its dotted name, and what it was and is; `undefined` where there is none. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * A document's values by dotted name: `limits.perAddress.burst`. Lists are values. An object without values has no name: to
 * say nothing in braces is to say nothing.
 */
export function fieldsOf(document: object, prefix = ""): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(document)) {
    const field = `${prefix}${name}`;
    if (isObject(value)) for (const [inner, of] of fieldsOf(value, `${field}.`)) fields.set(inner, of);
    else if (value !== undefined) fields.set(field, value);
  }
  return fields;
}

/** What differs between two documents, in the order of the first. */
export function fieldChanges(before: object, after: object): FieldChange[] {
  const was = fieldsOf(before);
  const is = fieldsOf(after);
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
