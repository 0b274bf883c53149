import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";

/**
 * The README's pictures, taken from a demo that stays up (`npm run demo`), with the addresses and the key file that it
 * prints: node bench/pictures.ts --desk http://127.0.0.1:… --edge 127.0.0.1:… --decision http://… --key …/blaise.json
 */
const { values } = parseArgs({
  options: {
    desk: { type: "string" },
    edge: { type: "string" },
    decision: { type: "string" },
    key: { type: "string" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
    to: { type: "string", default: "docs/pictures" },
  },
});
const { desk, edge, decision, key, to } = values;
if (!(desk && edge && decision && key)) throw new Error("give --desk, --edge, --decision and --key");

const REFUSED = "atelier-merle.example";
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ["--no-sandbox", `--host-resolver-rules=MAP ${REFUSED} ${edge}`],
});

async function picture(name: string, options: BrowserContextOptions, show: (page: Page) => Promise<unknown>) {
  const context = await browser.newContext({ colorScheme: "light", ...options });
  const page = await context.newPage();
  await show(page);
  await page.screenshot({ path: join(to, `${name}.png`), animations: "disabled" });
  await context.close();
}

async function openCase(page: Page, deskUrl: string, keyFile: string): Promise<void> {
  await page.goto(`${deskUrl}/console/`);
  const asked = page.waitForRequest("**/api/cases");
  await page.locator("input[type=file]").setInputFiles(keyFile);
  const headers = { authorization: (await (await asked).headerValue("authorization"))! };
  const answer = await page.request.get(`${deskUrl}/api/decisions/${decision?.split("/").at(-1)}`, {
    headers,
  });
  await page.goto(`${deskUrl}/console/#/cases/${(await answer.json()).case}`);
  await page.locator(".case").waitFor();
  await page.waitForLoadState("networkidle");
}

await mkdir(to, { recursive: true });
await picture("report-phone", { viewport: PHONE, locale: "fr-FR" }, (page) => page.goto(`${desk}/s?l=fr`));
await picture("refusal-phone", { viewport: PHONE, locale: "fr-FR" }, (page) =>
  page.goto(`http://${REFUSED}/carnet/reliure-d-automne`),
);
await picture("case-desktop", { viewport: DESKTOP, locale: "en-GB" }, (page) => openCase(page, desk, key));
await browser.close();
