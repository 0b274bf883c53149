import type { Disclosed } from "./codes.ts";

/**
 * What a field is about, by its name; the first match wins, so the narrower ones stand first. Names are those that
 * exifr gives Exif and IPTC fields, those of XMP (ISO 16684, IPTC Photo Metadata Standard) and PNG key words (PNG 3rd
 * edition §11.3.3.1), which differ in case, blanks and hyphens only.
 */
const ABOUT: readonly (readonly [RegExp, Disclosed | "nothing"])[] = [
  // How the pixels lie, which the pixels say themselves, and pointers from one block to another.
  [
    /^(?:exif|pixel)?image(?:width|height|length)$|^pixel[xy]dimension$|^[xy]resolution$|^resolutionunit$/,
    "nothing",
  ],
  [/^(?:bitspersample|compression|photometricinterpretation|orientation|samplesperpixel)$/, "nothing"],
  [/^(?:planarconfiguration|componentsconfiguration|colorspace|ycbcr.*|referenceblackwhite)$/, "nothing"],
  [
    /^(?:exifversion|flashpixversion|gpsversionid|interop.*|relatedimage.*|exififd|gpsifd|padding|offsetschema)$/,
    "nothing",
  ],
  [/software|creatortool|xmptk|encoder|program|producer|writingapp|history|firmware/, "software"],
  [/serial|uniqueid|imei/, "serial"],
  [/date|^time|timestamp|^offsettime|^subsectime|(?:creation|release|expiration)time/, "date"],
  [/owner|creator|author|artist|copyright|rights|credit|writer|byline|contact|person|publisher/, "person"],
  [/^gps|^latitude|^longitude|^altitude|(?<!subject)location|^city$|^state$|province|country|^geo/, "place"],
  [/^make$|model|^lens|camera|hostcomputer|device/, "device"],
  [/thumbnail|preview|gimage/, "thumbnail"],
  [/comment|description|title|caption|headline|keyword|label|notes|instructions|^objectname$/, "comment"],
  [/^(?:xp)?subject$|disclaimer|warning/, "comment"],
];

/** The code for a field of that name; undefined where it tells nothing, "other-data" where the name is not known. */
export function codeOfName(name: string): Disclosed | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const about = ABOUT.find(([pattern]) => pattern.test(plain))?.[1] ?? "other-data";
  return about === "nothing" ? undefined : about;
}

/** Names of RDF's own grammar (RDF 1.1 XML Syntax §5.1) and of the wrapping, not of fields. */
const GRAMMAR = /^(?:rdf|xmlns|xml):|^x:xmpmeta$/;

/**
 * The field names of an XMP packet, as elements or attributes. Our own pattern: exifr 7.1.3 reads XMP in quadratic time
 * and lets an element named `__proto__:x` write into Object.prototype, which would outlive the file.
 */
export function* xmpFieldNames(packet: string): Generator<string, void, undefined> {
  for (const [, name = ""] of packet.matchAll(/[<\s]([\w-]{1,64}:[\w.-]{1,64})(?=[\s=/>])/g))
    if (!GRAMMAR.test(name)) yield name.slice(name.indexOf(":") + 1);
}
