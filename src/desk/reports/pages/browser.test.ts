import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { COUNTRIES } from "./lines.ts";
import { NOTICE_TEXTS } from "./notice-texts.ts";
import { PAGE_PATHS } from "./paths.ts";
import { NO_CHROMIUM, openBrowser, SHOWN, servePages } from "./testing/world.ts";

const PHONE = { width: 320, height: 640 };
const DESKTOP = { width: 1280, height: 800 };
const LINE_IDS = NOTICE_TEXTS.fr.lines.map((line) => line.id);

/** What paper would show: the lines of the sheet whose words are visible, and what is typed in visible fields. */
const shown = (page: Page): Promise<{ lines: string[]; typed: string[]; else: string }> =>
  page.evaluate(`({
    lines: [...document.querySelectorAll(".says")].filter((one) => one.checkVisibility()).map((one) => one.htmlFor),
    typed: [...document.querySelectorAll(".field input, .field textarea")]
      .filter((one) => one.checkVisibility() && one.value !== "").map((one) => one.value),
    else: [...document.querySelectorAll("header, .aside, .hint, .legend, .blank-label")]
      .filter((one) => one.checkVisibility()).map((one) => one.innerText).join(" "),
  })`);

const pagesOf = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;

describe("in a browser", { skip: NO_CHROMIUM }, () => {
  let browser: Browser;
  let served: Awaited<ReturnType<typeof servePages>>;
  before(async () => {
    [browser, served] = await Promise.all([openBrowser(), servePages()]);
  });
  after(async () => {
    await browser?.close();
    await served?.close();
  });

  async function open(path: string, options: BrowserContextOptions): Promise<[Page, requests: string[]]> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(`${served.url}${path}`);
    return [page, requests];
  }

  const LOOKS = [
    { viewport: PHONE, colorScheme: "light", language: "fr" },
    { viewport: PHONE, colorScheme: "dark", language: "en" },
    { viewport: DESKTOP, colorScheme: "light", language: "en" },
    { viewport: DESKTOP, colorScheme: "dark", language: "fr" },
  ] as const;
  for (const [at, path] of Object.keys(SHOWN).entries()) {
    // Each page light and dark, at both widths, in one language or the other; the sheet in all of these ways.
    const every = path === PAGE_PATHS.notice;
    const looks = LOOKS.filter((_, look) => every || (look % 3 === 0) === (at % 2 === 0));
    for (const [look, { language, ...options }] of looks.entries()) {
      const country = COUNTRIES[(at + look) % COUNTRIES.length];
      const name = `${path} ${language} ${country} ${options.colorScheme} at ${options.viewport.width} px`;
      test(`nothing stands in the way of anybody, and nobody else is asked for anything: ${name}`, async () => {
        const [page, requests] = await open(`${path}?l=${language}&c=${country}`, options);
        if (path === PAGE_PATHS.notice) for (const id of LINE_IDS) await page.check(`#${id}`);
        assert.ok(
          Number(await page.evaluate("document.documentElement.scrollWidth")) <= options.viewport.width,
        );
        await page.evaluate(axe.source);
        const { violations }: { violations: { id: string; nodes: { html: string }[] }[] } =
          await page.evaluate(
            `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`,
          );
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
          [],
        );
        for (const url of requests) assert.ok(url.startsWith(`${served.url}/`), url);
        await page.context().close();
      });
    }
  }

  test("the sheet prints exactly what is ticked, with scripts off", async () => {
    const [page] = await open(`${PAGE_PATHS.notice}?l=fr`, { viewport: PHONE, javaScriptEnabled: false });
    const fields = NOTICE_TEXTS.fr.lines.flatMap(({ id, fields }) =>
      fields.map((field) => ({ line: id, id: field.id })),
    );
    for (const id of LINE_IDS) await page.check(`#${id}`);
    for (const field of fields) await page.fill(`#${field.id}`, `typed ${field.id}`);
    const tickOnly = async (ticked: readonly string[]) => {
      await page.emulateMedia({ media: "screen" });
      await page.evaluate(
        `for (const one of document.querySelectorAll(".pick")) one.checked = ${JSON.stringify(ticked)}.includes(one.id)`,
      );
      await page.emulateMedia({ media: "print" });
    };
    const subsets = [
      [],
      LINE_IDS,
      ...LINE_IDS.map((id) => [id]),
      LINE_IDS.filter((_, at) => at % 2 === 0),
      LINE_IDS.filter((_, at) => at % 2 === 1),
    ];
    for (const ticked of subsets) {
      await tickOnly(ticked);
      assert.deepEqual(await shown(page), {
        lines: ticked,
        typed: fields.filter(({ line }) => ticked.includes(line)).map(({ id }) => `typed ${id}`),
        else: "",
      });
    }
    await page.context().close();
  });

  test("the empty sheet has every line and nothing that was typed, on one page of A4 or Letter", async () => {
    for (const language of ["fr", "en"]) {
      const [page] = await open(`${PAGE_PATHS.notice}?l=${language}`, { javaScriptEnabled: false });
      await page.fill("#home-text", "14 rue des Lavandières-Fictives");
      await page.check("#blank");
      await page.emulateMedia({ media: "print" });
      assert.deepEqual(await shown(page), { lines: LINE_IDS, typed: [], else: "" });
      await page.emulateMedia({ media: null });
      for (const format of ["A4", "Letter"]) assert.equal(pagesOf(await page.pdf({ format })), 1, format);
      await page.context().close();
    }
  });

  test("what is typed on the sheet goes nowhere: no request, no leaving, nothing kept", async () => {
    const [page, requests] = await open(`${PAGE_PATHS.notice}?l=en`, { viewport: DESKTOP });
    const before = [...requests];
    assert.deepEqual(
      before.map((url) => new URL(url).pathname),
      [PAGE_PATHS.notice, "/desk.css", PAGE_PATHS.noticeStyle],
    );
    for (const id of LINE_IDS) await page.check(`#${id}`);
    await page.fill("#home-text", "12 Fictional Crescent\nExampleton ON");
    await page.fill("#phone-text", "613-555-0142");
    await page.press("#phone-text", "Enter");
    assert.deepEqual(requests, before);
    assert.deepEqual(await page.context().cookies(), []);
    assert.equal(await page.evaluate("localStorage.length + sessionStorage.length"), 0);
    await page.reload();
    assert.equal(await page.inputValue("#phone-text", { timeout: 1000 }).catch(() => ""), "");
    await page.context().close();
  });

  test("on the screen a line that is not ticked asks for nothing", async () => {
    const [page] = await open(`${PAGE_PATHS.notice}?l=fr`, { viewport: PHONE, javaScriptEnabled: false });
    assert.equal(await page.isVisible("#animals-text"), false);
    await page.click("text=Animaux");
    assert.equal(await page.isVisible("#animals-text"), true);
    await page.fill("#animals-text", `Biscotte, ${"un chat très doux, ".repeat(12)}`);
    const [height, whole] = (await page.evaluate(
      `(({ clientHeight, scrollHeight }) => [clientHeight, scrollHeight])(document.querySelector("#animals-text"))`,
    )) as [number, number];
    assert.ok(whole <= height, "a field grows, so that all of it is printed");
    await page.context().close();
  });
});
