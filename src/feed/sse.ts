import type { Readable } from "node:stream";
import { Agent, request } from "undici";
import { z } from "zod";
import { RempartError } from "../lib/errors.ts";
import { readLines } from "../lib/lines.ts";
import {
  type Ack,
  type FeedMessage,
  type FeedTransport,
  messageSchema,
  type Position,
  type Snapshot,
  type SnapshotPart,
  snapshotHeadSchema,
  snapshotPartSchema,
} from "./wire.ts";

/** Server-sent events over mutual TLS: the default transport. One long answer, one JSON message per event. */
export const EVENT_PREFIX = "data: ";
/** A ping is sent when there is nothing to say; an edge that hears nothing for three of them reconnects. */
export const HEARTBEAT_MS = 5_000;
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

const renewedSchema = z.strictObject({ certificate: z.string() });

export interface SseOptions {
  /** https URL of the desk's feed listener. */
  readonly url: string;
  /** PEM: fleet authority, this edge's certificate and key. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Told the desk's time with each of its answers (`Date`, whole seconds), and how long that answer took, ms. */
  readonly onDate?: (deskMs: number, tookMs: number) => void;
}

/** Where the desk's messages for an edge are on a bus. */
const joinedSchema = z.strictObject({
  subject: z.string().max(200),
  /** Sequence number after which they are. */
  after: z.int().nonnegative(),
  /** The desk's public key (box.ts). */
  key: z.string().max(100),
});
export type Joined = z.infer<typeof joinedSchema>;

/** What an edge asks of its desk besides the feed. */
export interface DeskConnection extends FeedTransport {
  /** Messages up to now, a ping last. */
  catchUp(from: Position, signal: AbortSignal): AsyncIterable<FeedMessage>;
  /** From now on the desk's messages are on the bus for this edge too, for its public key; null while there is no bus. */
  join(key: string): Promise<Joined | null>;
  /** A certificate (PEM) in place of the present one, for a request and the proof of the present key (lib/x509.ts). */
  renew(csr: string, proof: string): Promise<string>;
  /** From the next call on this edge comes with another certificate. */
  comeWith(credentials: { readonly cert: string; readonly key: string }): void;
}

const positionText = ({ size, config, serves }: Position): string =>
  `size=${size}&config=${config}&serves=${serves}`;

/** The edge's side. */
export function sseTransport({ url, ca, cert, key, onDate }: SseOptions): DeskConnection {
  const agents = new Set<Agent>();
  const agentWith = (credentials: { readonly cert: string; readonly key: string }): Agent => {
    // The desk is known by the fleet's authority, not by where it happens to listen: its certificate says "desk".
    const connect = { ca, ...credentials, servername: "desk", rejectUnauthorized: true };
    const made = new Agent({ connect, bodyTimeout: 3 * HEARTBEAT_MS, headersTimeout: 10_000 });
    agents.add(made);
    return made;
  };
  let agent = agentWith({ cert, key });
  const call = async (method: "GET" | "POST", path: string, signal?: AbortSignal, json?: unknown) => {
    const askedMs = performance.now();
    const answer = await request(`${url}${path}`, {
      method,
      dispatcher: agent,
      signal: signal ?? null,
      ...(json === undefined
        ? {}
        : { body: JSON.stringify(json), headers: { "content-type": "application/json" } }),
    });
    const deskMs = Date.parse(String(answer.headers.date));
    if (!Number.isNaN(deskMs)) onDate?.(deskMs, performance.now() - askedMs);
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
    subscribe: async function* (from, signal) {
      yield* readEvents(await call("GET", `/feed?${positionText(from)}`, signal));
    },
    catchUp: async function* (from, signal) {
      yield* readEvents(await call("GET", `/feed?${positionText(from)}&once`, signal));
    },
    join: async (key) => {
      const answer = await call("POST", "/feed/bus", undefined, { key });
      return joinedSchema.nullable().parse(await answer.json());
    },
    snapshot: async (size, signal) => readSnapshot(await call("GET", `/feed/snapshot?size=${size}`, signal)),
    ack: async (ack: Ack) => {
      await (await call("POST", "/feed/ack", undefined, ack)).dump();
    },
    renew: async (csr, proof) => {
      const answer = await call("POST", "/feed/renew", undefined, { csr, proof });
      return renewedSchema.parse(await answer.json()).certificate;
    },
    comeWith: (credentials) => {
      const before = agent;
      agent = agentWith(credentials);
      void before.close().then(() => agents.delete(before)); // when its stream has ended
    },
    close: () => {
      for (const one of agents) void one.destroy();
    },
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

/**
 * A snapshot that was sent as lines of JSON, its head first. Throws `feed.refused` on one that this edge cannot read; the parts
 * do when they are asked for.
 */
export async function readSnapshot(stream: Readable): Promise<Snapshot> {
  const lines = readLines(stream, MAX_MESSAGE_BYTES);
  const first = await lines.next();
  return { ...read(snapshotHeadSchema, first.value ?? ""), parts: readParts(lines) };
}

async function* readParts(lines: AsyncIterable<string>): AsyncGenerator<SnapshotPart> {
  for await (const line of lines) yield read(snapshotPartSchema, line);
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
