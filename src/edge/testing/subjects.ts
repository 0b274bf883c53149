import { KeptBody } from "../cache/kept-body.ts";
import { type StoredResponse, storedResponse } from "../cache/stored.ts";
import { Fields } from "../http/fields.ts";
import type { Subject } from "../subject.ts";
import { SITE } from "./world.ts";

const NOW = Date.UTC(2026, 11, 1);

export const subjectOf = (target: string): Subject => ({
  site: { ...SITE, origin: { servers: [{ url: "http://127.0.0.1:1" }] } },
  target,
  identities: {
    host: SITE.hostnames[0]!,
    paths: [target.split("?")[0]!],
    query: target.split("?")[1] ?? "",
    foldCase: false,
  },
});

/** A stored answer as it stands when its head has arrived. */
export function storedAt(
  target: string,
  fields: readonly string[] = ["Cache-Control", "max-age=60"],
  request: readonly string[] = [],
): StoredResponse & { readonly body: KeptBody } {
  const head = { status: 200, fields: new Fields(fields), requestTimeMs: NOW, responseTimeMs: NOW };
  const body = new KeptBody();
  return { ...storedResponse(target, subjectOf(target), new Fields(request), head, body), body };
}

export async function* chunksOf(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield Buffer.alloc(size, "x");
}

export async function readAll(body: AsyncIterable<Uint8Array> | readonly Uint8Array[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Lets everything that is ready run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
