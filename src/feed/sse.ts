import type { Readable } from "node:stream";
import { Agent, request } from "undici";
import type { z } from "zod";
import { RempartError } from "../lib/errors.ts";
import { readLines } from "../lib/lines.ts";
import { type Ack, type FeedMessage, type FeedTransport, messageSchema, snapshotSchema } from "./wire.ts";

/** Server-sent events over mutual TLS: the default transport. One long answer, one JSON message per event. */
export const EVENT_PREFIX = "data: ";
/** A ping is sent when there is nothing to say; an edge that hears nothing for three of them reconnects. */
export const HEARTBEAT_MS = 5_000;
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

export interface SseOptions {
  /** https URL of the desk's feed listener. */
  readonly url: string;
  /** PEM: fleet authority, this edge's certificate and key. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** The edge's side. */
export function sseTransport({ url, ca, cert, key }: SseOptions): FeedTransport {
  // The desk is known by the fleet's authority, not by where it happens to listen: its certificate says "desk".
  const connect = { ca, cert, key, servername: "desk", rejectUnauthorized: true };
  const agent = new Agent({ connect, bodyTimeout: 3 * HEARTBEAT_MS, headersTimeout: 10_000 });
  const call = async (method: "GET" | "POST", path: string, signal?: AbortSignal, json?: unknown) => {
    const answer = await request(`${url}${path}`, {
      method,
      dispatcher: agent,
      signal: signal ?? null,
      ...(json === undefined
        ? {}
        : { body: JSON.stringify(json), headers: { "content-type": "application/json" } }),
    });
    if (answer.statusCode >= 300) {
      await answer.body.dump();
      throw new RempartError(
        "feed.status",
        502,
        `the desk answered ${answer.statusCode} to ${path.split("?")[0]}`,
      );
    }
    return answer.body;
  };
  return {
    subscribe: async function* ({ size, config }, signal) {
      const body = await call("GET", `/feed?size=${size}&config=${config}`, signal);
      yield* readEvents(body);
    },
    snapshot: async (signal) =>
      read(snapshotSchema, await (await call("GET", "/feed/snapshot", signal)).text()),
    ack: async (ack: Ack) => {
      await (await call("POST", "/feed/ack", undefined, ack)).dump();
    },
    close: () => void agent.destroy(),
  };
}

/**
 * Messages of an event stream; comments and other fields are passed over (WHATWG HTML §9.2). Throws `feed.refused` on one
 * that this edge cannot read.
 */
export async function* readEvents(stream: Readable): AsyncGenerator<FeedMessage> {
  for await (const line of readLines(stream, MAX_MESSAGE_BYTES)) {
    if (line.startsWith(EVENT_PREFIX)) yield read(messageSchema, line.slice(EVENT_PREFIX.length));
  }
}

/** A comment: the head of the answer goes out before there is anything to say. */
export const GREETING = ": here\n\n";

export const formatEvent = (message: FeedMessage): string => `${EVENT_PREFIX}${JSON.stringify(message)}\n\n`;

function read<T>(schema: z.ZodType<T>, json: string): T {
  try {
    return schema.parse(JSON.parse(json));
  } catch (error) {
    throw new RempartError("feed.refused", 400, "what was sent is not of a form this edge knows", {}, error);
  }
}
