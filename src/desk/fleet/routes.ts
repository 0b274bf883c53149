import type { Hono } from "hono";
import { z } from "zod";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import { jsonBody } from "../web/http.ts";
import type { Fleet } from "./fleet.ts";

const tokenSchema = z.strictObject({
  name: z.string().max(40),
  address: z.string().max(300).nullable().default(null),
});

export function fleetRoutes(app: Hono<TeamEnv>, fleet: Fleet): void {
  app.get("/api/fleet", async (c) => c.json({ edges: await fleet.edges() }));
  app.post("/api/fleet/tokens", async (c) => {
    requireRole(c.get("person"), "administrator");
    const { name, address } = await jsonBody(c, tokenSchema);
    return c.json(await fleet.issueToken(name, address, c.get("person").id), 201);
  });
  app.post("/api/fleet/:name/revoke", async (c) => {
    requireRole(c.get("person"), "administrator");
    await fleet.revoke(c.req.param("name"), c.get("person").id);
    return c.body(null, 204);
  });
}
