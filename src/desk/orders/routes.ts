import type { Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../../lib/errors.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import { checked, jsonBody, readBody } from "../web/http.ts";
import type { Orders } from "./service.ts";
import { isWorkRole, WORK_ROLES } from "./work-roles.ts";

const confirmationSchema = z.strictObject({
  /** What shows that it is done: an answer of the registry, a look-up. Stays in the desk's own log. */
  proof: z.string().trim().min(3, "say what shows that it is done").max(2_000),
});
const callbackSchema = z.strictObject({
  done: z.literal(true),
  proof: z.string().trim().max(2_000).default("the endpoint's word"),
});
const endpointSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
});
const MAX_CALLBACK_BYTES = 8 * 1024;

/** The team's side: what is to be done by hand, and where programs do it. */
export function orderRoutes(app: Hono<TeamEnv>, orders: Orders): void {
  app.get("/api/work", async (c) => c.json(await orders.list("open")));
  app.get("/api/work/closed", async (c) => c.json(await orders.list("closed")));

  app.get("/api/work/endpoints", async (c) => c.json({ endpoints: await orders.endpoints() }));
  app.put("/api/work/endpoints/:role", async (c) => {
    const person = c.get("person");
    requireRole(person, "administrator");
    const { url } = await jsonBody(c, endpointSchema);
    return c.json(await orders.setEndpoint(roleOf(c.req.param("role")), url, person.id));
  });
  app.delete("/api/work/endpoints/:role", async (c) => {
    const person = c.get("person");
    requireRole(person, "administrator");
    await orders.removeEndpoint(roleOf(c.req.param("role")), person.id);
    return c.body(null, 204);
  });

  app.post("/api/work/:id/confirmation", async (c) => {
    const person = c.get("person");
    requireRole(person, "moderator", "administrator");
    const { proof } = await jsonBody(c, confirmationSchema);
    return c.json(await orders.confirm(c.req.param("id"), proof, person.id));
  });
}

/** Where an endpoint says later, signed, that an order is done. */
export function workCallbackRoutes(app: Hono, orders: Orders): void {
  app.post("/work/:id", async (c) => {
    const body = (await readBody(c, MAX_CALLBACK_BYTES)).toString("utf8");
    const { proof } = checked(callbackSchema, parsed(body));
    await orders.callback(c.req.param("id"), (name) => c.req.header(name), body, proof);
    return c.json({ done: true });
  });
}

function roleOf(text: string) {
  if (isWorkRole(text)) return text;
  throw badRequest("work.role", `orders are made for ${WORK_ROLES.join(", ")}`, { field: "role" });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("json.malformed", "the body must be JSON");
  }
}
