import assert from "node:assert/strict";
import type { Html } from "../../../web/layout.ts";

/** What a reader sees of it: tags out, entities back, white space as one, no-break spaces and hyphens as plain ones. */
export const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("\u2011", "-")
    .replace(/\s+/g, " ")
    .trim();

export const markupOf = async (page: Html): Promise<string> => String(await page);

export const attributes = (markup: string, name: string): string[] =>
  [...markup.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value);

/** What has to hold for every page: nothing that runs or loads, headings in order, names that are there once. */
export function assertSound(markup: string): void {
  assert.doesNotMatch(
    markup,
    /<(script|img|iframe|svg|object|style|base)\b|\s(on\w+|style|src|srcset|target)=/i,
  );
  assert.doesNotMatch(markup, /undefined|null|NaN|\[object/);
  for (const empty of ["li", "p", "strong", "a", "h1", "h2", "label", "legend", "ul", "ol"])
    assert.doesNotMatch(markup, new RegExp(`<${empty}\\b[^>]*>\\s*</${empty}>`), `an empty ${empty}`);
  const levels = [...markup.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
  for (const [at, level] of levels.entries())
    assert.ok(level <= (levels[at - 1] ?? 0) + 1, `h${level} out of order`);
  const ids = attributes(markup, "id");
  assert.equal(new Set(ids).size, ids.length, "an id twice");
  for (const name of ["for", "aria-labelledby", "aria-describedby"])
    for (const id of attributes(markup, name)) assert.ok(ids.includes(id), `${name}="${id}"`);
  for (const href of attributes(markup, "href"))
    assert.match(href, /^(tel:\d{2,11}|sms:\d{3}|https:\/\/[\w.-]+|\/s(\/[a-z.]+)*(\?l=(fr|en))?)$/);
}
