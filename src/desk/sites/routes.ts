import type { Hono } from "hono";
import { z } from "zod";
import { originSchema } from "../../feed/config.ts";
import { SERVICE_ROLES } from "../../policy/words.ts";
import type { DeskContext } from "../context.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import { jsonBody } from "../web/http.ts";
import type { Sites } from "./service.ts";
import { listSites } from "./store.ts";

const accountSchema = z.strictObject({ contactEmail: z.email().max(300), language: z.enum(["fr", "en"]) });
const siteInputSchema = z.strictObject({
  account: z.string().max(30),
  hostnames: z.array(z.string().max(300)).min(1).max(100),
  roles: z.array(z.enum(SERVICE_ROLES)).min(1).max(6),
  /** One server's URL, or the whole pool. */
  origin: z.union([
    z.url({ protocol: /^https?$/ }).transform((url) => ({ servers: [{ url }] })),
    originSchema,
  ]),
  readings: z.strictObject({ foldCase: z.boolean() }).default({ foldCase: false }),
});
const hostnameSchema = z.strictObject({ hostname: z.string().max(300) });

export function siteRoutes(app: Hono<TeamEnv>, { database }: DeskContext, sites: Sites): void {
  app.post("/api/accounts", async (c) => {
    requireRole(c.get("person"), "administrator");
    const { contactEmail, language } = await jsonBody(c, accountSchema);
    return c.json(await sites.addAccount(contactEmail, language, c.get("person").id), 201);
  });
  app.get("/api/sites", async (c) => c.json({ sites: await listSites(database.db) }));
  app.post("/api/sites", async (c) => {
    requireRole(c.get("person"), "administrator");
    return c.json(await sites.addSite(await jsonBody(c, siteInputSchema), c.get("person").id), 201);
  });
  app.post("/api/sites/:id/hostnames", async (c) => {
    requireRole(c.get("person"), "administrator");
    const { hostname } = await jsonBody(c, hostnameSchema);
    return c.json(await sites.addHostname(c.req.param("id"), hostname, c.get("person").id), 201);
  });
}
