import type { Hono } from "hono";
import { z } from "zod";
import { REFUSALS } from "../reports/types.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import { jsonBody } from "../web/http.ts";
import type { Cases } from "./service.ts";

const orderSchema = z.strictObject({
  /** The court or authority, and how it names its order. */
  authority: z.string().trim().min(3).max(200),
  reference: z.string().trim().min(1).max(200),
  /** That a contact published by the authority was called back (policies/: L1, L2). */
  calledBack: z.literal(
    true,
    "call back a contact that the authority publishes before you rely on its order",
  ),
});

const refusalSchema = z.strictObject({ reason: z.enum(REFUSALS) });

const pageSchema = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(4_000) });

export function caseRoutes(app: Hono<TeamEnv>, cases: Cases): void {
  app.get("/api/cases", async (c) => c.json({ cases: await cases.queue() }));
  app.get("/api/cases/:id", async (c) => c.json(await cases.view(c.req.param("id"))));

  app.post("/api/cases/:id/pages", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const { url } = await jsonBody(c, pageSchema);
    return c.json(await cases.addPage(c.req.param("id"), url, person.id), 201);
  });

  app.post("/api/cases/:id/refusal", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const { reason } = await jsonBody(c, refusalSchema);
    await cases.refuse(c.req.param("id"), reason, person.id);
    return c.json({ status: "closed", reason });
  });

  app.post("/api/cases/:id/legal-orders", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const { authority, reference } = await jsonBody(c, orderSchema);
    return c.json(await cases.verifyOrder(c.req.param("id"), { authority, reference }, person.id), 201);
  });
}
