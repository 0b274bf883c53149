import type { Context, Hono, MiddlewareHandler } from "hono";
import { z } from "zod";
import { forbidden, RempartError } from "../../lib/errors.ts";
import { approvalSchema } from "../../vault/calls.ts";
import { jsonBody } from "../web/http.ts";
import { type Person, ROLES, type Team } from "./service.ts";

/** What a route may know of who is asking. */
export type TeamEnv = { Variables: { person: Person } };

const challengeSchema = z.strictObject({
  person: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/, "must be a person's id"),
});
const signInSchema = z.strictObject({ challenge: z.string().max(200), signature: z.string().max(200) });
const firstSchema = z.strictObject({
  secret: z.string().max(100),
  name: z.string().max(100),
  publicKey: z.string().max(2000),
});
const enrolSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/),
  name: z.string().min(1).max(100),
  role: z.enum(ROLES),
  publicKey: z.string().max(2000),
  approvals: z.array(approvalSchema).max(9),
});

const tokenOf = (c: Context): string =>
  /^Bearer ([\w-]+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";

/** Lets signed-in people through; 401 otherwise. */
export const signedIn =
  (team: Team): MiddlewareHandler<TeamEnv> =>
  async (c, next) => {
    const person = await team.personOf(tokenOf(c));
    if (person === undefined) throw new RempartError("team.signed-out", 401, "sign in first");
    if (person.role === "outside-second" && !SECOND_MAY.test(c.req.path)) {
      throw forbidden("team.role", "an outside second sees the decisions that wait, and nothing else");
    }
    c.set("person", person);
    await next();
  };

/** All that an outside second may ask for: herself, what waits for approval, the rules. */
const SECOND_MAY = /^\/api\/(me|policy|sessions|decisions|decisions\/[0-9a-z]+(\/approvals)?)$/;

/** Throws unless the person has one of the roles. */
export function requireRole(person: Person, ...roles: Person["role"][]): void {
  if (!roles.includes(person.role)) throw forbidden("team.role", `this needs the role ${roles.join(" or ")}`);
}

/** Sign-in, open to all. */
export function sessionRoutes(app: Hono, team: Team): void {
  app.post("/api/sessions/challenge", async (c) =>
    c.json({ challenge: team.challenge((await jsonBody(c, challengeSchema)).person) }),
  );
  app.post("/api/sessions", async (c) => {
    const { challenge, signature } = await jsonBody(c, signInSchema);
    const { token, person, expiresAt } = await team.signIn(challenge, signature);
    return c.json({ token, person, expires: new Date(expiresAt).toISOString() }, 201);
  });
  app.delete("/api/sessions", async (c) => {
    await team.signOut(tokenOf(c));
    return c.body(null, 204);
  });
  app.post("/api/people/first", async (c) => {
    const { secret, name, publicKey } = await jsonBody(c, firstSchema);
    return c.json(await team.enrolFirst(secret, { name, publicKey }), 201);
  });
}

/** The team itself, for those signed in. */
export function teamRoutes(app: Hono<TeamEnv>, team: Team): void {
  app.get("/api/me", (c) => c.json(c.get("person")));
  app.post("/api/people", async (c) => {
    const person = c.get("person");
    requireRole(person, "administrator");
    const { approvals, ...added } = await jsonBody(c, enrolSchema);
    await team.requireDeciders(approvals);
    return c.json(await team.enrol(added, approvals, person.id), 201);
  });
}
