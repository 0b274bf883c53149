import assert from "node:assert/strict";
import { test } from "node:test";
import { readCorpus } from "./corpus/read.ts";
import { explain, masked, reasonsIn } from "./explain.ts";
import { screen } from "./screen.ts";
import { isViolence } from "./types.ts";

test("a preview shows a beginning and the layout, and never the detail", () => {
  const preview = (text: string) => screen(text).findings.map((finding) => masked(text, finding));
  assert.deepEqual(preview("06 39 98 00 14"), ["06 •• •• •• ••"]);
  assert.deepEqual(preview("mirabelle@perchoir.example"), ["m••••••••@••••••••.•••••••"]);
  assert.deepEqual(preview("je vais te tuer"), ["je vais te tuer"]);
});

test("no preview of a detail in the corpora holds three letters or digits of it in a row", () => {
  for (const { where, text } of ["details", "dox"].flatMap(readCorpus)) {
    for (const finding of screen(text).findings) {
      if (!isViolence(finding.kind)) assert.doesNotMatch(masked(text, finding), /[\p{L}\p{N}]{3}/u, where);
    }
  }
});

test("a threat that carries a number is shown without it", () => {
  const text = "on sait où tu dors au 14";
  assert.doesNotMatch(masked(text, { kind: "threat", start: 0, end: text.length }), /\d/);
});

test("reasons read in French and in English", () => {
  const text = "on sait où tu dors";
  const [finding] = screen(text).findings;
  assert.ok(finding !== undefined);
  assert.deepEqual(reasonsIn("fr", finding), [
    "fait savoir à la personne qu'on peut la trouver chez elle ou la suivre",
    "s'adresse directement à la personne",
  ]);
  assert.equal(
    explain(text, finding, "en"),
    "threat [on sait où tu dors] lets the person know that they can be found at home or followed; speaks to the person directly",
  );
});
