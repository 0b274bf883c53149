import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import sharp from "sharp";
import { disclosedBy } from "./disclosed.ts";
import {
  type Format,
  NOT_MEDIA,
  painting,
  plainPicture,
  tellingPicture,
  truncated,
  withChunk,
  withSegment,
  xmp,
} from "./testing/pictures.ts";

const FORMATS: readonly Format[] = ["jpeg", "png", "webp", "avif", "gif"];

test("a picture of pixels alone discloses nothing", async () => {
  for (const format of FORMATS) assert.deepEqual(await disclosedBy(await plainPicture(format)), [], format);
});

test("place, device, serial number, dates, names, program, thumbnail and words are found in every format", async () => {
  const told = [
    "place",
    "device",
    "serial",
    "date",
    "person",
    "software",
    "thumbnail",
    "comment",
    "other-data",
  ];
  for (const format of ["jpeg", "png", "webp", "avif"] as const)
    assert.deepEqual(await disclosedBy(await tellingPicture(format)), told, format);
});

test("each field is named by what it is about", async () => {
  const exif = async (block: string, name: string, value: string) =>
    disclosedBy(
      await painting()
        .withExif({ [block]: { [name]: value } })
        .jpeg()
        .toBuffer(),
    );
  for (const [block, name, value, codes] of [
    ["IFD0", "Orientation", "6", []],
    ["IFD0", "Make", "   ", []],
    ["IFD2", "LensModel", "E1", ["device"]],
    ["IFD2", "LensSerialNumber", "1", ["serial"]],
    ["IFD2", "CameraOwnerName", "Mirabelle", ["person"]],
    ["IFD2", "OffsetTimeOriginal", "+01:00", ["date"]],
    ["IFD2", "ExposureTime", "1/50", ["other-data"]],
    ["IFD2", "UserComment", "Biscotte", ["comment"]],
    ["IFD3", "GPSDateStamp", "2026:12:01", ["date"]],
    ["IFD3", "GPSAltitude", "12/1", ["place"]],
  ] as const)
    assert.deepEqual(await exif(block, name, value), codes, name);
});

test("maker notes are data that we cannot name", async () => {
  // Little-endian: directory at 8 with a pointer to one at 26 with the tag 0x927c, 8 bytes at 44.
  const block =
    "49492a0008000000010069870400010000001a000000000000000100 7c92070008000000 2c000000 00000000 0102030405060708";
  const body = Buffer.from(`457869660000${block.replaceAll(" ", "")}`, "hex");
  assert.deepEqual(await disclosedBy(withSegment(await plainPicture("jpeg"), 0xe1, body)), ["other-data"]);
});

test("fields of XMP are found as elements and as attributes, in a second block too", async () => {
  const jpeg = await plainPicture("jpeg");
  const packet = (fields: string) => `http://ns.adobe.com/xap/1.0/\0${xmp(fields)}`;
  const first = withSegment(jpeg, 0xe1, packet("<photoshop:City>x</photoshop:City>"));
  assert.deepEqual(await disclosedBy(first), ["place", "other-data"]);
  const second = withSegment(first, 0xe1, packet('<rdf:li aux:SerialNumber="1"/>'));
  assert.deepEqual(await disclosedBy(second), ["place", "serial", "other-data"]);
});

test("an XMP packet can change nothing in this process", async () => {
  const fields = "<__proto__:planted>x</__proto__:planted><constructor:keys>x</constructor:keys>";
  for (const format of ["jpeg", "png", "webp"] as const)
    await disclosedBy(await painting().withXmp(xmp(fields)).toFormat(format).toBuffer());
  assert.equal(({} as { planted?: string }).planted, undefined);
  assert.equal(typeof Object.keys, "function");
});

test("what stands beside the usual blocks of a JPEG is found", async () => {
  const jpeg = await plainPicture("jpeg");
  const city = Buffer.concat([
    Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x5a\0\x05Ville"),
  ]);
  assert.deepEqual(await disclosedBy(withSegment(jpeg, 0xfe, "Biscotte")), ["comment"]);
  assert.deepEqual(await disclosedBy(withSegment(jpeg, 0xed, city)), ["place", "other-data"]);
  assert.deepEqual(await disclosedBy(withSegment(jpeg, 0xeb, "JP: a manifest")), ["other-data"]);
  assert.deepEqual(await disclosedBy(withSegment(jpeg, 0xe2, "MPF\0more pictures")), ["other-data"]);
});

test("what stands beside the pixels of a PNG is found", async () => {
  const png = await plainPicture("png");
  assert.deepEqual(await disclosedBy(withChunk(png, "tEXt", "Author\0Mirabelle")), ["person"]);
  assert.deepEqual(await disclosedBy(withChunk(png, "tEXt", "Creation Time\x002026")), ["date"]);
  assert.deepEqual(await disclosedBy(withChunk(png, "tEXt", "anything\0x")), ["other-data"]);
  assert.deepEqual(await disclosedBy(withChunk(png, "tIME", "1234567")), ["date"]);
  assert.deepEqual(await disclosedBy(withChunk(png, "caBX", "a manifest")), ["other-data"]);
});

test("a comment in a GIF is found", async () => {
  const gif = await plainPicture("gif");
  const comment = Buffer.from([0x21, 0xfe, 3, 0x61, 0x62, 0x63, 0]);
  const commented = Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)]);
  assert.deepEqual(await disclosedBy(commented), ["comment"]);
});

test("bytes after the end are found", async () => {
  for (const format of FORMATS) {
    const file = Buffer.concat([await plainPicture(format), Buffer.from([0, 0, 0, 9, 7, 7, 7, 7, 7])]);
    assert.deepEqual(await disclosedBy(file), ["trailing-bytes"], format);
  }
});

test("only a colour profile that few have is a device's", async () => {
  const p3 = await painting().withIccProfile("p3").png().toBuffer();
  assert.deepEqual(await disclosedBy(p3), ["other-data"]);
  const { icc = Buffer.alloc(0) } = await sharp(p3).metadata();
  const own = Buffer.from(icc.toString("latin1").replace("s\0P\x003\0C", "D\0E\0L\0L"), "latin1");
  const named = withSegment(
    await plainPicture("jpeg"),
    0xe2,
    Buffer.concat([Buffer.from("ICC_PROFILE\0\x01\x01"), own]),
  );
  assert.deepEqual(await disclosedBy(named), ["device", "other-data"]);
});

test("a file that is cut off is read as far as it goes, and says that there may be more", async () => {
  for (const format of FORMATS)
    for (const file of truncated(await tellingPicture(format)))
      assert.ok((await disclosedBy(file)).includes("other-data"), `${format}, ${file.length} bytes`);
  for (const [name, file] of NOT_MEDIA) assert.deepEqual(await disclosedBy(file), ["other-data"], name);
});

test("no bytes make it fail", async () => {
  const files = await Promise.all(FORMATS.map(tellingPicture));
  const change = fc.tuple(fc.nat(), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), fc.array(change, { minLength: 1 }), async (file, changes) => {
      const broken = Buffer.from(file);
      for (const [at, byte] of changes) broken[at % broken.length] = byte;
      assert.ok(Array.isArray(await disclosedBy(broken)));
    }),
    { numRuns: 60 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), fc.uint8Array({ maxLength: 200 }), async (file, rest) => {
      const begun = Buffer.concat([file.subarray(0, rest.length % 64), rest]);
      assert.ok((await disclosedBy(begun)).length > 0);
    }),
    { numRuns: 60 },
  );
});
