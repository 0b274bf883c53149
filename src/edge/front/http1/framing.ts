import type { RequestHead } from "./head.ts";
import { MalformedMessage } from "./syntax.ts";

/** What the fields of a request say about its message and its connection, and nothing about its meaning. */
export interface Control {
  /** Bytes of the body; CHUNKED where it tells its length itself; 0 if there is none. */
  readonly bodyBytes: number;
  /** The connection may serve another request after this one. */
  readonly keepAlive: boolean;
  /** RFC 9110 §10.1.1: the visitor waits for `100 Continue` before it sends the body. */
  readonly expectsContinue: boolean;
  readonly upgradesToWebSocket: boolean;
}

export const CHUNKED = -1;

/**
 * RFC 9112 §6.1, §6.3: how long the message is must be said once and in one way; otherwise where it ends is in doubt, and
 * nothing after it can be trusted. Throws MalformedMessage.
 */
export function controlOf(head: RequestHead): Control {
  const { fields, httpVersion } = head;
  let length: string | undefined;
  let coding: string | undefined;
  let connection = "";
  let upgrade = "";
  let expect: string | undefined;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    switch (name.length) {
      case 6:
        if (name.toLowerCase() === "expect") expect = fields[i + 1]!.toLowerCase();
        break;
      case 7:
        if (name.toLowerCase() === "upgrade") upgrade = `${upgrade},${fields[i + 1]!.toLowerCase()}`;
        break;
      case 10:
        if (name.toLowerCase() === "connection") connection = `${connection},${fields[i + 1]!.toLowerCase()}`;
        break;
      case 14:
        if (name.toLowerCase() !== "content-length") break;
        if (length !== undefined) throw new MalformedMessage(400); // also two equal ones: one of them was added
        length = fields[i + 1]!;
        break;
      case 17:
        if (name.toLowerCase() !== "transfer-encoding") break;
        if (coding !== undefined) throw new MalformedMessage(400);
        coding = fields[i + 1]!.toLowerCase();
        break;
    }
  }
  const bodyBytes = bodyLength(length, coding, httpVersion);
  // §10.1.1: the only expectation there is.
  if (expect !== undefined && expect !== "100-continue") throw new MalformedMessage(417);
  const options = connection === "" ? [] : connection.split(",").map((option) => option.trim());
  return {
    bodyBytes,
    keepAlive: options.includes("close") ? false : httpVersion === "1.1" || options.includes("keep-alive"),
    expectsContinue: expect !== undefined && httpVersion === "1.1" && bodyBytes !== 0,
    // Only a WebSocket is worth giving up HTTP for. Above all not `h2c`: through such a tunnel a visitor would send
    // requests that no policy sees. Other offers are ignored (RFC 9110 §7.8).
    upgradesToWebSocket:
      upgrade !== "" &&
      options.includes("upgrade") &&
      upgrade.slice(1).trim() === "websocket" &&
      head.method === "GET" &&
      httpVersion === "1.1" &&
      bodyBytes === 0,
  };
}

function bodyLength(length: string | undefined, coding: string | undefined, version: "1.0" | "1.1"): number {
  if (coding === undefined) {
    if (length === undefined) return 0;
    if (!/^\d{1,15}$/.test(length)) throw new MalformedMessage(400);
    return Number(length);
  }
  if (length !== undefined || version === "1.0") throw new MalformedMessage(400);
  if (coding === "chunked") return CHUNKED;
  // §6.1: another coding before chunked is not one that we know; §6.3: without chunked at the end nobody can say where the
  // request ends.
  throw new MalformedMessage(/,[ \t]*chunked$/.test(coding) ? 501 : 400);
}
