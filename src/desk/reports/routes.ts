import type { Hono } from "hono";
import { reportApi } from "./routes/api.ts";
import { formRoutes } from "./routes/form.ts";
import { helpRoutes } from "./routes/help.ts";
import { openApiRoute } from "./routes/openapi.ts";
import { receiptRoutes } from "./routes/receipt.ts";
import { fromOurPages } from "./routes/session.ts";
import type { Pages } from "./routes/site.ts";

/** `/s…`: neutral paths, because they stay in the browser's history. */
export function reportRoutes(app: Hono, pages: Pages): void {
  app.use("/s/*", fromOurPages);
  openApiRoute(app, pages.context.config.publicUrl);
  reportApi(app, pages);
  helpRoutes(app, pages.context);
  formRoutes(app, pages);
  receiptRoutes(app, pages);
}
