import { toUtf8 } from "../../lib/bytes.ts";
import type { FieldList } from "../http/fields.ts";

/** Text that is already HTML. */
export interface Html {
  readonly html: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** HTML with every value escaped, unless it is Html itself. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Html)[]): Html {
  const escaped = values.map((value) =>
    typeof value === "object" ? value.html : String(value).replace(/[&<>"']/g, (c) => ESCAPES[c]!),
  );
  return { html: String.raw({ raw: parts }, ...escaped) };
}

const STYLE = `:root{color-scheme:light dark}
body{font:1.05rem/1.6 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1.2rem}
h1{font-size:1.4rem;line-height:1.3}
section+section{margin-top:2.5rem;padding-top:1.5rem;border-top:1px solid #8886}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem;margin:1.2rem 0}
dt{opacity:.75}
dd{margin:0;overflow-wrap:anywhere}`;

/** One page in two languages; without scripts, images or anything else that asks a server. */
export function bilingualPage(title: string, french: Html, english: Html): Uint8Array {
  return toUtf8(
    html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<section lang="fr">
${french}
</section>
<section lang="en">
${english}
</section>
</body>
</html>
`.html,
  );
}

/** no-store: what a measure shows ends with the measure (RFC 7725 §3 for 451), and a failure with the failure. */
export const messageFields = (contentType: string, body: Uint8Array): FieldList => [
  "Content-Type",
  contentType,
  "Content-Length",
  String(body.length),
  "Cache-Control",
  "no-store",
];

/**
 * Fields of every page made here. No referrer: a link to the desk must not carry the address of the page it stands on.
 */
export const pageFields = (contentType: string, body: Uint8Array): FieldList => [
  ...messageFields(contentType, body),
  "Content-Security-Policy",
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy",
  "no-referrer",
  "X-Content-Type-Options",
  "nosniff",
];
