import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context, Hono } from "hono";
import { CHECKPOINT_PATH } from "../../ledger/reader.ts";
import { notFound } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import type { PublicEdges } from "./routes.ts";
import type { Witnesses } from "./witnesses.ts";

const compress = promisify(gzip);

/** An auditor may be a page in a browser: everything here is public and the same for everyone. */
const PUBLIC = { "access-control-allow-origin": "*" } as const;
const LONG_LIVED = "public, max-age=31536000, immutable";

/** The ledger as an outside auditor reads it (c2sp.org/tlog-tiles): checkpoint, hash tiles, entry bundles. */
export function ledgerRoutes(
  app: Hono,
  { ledger, trust }: Pick<DeskContext, "ledger" | "trust">,
  edges: PublicEdges,
  witnesses: Pick<Witnesses, "status">,
): void {
  app.get("/ledger/key", (c) => c.text(`${trust.ledgerKey}\n`, 200, PUBLIC));

  /** Digests of what each edge knows: all equal, and equal to what an auditor computes. Edges by number, not by name. */
  app.get("/ledger/edges", async (c) => {
    const known = (await edges.edges()).flatMap(({ ack }) =>
      ack === null ? [] : [{ size: ack.size, known: ack.known, at: new Date(ack.atMs).toISOString() }],
    );
    return c.json({ edges: known }, 200, { ...PUBLIC, "cache-control": "no-store" });
  });

  /** How far each outside witness has vouched. Their cosignatures stand under the checkpoint itself. */
  app.get("/ledger/witnesses", (c) =>
    c.json(witnesses.status(), 200, { ...PUBLIC, "cache-control": "no-store" }),
  );

  app.get("/ledger/*", async (c) => {
    const path = c.req.path.slice("/ledger/".length);
    const view = await ledger.readView(path);
    if (view === undefined) throw notFound("ledger.view", "the ledger has no such tile");
    if (path === CHECKPOINT_PATH) {
      const type = "text/plain; charset=utf-8";
      return bytes(c, view, { "content-type": type, "cache-control": "no-store" });
    }
    const fields = { "content-type": "application/octet-stream", "cache-control": LONG_LIVED };
    if (!path.startsWith("tile/entries/")) return bytes(c, view, fields); // hashes do not compress
    const vary = { ...fields, vary: "accept-encoding" };
    return takesGzip(c.req.header("accept-encoding"))
      ? bytes(c, await compress(view), { ...vary, "content-encoding": "gzip" })
      : bytes(c, view, vary);
  });
}

const bytes = (c: Context, body: Uint8Array, fields: Record<string, string>) =>
  c.body(new Uint8Array(body), 200, { ...PUBLIC, ...fields });

/** Named with a weight above 0 (RFC 9110 §12.5.3); what is not named is not sent. */
const takesGzip = (accept = ""): boolean => /(?:^|[\s,])gzip\s*(?:$|,|;\s*q=(?:1|0\.0*[1-9]))/i.test(accept);
