/** Longer strings without a space are files in base64, which are no words. */
const MAX_UNBROKEN = 4096;
const MAX_VALUES = 2000;
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * What a JSON document says in words, a line per value, for one that no schema reads: `Url: https://…`. What is not even
 * JSON is given as it stands, without the escapes that would hide an address. Nothing where it is too large to be words.
 */
export function looseText(bytes: Uint8Array): string {
  if (bytes.length > MAX_BYTES) return "";
  const text = new TextDecoder().decode(bytes);
  const document = parseJson(text);
  return document === undefined ? text.replaceAll("\\/", "/") : linesOf(document).join("\n");
}

/** Undefined for what is not JSON; the parser's own message would repeat what was written. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/** Without recursion: documents may be nested as deep as they are long. */
function linesOf(document: unknown): string[] {
  const lines: string[] = [];
  const waiting: (readonly [name: string, value: unknown])[] = [["", document]];
  for (let seen = 0; seen < MAX_VALUES; seen++) {
    const next = waiting.pop();
    if (next === undefined) break;
    const [name, value] = next;
    if (typeof value === "object" && value !== null)
      waiting.push(...entriesOf(value, name).slice(0, MAX_VALUES).reverse());
    else if (typeof value === "number" || (typeof value === "string" && !isFile(value)))
      lines.push(name === "" ? `${value}` : `${name}: ${value}`);
  }
  return lines;
}

/** Items of a list go by the list's name. */
const entriesOf = (value: object, name: string): (readonly [string, unknown])[] =>
  Array.isArray(value) ? value.map((item) => [name, item] as const) : Object.entries(value);

const isFile = (value: string): boolean =>
  value.length > MAX_UNBROKEN && !/[\s]/.test(value.slice(0, MAX_UNBROKEN));
