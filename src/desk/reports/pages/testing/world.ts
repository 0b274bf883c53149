import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { html } from "hono/html";
import { type Browser, chromium } from "playwright-core";
import { listen } from "../../../../lib/listen.ts";
import { CSS, type Html, languageOf, layout, PAGE_HEADERS } from "../../../web/layout.ts";
import { hotlinesPage, numbersPage, otherDoors, safetyBox } from "../help.ts";
import { PAGE_PATHS } from "../paths.ts";
import { NOTICE_HEADERS, policeNotice } from "../police-notice.ts";
import { HELP_CSS, NOTICE_CSS } from "../styles.ts";

const CHROMIUM = "/usr/bin/chromium";
export const NO_CHROMIUM = existsSync(CHROMIUM) ? false : "no Chromium here";

/** These pages in the frame and with the headers that they are made for; `?l=` the language, `?c=` the country. */
export const pages = new Hono();
const style = (css: string) => () =>
  new Response(css, { headers: { "content-type": "text/css; charset=utf-8" } });
pages.get("/desk.css", style(CSS + HELP_CSS));
pages.get(PAGE_PATHS.noticeStyle, style(NOTICE_CSS));

export const SHOWN: Readonly<Record<string, (language: "fr" | "en", country: string) => Html>> = {
  "/s": (language, country) => html`<h1>Rempart</h1>${safetyBox(language, country)}`,
  [PAGE_PATHS.numbers]: numbersPage,
  [PAGE_PATHS.images]: hotlinesPage,
  [PAGE_PATHS.doors]: (language, country) => otherDoors(language, country, { level: 1 }),
  [PAGE_PATHS.notice]: policeNotice,
};
for (const [path, body] of Object.entries(SHOWN)) {
  pages.get(path, (c) => {
    const language = languageOf(c.req.query("l"), undefined);
    const page = { title: "Rempart", language, path, exit: true };
    return c.html(
      layout({ ...page, body: body(language, c.req.query("c") ?? "FR") }),
      200,
      path === PAGE_PATHS.notice ? NOTICE_HEADERS : PAGE_HEADERS,
    );
  });
}

export async function servePages(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(getRequestListener(pages.fetch));
  const port = await listen(server, { host: "127.0.0.1", port: 0 }, "the test pages");
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
