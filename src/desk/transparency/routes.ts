import type { Hono } from "hono";
import type { Entry, MeasureEntry } from "../../ledger/entry.ts";
import { notFound } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import type { EdgeProgress } from "../decisions/enforcement.ts";
import type { Policies } from "../decisions/policies.ts";
import { entryAt, measuresOfDecision, policyByHash } from "../decisions/store.ts";
import { languageOf, layout, PAGE_HEADERS } from "../web/layout.ts";
import { ledgerRoutes } from "./ledger-routes.ts";
import { decisionPage, ledgerPage, stateOf } from "./pages.ts";
import type { Witnesses } from "./witnesses.ts";

export interface PublicEdges extends EdgeProgress {
  edges(): Promise<
    readonly {
      name: string;
      address: string | null;
      ack: { size: number; known: string; atMs: number } | null;
    }[]
  >;
}

/** What anyone may see: the ledger's tiles, a page per decision, the rules. */
export function transparencyRoutes(
  app: Hono,
  context: DeskContext,
  policies: Policies,
  edges: PublicEdges,
  witnesses: Witnesses,
): void {
  const { clock, config, database, ledger, trust } = context;

  app.get("/ledger", (c) => {
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    const body = ledgerPage(language, {
      url: config.publicUrl,
      size: ledger.publishedSize,
      key: trust.ledgerKey,
    });
    return c.html(layout({ title: config.provider, language, body, path: "/ledger" }), 200, PAGE_HEADERS);
  });

  ledgerRoutes(app, context, edges, witnesses);

  app.get("/d/:decision", async (c) => {
    const [measure] = await measuresOfDecision(database.db, c.req.param("decision"));
    const row = measure === undefined ? undefined : await entryAt(database.db, measure.index);
    if (measure === undefined || row === undefined)
      throw notFound("decision.unknown", "there is no such decision");
    const entry = row.entry as Entry as MeasureEntry;
    const decision = {
      ...{ entry, index: measure.index, liftedBy: measure.lifted_by },
      policy: await policies.byHash(entry.policy),
    };
    if (c.req.header("accept")?.includes("application/json")) {
      return c.json(
        { ...decision, policy: entry.policy, state: stateOf(decision, clock.now()) },
        200,
        PAGE_HEADERS,
      );
    }
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    const body = decisionPage(language, decision, clock.now());
    return c.html(layout({ title: config.provider, language, body, path: c.req.path }), 200, PAGE_HEADERS);
  });

  app.get("/policy/:hash", async (c) => {
    const policy = await policyByHash(database.db, c.req.param("hash"));
    if (policy === undefined) throw notFound("policy.unknown", "there is no policy of this hash");
    return c.text(policy.yaml, 200, { "cache-control": "public, max-age=31536000, immutable" });
  });
}
