import { decodeContent } from "./http/content-coding.ts";
import { isMarkupType, isMedia } from "./http/media.ts";
import { field, fieldList, mimeType, type ResponseHead, readResponse } from "./http/message.ts";

/** A page's words as screening reads them. */
export interface PageText {
  readonly kind: "html" | "text";
  readonly text: string;
  /** WHATWG name of the encoding it was read in, and what said so. */
  readonly charset: string;
  readonly charsetFrom: "bom" | "header" | "meta" | "valid-utf-8" | "fallback";
  /** False where the page was longer than the limit or broke off while being unpacked. */
  readonly whole: boolean;
}

export const MAX_TEXT_BYTES = 8_000_000;

/**
 * The text in a captured response, unpacked to at most `maxBytes` and decoded; undefined where there is none (a picture,
 * an archive, an unknown coding). Takes the exact bytes as received, from an exchange or from a WARC response record.
 */
export async function pageText(
  responseBytes: Uint8Array,
  maxBytes = MAX_TEXT_BYTES,
): Promise<PageText | undefined> {
  const response = readResponse(responseBytes);
  if (response === undefined) return undefined;
  const { head, payload } = response;
  const { bytes, ending } = await decodeContent(payload, fieldList(head, "content-encoding"), maxBytes);
  if (ending === "unknown") return undefined;
  const kind = kindOf(head, bytes);
  if (kind === undefined) return undefined;
  const { charset, from } = charsetOf(head, bytes);
  const text = new TextDecoder(charset).decode(bytes);
  return { kind, text, charset, charsetFrom: from, whole: ending === "whole" };
}

function kindOf(head: ResponseHead, bytes: Uint8Array): "html" | "text" | undefined {
  const type = mimeType(head);
  if (isMarkupType(type)) return "html";
  if (isMedia(type, bytes)) return undefined;
  if (type.startsWith("text/") || /^application\/(?:json|javascript)$|\+json$/.test(type)) return "text";
  if (type !== "" && type !== "application/octet-stream") return undefined;
  const start = bytes.subarray(0, 1024);
  if (start.includes(0) && byteOrderMark(bytes) === undefined) return undefined;
  return /^[\s\ufeff\u00ef\u00bb\u00bf]*</.test(latin1(start)) ? "html" : "text";
}

/** WHATWG HTML §13.2.3: mark, then header, then the page's own word; undeclared UTF-8 is recognised by being valid. */
function charsetOf(
  head: ResponseHead,
  bytes: Uint8Array,
): { charset: string; from: PageText["charsetFrom"] } {
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) return { charset: mark, from: "bom" };
  const header = known(/;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(field(head, "content-type") ?? "")?.[1]);
  if (header !== undefined) return { charset: header, from: "header" };
  const start = latin1(bytes.subarray(0, 1024));
  const own = known(
    /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w:-]+)/i.exec(start)?.[1] ??
      /^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w:-]+)/i.exec(start)?.[1],
  );
  // a meta element that could be read as ASCII is not UTF-16, whatever it says (WHATWG HTML §13.2.3.2)
  if (own !== undefined) return { charset: own.startsWith("utf-16") ? "utf-8" : own, from: "meta" };
  if (isUtf8(bytes)) return { charset: "utf-8", from: "valid-utf-8" };
  return { charset: "windows-1252", from: "fallback" }; // what every browser calls latin-1
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return undefined;
}

/** The encoding that a label means, if there is one. */
function known(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** Validity of all but a last character that the limit may have cut. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
