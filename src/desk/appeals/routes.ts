import type { Hono } from "hono";
import { z } from "zod";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import { jsonBody } from "../web/http.ts";
import type { Appeals } from "./service.ts";

const answerSchema = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("upheld") }),
  z.strictObject({ outcome: z.literal("reversed"), facts: z.string().trim().min(10).max(5000) }),
]);

/** The team's side of appeals; the operator's is in notices' portal. */
export function appealRoutes(app: Hono<TeamEnv>, appeals: Appeals): void {
  app.get("/api/appeals", async (c) => c.json({ appeals: await appeals.open() }));

  app.post("/api/appeals/:id/answer", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const answer = await jsonBody(c, answerSchema);
    if (answer.outcome === "upheld") {
      await appeals.uphold(c.req.param("id"), person.id);
      return c.json({ outcome: "upheld" });
    }
    return c.json(await appeals.reverse(c.req.param("id"), answer.facts, person.id), 201);
  });
}
