/**
 * JSON Canonicalization Scheme (RFC 8785). ECMAScript's own number and string forms are the ones the RFC asks for
 * (§3.2.2), so what is left is the order of members (§3.2.3: by UTF-16 code units, JavaScript's default) and refusing
 * what JSON cannot hold. Throws on undefined, functions, bigint, non-finite numbers, lone surrogates and objects of a
 * class (a Date or a Map would be written as `{}`).
 */
export function jcs(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Error("jcs: a number must be finite");
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new Error("jcs: a string must not hold a lone surrogate");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value, (item) => jcs(item)).join(",")}]`;
  if (typeof value !== "object") throw new Error(`jcs: cannot write a ${typeof value}`);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new Error("jcs: cannot write an object of a class");
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${jcs(key)}:${jcs(item)}`).join(",")}}`;
}

export const jcsBytes = (value: unknown): Uint8Array => new TextEncoder().encode(jcs(value));
