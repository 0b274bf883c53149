import type { Context, Hono } from "hono";
import { badRequest } from "../../../lib/errors.ts";
import { checked } from "../../web/http.ts";
import { type Access, SESSION_MS } from "../access.ts";
import { monthOf } from "../month.ts";
import { madePage, receiptPage } from "../pages/status.ts";
import { MAY_KNOW, urlsSchema } from "../types.ts";
import { Form, keepSession } from "./session.ts";
import { askCode, orShow, type Pages, page, proceed, sceneOf, show } from "./site.ts";

const MAX_UPLOAD_BYTES = 52 * 1024 * 1024;

/** `/s/1` takes a code, `/s/r` shows what it opens and takes what she does there. */
export function receiptRoutes(app: Hono, pages: Pages): void {
  const { context, reports, receipts } = pages;

  app.get("/s/1", (c) => askCode(c, pages, false));

  app.post("/s/1", async (c) => {
    const form = await Form.of(c, 2048);
    return orShow(
      async () => {
        const access = await reports.accesses.open(form.text("code"));
        const session = await sessionFor(pages, access);
        keepSession(c, session, context.config.publicUrl);
        return show(c, pages, { session, access, to: "r" });
      },
      async (problem, status) => askCode(c, pages, false, problem, status),
    );
  });

  app.post("/s/r", async (c) => {
    const form = await Form.of(c, MAX_UPLOAD_BYTES);
    const session = form.text("k");
    const access = await reports.accesses.open(session).catch(() => undefined);
    if (access === undefined) return askCode(c, pages, true);
    return orShow(
      async () => act(c, pages, { session, access, form }),
      async (problem, status) => show(c, pages, { session, access, to: "r", problem }, status),
    );
  });

  app.post("/s/t", async (c) => {
    const form = await Form.of(c, 2048);
    return orShow(
      async () => {
        const access = await reports.accesses.open(form.text("k"));
        const { receipt } = await receipts.takeOver(access, { keepHelper: form.text("keep") === "true" });
        const mine = await reports.accesses.open(receipt);
        const session = await sessionFor(pages, mine);
        keepSession(c, session, context.config.publicUrl);
        const shown = {
          receipt,
          taken: true,
          kept: [],
          elsewhere: [],
          dueAt: (await receipts.status(mine)).dueAt,
        };
        return page(
          c,
          context,
          "/s/r",
          receiptPage(sceneOf(c, context, session), { ...shown, more: "" }),
          201,
        );
      },
      async (problem, status) => askCode(c, pages, true, problem, status),
    );
  });
}

async function sessionFor({ context, reports }: Pages, access: Access): Promise<string> {
  const minted = await reports.accesses.session(access.id);
  const at = context.clock.now();
  const { report, key } = access;
  await minted.store(context.database.db, { report, key, at, endsAt: at + SESSION_MS });
  return minted.secret;
}

/** One thing that she does on the status page. */
async function act(
  c: Context,
  pages: Pages,
  { session, access, form }: { session: string; access: Access; form: Form },
) {
  const { context, receipts } = pages;
  const what = form.maybe("end") === undefined ? form.text("act") : "end";
  switch (what) {
    case "say":
      if (form.text("text") !== "") await receipts.say(access, form.text("text").slice(0, 20_000));
      break;
    case "add": {
      const urls = form
        .text("urls")
        .split(/\s+/)
        .filter((url) => url !== "");
      const when = form.maybe("when");
      const words = form.maybe("words")?.slice(0, 20_000);
      const riskToLife = form.text("riskToLife") === "true";
      const doNotFetch = form.text("doNotFetch") === "true";
      // Kept whatever is wrong with the rest.
      if (words !== undefined || riskToLife) await receipts.add(access, { words, riskToLife, doNotFetch });
      await receipts.attach(access, form.files);
      const seen = when === undefined ? undefined : monthOf(when);
      if (urls.length > 0)
        await receipts.add(access, { urls: checked(urlsSchema, urls), when: seen, doNotFetch });
      if (when !== undefined && seen === undefined)
        throw badRequest("report.when", "a month is written like 2026-08", { field: "when" });
      break;
    }
    case "contest":
      await receipts.contest(access, form.text("contest").slice(0, 20_000));
      break;
    case "may-know": {
      const mayKnow = MAY_KNOW.find((one) => one === form.text("mayKnow"));
      if (mayKnow !== undefined) await receipts.setMayKnow(access, mayKnow);
      break;
    }
    case "helper":
    case "takeover": {
      const { code, endsAt } = await receipts.delegate(access, what);
      return page(c, context, "/s/r", madePage(sceneOf(c, context, session), code, endsAt), 201);
    }
    case "end":
      await receipts.endCode(access, form.text("end"));
      break;
    case "withdraw":
      if (form.text("sure") === "true") await receipts.withdraw(access);
      break;
  }
  return proceed(c, pages, session, "r");
}
