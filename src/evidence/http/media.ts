/**
 * Pictures, sound and video. A capture keeps only the head of such an answer unless a moderator asked for that one:
 * nobody should store, or have to see, an image of abuse because a link was reported.
 */

/** Enough to recognise every signature below. */
const SIGNATURE_BYTES = 16;

/** First bytes (WHATWG MIME Sniffing §6.1, §6.2), as latin-1. */
const SIGNATURES = [
  "\xff\xd8\xff", // JPEG
  "\x89PNG\r\n\x1a\n",
  "GIF87a",
  "GIF89a",
  "RIFF", // WebP, WAVE, AVI
  "\x1aE\xdf\xa3", // Matroska, WebM
  "OggS",
  "ID3", // MP3
  "\x00\x00\x01\x00", // ICO
  "II*\x00", // TIFF
  "MM\x00*",
];

/** §6.2.1: MP4, QuickTime, HEIC and AVIF begin with the length of a box of this type. */
const isBoxed = (start: string): boolean => start.startsWith("\x00") && start.startsWith("ftyp", 4);

const hasBinaryByte = (bytes: Uint8Array): boolean =>
  bytes.some((byte) => byte <= 8 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1f && byte !== 0x1b));

/** What a browser takes for markup because the server says so, whatever the first bytes are. */
export const isMarkupType = (mime: string): boolean =>
  mime === "text/html" || /^(?:text|application)\/xml$|\+xml$/.test(mime);

/**
 * Whether an answer is media, by its type or, where the type does not settle it, by its first bytes. Declared markup
 * never is: otherwise a page could hide from its readers' reports behind the six letters of a GIF. The same holds for
 * a text without binary bytes (§3).
 */
export function isMedia(mime: string, body: Uint8Array): boolean {
  if (isMarkupType(mime)) return false;
  if (/^(?:image|audio|video)\//.test(mime)) return true;
  const first = body.subarray(0, SIGNATURE_BYTES);
  const start = Buffer.from(first).toString("latin1");
  return (
    hasBinaryByte(first) && (isBoxed(start) || SIGNATURES.some((signature) => start.startsWith(signature)))
  );
}

/** Whether more of the body could still change what {@link isMedia} says. */
export const isUndecided = (body: Uint8Array): boolean => body.length < SIGNATURE_BYTES;
