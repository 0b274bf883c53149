import type { Hono } from "hono";
import type { DeskContext } from "../../context.ts";
import { layout, PAGE_HEADERS } from "../../web/layout.ts";
import { hotlinesPage, numbersPage, otherDoors } from "../pages/help.ts";
import { PAGE_PATHS } from "../pages/paths.ts";
import { NOTICE_HEADERS, policeNotice } from "../pages/police-notice.ts";
import { NOTICE_CSS } from "../pages/styles.ts";
import { languageIn, page } from "./site.ts";

/** What helps without a report: numbers, hotlines, other doors, and the sheet for the local police, which nobody sends us. */
export function helpRoutes(app: Hono, context: DeskContext): void {
  const { country, provider } = context.config;
  const { numbers, images, doors, notice, noticeStyle } = PAGE_PATHS;

  app.get(numbers, (c) => page(c, context, numbers, numbersPage(languageIn(c), country)));
  app.get(`${numbers}/:country{[a-z]{2}|other}`, (c) => {
    const asked = c.req.param("country");
    const code = asked === "other" ? asked : asked.toUpperCase();
    return page(c, context, `${numbers}/${asked}`, numbersPage(languageIn(c), code));
  });
  app.get(images, (c) => page(c, context, images, hotlinesPage(languageIn(c), country)));
  app.get(doors, (c) => page(c, context, doors, otherDoors(languageIn(c), country, { level: 1 })));

  app.get(notice, (c) => {
    const language = languageIn(c);
    const frame = { title: provider, language, path: notice, exit: true };
    return c.html(layout({ ...frame, body: policeNotice(language, country) }), 200, {
      ...PAGE_HEADERS,
      ...NOTICE_HEADERS,
    });
  });
  app.get(noticeStyle, (c) =>
    c.text(NOTICE_CSS, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=300" }),
  );
}
