import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { formatEvent } from "../../src/feed/sse.ts";
import { type Ack, ackSchema, type Batch, type Snapshot } from "../../src/feed/wire.ts";

/** One batch, or the word to take a snapshot, and that. */
export type Said =
  | { readonly batch: Batch }
  | { readonly snapshot: Snapshot & { readonly parts: Iterable<unknown> } };

/**
 * A feed run by somebody who has stolen the desk's TLS key: edges accept its connection. It says one thing and keeps what
 * they answer.
 */
export async function startRogueFeed(
  tls: { key: string; certificate: string; ca: string },
  said: Said,
): Promise<{ url: string; acks: Ack[]; close(): void }> {
  const acks: Ack[] = [];
  const server = createServer(
    { key: tls.key, cert: tls.certificate, ca: tls.ca, requestCert: true },
    async (request, response) => {
      if (request.url?.startsWith("/feed/ack")) {
        acks.push(ackSchema.parse(JSON.parse(await text(request))));
        response.writeHead(204).end();
        return;
      }
      if (request.url === "/feed/bus") {
        response.end("null"); // it has no bus
        return;
      }
      if (request.url?.startsWith("/feed/snapshot") && "snapshot" in said) {
        const { parts, ...head } = said.snapshot;
        response.end([head, ...parts].map((line) => `${JSON.stringify(line)}\n`).join(""));
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(
        formatEvent("batch" in said ? { kind: "batch", batch: said.batch } : { kind: "resync" }),
      );
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    acks,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
