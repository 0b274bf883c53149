import type { Hono } from "hono";
import { z } from "zod";
import type { DeskContext } from "../context.ts";
import { sitesServedBy } from "../sites/served.ts";
import type { Sites } from "../sites/service.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import { checked, jsonBody } from "../web/http.ts";
import type { Fleet } from "./fleet.ts";
import { deskMetrics } from "./metrics.ts";

const ids = z.array(z.string().max(26)).max(10_000);
const tokenSchema = z.strictObject({
  name: z.string().max(40),
  address: z.string().max(300).nullable().default(null),
  /** Ids of sites or accounts; null: every site; absent: as before. */
  serves: ids.nullable().optional(),
});
const servesSchema = z.strictObject({ more: ids.nullable() });
const pageSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(26).optional(),
});

/** GET /api/fleet/:name/sites: what an edge has, or had, the configuration and TLS keys of; `next` is null at the end. */
export interface EdgeSites {
  readonly sites: readonly { readonly id: string; readonly account: string; readonly hostnames: string[] }[];
  readonly next: string | null;
}

export function fleetRoutes(app: Hono<TeamEnv>, context: DeskContext, fleet: Fleet, sites: Sites): void {
  const metrics = deskMetrics(context, fleet);
  app.get("/metrics", async (c) =>
    c.text(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );

  app.use("/api/fleet/*", async (c, next) => {
    if (c.req.method !== "GET") requireRole(c.get("person"), "administrator");
    await next();
  });
  app.get("/api/fleet", async (c) => {
    if (c.req.query("compare") !== undefined) await fleet.compare();
    return c.json({ ledger: context.ledger.publishedSize, edges: await fleet.edges() });
  });
  app.post("/api/fleet/tokens", async (c) => {
    const { name, address, serves } = await jsonBody(c, tokenSchema);
    return c.json(await fleet.issueToken(name, address, c.get("person").id, serves), 201);
  });
  app.post("/api/fleet/:name/serves", async (c) => {
    const { more } = await jsonBody(c, servesSchema);
    const { serves } = await fleet.serveAlso(c.req.param("name"), more, c.get("person").id);
    return c.json({ serves, published: await sites.publishAgain(more) });
  });
  app.post("/api/fleet/:name/revoke", async (c) => {
    await fleet.revoke(c.req.param("name"), c.get("person").id);
    return c.body(null, 204);
  });
  app.get("/api/fleet/:name/sites", async (c) => {
    const { limit, after } = checked(pageSchema, c.req.query());
    const serves = await fleet.servedBy(c.req.param("name"));
    const found = await sitesServedBy(context.database.db, serves, { after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    return c.json({
      sites: shown.map(({ id, account, hostnames }) => ({ id, account, hostnames })),
      next: found.length > limit ? shown.at(-1)!.id : null,
    } satisfies EdgeSites);
  });
}
