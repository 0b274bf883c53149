import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { html } from "hono/html";
import { notFound } from "../lib/errors.ts";
import { portalRoutes } from "./appeals/portal.ts";
import { appealRoutes } from "./appeals/routes.ts";
import { caseRoutes } from "./cases/routes.ts";
import type { DeskContext } from "./context.ts";
import { decisionRoutes } from "./decisions/routes.ts";
import { fleetRoutes } from "./fleet/routes.ts";
import { orderRoutes, workCallbackRoutes } from "./orders/routes.ts";
import { protectedRoutes } from "./protected/routes.ts";
import { HELP_CSS } from "./reports/pages/styles.ts";
import { sorry } from "./reports/routes/site.ts";
import { readingRoutes } from "./reports/routes/team.ts";
import { reportRoutes } from "./reports/routes.ts";
import { senderRoutes } from "./reports/senders/routes.ts";
import { retentionRoutes } from "./retention/routes.ts";
import type { Rooms } from "./rooms.ts";
import { purgeTokenRoutes, siteRoutes } from "./sites/routes.ts";
import { sessionRoutes, signedIn, type TeamEnv, teamRoutes } from "./team/routes.ts";
import type { Person } from "./team/service.ts";
import { ledgerKeyRoutes } from "./transparency/ledger-key.ts";
import { transparencyRoutes } from "./transparency/routes.ts";
import { Proxies } from "./web/client-address.ts";
import { notKept, onProblem } from "./web/http.ts";
import { CSS, languageOf, layout, PAGE_HEADERS } from "./web/layout.ts";

/** The listener for people and programs: public pages, the API, the console's files. */
export function createDeskServer(context: DeskContext, rooms: Rooms): Server {
  const app = new Hono();
  const problem = onProblem(context.log);
  app.onError(async (error, c) => {
    const answer = await problem(error, c);
    return isReportPage(c) ? sorry(c, { context }, answer.status) : answer;
  });
  app.notFound(() => {
    throw notFound("page.unknown", "there is nothing at this address");
  });
  app.use("/api/*", notKept);
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.get("/desk.css", (c) =>
    c.text(CSS + HELP_CSS, 200, {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "max-age=300",
    }),
  );
  app.get("/", (c) =>
    home(c.req.query("l"), c.req.header("accept-language"), context, (page) =>
      c.html(page, 200, PAGE_HEADERS),
    ),
  );
  const { reports, receipts, door, flaggers } = rooms;
  const proxies = new Proxies(context.config.proxies);
  reportRoutes(app, { context, reports, receipts, door, flaggers, proxies });
  portalRoutes(app, context, rooms.notices, rooms.appeals);
  transparencyRoutes(app, context, rooms.policies, rooms.fleet, rooms.witnesses);
  sessionRoutes(app, rooms.team);
  consoleFiles(app);

  purgeTokenRoutes(app, rooms.sites);
  workCallbackRoutes(app, rooms.orders);
  app.route("/", teamApi(context, rooms, signedIn(rooms.team)));

  const server = createServer(getRequestListener(app.fetch));
  server.requestTimeout = 300_000; // pictures from a telephone
  server.headersTimeout = 10_000;
  return server;
}

/** A browser on a page of a report is not shown a problem document. */
const isReportPage = (c: Context): boolean =>
  /^\/s(\/|$)/.test(c.req.path) && (c.req.header("accept") ?? "").includes("text/html");

/** What the team uses; `who` says who is asking or answers 401. */
function teamApi(context: DeskContext, rooms: Rooms, who: MiddlewareHandler<TeamEnv>): Hono<TeamEnv> {
  const team = new Hono<TeamEnv>();
  team.use("/api/*", who);
  team.use("/metrics", who);
  teamRoutes(team, rooms.team);
  caseRoutes(team, rooms.cases);
  readingRoutes(team, rooms.readings);
  senderRoutes(team, rooms.flaggers, rooms.senders);
  retentionRoutes(team, rooms.retention);
  decisionRoutes(
    team,
    context,
    rooms.decisions,
    rooms.approvals,
    rooms.doors,
    rooms.policies,
    rooms.fleet,
    rooms.orders,
    rooms.team,
  );
  orderRoutes(team, rooms.orders);
  protectedRoutes(team, rooms.protected, rooms.team);
  appealRoutes(team, rooms.appeals);
  siteRoutes(team, context, rooms.sites, rooms.team);
  ledgerKeyRoutes(team, context, rooms.team);
  fleetRoutes(team, context, rooms.fleet, rooms.sites);
  return team;
}

/**
 * The same API on a Unix socket in the data folder, for the command line of whoever owns this machine. Decisions still
 * need people's signatures: the vault counts those, not who called.
 */
export function createAdminServer(context: DeskContext, rooms: Rooms): Server {
  const owner: Person = { id: "owner", name: "owner", role: "administrator" };
  const app = new Hono();
  app.onError(onProblem(context.log));
  app.route(
    "/",
    teamApi(context, rooms, async (c, next) => {
      c.set("person", owner);
      await next();
    }),
  );
  return createServer(getRequestListener(app.fetch));
}

const HOME = {
  fr: {
    report: "Signaler une page",
    status: "Suivre un signalement",
    ledger: "Registre public des mesures",
    team: "Équipe",
    intro: "Signaler une page d'un site que nous servons, quand quelqu'un y est visé.",
  },
  en: {
    report: "Report a page",
    status: "Follow a report",
    ledger: "Public ledger of measures",
    team: "Team",
    intro: "Report a page of a site that we serve, when somebody is targeted there.",
  },
} as const;

function home<T>(
  query: string | undefined,
  accept: string | undefined,
  { config }: DeskContext,
  send: (page: ReturnType<typeof layout>) => T,
): T {
  const language = languageOf(query, accept);
  const t = HOME[language];
  const body = html`<h1>${config.provider}</h1>
    <p>${t.intro}</p>
    <p><a class="button" href="/s?l=${language}">${t.report}</a></p>
    <p><a href="/s/1?l=${language}">${t.status}</a></p>
    <p><a href="/ledger?l=${language}">${t.ledger}</a> · <a href="/console/">${t.team}</a></p>`;
  return send(layout({ title: config.provider, language, body, path: "/", exit: true }));
}

const CONSOLE_TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The built console (dist/console). Its files are named by their content, except the page itself. */
function consoleFiles(app: Hono): void {
  const folder = fileURLToPath(new URL("../../dist/console/", import.meta.url));
  app.get("/console", (c) => c.redirect("/console/", 301));
  app.get("/console/*", async (c) => {
    const path = normalize(c.req.path.slice("/console/".length)) || ".";
    const file = extname(path) === "" ? "index.html" : path;
    const type = CONSOLE_TYPES[extname(file)];
    const content =
      type === undefined || path.startsWith("..")
        ? undefined
        : await readFile(join(folder, file)).catch(() => undefined);
    if (content === undefined) throw notFound("console.file", "the console is not built: run npm run build");
    return c.body(new Uint8Array(content), 200, {
      "content-type": type!,
      "cache-control": file === "index.html" ? "no-store" : "max-age=31536000, immutable",
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
  });
}
