import type { Hono } from "hono";
import { z } from "zod";
import { approvalSchema } from "../../vault/calls.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import type { Team } from "../team/service.ts";
import { jsonBody } from "../web/http.ts";
import type { Protected } from "./service.ts";

const listSchema = z.strictObject({
  hosts: z.array(z.string().max(253)).max(64),
  decision: z.string().max(30).optional(),
  approvals: z.array(approvalSchema).max(9).default([]),
});

export function protectedRoutes(app: Hono<TeamEnv>, list: Protected, team: Team): void {
  app.get("/api/protected", async (c) => c.json(await list.list()));
  app.post("/api/protected", async (c) => {
    requireRole(c.get("person"), "administrator");
    const { hosts, decision, approvals } = await jsonBody(c, listSchema);
    await team.requireDeciders(approvals);
    const replaced = await list.replace(hosts, decision, approvals);
    return c.json(replaced, replaced.index === null ? 202 : 201);
  });
}
