import { MAIL_LIMITS, type MailFile } from "./types.ts";

const MIME_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/i;

/** The media type that a mail names, without parameters; bytes of no kind where it is none. */
export const mediaType = (written: string): string => {
  const type = written.split(";", 1)[0]!.trim().toLowerCase();
  return MIME_TYPE.test(type) ? type : "application/octet-stream";
};

/** A name that says nothing of folders and holds no character that a screen would not show. */
export function fileName(written: string | null, fallback: string): string {
  const name = (written ?? "")
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .split(/[/\\]/)
    .at(-1)!
    .trim();
  return name === "" || /^\.+$/.test(name) ? fallback : name.length > 120 ? shortened(name) : name;
}

/** Keeps the ending, by which people tell what a file is. */
function shortened(name: string): string {
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? "";
  return `${name.slice(0, 120 - ending.length).toWellFormed()}${ending}`;
}

/** The item of evidence at `index` of an X-ARF document as a file; none where it is empty. */
export function evidenceFile(index: number, type: string, payload: string, isBase64: boolean): MailFile[] {
  if (payload.length > MAIL_LIMITS.bytes * 2) return [];
  const bytes = new Uint8Array(Buffer.from(payload, isBase64 ? "base64" : "utf8"));
  return bytes.length === 0 ? [] : [{ name: `evidence-${index + 1}`, type: mediaType(type), bytes }];
}
