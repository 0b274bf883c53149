import type { Hono } from "hono";
import { z } from "zod";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import { jsonBody } from "../web/http.ts";
import type { Retention } from "./service.ts";

const holdSchema = z.strictObject({
  reason: z.enum(["order", "complaint", "claim"]),
  until: z.iso.datetime().nullable(),
});

/** A legal hold keeps what the clocks would destroy, with a reason and a day on which somebody looks at it again. */
export function retentionRoutes(app: Hono<TeamEnv>, retention: Retention): void {
  app.put("/api/reports/:id/hold", async (c) => {
    const person = c.get("person");
    requireRole(person, "administrator");
    const { reason, until } = await jsonBody(c, holdSchema);
    await retention.hold(c.req.param("id"), reason, until === null ? null : Date.parse(until), person.id);
    return c.json({ until });
  });
}
