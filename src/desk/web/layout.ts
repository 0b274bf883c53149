import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
export type Language = "fr" | "en";

/** The reader's language: asked for in the address, else by the browser, else French. */
export function languageOf(query: string | undefined, acceptLanguage: string | undefined): Language {
  if (query === "fr" || query === "en") return query;
  const first = /\b(fr|en)\b/i.exec(acceptLanguage ?? "")?.[1]?.toLowerCase();
  return first === "en" ? "en" : "fr";
}

export interface Page {
  /** Neutral: it stays in the browser's history. */
  readonly title: string;
  readonly language: Language;
  readonly body: Html;
  /** Path of this page, for the link to the other language. */
  readonly path: string;
  /** A way to leave at once; on pages that a person at risk uses. */
  readonly exit?: boolean;
}

/** The frame of every public page: no script, no image, nothing from anywhere else. */
export function layout({ title, language, body, path, exit = false }: Page): Html {
  const other = language === "fr" ? "en" : "fr";
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="stylesheet" href="/desk.css" />
  </head>
  <body>
    <header>
      <a class="home" href="/?l=${language}">${language === "fr" ? "Accueil" : "Home"}</a>
      <span class="spacer"></span>
      ${exit ? html`<a class="exit" href="/s/x">${language === "fr" ? "Quitter vite" : "Leave quickly"}</a>` : ""}
      <a href="${path}?l=${other}" hreflang="${other}" lang="${other}">${other === "fr" ? "Français" : "English"}</a>
    </header>
    <main>${body}</main>
  </body>
</html>`;
}

/** Sent with every page: nothing but our own style sheet, no framing, no referrer, no storing. */
export const PAGE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

export const CSS = `
:root { color-scheme: light dark; --ink: #1c2330; --paper: #fbfaf7; --soft: #5a6473; --line: #d9d6cc; --accent: #1f5f8b; --on: #fff; --warn: #8a3b12; --box: #f1efe8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6df; --paper: #16191f; --soft: #a3abb8; --line: #363c47; --accent: #7db8e0; --on: #10141a; --warn: #f0a878; --box: #1f242c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header, main { max-width: 42rem; margin: 0 auto; padding: 0.9rem 1.1rem; }
header { display: flex; gap: 1.1rem; align-items: center; border-bottom: 1px solid var(--line); }
main { padding-bottom: 4rem; }
.spacer { flex: 1; }
a { color: var(--accent); text-underline-offset: 0.15em; }
.exit { white-space: nowrap; background: var(--warn); color: var(--on); padding: 0.35rem 0.8rem; border-radius: 0.4rem; text-decoration: none; font-weight: 600; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.4rem 0 0.8rem; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
.box { background: var(--box); border: 1px solid var(--line); border-radius: 0.6rem; padding: 0.9rem 1.1rem; margin: 1rem 0; }
.box > :first-child { margin-top: 0; } .box > :last-child { margin-bottom: 0; }
.code { font: 700 clamp(1.05rem, 6vw, 1.5rem)/1.4 ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: 0.06em; user-select: all; }
.soft { color: var(--soft); font-size: 0.95rem; }
.warn { color: var(--warn); font-weight: 600; }
label { display: block; font-weight: 600; margin-top: 1.2rem; }
label + .soft { margin: 0.15rem 0 0.5rem; } label + input, label + textarea { margin-top: 0.35rem; }
label.choice { font-weight: 400; margin: 0; padding: 0.45rem 0; display: flex; gap: 0.7rem; align-items: flex-start; }
label.choice input { width: 1.25rem; height: 1.25rem; flex: none; margin-top: 0.2rem; accent-color: var(--accent); }
input[type="text"], input[type="url"], textarea { width: 100%; font: inherit; padding: 0.6rem 0.7rem; border: 1px solid var(--soft); border-radius: 0.4rem; background: var(--paper); color: inherit; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
fieldset { border: 0; padding: 0; margin: 1.4rem 0 0; min-width: 0; } legend { font-weight: 600; padding: 0 0 0.3rem; } .choice .soft { display: block; line-height: 1.45; }
button, .button { display: inline-block; font: inherit; font-weight: 600; border: 0; border-radius: 0.4rem; padding: 0.7rem 1.3rem; background: var(--accent); color: var(--on); cursor: pointer; text-decoration: none; margin-top: 1.2rem; }
button.quiet { background: none; color: var(--accent); border: 1px solid var(--soft); } .buttons { display: flex; flex-wrap: wrap; gap: 0.6rem; }
.buttons button { margin-top: 0.6rem; } li button { margin: 0 0 0 0.5rem; padding: 0.25rem 0.7rem; }
details { border-top: 1px solid var(--line); padding: 0.3rem 0; } form > details { margin-top: 1.6rem; } details + h2 { margin-top: 2.6rem; } summary { cursor: pointer; font-weight: 600; padding: 0.6rem 0; }
.url { overflow-wrap: anywhere; } .said { white-space: pre-wrap; overflow-wrap: anywhere; } .plain { list-style: none; padding: 0; } .plain li { padding: 0.4rem 0; }
input[type="file"] { font: inherit; max-width: 100%; margin-top: 0.4rem; }
::file-selector-button { font: inherit; font-weight: 600; color: var(--accent); background: none; border: 1px solid var(--soft); border-radius: 0.4rem; padding: 0.5rem 0.9rem; margin-right: 0.7rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.35rem 1.2rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--box); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.7rem; font-size: 0.85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 24rem) { header { gap: 0.4rem 0.7rem; flex-wrap: wrap; justify-content: space-between; } .spacer { display: none; } .exit { padding: 0.35rem 0.6rem; } }
@media (min-height: 30rem) { html { scroll-padding: 5rem 0 1rem; } header { position: sticky; top: 0; z-index: 1; background: var(--paper); } }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dt { margin-top: 0.5rem; } }
`;
