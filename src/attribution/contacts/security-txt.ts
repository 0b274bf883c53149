/**
 * A page that answers every path with itself is not a security.txt; the RFC's own examples fit in a fraction of this.
 */
const MAX_CHARACTERS = 32_768;

/**
 * Contact values of a security.txt in the file's order of preference (RFC 9116 §2.5.3); none if the file has expired
 * or does not say when it will (§2.5.5: Expires must be there).
 */
export function readSecurityTxt(text: string, nowMs: number): readonly string[] {
  if (text.length > MAX_CHARACTERS) return [];
  const fields = text.split(/\r?\n/).flatMap((line) => {
    const field = /^([a-z-]+):[ \t]*(\S.*?)[ \t]*$/i.exec(line);
    return field === null ? [] : [{ name: field[1]!.toLowerCase(), value: field[2]! }];
  });
  const expires = fields.filter(({ name }) => name === "expires");
  if (expires.length !== 1 || !(Date.parse(expires[0]!.value) > nowMs)) return [];
  return fields.filter(({ name }) => name === "contact").map(({ value }) => value);
}
