import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import exifr from "exifr";
import sharp from "sharp";
import { disclosedBy } from "./disclosed.ts";
import { cleanPicture } from "./picture.ts";
import {
  claimedPng,
  type Format,
  NOT_MEDIA,
  painting,
  plainPicture,
  tellingPicture,
  truncated,
  withChunk,
  withSegment,
} from "./testing/pictures.ts";

const FORMATS: readonly Format[] = ["jpeg", "png", "webp", "avif"];
const EXIFTOOL = "/usr/bin/exiftool";

/** Groups and names of what tells how a file is coded, and no more. */
const FORMAT_FACTS = [
  /^(?:SourceFile|ExifTool:.*|Composite:(?:ImageSize|Megapixels))$/,
  /^File:(?:FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample|ColorComponents|YCbCrSubSampling)$/,
  /^File:(?:FileSize|FileModifyDate|FileAccessDate|FileInodeChangeDate|FilePermissions)$/,
  /^PNG:(?:ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|PixelsPerUnit[XY]|PixelUnits)$/,
  /^RIFF:(?:VP8Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale)$/,
];

test("a clean copy holds nothing but pixels", async () => {
  for (const format of FORMATS) {
    const { bytes } = await cleanPicture(await tellingPicture(format));
    assert.deepEqual(await disclosedBy(bytes), [], format);
    const { exif, xmp, iptc, icc, comments, density } = await sharp(bytes).metadata();
    assert.deepEqual(
      { exif, xmp, iptc, icc, comments },
      {
        ...{ exif: undefined, xmp: undefined, iptc: undefined, icc: undefined, comments: undefined },
      },
    );
    assert.notEqual(density, 300, "nor the resolution, which hints at a device");
    const left = await exifr
      .parse(bytes, { tiff: true, xmp: true, iptc: true, icc: true })
      .catch(() => undefined);
    const { ImageWidth, ImageHeight, BitDepth, ColorType, Compression, Filter, Interlace, ...rest } =
      left ?? {};
    assert.deepEqual(rest, {}, format);
  }
});

test("exiftool finds nothing in a clean copy but how it is coded", async (t) => {
  if (!existsSync(EXIFTOOL)) return t.skip(`${EXIFTOOL} is not on this machine`);
  const read = (input: Uint8Array) =>
    JSON.parse(execFileSync(EXIFTOOL, ["-j", "-G", "-a", "-u", "-"], { input, encoding: "utf8" }))[0];
  for (const format of FORMATS) {
    const original = Buffer.concat([await tellingPicture(format), Buffer.from("an attachment")]);
    assert.equal(read(original)["EXIF:Artist"], "Mirabelle", `${format}: the control`);
    const { bytes } = await cleanPicture(original);
    const told = Object.keys(read(bytes)).filter((name) => !FORMAT_FACTS.some((fact) => fact.test(name)));
    assert.deepEqual(told, [], format);
  }
});

test("comments, chunks and bytes after the end do not go with it", async () => {
  const comment = "Biscotte lives here";
  const jpeg = Buffer.concat([withSegment(await plainPicture("jpeg"), 0xfe, comment), Buffer.from(comment)]);
  const png = Buffer.concat([
    withChunk(await plainPicture("png"), "tEXt", `Title\0${comment}`),
    Buffer.from(comment),
  ]);
  for (const file of [jpeg, png])
    assert.equal(Buffer.from((await cleanPicture(file)).bytes).indexOf("Biscotte"), -1);
});

test("the pixels of a PNG stay as they are", async () => {
  const transparent = await painting().ensureAlpha(0.5).png().toBuffer();
  const grey = await painting().greyscale().png().toBuffer();
  const of16bits = await painting().toColourspace("rgb16").png().toBuffer();
  for (const png of [await plainPicture("png"), transparent, grey, of16bits]) {
    const { bytes, type, width, height } = await cleanPicture(png);
    assert.deepEqual({ type, width, height }, { type: "image/png", width: 96, height: 64 });
    const [before, after] = await Promise.all(
      [png, bytes].map((file) => sharp(file).toColourspace("srgb").raw().toBuffer()),
    );
    assert.deepEqual(after, before);
  }
});

test("each format becomes one that every browser shows", async () => {
  for (const [format, type] of [
    ["jpeg", "image/jpeg"],
    ["png", "image/png"],
    ["gif", "image/png"],
    ["webp", "image/webp"],
    ["avif", "image/webp"],
  ] as const)
    assert.equal((await cleanPicture(await plainPicture(format))).type, type);
});

test("a picture lying on its side is turned upright, a large one is made smaller", async () => {
  const lying = await painting().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { width, height } = await cleanPicture(lying);
  assert.deepEqual([width, height], [64, 96]);
  const wide = await sharp({ create: { width: 6000, height: 30, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const smaller = await cleanPicture(wide);
  assert.deepEqual([smaller.width, smaller.height], [4096, 20]);
});

test("what is no picture, or could load or run something, is refused by its type", async () => {
  for (const [name, file] of NOT_MEDIA)
    await assert.rejects(cleanPicture(file), { code: "media.type", status: 422 }, name);
  const tiff = await painting().tiff().toBuffer();
  await assert.rejects(cleanPicture(tiff), { code: "media.type" });
});

test("a picture that is cut off, or claims to be vast, is refused and never painted in part", async () => {
  const vast = claimedPng(60_000, 60_000);
  await assert.rejects(cleanPicture(vast), { code: "media.unreadable", status: 422 });
  for (const format of ["jpeg", "png", "webp", "avif"] as const)
    for (const file of truncated(await tellingPicture(format)))
      await assert.rejects(
        cleanPicture(file),
        { code: /^media\.(?:type|unreadable)$/ },
        `${format}, ${file.length}`,
      );
});
