import type { Hono } from "hono";
import { z } from "zod";
import { LIFT_CAUSES } from "../../ledger/entry.ts";
import { approvalSchema } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import type { Team } from "../team/service.ts";
import { jsonBody } from "../web/http.ts";
import type { Approvals } from "./approvals.ts";
import type { Doors } from "./doors.ts";
import { type EdgeProgress, enforcement, type WorkProgress } from "./enforcement.ts";
import type { Policies } from "./policies.ts";
import type { Decisions } from "./service.ts";
import { proposalSchema } from "./types.ts";

const signatureSchema = z.strictObject({ signature: z.string().max(200) });
const liftSchema = z.strictObject({
  measure: z.int().nonnegative(),
  cause: z.enum(LIFT_CAUSES).exclude(["appeal"]),
  facts: z.string().trim().min(10).max(5000),
});
const policySchema = z.strictObject({
  yaml: z.string().max(200_000),
  decision: z.string().max(30).optional(),
  approvals: z.array(approvalSchema).max(9).default([]),
});

export function decisionRoutes(
  app: Hono<TeamEnv>,
  context: DeskContext,
  decisions: Decisions,
  approvals: Approvals,
  doors: Doors,
  policies: Policies,
  progress: EdgeProgress,
  work: WorkProgress,
  team: Team,
): void {
  app.get("/api/cases/:id/offers", async (c) => c.json(await decisions.offers(c.req.param("id"))));

  app.post("/api/cases/:id/decisions", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const proposal = await jsonBody(c, proposalSchema);
    return c.json(await decisions.propose(c.req.param("id"), proposal, person.id), 201);
  });

  app.post("/api/lifts", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const { measure, cause, facts } = await jsonBody(c, liftSchema);
    return c.json(await decisions.proposeLift(measure, cause, facts, person.id), 201);
  });

  app.post("/api/decisions/:id/approvals", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator", "outside-second");
    const { signature } = await jsonBody(c, signatureSchema);
    return c.json(await approvals.approve(c.req.param("id"), person.id, signature));
  });

  app.get("/api/decisions", async (c) => c.json({ decisions: await decisions.waiting() }));
  app.get("/api/decisions/:id", async (c) => c.json(await decisions.view(c.req.param("id"))));

  app.get("/api/decisions/:id/enforcement", async (c) =>
    c.json(await enforcement(context, progress, work, c.req.param("id"))),
  );

  app.get("/api/decisions/:id/doors", async (c) => c.json(await doors.ofDecision(c.req.param("id"))));
  app.post("/api/decisions/:id/doors", async (c) => {
    requireRole(c.get("person"), "moderator", "administrator");
    await doors.again(c.req.param("id"));
    return c.body(null, 202);
  });

  app.get("/api/emergencies", async (c) => c.json({ emergencies: await decisions.emergencies() }));

  app.get("/api/policy", async (c) => c.json(await policies.inForce()));

  app.post("/api/policies", async (c) => {
    requireRole(c.get("person"), "administrator");
    const { yaml, decision, approvals } = await jsonBody(c, policySchema);
    await team.requireDeciders(approvals);
    const published = await policies.publish(yaml, decision, approvals);
    return c.json(published, published.index === null ? 202 : 201);
  });
}
