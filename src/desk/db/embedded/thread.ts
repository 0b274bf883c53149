import { parentPort, workerData } from "node:worker_threads";
import { types } from "@electric-sql/pglite";
import { openSynced, syncs } from "./synced-fs.ts";

/** The worker thread that runs the database, so that a long statement does not stop the desk from answering. */

export interface ThreadRequest {
  id: number;
  kind: "query" | "syncs" | "close";
  sql?: string;
  parameters?: readonly unknown[];
}

export interface ThreadReply {
  id: number;
  rows?: unknown[];
  affectedRows?: number;
  syncs?: number;
  error?: { message: string; code?: string; constraint?: string; table?: string };
}

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker thread");

const database = await openSynced((workerData as { folder: string }).folder);
const options = {
  parsers: { [types.INT8]: Number, [types.BYTEA]: (text: string) => Buffer.from(text.slice(2), "hex") },
  serializers: { [types.BYTEA]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString("hex")}` },
};

async function run({ sql = "", parameters = [] }: ThreadRequest): Promise<Omit<ThreadReply, "id">> {
  if (parameters.length === 0) return runScript(sql);
  const { rows, affectedRows } = await database.query(sql, [...parameters], options);
  return { rows, affectedRows: affectedRows ?? 0 };
}

/** The simple protocol: several statements at once, with the rows of all of them, as the job queue expects. */
async function runScript(sql: string): Promise<Omit<ThreadReply, "id">> {
  try {
    const results = await database.exec(sql, options);
    return { rows: results.flatMap(({ rows }) => rows), affectedRows: results.at(-1)?.affectedRows ?? 0 };
  } catch (error) {
    // A script that brings its own transaction must not leave it open for whoever comes next.
    if (/^\s*begin\b/i.test(sql) && sql.includes(";")) await database.exec("rollback").catch(() => {});
    throw error;
  }
}

async function answer(request: ThreadRequest): Promise<Omit<ThreadReply, "id">> {
  if (request.kind === "syncs") return { syncs: syncs.count };
  if (request.kind === "close") await database.close();
  return request.kind === "query" ? run(request) : {};
}

port.on("message", (request: ThreadRequest) => {
  answer(request).then(
    (reply) => port.postMessage({ id: request.id, ...reply }),
    (error: Error & { code?: string; constraint?: string; table?: string }) => {
      const { message, code, constraint, table } = error;
      port.postMessage({ id: request.id, error: { message, code, constraint, table } });
    },
  );
});
port.postMessage({ id: 0 });
