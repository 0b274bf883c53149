import type { Hono } from "hono";
import type { TeamEnv } from "../team/routes.ts";
import type { Cases } from "./service.ts";

export function caseRoutes(app: Hono<TeamEnv>, cases: Cases): void {
  app.get("/api/cases", async (c) => c.json({ cases: await cases.queue() }));
  app.get("/api/cases/:id", async (c) => c.json(await cases.view(c.req.param("id"))));
}
