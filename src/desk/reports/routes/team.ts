import type { Hono } from "hono";
import { z } from "zod";
import { approvalSchema } from "../../../vault/calls.ts";
import { requireRole, type TeamEnv } from "../../team/routes.ts";
import { jsonBody } from "../../web/http.ts";
import type { Readings } from "../readings.ts";

const unsealing = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/, "must be a fresh id");
const approvals = z.array(approvalSchema).min(1).max(9);
const wordsSchema = z.strictObject({ unsealing, reason: z.enum(["decide", "appeal", "answer"]), approvals });
const answerSchema = wordsSchema.extend({
  text: z.string().trim().min(1).max(20_000),
  thread: z.string().max(40).optional(),
});
const identitySchema = z.strictObject({
  unsealing,
  reason: z.enum(["contact", "order", "danger"]),
  approvals,
});

/** What the team may open of a report. Every call names its reason and is signed; she sees each on her status page. */
export function readingRoutes(app: Hono<TeamEnv>, readings: Readings): void {
  app.get("/api/cases/:id/reports", async (c) =>
    c.json({ reports: await readings.ofCase(c.req.param("id")) }),
  );

  app.post("/api/reports/:id{[0-9a-hjkmnp-tv-z]{26}}/words", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const asked = await jsonBody(c, wordsSchema);
    return c.json(await readings.words(c.req.param("id"), asked, person.id));
  });

  app.post("/api/reports/:id{[0-9a-hjkmnp-tv-z]{26}}/files/:part", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const asked = await jsonBody(c, wordsSchema);
    const { type, bytes } = await readings.file(c.req.param("id"), c.req.param("part"), asked, person.id);
    return c.body(new Uint8Array(bytes), 200, {
      "content-type": "application/octet-stream",
      "x-file-type": type,
      "content-disposition": "attachment",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
  });

  app.post("/api/reports/:id{[0-9a-hjkmnp-tv-z]{26}}/answers", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    await readings.answer(c.req.param("id"), await jsonBody(c, answerSchema), person.id);
    return c.json({ sent: true }, 201);
  });

  app.post("/api/reports/:id{[0-9a-hjkmnp-tv-z]{26}}/identity", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const asked = await jsonBody(c, identitySchema);
    return c.json({ identity: await readings.identity(c.req.param("id"), asked, person.id) });
  });
}
