import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { HOSTNAMES } from "../fixtures/people.ts";
import { House } from "./house.ts";
import { DESKTOP, type Look, NO_CHROMIUM, openBrowser, PHONE, Stranger } from "./report-browser.ts";
import { round, tabTo } from "./report-keyboard.ts";

const PAGE = `https://${HOSTNAMES.forum}/salon/mirabelle/sujet/41-on-sait-ou-elle-est`;
const ELSEWHERE = "https://www.wikipedia.org/";

describe("a report by a stranger, in a browser", { skip: NO_CHROMIUM, concurrency: 3 }, () => {
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

  test("goes by the keyboard alone, from the first page to the receipt and through what is folded", async () => {
    const her = await stranger({ viewport: DESKTOP, locale: "en-GB" });
    const { keyboard } = her.page;
    const enter = async () => {
      const answered = her.page.waitForEvent("load");
      await keyboard.press("Enter");
      await answered;
    };
    await her.open("/s");
    await round(her.page);
    await her.open("/s");
    await tabTo(her.page, "urls=");
    await keyboard.type(PAGE);
    await tabTo(her.page, "go=more");
    await enter();
    await tabTo(her.page, "to=2");
    await enter();
    await tabTo(her.page, "happening=address");
    await keyboard.press("Space");
    await tabTo(her.page, "when=");
    await keyboard.type("2026-08");
    await enter(); // in a line of text, Enter is the main button
    assert.match(her.page.url(), /\/s\/3/);
    await tabTo(her.page, "how=anonymous");
    await keyboard.press("ArrowDown");
    assert.ok(await her.page.isChecked('[name="how"][value="pseudonym"]'));
    await tabTo(her.page, "chosenName=");
    await keyboard.type("zq Mirabelle");
    await enter();
    await tabTo(her.page, "mayKnow=desk");
    await keyboard.press("ArrowDown");
    await tabTo(her.page, "go=next");
    await enter();
    await tabTo(her.page, "words=");
    await keyboard.type("zq words");
    await tabTo(her.page, "go=next");
    await keyboard.press("Space");
    await her.page.waitForURL(/\/s\/6/);
    await tabTo(her.page, "go=send");
    await enter();
    assert.match(await her.words(), /A person will look/);

    const folded = await her.page.locator("summary").allInnerTexts();
    assert.ok(folded.length >= 5);
    for (const title of folded) {
      await tabTo(her.page, title);
      await keyboard.press("Enter");
    }
    assert.equal(await her.page.locator("details:not([open])").count(), 0);
    await her.page.focus("header a"); // where the round begins again
    const stops = await round(her.page);
    for (const what of [
      "text=",
      "act=say",
      "urls=",
      "file=",
      "mayKnow=host",
      "act=helper",
      "sure=true",
      "act=withdraw",
    ])
      assert.ok(stops.includes(what), what);
    await her.leave();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`leaves quickly and leaves nothing, scripts ${javaScriptEnabled ? "on" : "off"}`, async () => {
      const her = await stranger({ viewport: PHONE, locale: "fr-FR", javaScriptEnabled });
      const left: Record<string, string>[] = [];
      await her.context.route(`${ELSEWHERE}**`, async (route) => {
        left.push(await route.request().allHeaders());
        await route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" });
      });
      await her.open("/s");
      await her.page.fill('[name="urls"]', PAGE);
      await her.press("go", "more");
      await her.press("to", "2");
      await her.press("go", "next");
      await her.tick("how", "pseudonym");
      await her.type("chosenName", "zq Mirabelle");
      const k = await her.page.inputValue('[name="k"]');
      assert.equal((await her.cookies()).length, 1);
      await her.page.click(".exit");
      await her.page.waitForURL(ELSEWHERE);
      assert.equal(left.length, 1);
      assert.equal(left[0]?.referer, undefined);
      assert.equal(left[0]?.cookie, undefined);
      assert.deepEqual(await her.cookies(), []);

      await her.page.goBack();
      assert.match(await her.words(), /Votre code/);
      const shown = await her.page.content();
      for (const trace of [...her.typed, PAGE, k]) assert.ok(!shown.includes(trace));
      const body = String(new URLSearchParams({ k, go: "next" }));
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await house.ask("/s/3", { method: "POST", headers, body }); // what another tab still had
      assert.match(answer.text, /de nouveau votre code/);
      await her.leave();
    });
  }

  test("is told what a picture would have given away", async () => {
    const exif = {
      IFD0: { Make: "Fictive", Model: "Fictive One" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "45/1 30/1 0/1",
        GPSLongitudeRef: "W",
        GPSLongitude: "73/1 30/1 0/1",
      },
    };
    const blank = sharp({ create: { width: 64, height: 48, channels: 3, background: "#446688" } });
    const buffer = await blank.jpeg().withExif(exif).toBuffer();
    const her = await stranger({ viewport: PHONE, locale: "en-GB", javaScriptEnabled: false });
    await her.open("/s");
    await her.page.fill('[name="urls"]', PAGE);
    await her.press("go", "more");
    await her.open("/s/5");
    await her.page.setInputFiles('[name="file"]', { name: "zq-name.jpg", mimeType: "image/jpeg", buffer });
    her.typed.push("zq-name");
    await her.press("go", "next");
    assert.match(await her.words(), /1 file/);
    await her.press("go", "back");
    assert.match(await her.words(), /where it was taken\s+which phone or camera took it/);
    await her.audit("the step with a picture");
    await her.press("go", "send");
    assert.match(await her.words(), /where it was taken/);
    await her.audit("the status with a picture");
    await her.leave();
  });

  test("from a network that has sent much waits for a sum with scripts, and for a while without", async () => {
    const from = { "x-forwarded-for": "2001:db8:77:1::5" };
    for (let i = 0; i < 6; i++) {
      const headers = { ...from, "x-forwarded-for": `2001:db8:77:1::${i + 10}` };
      const body = JSON.stringify({ urls: [PAGE] });
      assert.equal((await house.ask("/api/reports", { method: "POST", headers, body })).status, 201);
    }
    const look = { viewport: PHONE, locale: "en-GB", extraHTTPHeaders: from };
    const slow = await stranger({ ...look, javaScriptEnabled: false });
    await slow.open("/s");
    await slow.page.fill('[name="urls"]', PAGE);
    await slow.press("go", "send");
    assert.match(await slow.words(), /Wait \d+ seconds, then press the button again/);
    assert.equal(await slow.page.inputValue('[name="urls"]'), PAGE);
    await slow.audit("the page that waits");
    await slow.leave();

    const quick = await stranger(look);
    await quick.open("/s");
    await quick.page.fill('[name="urls"]', PAGE);
    await quick.press("go", "send");
    await quick.page.waitForSelector(".code");
    assert.match(await quick.code(), /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    await quick.leave();
  });
});
