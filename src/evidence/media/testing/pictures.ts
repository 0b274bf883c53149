import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** Pictures that tell much: of nobody, made nowhere. */
const EXIF = {
  IFD0: {
    ...{ Make: "Exemple", Model: "E1", Software: "Exemplaire 1", Artist: "Mirabelle" },
    ...{ Copyright: "Mirabelle", DateTime: "2026:12:01 10:00:00", ImageDescription: "Biscotte" },
  },
  IFD1: { ImageDescription: "a smaller one" },
  IFD2: { BodySerialNumber: "000123", DateTimeOriginal: "2026:12:01 10:00:00", ExposureTime: "1/50" },
  IFD3: {
    ...{ GPSLatitudeRef: "N", GPSLatitude: "0/1 0/1 1/1", GPSLongitudeRef: "E", GPSLongitude: "0/1 0/1 1/1" },
  },
};

export const xmp = (fields: string): string =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" \
xmlns:dc="http://purl.org/dc/elements/1.1/">${fields}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

export type Format = "jpeg" | "png" | "webp" | "avif" | "gif";

/** 96 × 64 pixels of noise that is the same each time. */
export function painting(): Sharp {
  const pixels = Uint8Array.from({ length: 96 * 64 * 3 }, (_, i) => (i * i * 31 + i * 7) % 251);
  return sharp(pixels, { raw: { width: 96, height: 64, channels: 3 } });
}

export const plainPicture = (format: Format): Promise<Buffer> => painting().toFormat(format).toBuffer();

export const tellingPicture = (format: Format): Promise<Buffer> =>
  painting()
    .withExif(EXIF)
    .withXmp(xmp("<dc:creator>Mirabelle</dc:creator><dc:rights>x</dc:rights>"))
    .withIccProfile("p3")
    .withDensity(300)
    .toFormat(format)
    .toBuffer();

/** A JPEG with one more segment, right after its start. */
export function withSegment(jpeg: Buffer, marker: number, body: Buffer | string): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  const content = Buffer.from(body);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

/** A PNG with one more chunk, right after IHDR. */
export const withChunk = (png: Buffer, name: string, body: Buffer | string): Buffer =>
  Buffer.concat([png.subarray(0, 33), chunk(name, Buffer.from(body)), png.subarray(33)]);

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), body]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(body.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** A PNG that says it is as large as that, and has no pixels. */
export function claimedPng(width: number, height: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", Buffer.alloc(9)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Cut off after each twentieth. */
export const truncated = (file: Buffer): Buffer[] =>
  Array.from({ length: 20 }, (_, i) => file.subarray(0, Math.floor((file.length * i) / 20)));

export const NOT_MEDIA: readonly (readonly [string, Buffer])[] = [
  ["nothing", Buffer.alloc(0)],
  ["SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>')],
  ["SVG with a prolog", Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ["HTML", Buffer.from("<!doctype html><title>x</title>")],
  ["PDF", Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")],
  ["TIFF", Buffer.from("49492a00080000000000", "hex")],
  ["text", Buffer.from("bonjour")],
];
