import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COUNTRIES, LINES } from "./lines.ts";
import { NOTICE_TEXTS } from "./notice-texts.ts";
import { NOTICE_HEADERS, policeNotice } from "./police-notice.ts";
import { NOTICE_CSS } from "./styles.ts";
import { assertSound, attributes, markupOf, textOf } from "./testing/markup.ts";

const LANGUAGES = ["fr", "en"] as const;

describe("the sheet for the police", () => {
  test("cannot send anything: no form, no button, no name on a field, and a policy that forbids it", async () => {
    for (const language of LANGUAGES) {
      const markup = await markupOf(policeNotice(language, "FR"));
      assert.doesNotMatch(
        markup,
        /<form|<button|type="(submit|image|hidden|file)"|\s(name|action|formaction|form|ping)=/i,
      );
    }
    assert.match(
      NOTICE_HEADERS["content-security-policy"],
      /^default-src 'none'; style-src 'self'; form-action 'none';/,
    );
    assert.equal(NOTICE_HEADERS["cache-control"], "no-store");
    assert.doesNotMatch(NOTICE_CSS, /url\(|@import|https?:|:has\(/);
  });

  test("keeps what is typed from the browser's own helpers", async () => {
    const markup = await markupOf(policeNotice("en", "GB"));
    const fields = markup.match(/<(input type="text"|textarea)[^>]*>/g) ?? [];
    assert.ok(fields.length > 10);
    for (const field of fields)
      for (const off of ['autocomplete="off"', 'spellcheck="false"', 'writingsuggestions="false"'])
        assert.ok(field.includes(off), field);
    assert.equal(
      (markup.match(/type="checkbox"[^>]*autocomplete="off"/g) ?? []).length,
      NOTICE_TEXTS.en.lines.length + 1,
    );
  });

  for (const country of COUNTRIES) {
    test(`is sound in both languages, with whom to tell: ${country}`, async () => {
      for (const language of LANGUAGES) {
        const markup = await markupOf(policeNotice(language, country));
        assertSound(markup);
        const ids = attributes(markup, "id");
        const labelled = [
          ...attributes(markup, "for"),
          ...attributes(markup, "aria-labelledby").map((id) => id.replace(/-says$/, "-text")),
        ];
        for (const [field] of markup.matchAll(/<(?:input|textarea)[^>]*>/g)) {
          const id = attributes(field, "id")[0] ?? "";
          assert.ok(ids.includes(id) && (labelled.includes(id) || field.includes("aria-labelledby")), field);
        }
        assert.ok(textOf(markup).includes(LINES[country].police[language].replaceAll("\u00a0", " ")));
      }
    });
  }

  test("has the same lines and fields in both languages, and says what each is", () => {
    const shape = (language: "fr" | "en") =>
      NOTICE_TEXTS[language].lines.map(({ id, ticked, hint, fields }) => ({
        ...{ id, ticked, hinted: hint !== undefined },
        fields: fields.map((field) => ({ ...field, label: field.label !== undefined })),
      }));
    assert.deepEqual(shape("fr"), shape("en"));
    assert.deepEqual(Object.keys(NOTICE_TEXTS.fr), Object.keys(NOTICE_TEXTS.en));
    assert.equal(NOTICE_TEXTS.fr.steps.length, NOTICE_TEXTS.en.steps.length);
    assert.equal(NOTICE_TEXTS.fr.hand.length, NOTICE_TEXTS.en.hand.length);
  });

  test("asks for the name she goes by and no other, and claims nothing of her until she ticks it", () => {
    for (const language of LANGUAGES) {
      const words = JSON.stringify(NOTICE_TEXTS[language]);
      assert.doesNotMatch(
        words,
        /nom (légal|civil|de naissance|officiel|complet)|prénom|legal name|birth|full name|given name/i,
      );
      const ticked = NOTICE_TEXTS[language].lines.filter((line) => line.ticked).map((line) => line.id);
      assert.deepEqual(ticked, ["what", "home", "note"]);
    }
  });
});
