import type { Hono } from "hono";
import { z } from "zod";
import type { SiteConfig } from "../../feed/config.ts";
import { configHash } from "../../feed/config-rules.ts";
import { forbidden } from "../../lib/errors.ts";
import { approvalSchema } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import type { Team } from "../team/service.ts";
import { checked, jsonBody } from "../web/http.ts";
import type { Changed, Sites } from "./service.ts";
import { listSites } from "./store.ts";

const accountSchema = z.strictObject({ contactEmail: z.email().max(300), language: z.enum(["fr", "en"]) });
/** The document itself is checked where it is put together (document.ts). */
const documentSchema = z.record(z.string(), z.unknown());
const hostnameSchema = z.strictObject({ hostname: z.string().max(300) });
const askedSchema = z.strictObject({
  decision: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/, "must be the id that the desk gave"),
  approvals: z.array(approvalSchema).min(1).max(9),
});
const removalSchema = z.strictObject({ dryRun: z.boolean().optional(), asked: askedSchema.optional() });
const changeSchema = removalSchema.extend({
  site: documentSchema,
  base: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be the hash that came with the document")
    .optional(),
});

const pageSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(26).optional(),
});

/** GET /api/sites: `next` is what to ask for `after`; null at the end. */
export interface SitesPage {
  readonly sites: readonly SiteConfig[];
  readonly next: string | null;
}

/** Sites are named by id or by one of their hostnames. */
export function siteRoutes(app: Hono<TeamEnv>, { database }: DeskContext, sites: Sites, team: Team): void {
  for (const room of ["/api/sites/*", "/api/accounts/*"]) {
    app.use(room, async (c, next) => {
      if (c.req.method !== "GET") requireRole(c.get("person"), "administrator");
      await next();
    });
  }
  app.post("/api/accounts", async (c) => {
    const { contactEmail, language } = await jsonBody(c, accountSchema);
    return c.json(await sites.addAccount(contactEmail, language, c.get("person").id), 201);
  });
  app.get("/api/sites", async (c) => {
    const { limit, after } = checked(pageSchema, c.req.query());
    const sites = await listSites(database.db, { after, limit: limit + 1 });
    const next = sites.length > limit ? sites[limit - 1]!.id : null;
    return c.json({ sites: sites.slice(0, limit), next } satisfies SitesPage);
  });
  app.get("/api/sites/:name", async (c) => {
    const site = await sites.find(c.req.param("name"));
    return c.json({ site, hash: configHash(site) });
  });
  app.post("/api/sites", async (c) => {
    const added = await sites.addSite(await jsonBody(c, documentSchema), c.get("person").id);
    return c.json({ id: added.site.id, ...added }, 201);
  });
  app.post("/api/sites/:name/hostnames", async (c) => {
    const { hostname } = await jsonBody(c, hostnameSchema);
    return c.json(await sites.addHostname(c.req.param("name"), hostname, c.get("person").id), 201);
  });
  app.put("/api/sites/:name", async (c) => {
    const { site, ...options } = await jsonBody(c, changeSchema);
    await team.requireDeciders(options.asked?.approvals ?? []);
    const changed = await sites.change(c.req.param("name"), site, c.get("person").id, options);
    return c.json(changed, statusOf(changed));
  });
  app.post("/api/sites/:name/removal", async (c) => {
    const options = await jsonBody(c, removalSchema);
    await team.requireDeciders(options.asked?.approvals ?? []);
    const removed = await sites.remove(c.req.param("name"), c.get("person").id, options);
    return c.json(removed, statusOf(removed));
  });
  app.post("/api/sites/:name/token", async (c) =>
    c.json(await sites.issuePurgeToken(c.req.param("name"), c.get("person").id), 201),
  );
  app.post("/api/sites/:name/purges", async (c) => {
    const input = await jsonBody(c, documentSchema);
    return c.json(await sites.purge(c.req.param("name"), input, c.get("person").id), 201);
  });
}

/**
 * Purges by a site's own software, with the site's token. Ahead of the team's routes: such a token is nobody of the team,
 * and what comes with another one is theirs to judge.
 */
export function purgeTokenRoutes(app: Hono, sites: Sites): void {
  app.post("/api/sites/:name/purges", async (c, next) => {
    const token = /^Bearer (purge_[\w-]+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) return next();
    const site = await sites.ofPurgeToken(token);
    const name = c.req.param("name");
    if (site === undefined || (site.id !== name && !site.hostnames.includes(name)))
      throw forbidden("site.token", "this token does not purge this site");
    return c.json(await sites.purge(site.id, await jsonBody(c, documentSchema), "operator"), 201);
  });
}

/** 202: nothing is done before somebody has signed. */
const statusOf = ({ needs }: Changed): 200 | 202 => (needs === null ? 200 : 202);
