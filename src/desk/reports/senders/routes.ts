import type { Hono } from "hono";
import { z } from "zod";
import { requireRole, type TeamEnv } from "../../team/routes.ts";
import { jsonBody } from "../../web/http.ts";
import type { Flaggers } from "./flaggers.ts";
import { GRAVITY, INTENTION, type Senders } from "./service.ts";

const flaggerSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  perHour: z.int().min(1).max(100_000),
});
const markSchema = z.strictObject({ unfounded: z.boolean() });
const judged = { gravity: z.enum(GRAVITY), intention: z.enum(INTENTION) };
const warnSchema = z.strictObject(judged);
const suspendSchema = z.strictObject({ ...judged, days: z.int().min(1).max(90) });

/** Who may send more than others, and who less. */
export function senderRoutes(app: Hono<TeamEnv>, flaggers: Flaggers, senders: Senders): void {
  app.get("/api/flaggers", async (c) => c.json({ flaggers: await flaggers.list() }));

  app.post("/api/flaggers", async (c) => {
    const person = c.get("person");
    requireRole(person, "administrator");
    const { name, perHour } = await jsonBody(c, flaggerSchema);
    return c.json(await flaggers.add(name, perHour, person.id), 201);
  });

  app.delete("/api/flaggers/:id", async (c) => {
    const person = c.get("person");
    requireRole(person, "administrator");
    await flaggers.end(c.req.param("id"), person.id);
    return c.body(null, 204);
  });

  app.put("/api/reports/:id/unfounded", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const { unfounded } = await jsonBody(c, markSchema);
    return c.json(await senders.markUnfounded(c.req.param("id"), unfounded, person.id));
  });

  app.post("/api/reports/:id/warning", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    return c.json(await senders.warn(c.req.param("id"), await jsonBody(c, warnSchema), person.id), 201);
  });

  app.post("/api/reports/:id/suspension", async (c) => {
    const person = c.get("person");
    requireRole(person, "administrator");
    const { days, ...factors } = await jsonBody(c, suspendSchema);
    return c.json(await senders.suspend(c.req.param("id"), days, factors, person.id), 201);
  });
}
