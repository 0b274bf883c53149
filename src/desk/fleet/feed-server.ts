import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { z } from "zod";
import { formatEvent, GREETING, HEARTBEAT_MS } from "../../feed/sse.ts";
import { ackSchema, type FeedMessage } from "../../feed/wire.ts";
import { forbidden } from "../../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../../lib/files.ts";
import { createCertificateRequest } from "../../lib/x509.ts";
import type { DeskContext } from "../context.ts";
import { jsonBody, onProblem } from "../web/http.ts";
import type { Fleet } from "./fleet.ts";
import { FeedSource } from "./source.ts";

type Bindings = { Bindings: { incoming: { socket: TLSSocket } } };

const enrolSchema = z.strictObject({ token: z.string().max(200), csr: z.string().max(10_000) });

/** The listener that edges dial: mutual TLS under the fleet's own authority; only enrolment works without a certificate. */
export async function createFeedServer(context: DeskContext, fleet: Fleet): Promise<Server> {
  const { key, certificate } = await deskCertificate(context);
  const app = feedRoutes(context, fleet);
  return createServer(
    {
      key,
      cert: certificate,
      ca: context.trust.fleetCa,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: "TLSv1.3",
    },
    getRequestListener(app.fetch),
  );
}

function feedRoutes(context: DeskContext, fleet: Fleet): Hono<Bindings> {
  const source = new FeedSource(context);
  const app = new Hono<Bindings>();
  app.onError(onProblem(context.log));

  app.post("/enrol", async (c) => {
    const { token, csr } = await jsonBody(c, enrolSchema);
    return c.json(await fleet.enrol(token, csr));
  });

  const edgeName = async (socket: TLSSocket): Promise<string> => {
    const name = socket.authorized
      ? await fleet.nameOf(socket.getPeerX509Certificate()?.fingerprint256 ?? "")
      : undefined;
    if (name === undefined) throw forbidden("feed.certificate", "this listener is for enrolled edges");
    return name;
  };

  app.get("/feed", async (c) => {
    const name = await edgeName(c.env.incoming.socket);
    const position = { size: Number(c.req.query("size") ?? 0), config: Number(c.req.query("config") ?? 0) };
    const body = stream(context, fleet, source, name, position);
    return c.body(body, 200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  });

  app.get("/feed/snapshot", async (c) => {
    await edgeName(c.env.incoming.socket);
    return c.json(await source.snapshot());
  });

  app.post("/feed/ack", async (c) => {
    fleet.ack(await edgeName(c.env.incoming.socket), await jsonBody(c, ackSchema));
    return c.body(null, 204);
  });

  return app;
}

/**
 * One edge's stream. It pulls: nothing is read for an edge before its connection has room, so a slow edge costs
 * one message of memory and delays nobody.
 */
function stream(
  context: DeskContext,
  fleet: Fleet,
  source: FeedSource,
  name: string,
  position: { size: number; config: number },
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const disconnected = fleet.connected(name);
  const encoder = new TextEncoder();
  const messages = follow(context, source, position, () => fleet.isEnrolled(name), gone.signal);
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const next = await messages.next();
        if (next.done) {
          disconnected();
          controller.close();
        } else controller.enqueue(encoder.encode(next.value));
      } catch (error) {
        disconnected();
        controller.error(error);
      }
    },
    cancel: () => {
      gone.abort();
      disconnected();
    },
  });
}

async function* follow(
  { grown }: DeskContext,
  source: FeedSource,
  position: { size: number; config: number },
  enrolled: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let { size, config } = position;
  let purges = config > 0; // an edge that has nothing yet has nothing to purge
  yield GREETING;
  while (!signal.aborted) {
    const wake = grown.wait(HEARTBEAT_MS, signal); // before looking, so that nothing falls between
    // Configuration is read first and sent last: an item that cites a request finds it in the edge's ledger.
    const items = await source.config(config, { purges });
    const forget = purges && items.length > 0 && (await source.hasLostPurges(config));
    const batch = await source.batch(size);
    if (batch === "resync") {
      yield formatEvent({ kind: "resync" });
      return;
    }
    const messages: FeedMessage[] = [];
    if (batch !== undefined) messages.push({ kind: "batch", batch });
    if (forget) messages.push({ kind: "forget" });
    if (items.length > 0) messages.push({ kind: "config", items });
    for (const message of messages) yield formatEvent(message);
    size = batch?.to ?? size;
    config = items.at(-1)?.version ?? config;
    if (messages.length > 0) continue;
    yield formatEvent({ kind: "ping" });
    purges = true;
    await wake;
    if (!(await enrolled())) return; // revoked meanwhile
  }
}

/** The desk's own certificate for this listener; made at first start. */
async function deskCertificate({
  config,
  vault,
}: DeskContext): Promise<{ key: string; certificate: string }> {
  const path = `${config.folder}/feed-tls.json`;
  const kept = await readIfPresent(path);
  if (kept !== undefined) return JSON.parse(kept.toString("utf8"));
  const { key, csr } = await createCertificateRequest("desk");
  const { certificate } = await vault.call("certify", { kind: "desk", csr, hostnames: ["desk"] });
  await writeAtomic(path, JSON.stringify({ key, certificate }));
  return { key, certificate };
}
