import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { after, before, describe, test } from "node:test";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { fakeClock } from "../../../lib/clock.ts";
import { listen } from "../../../lib/listen.ts";
import { seededBytes } from "./testing/random.ts";
import { WORK, Work } from "./work.ts";
import { WORK_SCRIPT, WORK_TEXTS } from "./work-script.ts";

/** Where Debian puts it. */
const CHROMIUM = "/usr/bin/chromium";
const skip = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;

/** What the page says and how long it does not answer, in 20 turns of 5 ms; then the button is pushed. */
const MEANWHILE = `(async () => {
  const said = document.querySelector("#live").textContent;
  let longest = 0;
  let last = performance.now();
  for (let i = 0; i < 20; i++) {
    await new Promise((done) => setTimeout(done, 5));
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  document.querySelector("#send").click();
  return { said, longest, here: document.querySelector("#live") !== null };
})()`;

test("the script is small and speaks ES2017", () => {
  assert.ok(Buffer.byteLength(WORK_SCRIPT) < 2048, `${Buffer.byteLength(WORK_SCRIPT)} bytes`);
  assert.doesNotMatch(
    WORK_SCRIPT,
    /\?\.|\?\?|\.\.\.|catch \{|\beval\b|new Function|innerHTML|\*\*|\bat\(|for await/,
  );
  for (const text of Object.values(WORK_TEXTS)) assert.deepEqual(Object.keys(text), ["say", "else"]);
});

describe("the script in a browser", { skip }, () => {
  let browser: Browser;
  let server: Server;
  let port: number;
  let page: string;
  let work: Work;
  let sent: URLSearchParams[];

  before(async () => {
    server = createServer(async (request, response) => {
      if (request.url === "/s.js")
        return void response.setHeader("content-type", "text/javascript").end(WORK_SCRIPT);
      let body = "";
      for await (const chunk of request) body += chunk;
      if (request.method === "POST") sent.push(new URLSearchParams(body));
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader(
        "content-security-policy",
        "default-src 'none'; script-src 'self'; form-action 'self'",
      );
      response.end(request.method === "POST" ? "<p id=taken>taken</p>" : page);
    });
    port = await listen(server, { host: "127.0.0.1", port: 0 }, "page");
    const args = ["--no-sandbox", "--host-resolver-rules=MAP desk.test 127.0.0.1"];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
  });
  after(async () => {
    await browser?.close();
    server?.close();
    server?.closeAllConnections();
  });

  async function visit(
    {
      difficulty,
      challenge,
      host = "127.0.0.1",
      ...options
    }: BrowserContextOptions & {
      difficulty: { cost: number; most: number };
      challenge?: object;
      host?: string;
    },
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    sent = [];
    // The last number of all, so that the work takes as long as it may.
    const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0xff);
    work = new Work(seededBytes(1)(32), { clock: fakeClock(), random, difficulty });
    const asked = JSON.stringify(challenge ?? (await work.challenge()));
    page = `<!doctype html><html lang="fr"><title>t</title>
      <form method="post" action="/" data-work='${asked}' data-work-say="On calcule." data-work-else="Attendez.">
      <input name="submit" value="a name that hides form.submit"><input name="ticket" value="the-ticket">
      <p id="live" aria-live="polite"></p><button id="send">Envoyer</button></form>
      <script src="/s.js" defer></script></html>`;
    const context = await browser.newContext(options);
    try {
      const tab = await context.newPage();
      const failures: unknown[] = [];
      tab.on("pageerror", (error) => failures.push(error));
      await tab.goto(`http://${host}:${port}/`);
      await look(tab);
      assert.deepEqual(failures, []);
    } finally {
      await context.close();
    }
  }

  test("it solves, fills the field in and submits with everything else", async () => {
    await visit({ difficulty: { cost: 50, most: 301 } }, async (tab) => {
      await tab.locator("#taken").waitFor();
      assert.equal(sent.length, 1);
      assert.equal(sent[0]!.get("ticket"), "the-ticket");
      assert.equal(await work.accepts(sent[0]!.get("work") ?? ""), true);
    });
  });

  test("it says so politely and leaves the page alive meanwhile, and a push on the button sends nothing twice", async () => {
    // Longer than it is asked for, so that a fast machine is not done before we look.
    await visit({ difficulty: { ...WORK, most: 6 * WORK.most } }, async (tab) => {
      const meanwhile = await tab.evaluate<{ said: string; longest: number; here: boolean }>(MEANWHILE);
      assert.equal(meanwhile.said, "On calcule.");
      assert.ok(meanwhile.here);
      assert.ok(meanwhile.longest < 4_000, `the page did not answer for ${meanwhile.longest} ms`);
      await tab.locator("#taken").waitFor();
      assert.equal(sent.length, 1);
      assert.equal(await work.accepts(sent[0]!.get("work") ?? ""), true);
    });
  });

  test("over http, where there is no crypto.subtle, the ticket is sent by hand", async () => {
    await visit({ difficulty: { cost: 1, most: 1 }, host: "desk.test" }, async (tab) => {
      assert.equal(await tab.evaluate("crypto.subtle === undefined"), true);
      assert.equal(await tab.locator("#live").textContent(), "");
      await tab.locator("#send").click();
      await tab.locator("#taken").waitFor();
      assert.deepEqual([sent.length, sent[0]!.get("ticket"), sent[0]!.get("work")], [1, "the-ticket", null]);
    });
  });

  test("without JavaScript the ticket is sent by hand", async () => {
    await visit({ difficulty: { cost: 1, most: 1 }, javaScriptEnabled: false }, async (tab) => {
      await tab.locator("#send").click();
      await tab.locator("#taken").waitFor();
      assert.deepEqual([sent.length, sent[0]!.get("ticket"), sent[0]!.get("work")], [1, "the-ticket", null]);
    });
  });

  test("where nothing comes of it, it says so and gives the button back", async () => {
    const { parameters } = await new Work(seededBytes(2)(32), {
      ...{ clock: fakeClock(), random: seededBytes(3), difficulty: { cost: 1, most: 9 } },
    }).challenge();
    const unsolvable = { parameters: { ...parameters, keyPrefix: "00".repeat(16) }, signature: "" };
    await visit({ difficulty: { cost: 1, most: 9 }, challenge: unsolvable }, async (tab) => {
      await tab.getByText("Attendez.").waitFor();
      await tab.locator("#send").click();
      await tab.locator("#taken").waitFor();
      assert.deepEqual([sent.length, sent[0]!.get("ticket"), sent[0]!.get("work")], [1, "the-ticket", null]);
    });
  });
});
