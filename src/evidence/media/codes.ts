/**
 * What an original tells whoever gets it, beside what it shows. Codes only, never values: a value in a list, a log or
 * a page would be the leak itself. A file's name is not in here: it is not in the file.
 */
export const DISCLOSED = [
  /** Coordinates, or a named city, address or room. */
  "place",
  /** Make or model of the camera, phone, lens or screen, or the computer's name. */
  "device",
  /** A number that is the same in all files of one device. */
  "serial",
  /** When it was made or changed. */
  "date",
  /** Names: author, owner, copyright, people shown. */
  "person",
  /** The program or system it was made with. */
  "software",
  /** A second, smaller picture, perhaps from before it was cropped or blurred. */
  "thumbnail",
  /** Title, description, key words. */
  "comment",
  /** Anything else beside picture and sound: XMP, IPTC, maker notes, camera settings, what no rule here knows. */
  "other-data",
  /** Bytes after the end, where any file can hide. */
  "trailing-bytes",
] as const;
export type Disclosed = (typeof DISCLOSED)[number];

/** Each code once, the gravest first. */
export function codesOf(codes: Iterable<Disclosed>): readonly Disclosed[] {
  const found = new Set(codes);
  return DISCLOSED.filter((code) => found.has(code));
}
