import { STATUS_CODES } from "node:http";
import type { FieldList } from "../../http/fields.ts";
import { isFieldValue } from "./syntax.ts";

/** The field lines of an answer as they go out, and what they say about its framing. */
export interface ResponseHead {
  /** Without the empty line at the end. */
  readonly text: string;
  readonly contentLength: number | undefined;
  /** One of the fields asks to end the connection. */
  readonly close: boolean;
}

const statusLines: (string | undefined)[] = [];

function statusLine(status: number): string {
  statusLines[status] ??= `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
  return statusLines[status];
}

/**
 * Writes the head of an answer. Fields of the connection are ours to write, so those in the list only say what is wished.
 * Throws on a value that would end its line: then nothing may be sent.
 */
export function responseHead(status: number, fields: FieldList): ResponseHead {
  let text = statusLine(status);
  let contentLength: number | undefined;
  let close = false;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    const value = fields[i + 1]!;
    if (!isFieldValue(value)) throw new Error(`the value of ${name} cannot be sent`);
    switch (name.length) {
      case 10:
        if (name.toLowerCase() !== "connection") break;
        close = close || value.toLowerCase().includes("close");
        continue;
      case 14:
        if (name.toLowerCase() === "content-length") contentLength = Number(value);
        break;
      case 17:
        if (name.toLowerCase() === "transfer-encoding") continue;
    }
    text += `${name}: ${value}\r\n`;
  }
  return { text, contentLength, close };
}
