import { codesOf, type Disclosed } from "./codes.ts";
import { latin1 } from "./parts.ts";

/** A voice message as phones and browsers record it, by what its bytes show. */
const SOUNDS: Readonly<Record<string, string>> = {
  "audio/ogg; codecs=opus": "audio/ogg",
  "audio/ogg": "audio/ogg",
  "audio/mpeg": "audio/mpeg",
  "audio/mp4": "audio/mp4",
  "audio/x-m4a": "audio/mp4",
  "audio/aac": "audio/aac",
  "audio/wav": "audio/wav",
  "audio/amr": "audio/amr",
  "audio/flac": "audio/flac",
  // The same containers hold films and sounds alone.
  "video/mp4": "audio/mp4",
  "video/webm": "audio/webm",
};

/** A track of pictures: an MP4 handler (ISO/IEC 14496-12 §8.4.3), a codec of Matroska's video list. */
const FILM = /hdlr.{8}vide|\x86[\x80-\xff]V_[A-Z]/s;

/** The media type of a voice message with these bytes; undefined where it is none. A film is none. */
export function soundType(sniffedType: string | undefined, bytes: Uint8Array): string | undefined {
  const type = Object.hasOwn(SOUNDS, sniffedType ?? "") ? SOUNDS[sniffedType ?? ""] : undefined;
  return sniffedType?.startsWith("video/") && FILM.test(latin1(bytes)) ? undefined : type;
}

/** What stands at the head of the places for texts and dates in the formats above. */
const MARKS: readonly (readonly [RegExp | string, readonly Disclosed[]])[] = [
  [/^ID3|TAG.{125}$|APETAGEX/s, ["comment", "other-data"]],
  [/udta|meta.{8,16}hdlr/s, ["comment", "other-data"]],
  [/mvhd(?:\0.{3}(?!\0{4})|[^\0].{3}(?!\0{8}))/s, ["date"]],
  ["\x12T\xc3g", ["comment", "other-data"]], // Matroska's Tags
  [/^.E\xdf\xa3.{0,400}Da\x88/s, ["date"]], // Matroska's DateUTC
  [/^RIFF.*?LIST.{4}INFO/s, ["comment", "other-data"]],
  [/^RIFF.*?bext/s, ["date", "software", "other-data"]], // EBU Tech 3285
  // Vorbis comments in Ogg and FLAC (RFC 7845 §5.2): always a program's name, then NAME=value where there is any.
  [/OpusTags|vorbis|^fLaC/, ["software", "other-data"]],
  [/(?:OpusTags|vorbis|^fLaC).{4,400}?[A-Za-z_]{3,20}=/s, ["comment"]],
];

/**
 * What a voice message tells beside its sound, by marks that are cheap to find: a hint, not a full reading. There is no
 * clean copy: to encode a voice anew takes away what experts compare, and the voice itself says most. Who hears it gets
 * the sealed original or a transcript.
 */
export function soundDisclosed(bytes: Uint8Array): readonly Disclosed[] {
  const text = latin1(bytes);
  const has = (mark: RegExp | string) => (typeof mark === "string" ? text.includes(mark) : mark.test(text));
  return codesOf(MARKS.flatMap(([mark, codes]) => (has(mark) ? codes : [])));
}
