import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { forbidden } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { silentLog } from "../../lib/log.ts";
import type { DeskContext } from "../context.ts";
import type { TeamEnv } from "../team/routes.ts";
import { onProblem } from "../web/http.ts";
import { ledgerKeyRoutes } from "./ledger-key.ts";

test("who only looks, or is only a second, signs no new ledger key", async () => {
  const [admin, auditor] = [newId(), newId()];
  const asked: string[] = [];
  const vault = { call: async (name: string) => asked.push(name) };
  const team = {
    requireDeciders: async (approvals: readonly { readonly person: string }[]) => {
      if (approvals.some(({ person }) => person !== admin)) throw forbidden("approval.role", "not hers");
    },
  };
  const app = new Hono<TeamEnv>();
  app.onError(onProblem(silentLog));
  app.use(async (c, next) => {
    c.set("person", { id: admin, name: "Ada", role: "administrator" });
    await next();
  });
  ledgerKeyRoutes(app, { vault } as unknown as DeskContext, team);

  const approvals = [admin, auditor].map((person) => ({ person, signature: "AA==" }));
  const body = JSON.stringify({ overlaps: "2026-12-31T00:00:00Z", decision: newId(), approvals });
  const answer = await app.request("/api/ledger/keys", { method: "POST", body });
  assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [403, "approval.role"]);
  assert.deepEqual(asked, [], "the vault hears nothing of it");
});
