import { once } from "node:events";
import { connect as dial } from "node:net";
import {
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
} from "@nats-io/jetstream";
import { connect, type NatsConnection, nanos } from "@nats-io/transport-node";
import { MINUTE } from "../lib/clock.ts";
import { SUBJECT } from "./bus-message.ts";

/** A stream of NATS JetStream that carries the feed beside the desk. */
export interface Bus {
  /** Of one message. */
  readonly maxBytes: number;
  /** Its sequence number. Throws where the server did not take it. */
  publish(subject: string, data: Uint8Array): Promise<number>;
  /** Messages of a subject after a sequence number, until `signal` aborts or the connection ends (throws). */
  read(subject: string, after: number, signal: AbortSignal): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

const STREAM = "rempart";
/** An edge that missed more than this asks the desk; nothing depends on what the server still has. */
const KEPT_MS = 10 * MINUTE;
const KEPT_BYTES = 256 * 1024 * 1024;
const CONNECT_MS = 2_000;

/**
 * `url`: nats:// or tls://, with user and password or a token where the server asks for one. Throws where none answers.
 * `makesStream`: of the desk, which keeps the stream; an edge only reads.
 */
export async function connectBus(url: string, { makesStream = false } = {}): Promise<Bus> {
  const { protocol, host, hostname, port, username, password } = new URL(url);
  await greeted(hostname.replace(/^\[|\]$/g, ""), Number(port === "" ? 4222 : port));
  const credentials =
    password === ""
      ? { token: decodeURIComponent(username) }
      : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const connection = await connect({
    servers: host,
    ...(protocol === "tls:" ? { tls: {} } : {}),
    ...(username === "" ? {} : credentials),
    reconnect: false, // whoever uses it does, and has another way meanwhile
    timeout: CONNECT_MS,
  });
  try {
    if (makesStream) await makeStream(connection);
    return busOn(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * Throws unless a server speaks there. The library lets go of no connection on which nothing comes: a server that stands still
 * would cost one with each try, and the desk tries all the time.
 */
async function greeted(host: string, port: number): Promise<void> {
  const socket = dial({ host, port });
  try {
    await once(socket, "data", { signal: AbortSignal.timeout(CONNECT_MS) });
  } finally {
    socket.destroy();
  }
}

async function makeStream(connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection, { timeout: CONNECT_MS });
  await manager.streams.add({
    ...{ name: STREAM, subjects: [`${SUBJECT}.>`], retention: RetentionPolicy.Limits },
    ...{ discard: DiscardPolicy.Old, max_age: nanos(KEPT_MS), max_bytes: KEPT_BYTES },
  });
}

function busOn(connection: NatsConnection): Bus {
  const client = jetstream(connection, { timeout: CONNECT_MS });
  return {
    maxBytes: connection.info?.max_payload ?? 1024 * 1024,
    publish: async (subject, data) => (await client.publish(subject, data)).seq,
    read: async function* (subject, after, signal) {
      const consumer = await client.consumers.get(STREAM, {
        filter_subjects: subject,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: after + 1,
      });
      const messages = await consumer.consume({ max_messages: 100 });
      const stop = () => messages.stop();
      void connection.closed().then(stop);
      signal.addEventListener("abort", stop, { once: true });
      try {
        for await (const { data } of messages) yield data;
      } finally {
        signal.removeEventListener("abort", stop);
        stop();
      }
      if (!signal.aborted) throw new Error("the connection to the bus has ended");
    },
    close: () => connection.close(),
  };
}
