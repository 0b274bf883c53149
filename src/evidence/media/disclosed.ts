import exifr from "exifr";
import sharp from "sharp";
import { codesOf, type Disclosed } from "./codes.ts";
import { codeOfName, xmpFieldNames } from "./field-names.ts";
import { latin1, type Part, partsOf } from "./parts.ts";
import { sniffed } from "./sniffed.ts";

/** An Exif block whole, field by field; without XMP: see xmpFieldNames. Constants, because exifr keeps each that it gets. */
const EXIF = {
  ...{ tiff: true, makerNote: true, userComment: true, xmp: false, iptc: false, icc: false, jfif: false },
  ...{ mergeOutput: false, translateValues: false, reviveValues: false },
};
const STRICT_EXIF = { ...EXIF, silentErrors: false };

/** Profiles that many programs put into every picture; any other was made for one screen, camera or printer. */
const COMMON_PROFILE = /^(?:s?RGB|sP3C|c2|Display P3|P3|Adobe RGB|Apple RGB|Generic|Gr[ae]y|ProPhoto)/i;

type Found = readonly (Disclosed | undefined)[];

/**
 * What a picture would tell whoever gets it, beside what it shows: JPEG, PNG, WebP, GIF, AVIF. Never
 * fails: what cannot be read is data that we cannot name.
 */
export async function disclosedBy(bytes: Uint8Array): Promise<readonly Disclosed[]> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = await Promise.all(
    [...walked(await sniffed(bytes), file).map(codesOfPart), shown(file)].map(orOtherData),
  );
  return codesOf(found.flat().filter((code) => code !== undefined));
}

const orOtherData = (codes: Promise<Found>): Promise<Found> => codes.catch(() => ["other-data"]);

function walked(type: string | undefined, file: Buffer): Part[] {
  const parts: Part[] = [];
  try {
    for (const part of partsOf(type, file)) parts.push(part);
  } catch {
    parts.push({ kind: "other", body: file });
  }
  return parts;
}

/** What sharp shows: all there is of an AVIF, and profiles, which PNG compresses. */
async function shown(file: Buffer): Promise<Found> {
  const { exif, xmp, iptc, icc } = await sharp(file, { failOn: "none" }).metadata();
  const parts: Part[] = [];
  if (exif) parts.push({ kind: "exif", body: latin1(exif, 0, 5) === "Exif\0" ? exif.subarray(6) : exif });
  if (xmp) parts.push({ kind: "xmp", body: xmp });
  if (iptc) parts.push({ kind: "iptc", body: iptc });
  const found = await Promise.all([...parts.map(codesOfPart), profileCodes(icc)].map(orOtherData));
  return found.flat();
}

async function codesOfPart({ kind, body }: Part): Promise<Found> {
  if (kind === "exif") return exifCodes(body);
  if (kind === "xmp") return ["other-data", ...[...xmpFieldNames(body.toString())].map(codeOfName)];
  if (kind === "iptc")
    return ["other-data", ...namesOf(await exifr.sidecar(body, {}, "iptc")).map(codeOfName)];
  if (kind === "text") return textCodes(body);
  return [
    ({ time: "date", comment: "comment", other: "other-data", "after-the-end": "trailing-bytes" } as const)[
      kind
    ],
  ];
}

/** A PNG key word, and what is in an XMP packet that is not compressed. */
function textCodes(body: Buffer): Found {
  const keyword = latin1(body, 0, Math.max(0, body.indexOf(0)));
  if (!keyword.startsWith("XML:")) return [codeOfName(keyword) ?? "other-data"];
  return ["other-data", ...[...xmpFieldNames(body.toString())].map(codeOfName)];
}

async function exifCodes(block: Buffer): Promise<Found> {
  // What exifr passes over in silence it reports only by failing, and then shows nothing: hence twice.
  const broken: Found = await exifr.parse(block, STRICT_EXIF).then(
    () => [],
    () => ["other-data"],
  );
  const { ifd1, makerNote, userComment, errors: _, ...blocks } = (await exifr.parse(block, EXIF)) ?? {};
  return [
    ...broken,
    ifd1 && "thumbnail",
    makerNote && "other-data",
    // The first 8 bytes say how it is coded (Exif 3.0 §4.6.6.4); many cameras leave the rest blank.
    isBlank(userComment?.subarray?.(8) ?? userComment) ? undefined : "comment",
    ...Object.values(blocks).flatMap(namesOf).map(codeOfName),
    ...namesOf(ifd1).map(codeOfName),
  ];
}

async function profileCodes(icc: Buffer | undefined): Promise<Found> {
  if (icc === undefined) return [];
  const { ProfileDescription = "" } = (await exifr.sidecar(icc, {}, "icc")) as {
    ProfileDescription?: string;
  };
  return ["other-data", COMMON_PROFILE.test(ProfileDescription) ? undefined : "device"];
}

/** Fields that hold something: programs reserve some and leave them empty. */
const namesOf = (fields: unknown): string[] =>
  Object.entries(fields ?? {}).flatMap(([name, value]) => (isBlank(value) ? [] : [name]));

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === "string" && /^[\0\s]*$/.test(value)) ||
  (value instanceof Uint8Array && value.every((byte) => byte === 0 || byte === 0x20));
