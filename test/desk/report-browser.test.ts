import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { HOSTNAMES } from "../fixtures/people.ts";
import { House } from "./house.ts";
import { DESKTOP, type Look, NO_CHROMIUM, openBrowser, PHONE, Stranger } from "./report-browser.ts";

const PAGE = `https://${HOSTNAMES.forum}/salon/mirabelle/sujet/41-on-sait-ou-elle-est`;

describe("a report by a stranger, in a browser", { skip: NO_CHROMIUM }, () => {
  let house: House;
  let browser: Browser;
  before(async () => {
    [house, browser] = await Promise.all([House.open(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await house?.close();
  });

  const stranger = (look: Look = {}) => Stranger.come(browser, house.world.deskUrl, look);

  const LOOKS: Record<string, Look> = {
    "a phone, light, in French": { viewport: PHONE, colorScheme: "light", locale: "fr-FR" },
    "a desktop, dark, in English": { viewport: DESKTOP, colorScheme: "dark", locale: "en-GB" },
  };
  for (const [name, look] of Object.entries(LOOKS)) {
    test(`goes the whole way without scripts, and nothing stands in its way: ${name}`, async () => {
      const her = await stranger({ ...look, javaScriptEnabled: false });
      await her.open("/s");
      await her.unfold();
      await her.audit("the first page");
      await her.page.fill('[name="urls"]', "zq no address"); // the one thing that is shown back: to be mended
      await her.press("go", "more");
      await her.audit("an address that is none");
      await her.page.fill('[name="urls"]', PAGE);
      await her.press("go", "more");
      await her.audit("the code");
      const code = await her.code();

      await her.press("to", "2");
      await her.audit("what is happening");
      await her.tick("happening", "address");
      await her.page.fill('[name="when"]', "2026-08");
      await her.press("go", "next");
      await her.tick("how", "reachable");
      await her.unfold();
      await her.audit("who");
      await her.type("chosenName", "zq Mirabelle");
      await her.type("contact", "06 39 98 01 01");
      await her.type("people", "zq Biscotte");
      await her.press("go", "next");
      await her.audit("who may know");
      await her.tick("mayKnow", "host");
      await her.press("go", "next");
      await her.unfold();
      await her.audit("words");
      await her.type("words", "zq words");
      await her.type("transcript", "zq voice");
      await her.type("detail-address", "14 rue des Lavandières-Fictives, 00000 Exempleville");
      await her.press("go", "next");
      await her.audit("ready to send");
      await her.press("go", "send");

      await her.unfold();
      await her.audit("the status");
      await her.type("text", "zq message");
      await her.press("act", "say");
      await her.unfold();
      await her.page.fill('details [name="urls"]', `${PAGE}?page=2`);
      await her.press("act", "add");
      await her.unfold();
      await her.press("act", "helper");
      await her.audit("a helper's code");
      assert.notEqual(await her.code(), code);
      await her.press("to", "r");
      await her.unfold();
      await her.audit("the status with a helper");
      assert.equal(await her.page.locator('button[name="end"]').count(), 1);
      await her.tick("mayKnow", "desk");
      await her.press("act", "may-know");
      await her.unfold();
      assert.equal(await her.page.isChecked('[name="mayKnow"][value="desk"]'), true);
      await her.tick("sure", "true");
      await her.press("act", "withdraw");
      await her.audit("withdrawn");
      assert.equal(await her.page.locator("button").count(), 0, "there is nothing left to do there");

      await her.open("/s/1");
      await her.audit("where a code is entered");
      await her.type("code", "abcd-efgh-jkmn-pqrs");
      await her.press("go", "open");
      await her.audit("a code of nothing");
      await her.leave();
    });
  }
});
