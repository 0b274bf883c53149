import { parentPort, workerData } from "node:worker_threads";
import { watchMainLoop } from "./main-loop.ts";
import { openSynced, syncs } from "./synced-fs.ts";

/**
 * The worker thread that runs the database, so that a long statement does not stop the desk from answering. It answers every
 * request in order: bytes of PostgreSQL's own protocol, always whole messages, with what the database says to them.
 */

export type ThreadRequest =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "syncs" }
  | { readonly kind: "close" };

export interface ThreadReply {
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly syncs?: number;
  readonly error?: string;
  /** Why the thread ends now; no answer to a request. */
  readonly ended?: string;
}

/** The startup message begins with its length, all others with a letter. */
const isStartup = (bytes: Uint8Array): boolean => bytes[0] === 0;

/** A simple query message (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
function simpleQuery(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.from("Q\0\0\0\0");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");

const database = await openSynced((workerData as { folder: string }).folder);

watchMainLoop(database, () => {
  port.postMessage({ ended: "PostgreSQL has given up, as it does where the disk is full" });
  process.exit(1); // of a thread this is the end of the thread
});

function exchange(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (isStartup(bytes)) {
    // There is one session behind all connections: a new one must not find what another left open.
    database.execProtocolRawSync(simpleQuery("rollback"));
    database.execProtocolRawSync(simpleQuery("discard all"));
  }
  return database.execProtocolRawSync(bytes) as Uint8Array<ArrayBuffer>; // a copy: nobody else holds it
}

async function answer(request: ThreadRequest): Promise<ThreadReply> {
  if (request.kind === "bytes") return { bytes: exchange(request.bytes) };
  if (request.kind === "close") await database.close();
  return { syncs: syncs.count };
}

port.on("message", (request: ThreadRequest) => {
  answer(request).then(
    (reply) => port.postMessage(reply, reply.bytes === undefined ? [] : [reply.bytes.buffer]),
    (error: Error) => port.postMessage({ error: error.message }),
  );
});
port.postMessage({});
