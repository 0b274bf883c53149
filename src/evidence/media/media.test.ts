import assert from "node:assert/strict";
import { test } from "node:test";
import { RempartError } from "../../lib/errors.ts";
import { cleanMedia, mediaCleaner } from "./media.ts";
import { claimedPng, NOT_MEDIA, plainPicture, tellingPicture, withSegment } from "./testing/pictures.ts";

const MP3 = Buffer.concat([Buffer.from("ID3"), Buffer.from("fffb9064", "hex"), Buffer.alloc(413)]);

test("a picture comes back clean, with what the original tells", async () => {
  const { bytes, disclosed, ...facts } = await cleanMedia(await tellingPicture("jpeg"));
  assert.deepEqual(facts, { kind: "picture", type: "image/jpeg", width: 96, height: 64 });
  assert.ok(disclosed.includes("place") && disclosed.includes("thumbnail"));
  assert.deepEqual((await cleanMedia(bytes ?? new Uint8Array())).disclosed, []);
});

test("a voice message has no clean copy", async () => {
  const sound = await cleanMedia(MP3);
  assert.deepEqual(sound, { kind: "sound", type: "audio/mpeg", disclosed: ["comment", "other-data"] });
});

test("the files of one moment are served one after the other", async () => {
  const files = await Promise.all((["png", "webp", "gif", "avif"] as const).map(plainPicture));
  const cleaned = await Promise.all([...files, MP3].map((file) => cleanMedia(file)));
  assert.deepEqual(
    cleaned.map(({ type }) => type),
    ["image/png", "image/webp", "image/png", "image/webp", "audio/mpeg"],
  );
});

test("what is neither is refused with what would be right, and nothing of what was sent", async () => {
  for (const [name, file] of NOT_MEDIA)
    await assert.rejects(
      cleanMedia(file),
      { code: "media.type", status: 422, details: { field: "file" } },
      name,
    );
  const hostile = withSegment(await plainPicture("jpeg"), 0xfe, "Mirabelle").subarray(0, 300);
  for (const file of [hostile, claimedPng(60_000, 60_000)])
    await assert.rejects(cleanMedia(file), (error) => {
      assert.ok(error instanceof RempartError);
      assert.deepEqual([error.code, error.status], ["media.unreadable", 422]);
      assert.doesNotMatch(
        JSON.stringify([error, error.message, error.stack, error.cause]),
        /Mirabelle|libvips|vips/i,
      );
      return true;
    });
});

test("a file that takes too long is given up: that file, and each by itself", async () => {
  const clean = mediaCleaner({ requestMs: 1 });
  const file = await plainPicture("png");
  for (const one of [clean(file), clean(file)])
    await assert.rejects(one, { code: "media.unreadable", status: 422 });
});

test("a process that has rested and ended is replaced", async () => {
  const clean = mediaCleaner({ idleMs: 0 });
  const file = await plainPicture("png");
  for (let i = 0; i < 2; i++) {
    assert.equal((await clean(file)).kind, "picture");
    await new Promise<void>((resolve) => setTimeout(resolve, 1)); // its timer runs before this one
  }
});
