/** Something in a picture's file beside its pixels. */
export interface Part {
  readonly kind: "exif" | "xmp" | "iptc" | "text" | "time" | "comment" | "other" | "after-the-end";
  readonly body: Buffer;
}
type Parts = Generator<Part, void, undefined>;

/**
 * The parts of a picture's file, in their order. sharp shows the usual ones only, the first of each, and nothing behind
 * the pixels; the walk is here to miss nothing, the reading is left to libraries. Throws a RangeError where the file is
 * cut or lies about a length: what follows is then unknown.
 */
export function partsOf(type: string | undefined, file: Buffer): Parts {
  if (type === "image/jpeg") return jpegParts(file);
  if (type === "image/png" || type === "image/apng") return pngParts(file);
  if (type === "image/gif") return gifParts(file);
  if (type === "image/webp") return webpParts(file);
  if (type === "image/avif") return boxParts(file);
  throw new RangeError("not a picture that is read here");
}

export const latin1 = (bytes: Uint8Array, start = 0, end = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1", start, end);

function cut(file: Buffer, start: number, end: number): Buffer {
  if (end < start || end > file.length) throw new RangeError("a part ends beyond the file");
  return file.subarray(start, end);
}

function* afterTheEnd(file: Buffer, end: number): Parts {
  if (end < file.length) yield { kind: "after-the-end", body: file.subarray(end) };
}

/** Markers without a length: TEM, RST0 to RST7 (ITU-T T.81 table B.1). */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

function* jpegParts(file: Buffer): Parts {
  for (let at = 2; ; ) {
    if (file.readUInt8(at) !== 0xff) throw new RangeError("no marker where one must be");
    while (file.readUInt8(at) === 0xff) at += 1;
    const marker = file.readUInt8(at++);
    if (marker === 0xd9) return yield* afterTheEnd(file, at);
    if (isBare(marker)) continue;
    const end = at + file.readUInt16BE(at);
    const body = cut(file, at + 2, end);
    if (marker === 0xfe) yield { kind: "comment", body };
    else if (marker >= 0xe0 && marker <= 0xef) yield* applicationPart(marker, body);
    at = marker === 0xda ? endOfScan(file, end) : end;
  }
}

/** Entropy-coded bytes end at a marker that is neither a stuffed zero nor a restart (T.81 B.1.1.5). */
function endOfScan(file: Buffer, start: number): number {
  for (let at = file.indexOf(0xff, start); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && !isBare(next)) return at;
  }
  throw new RangeError("no end of image");
}

function* applicationPart(marker: number, body: Buffer): Parts {
  const is = (start: string) => latin1(body, 0, start.length) === start;
  if (marker === 0xe1 && is("Exif\0")) yield { kind: "exif", body: body.subarray(6) };
  else if (marker === 0xe1 && is("http://ns.adobe.com/")) yield { kind: "xmp", body };
  else if (marker === 0xed && is("Photoshop")) yield { kind: "iptc", body };
  else if (marker === 0xe0 && is("JFIF\0") && body.length === 14)
    return; // no thumbnail in it
  else if (marker === 0xee && is("Adobe") && body.length === 12)
    return; // how colours are coded
  else if (!(marker === 0xe2 && is("ICC_PROFILE\0"))) yield { kind: "other", body };
}

const PNG_PIXELS = /^(?:IHDR|PLTE|IDAT|pHYs|tRNS|bKGD|hIST|sBIT|gAMA|cHRM|sRGB|cICP|iCCP|acTL|fcTL|fdAT)$/;

function* pngParts(file: Buffer): Parts {
  for (let at = 8; ; ) {
    const body = cut(file, at + 8, at + 8 + file.readUInt32BE(at));
    const name = latin1(file, at + 4, at + 8);
    at += body.length + 12;
    if (name === "IEND") return yield* afterTheEnd(file, at);
    if (name === "eXIf") yield { kind: "exif", body };
    else if (/^(?:tEXt|zTXt|iTXt)$/.test(name)) yield { kind: "text", body };
    else if (name === "tIME") yield { kind: "time", body };
    else if (!PNG_PIXELS.test(name)) yield { kind: "other", body };
  }
}

function* gifParts(file: Buffer): Parts {
  const tableAt = (at: number) => (file.readUInt8(at) & 0x80 ? 3 << ((file.readUInt8(at) & 7) + 1) : 0);
  for (let at = 13 + tableAt(10); ; ) {
    const block = file.readUInt8(at);
    if (block === 0x3b) return yield* afterTheEnd(file, at + 1);
    const start = block === 0x2c ? at + 11 + tableAt(at + 9) : at + 2;
    const label = file.readUInt8(at + 1);
    for (at = start; file.readUInt8(at) !== 0; ) at += 1 + file.readUInt8(at);
    const body = cut(file, start, ++at);
    if (block === 0x2c || (block === 0x21 && label === 0xf9)) continue;
    const application = label === 0xff ? latin1(body, 1, 12) : "";
    if (block === 0x21 && label === 0xfe) yield { kind: "comment", body };
    else if (application === "XMP DataXMP") yield { kind: "xmp", body };
    else if (!/^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(application)) yield { kind: "other", body };
  }
}

function* webpParts(file: Buffer): Parts {
  const end = 8 + file.readUInt32LE(4);
  cut(file, 12, end);
  for (let at = 12; at < end; ) {
    const body = cut(file, at + 8, at + 8 + file.readUInt32LE(at + 4));
    const name = latin1(file, at, at + 4);
    at += 8 + body.length + (body.length % 2);
    if (name === "EXIF") yield { kind: "exif", body };
    else if (name === "XMP ") yield { kind: "xmp", body };
    else if (!/^(?:VP8 |VP8L|VP8X|ALPH|ANIM|ANMF|ICCP)$/.test(name)) yield { kind: "other", body };
  }
  yield* afterTheEnd(file, end);
}

/** Boxes of the outermost level (ISO/IEC 14496-12 §4.2); what is inside `meta` is sharp's to show. */
function* boxParts(file: Buffer): Parts {
  for (let at = 0; at < file.length; ) {
    const name = latin1(file, at + 4, at + 8);
    if (!/^[\x20-\x7e]{4}$/.test(name)) return yield* afterTheEnd(file, at);
    const short = file.readUInt32BE(at);
    const length = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short || file.length - at;
    if (length < 8) throw new RangeError("a box shorter than its head");
    const body = cut(file, at + 8, at + length);
    if (!/^(?:ftyp|meta|mdat)$/.test(name) && body.some((byte) => byte !== 0)) yield { kind: "other", body };
    at += length;
  }
}
