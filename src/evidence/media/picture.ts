import sharp from "sharp";
import { refusedType, sniffed, unreadable } from "./sniffed.ts";

export interface CleanPicture {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** About 200 MB when decoded. A picture of a phone has 12 to 50 million. */
const MAX_PIXELS = 50_000_000;
/** Longer than any screen; a page of text stays legible. */
const MAX_SIDE = 4096;

/** What we decode: what sharp calls it, and what its clean copy is. Nothing that is a document or loads others (SVG, PDF). */
const DECODED: Readonly<Record<string, { readonly as: string; readonly to: "png" | "jpeg" | "webp" }>> = {
  "image/jpeg": { as: "jpeg", to: "jpeg" },
  "image/png": { as: "png", to: "png" },
  "image/apng": { as: "png", to: "png" },
  "image/gif": { as: "gif", to: "png" },
  "image/webp": { as: "webp", to: "webp" },
  "image/avif": { as: "heif", to: "webp" },
};

export const isPicture = (type: string | undefined): type is string => Object.hasOwn(DECODED, type ?? "");

/**
 * A picture painted anew, at most 4096 pixels on its long side; of an animation the first frame. Only pixels go from the
 * decoder to the encoder, turned upright and in sRGB, so that nothing else can: even a resolution hints at a device.
 * Refuses with `media.type` what is no such picture, with `media.unreadable` what is broken or too large.
 */
export async function cleanPicture(bytes: Uint8Array): Promise<CleanPicture> {
  const { as, to } = DECODED[(await sniffed(bytes)) ?? ""] ?? {};
  if (as === undefined || to === undefined) throw refusedType();
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error", sequentialRead: true });
    const { format } = await picture.metadata();
    if (format !== as) throw refusedType();
    const { data, info } = await picture
      .autoOrient()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const painted = await sharp(data, { raw: { width, height, channels } })
      .toFormat(to, to === "png" ? {} : { quality: 90 })
      .toBuffer();
    return { bytes: painted, type: `image/${to}`, width, height };
  } catch (error) {
    // libvips' own words could repeat what is in the file.
    throw (error as { code?: string }).code === "media.type" ? error : unreadable();
  }
}
