import type { Hono } from "hono";
import { z } from "zod";
import { badRequest, RempartError } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import { checked, jsonBody, readBody } from "../web/http.ts";
import { languageOf, layout, PAGE_HEADERS } from "../web/layout.ts";
import { codePage, filedPage, formPage, statusPage } from "./pages.ts";
import type { Reports } from "./service.ts";
import { reportSchema } from "./types.ts";

const MAX_FORM_BYTES = 128 * 1024;
const codeSchema = z.strictObject({ receipt: z.string().max(40) });

/** `/s…`: neutral paths, because they stay in the browser's history. */
export function reportRoutes(app: Hono, { config }: DeskContext, reports: Reports): void {
  app.post("/api/reports", async (c) => {
    const input = await jsonBody(c, reportSchema);
    const key = c.req.header("idempotency-key");
    if (key !== undefined && key.length > 200)
      throw badRequest("idempotency.key", "Idempotency-Key is at most 200 characters");
    const { receipt, dueAt, kept, elsewhere } = await reports.file(input, key);
    return c.json({ receipt, due: new Date(dueAt).toISOString(), kept, elsewhere }, 201);
  });

  app.post("/api/reports/status", async (c) => {
    const { receipt } = await jsonBody(c, codeSchema);
    const { status, dueAt, late, pages } = await reports.status(receipt);
    return c.json({ status, due: new Date(dueAt).toISOString(), late, pages });
  });

  app.get("/s", (c) => {
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    const body = formPage(language, config.country);
    return c.html(
      layout({ title: config.provider, language, body, path: "/s", exit: true }),
      200,
      PAGE_HEADERS,
    );
  });

  app.post("/s", async (c) => {
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    const form = new URLSearchParams((await readBody(c.req.raw, MAX_FORM_BYTES)).toString("utf8"));
    const page = { title: config.provider, language, path: "/s", exit: true };
    try {
      const filed = await reports.file(fromForm(form, language));
      return c.html(layout({ ...page, body: filedPage(language, filed) }), 201, PAGE_HEADERS);
    } catch (error) {
      if (!(error instanceof RempartError) || error.status >= 500) throw error;
      return c.html(
        layout({ ...page, body: formPage(language, config.country, error.message) }),
        400,
        PAGE_HEADERS,
      );
    }
  });

  app.get("/s/1", (c) => {
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    return c.html(
      layout({ title: config.provider, language, body: codePage(language), path: "/s/1", exit: true }),
      200,
      PAGE_HEADERS,
    );
  });

  app.post("/s/1", async (c) => {
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    const form = new URLSearchParams((await readBody(c.req.raw, 1024)).toString("utf8"));
    const page = { title: config.provider, language, path: "/s/1", exit: true };
    try {
      const status = await reports.status(form.get("code") ?? "");
      return c.html(layout({ ...page, body: statusPage(language, status) }), 200, PAGE_HEADERS);
    } catch (error) {
      if (!(error instanceof RempartError) || error.status >= 500) throw error;
      return c.html(
        layout({ ...page, body: codePage(language, error.message) }),
        error.status as 404,
        PAGE_HEADERS,
      );
    }
  });

  /** Leaves at once: the browser drops what this site stored and goes to a page that anyone may have open. */
  app.get("/exit", (c) =>
    c.body(null, 303, {
      ...PAGE_HEADERS,
      location: "https://www.wikipedia.org/",
      "clear-site-data": '"cache", "cookies", "storage"',
    }),
  );
}

function fromForm(form: URLSearchParams, language: "fr" | "en") {
  const words = form.get("words")?.trim();
  return checked(reportSchema, {
    urls: (form.get("urls") ?? "").split(/\s+/).filter((url) => url !== ""),
    happening: form.getAll("happening"),
    riskToLife: form.get("riskToLife") === "true",
    ...(words === undefined || words === "" ? {} : { words }),
    language,
  });
}
