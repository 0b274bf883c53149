import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from "playwright-core";

export { NO_CHROMIUM, openBrowser } from "../../src/desk/reports/pages/testing/world.ts";

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };
/** What WCAG calls the width at which nothing may need scrolling to the side (1.4.10 Reflow). */
const NARROW = 320;
const PROVIDER = "Rempart (démonstration)";
/** Letters of the alphabet alone: what a page may be called in a history that others read. */
const NEUTRAL = /^\/(s(\/[a-z0-9]+)*|desk\.css|s\.js|s\/n\.css|favicon\.ico)?$/;

export interface Look extends BrowserContextOptions {
  readonly colorScheme?: "light" | "dark";
}

/** A person in a browser of her own, and what her browser asked for on the way. */
export class Stranger {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  readonly requests: Request[] = [];
  /** What she has typed, to be found on no page afterwards. */
  readonly typed: string[] = [];

  readonly #scheme: "light" | "dark";
  #copy: Page | undefined;

  private constructor(context: BrowserContext, page: Page, url: string, scheme: "light" | "dark") {
    this.context = context;
    this.page = page;
    this.url = url;
    this.#scheme = scheme;
    page.on("request", (request) => this.requests.push(request));
  }

  static async come(browser: Browser, url: string, options: Look = {}): Promise<Stranger> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(10_000);
    return new Stranger(context, await context.newPage(), url, options.colorScheme ?? "light");
  }

  async leave(): Promise<void> {
    await this.#copy?.context().close();
    await this.context.close();
  }

  open = (path: string) => this.page.goto(`${this.url}${path}`);

  /** Presses the button with this name and value, and waits for the page that follows. */
  async press(name: string, value: string): Promise<void> {
    const answered = this.page.waitForEvent("load");
    await this.page.click(`button[name="${name}"][value="${value}"]`);
    await answered;
  }

  async type(name: string, text: string): Promise<void> {
    this.typed.push(text);
    await this.page.fill(`[name="${name}"]:visible`, text);
  }

  tick = (name: string, value: string) => this.page.check(`[name="${name}"][value="${value}"]`);

  /** Opens every folded part of the page. */
  async unfold(): Promise<void> {
    const folded = this.page.locator("details:not([open]) > summary");
    while ((await folded.count()) > 0) await folded.first().click();
  }

  words = (): Promise<string> => this.page.innerText("main");

  /** The code that the page shows. */
  code = (): Promise<string> => this.page.innerText(".code");

  cookies = () => this.context.cookies(`${this.url}/s`);

  /** All that has to hold of any page of a report, for anybody. */
  async audit(where: string): Promise<void> {
    const { page } = this;
    assert.equal(await page.title(), PROVIDER, where);
    assert.deepEqual(await this.#violations(), [], where);
    const said = await page.content();
    for (const text of this.typed) assert.ok(!said.includes(text), `${where}: shows back what was typed`);
    const size = page.viewportSize()!;
    await page.setViewportSize({ width: NARROW, height: size.height });
    assert.ok(
      Number(await page.evaluate("document.documentElement.scrollWidth")) <= NARROW,
      `${where}: wide`,
    );
    await page.setViewportSize(size);
    for (const request of this.requests) {
      const { origin, pathname } = new URL(request.url());
      assert.equal(origin, this.url, where);
      assert.match(pathname, NEUTRAL, where);
    }
  }

  /**
   * Broken rules of WCAG 2.0 to 2.2, A and AA, and of good practice, with the elements that break them. Where scripts are
   * off axe cannot run: it gets a copy of the page as it stands, folded parts and all, at the same address.
   */
  async #violations(): Promise<[string, string[]][]> {
    const { page } = this;
    const viewport = page.viewportSize()!;
    this.#copy ??= await page.context().browser()!.newPage({ viewport, colorScheme: this.#scheme });
    const [url, body, copy] = [page.url(), await page.content(), this.#copy];
    await copy.unrouteAll();
    await copy.route("**/s.js", (route) => route.abort()); // the page's own script would send its form
    await copy.route(url, (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
    await copy.goto(url);
    await copy.evaluate(axe.source);
    const { violations } = (await copy.evaluate(
      `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`,
    )) as { violations: { id: string; nodes: { html: string }[] }[] };
    return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
  }
}
