import { fileTypeFromBuffer } from "file-type";
import { type RempartError, unprocessable } from "../../lib/errors.ts";

/** The media type that a file's bytes show; undefined where they show none. What its sender calls it does not count. */
export const sniffed = async (bytes: Uint8Array): Promise<string | undefined> =>
  (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;

export const refusedType = (): RempartError =>
  unprocessable(
    "media.type",
    "a file must be a picture (JPEG, PNG, WebP, GIF, AVIF) or a voice message (Ogg, MP3, M4A, AAC, WAV, WebM, AMR, FLAC)",
    { field: "file" },
  );

export const unreadable = (): RempartError =>
  unprocessable(
    "media.unreadable",
    "the file cannot be read: it must be whole, and a picture must have at most 50 million pixels",
    { field: "file" },
  );
