import type { Context } from "hono";
import { html } from "hono/html";
import { RempartError } from "../../../lib/errors.ts";
import type { DeskContext } from "../../context.ts";
import { callerOf, type Proxies } from "../../web/client-address.ts";
import { type Html, type Language, languageOf, layout, PAGE_HEADERS } from "../../web/layout.ts";
import type { Access } from "../access.ts";
import type { Door } from "../door.ts";
import { otherDoors } from "../pages/help.ts";
import { hoursText, UNDECLARED, zoneOf } from "../pages/hours-text.ts";
import { emergencyText, linesOf } from "../pages/lines.ts";
import type { Scene } from "../pages/parts.ts";
import { codePage, statusPage, takePage } from "../pages/status.ts";
import { LAST_STEP, laterStep } from "../pages/steps.ts";
import { WORDS } from "../pages/words.ts";
import type { Receipts } from "../receipts.ts";
import type { Flaggers } from "../senders/flaggers.ts";
import type { Reports } from "../service.ts";
import { keepSession, sessionOf } from "./session.ts";

/** What the report's pages are made with. */
export interface Pages {
  readonly context: DeskContext;
  readonly reports: Reports;
  readonly receipts: Receipts;
  readonly door: Door;
  readonly flaggers: Flaggers;
  readonly proxies: Proxies;
}

/** Whom the gate counts. */
export const from = (c: Context, { proxies }: Pages) => ({ address: callerOf(c, proxies) });

export const languageIn = (c: Context): Language =>
  languageOf(c.req.query("l"), c.req.header("accept-language"));

export function sceneOf(
  c: Context,
  { clock, config }: DeskContext,
  session: string,
  problem?: string,
): Scene {
  const { country, desk } = config;
  const language = languageIn(c);
  const emergency = emergencyText(language, linesOf(country));
  const hours = desk.isDeclared
    ? hoursText(desk.hours, language, desk.people, { now: clock.now(), emergency })
    : UNDECLARED[language];
  return { language, country, session, problem, hours, zone: zoneOf(desk.hours, country) };
}

export function page(
  c: Context,
  { config }: DeskContext,
  path: string,
  body: Html,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
) {
  const frame = { title: config.provider, language: languageIn(c), path, exit: true, body };
  return c.html(layout(frame), status as 200, { ...PAGE_HEADERS, ...headers });
}

/**
 * Shows a place of the report: a step, its status. A browser that keeps our cookie is sent there, so that going back and
 * reloading do what people expect; one without gets the page at once.
 */
export async function proceed(c: Context, pages: Pages, session: string, to: string) {
  const language = languageIn(c);
  if (sessionOf(c) === session) return c.redirect(`/s/${to}?l=${language}`, 303);
  const access = await pages.reports.accesses.open(session);
  keepSession(c, session, pages.context.config.publicUrl);
  return show(c, pages, { session, access, to });
}

export async function show(
  c: Context,
  pages: Pages,
  { session, access, to, problem }: { session: string; access: Access; to: string; problem?: string },
  status = 200,
) {
  const scene = sceneOf(c, pages.context, session, problem);
  return page(c, pages.context, `/s/${to}`, await bodyOf(pages, scene, access, to), status);
}

async function bodyOf(pages: Pages, scene: Scene, access: Access, to: string): Promise<Html> {
  const { receipts, reports } = pages;
  if (access.kind === "takeover") return takePage(scene);
  const step = Number(to);
  const status = await receipts.status(access);
  const files = await receipts.filesOf(access);
  if (status.status === "draft" && access.kind === "owner" && step >= 2 && step <= LAST_STEP) {
    const draft = await reports.draft(access);
    return laterStep(step, scene, draft, { files, ...(await receipts.keptOf(access, draft)) });
  }
  const isShut = status.status === "elsewhere" || status.status === "refused" || status.needsConsent;
  return statusPage(scene, status, files, isShut ? otherDoors(scene.language, scene.country) : "");
}

/** Runs what a page asked for; what cannot be done is said on that page, in its own words. */
export async function orShow<T>(
  work: () => Promise<T>,
  sorry: (problem: string, status: number, error: RempartError) => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RempartError) || (error.status >= 500 && error.status !== 503)) throw error;
    return sorry(error.code, error.status, error);
  }
}

/** The place where a code is entered again: the session is over, or there was none. */
export const askCode = (c: Context, { context }: Pages, over: boolean, problem?: string, status = 200) =>
  page(c, context, "/s/1", codePage(sceneOf(c, context, "", problem), over), status);

/** In the place of a problem document, for whoever reads pages: what went wrong here, without a detail. */
export const sorry = (c: Context, { context }: Pick<Pages, "context">, status: number) => {
  const w = WORDS[languageIn(c)];
  return page(
    c,
    context,
    "/s",
    html`<h1>${w.statusTitle}</h1>
      <p class="box" role="alert">${status === 413 ? w.tooMuch : w.problem}</p>
      <p><a href="/s/r?l=${languageIn(c)}">${w.goOn}</a></p>`,
    status,
  );
};
