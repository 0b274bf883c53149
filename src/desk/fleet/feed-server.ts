import { X509Certificate } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { z } from "zod";
import { formatEvent, GREETING, HEARTBEAT_MS } from "../../feed/sse.ts";
import { ackSchema, type Position } from "../../feed/wire.ts";
import { HOUR } from "../../lib/clock.ts";
import type { Secret } from "../../lib/env.ts";
import { forbidden } from "../../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../../lib/files.ts";
import { errorFields } from "../../lib/log.ts";
import { createCertificateRequest, isIssuedBy, isRenewalDue } from "../../lib/x509.ts";
import type { DeskContext } from "../context.ts";
import { checked, jsonBody, onProblem } from "../web/http.ts";
import { BusFeed } from "./bus-feed.ts";
import type { Enrolled, Fleet } from "./fleet.ts";
import { FeedSource } from "./source.ts";

type Bindings = { Bindings: { incoming: { socket: TLSSocket } } };

const enrolSchema = z.strictObject({ token: z.string().max(200), csr: z.string().max(10_000) });
const renewSchema = z.strictObject({ csr: z.string().max(10_000), proof: z.string().max(1000) });
const joinSchema = z.strictObject({ key: z.string().max(100) });
const count = z.coerce.number().int().nonnegative().default(0);
const positionSchema = z.object({ size: count, config: count, serves: count });

/**
 * The listener that edges dial: mutual TLS under the fleet's own authority; only enrolment works without a certificate, and what
 * comes before it: an edge sends its token when it knows who hears it.
 */
export async function createFeedServer(context: DeskContext, fleet: Fleet): Promise<Server> {
  const options = async () => {
    const { key, certificate } = await deskCertificate(context);
    return { key, cert: certificate, ca: context.trust.fleetCa, minVersion: "TLSv1.3" as const };
  };
  const source = new FeedSource(context);
  const bus = context.config.natsUrl && new BusFeed(context, fleet, source, busAt(context.config.natsUrl));
  const app = feedRoutes(context, fleet, source, bus);
  const server = createServer(
    { ...(await options()), requestCert: true, rejectUnauthorized: false },
    getRequestListener(app.fetch),
  );
  const renewing = setInterval(async () => {
    try {
      server.setSecureContext(await options());
    } catch (error) {
      context.log.error("feed.certificate", errorFields(error));
    }
  }, LOOK_MS).unref();
  server.once("listening", () => void bus?.greet());
  server.on("close", () => {
    clearInterval(renewing);
    void bus?.close();
  });
  return server;
}

/** Its library is loaded where there is a bus, and nowhere else. */
const busAt = (url: Secret) => async () =>
  (await import("../../feed/nats.ts")).connectBus(url.reveal(), { makesStream: true });

function feedRoutes(
  context: DeskContext,
  fleet: Fleet,
  source: FeedSource,
  bus: BusFeed | undefined,
): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.onError(onProblem(context.log));

  app.get("/trust", (c) => c.json(fleet.trust()));
  app.post("/enrol", async (c) => {
    const { token, csr } = await jsonBody(c, enrolSchema);
    return c.json(await fleet.enrol(token, csr));
  });

  const edgeOf = async (socket: TLSSocket): Promise<{ name: string; certificate: X509Certificate }> => {
    const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
    const name = certificate && (await fleet.nameOf(certificate));
    if (name === undefined) throw forbidden("feed.certificate", "this listener is for enrolled edges");
    return { name, certificate: certificate! };
  };

  app.get("/feed", async (c) => {
    const { name } = await edgeOf(c.env.incoming.socket);
    const position = checked(positionSchema, c.req.query());
    const isOnce = c.req.query("once") !== undefined; // what an edge on the bus has missed
    const enrolled = async () => (await fleet.roster()).get(name);
    const body = pulled(
      (signal) => follow(context, source, position, enrolled, signal, isOnce),
      fleet.connected(name),
    );
    return c.body(body, 200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  });

  app.get("/feed/snapshot", async (c) => {
    const { name } = await edgeOf(c.env.incoming.socket);
    const { size } = checked(positionSchema, c.req.query());
    const edge = (await fleet.roster()).get(name);
    if (edge === undefined) throw forbidden("feed.certificate", "this edge was revoked");
    const lines = source.snapshots.lines(size, edge.serves, edge.version);
    const first = await lines.next(); // where there is none, the answer says so
    if (first.done) throw new Error("a snapshot without a head");
    const body = pulled(async function* () {
      yield Buffer.from(first.value);
      for await (const line of lines) yield Buffer.from(line);
    });
    return c.body(body, 200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
  });

  app.post("/feed/ack", async (c) => {
    const { name } = await edgeOf(c.env.incoming.socket);
    fleet.ack(name, await jsonBody(c, ackSchema));
    return c.body(null, 204);
  });

  app.post("/feed/bus", async (c) => {
    const { name } = await edgeOf(c.env.incoming.socket);
    const { key } = await jsonBody(c, joinSchema);
    const edge = (await fleet.roster()).get(name);
    return c.json(edge === undefined || bus === undefined ? null : await bus.join(name, edge, key));
  });

  app.post("/feed/renew", async (c) => {
    const { name, certificate } = await edgeOf(c.env.incoming.socket);
    return c.json(await fleet.renew(name, certificate.toString(), await jsonBody(c, renewSchema)));
  });

  return app;
}

/**
 * A body that is pulled: nothing is read for an edge before its connection has room, so a slow edge costs one message of memory
 * and delays nobody.
 */
function pulled(
  make: (signal: AbortSignal) => AsyncGenerator<Uint8Array>,
  over: () => void = () => {},
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const pieces = make(gone.signal);
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const next = await pieces.next();
        if (next.done) {
          over();
          controller.close();
        } else controller.enqueue(next.value);
      } catch (error) {
        over();
        controller.error(error);
      }
    },
    cancel: () => {
      gone.abort();
      over();
    },
  });
}

const GREETING_BYTES = Buffer.from(GREETING);
const RESYNC_BYTES = Buffer.from(formatEvent({ kind: "resync" }));

async function* follow(
  { grown, writer }: DeskContext,
  source: FeedSource,
  from: Position,
  enrolled: () => Promise<Enrolled | undefined>,
  signal: AbortSignal,
  isOnce: boolean,
): AsyncGenerator<Uint8Array> {
  let { size, config } = from;
  let purges = config > 0; // an edge that has nothing yet has nothing to purge
  yield GREETING_BYTES;
  while (!signal.aborted) {
    const wake = grown.wait(HEARTBEAT_MS, signal); // before looking, so that nothing falls between
    const edge = await enrolled();
    if (edge === undefined) return; // revoked meanwhile
    // The openings of what it serves now must be there before it serves it: of older entries they come by a snapshot.
    const isOfOtherSites = edge.version !== from.serves && writer.head !== undefined;
    const next = isOfOtherSites ? "resync" : await source.after({ size, config }, purges, edge.serves);
    if (next === "resync") {
      yield RESYNC_BYTES;
      return;
    }
    if ((await enrolled())?.version !== edge.version) continue; // what was read may be of sites that came meanwhile
    ({ size, config } = next);
    if (next.messages.length > 0) {
      yield next.bytes;
      continue;
    }
    yield Buffer.from(formatEvent(source.ping()));
    if (isOnce) return;
    purges = true;
    await wake;
  }
}

/** How often the desk looks whether its certificate is to be renewed. */
const LOOK_MS = 12 * HOUR;

/** The desk's own certificate for this listener; made at first start, in the last third of its time, and for another authority. */
async function deskCertificate({
  clock,
  config,
  trust,
  vault,
}: DeskContext): Promise<{ key: string; certificate: string }> {
  const path = `${config.folder}/feed-tls.json`;
  const kept = await readIfPresent(path);
  if (kept !== undefined) {
    const stored = JSON.parse(kept.toString("utf8"));
    const present = new X509Certificate(stored.certificate);
    if (isIssuedBy(present, trust.fleetCa) && !isRenewalDue(present, clock.now())) return stored;
  }
  const { key, csr } = await createCertificateRequest("desk");
  const { certificate } = await vault.call("certify", { kind: "desk", csr, hostnames: ["desk"] });
  await writeAtomic(path, JSON.stringify({ key, certificate }));
  return { key, certificate };
}
