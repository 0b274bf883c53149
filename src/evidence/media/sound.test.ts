import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sniffed } from "./sniffed.ts";
import { soundDisclosed, soundType } from "./sound.ts";
import { NOT_MEDIA, plainPicture } from "./testing/pictures.ts";

const box = (name: string, ...parts: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(name, 4);
  return Buffer.concat([head, body]);
};
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const ogg = (packet: Buffer | string) =>
  Buffer.concat([
    hex("4f676753 00 02 0000000000000000 01000000 00000000 00000000 01 13"),
    Buffer.from(packet),
  ]);

const handler = (kind: string) => box("mdia", box("hdlr", "\0\0\0\0\0\0\0\0", kind, Buffer.alloc(13)));
const movie = (brand: string, kind: string, made = 0, ...more: Buffer[]) => {
  const mvhd = Buffer.alloc(100);
  mvhd.writeUInt32BE(made, 4);
  return Buffer.concat([
    box("ftyp", brand, "\0\0\0\0", brand),
    box("moov", box("mvhd", mvhd), box("trak", handler(kind)), ...more),
  ]);
};
const webm = (codec: string) =>
  Buffer.concat([
    hex("1a45dfa3 87 4282 84 7765626d 18538067 ff 1654ae6b ff 86"),
    Buffer.from([0x80 | codec.length]),
    Buffer.from(codec),
  ]);
const opus = (...comments: string[]) => {
  const count = Buffer.from([comments.length, 0, 0, 0]);
  const lines = comments.map((line) =>
    Buffer.concat([Buffer.from([line.length, 0, 0, 0]), Buffer.from(line)]),
  );
  const tags = Buffer.concat([Buffer.from("OpusTags\x08\0\0\0exemplar"), count, ...lines]);
  return Buffer.concat([ogg("OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0"), ogg(tags), Buffer.alloc(99)]);
};
const wav = (...chunks: Buffer[]) =>
  Buffer.concat([Buffer.from("RIFF\xff\0\0\0WAVEfmt \x10\0\0\0", "latin1"), Buffer.alloc(16), ...chunks]);
const mp3 = () => Buffer.concat([hex("fffb9064"), Buffer.alloc(413), hex("fffb9064"), Buffer.alloc(413)]);

test("voice messages of phones and browsers are known by their bytes", async () => {
  for (const [sound, type] of [
    [opus(), "audio/ogg"],
    [mp3(), "audio/mpeg"],
    [Buffer.concat([hex("494433 0300 00 0000000a"), Buffer.alloc(10), mp3()]), "audio/mpeg"],
    [movie("M4A ", "soun"), "audio/mp4"],
    [movie("isom", "soun"), "audio/mp4"],
    [webm("A_OPUS"), "audio/webm"],
    [wav(), "audio/wav"],
    [hex("fff15080 02bffc"), "audio/aac"],
    [Buffer.from("#!AMR\n    "), "audio/amr"],
    [Buffer.from("fLaC\0\0\0\x22"), "audio/flac"],
  ] as const)
    assert.equal(soundType(await sniffed(sound), sound), type, type);
});

test("films, pictures and documents are none", async () => {
  const files = [
    movie("isom", "vide"),
    webm("V_VP8"),
    await plainPicture("webp"),
    ...NOT_MEDIA.map(([, file]) => file),
  ];
  for (const file of files) assert.equal(soundType(await sniffed(file), file), undefined);
});

test("marks of texts and dates in a voice message", () => {
  for (const [sound, codes] of [
    [mp3(), []],
    [Buffer.concat([Buffer.from("ID3"), mp3()]), ["comment", "other-data"]],
    [Buffer.concat([mp3(), Buffer.from("TAG"), Buffer.alloc(125)]), ["comment", "other-data"]],
    [movie("M4A ", "soun"), []],
    [movie("M4A ", "soun", 3_900_000_000), ["date"]],
    [movie("M4A ", "soun", 0, box("udta", "x")), ["comment", "other-data"]],
    [webm("A_OPUS"), []],
    [opus(), ["software", "other-data"]],
    [opus("TITLE=Biscotte"), ["software", "comment", "other-data"]],
    [wav(), []],
    [wav(Buffer.from("LIST\x0a\0\0\0INFOIART")), ["comment", "other-data"]],
    [wav(Buffer.from("bext")), ["date", "software", "other-data"]],
  ] as const)
    assert.deepEqual(soundDisclosed(sound), codes);
});

test("no bytes make the reading fail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      soundType(await sniffed(bytes), bytes);
      soundDisclosed(bytes);
    }),
    { numRuns: 100 },
  );
});
