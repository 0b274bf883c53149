import sharp from "sharp";
import { unprocessable } from "../../lib/errors.ts";

/** A file that people may look at: a picture without anything but its pixels, or a sound. */
export interface CleanMedia {
  readonly kind: "picture" | "sound";
  readonly type: string;
  /** The clean copy. */
  readonly bytes?: Uint8Array;
  /** What the original told besides what it shows. */
  readonly disclosed: readonly string[];
}

const MAX_PIXELS = 50_000_000;

/** Re-encodes a picture without its metadata. Throws `media.type` for what is none. */
export async function cleanMedia(bytes: Uint8Array): Promise<CleanMedia> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error" });
    const { exif, iptc, xmp } = await picture.metadata();
    const copy = await picture.rotate().png().toBuffer();
    const tells = exif !== undefined || iptc !== undefined || xmp !== undefined;
    return {
      ...{ kind: "picture", type: "image/png", bytes: copy },
      disclosed: tells ? ["other-data"] : [],
    };
  } catch {
    throw unprocessable("media.type", "a picture (JPEG, PNG, WebP, GIF) is needed", { field: "file" });
  }
}
