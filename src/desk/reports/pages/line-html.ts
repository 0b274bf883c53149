import { html } from "hono/html";
import type { Html, Language } from "../../web/layout.ts";
import { HELP_TEXTS } from "./help-texts.ts";
import type { Line } from "./lines.ts";

const digits = (text: string): string => text.replace(/[^\d+]/g, "");

export function numberLink({ number, by }: Line): Html {
  if (number === undefined) return html``;
  return html`<a class="number" href="${by === "sms" ? "sms" : "tel"}:${digits(number)}">${number}</a>`;
}

function addressLink(address: string): Html {
  const { hostname } = new URL(address);
  return html`<a href="${address}" rel="noreferrer noopener">${hostname.replace(/^www\./, "")}</a>`;
}

/** How a line is reached, and what is good to know. */
export function ways(language: Language, line: Line): Html {
  const sms = line.by === "sms" ? `${HELP_TEXTS[language].sms} ` : "";
  const number = line.number === undefined ? [] : [html`${sms}${numberLink(line)}`];
  const address = line.address === undefined ? [] : [addressLink(line.address)];
  return html`${[...number, ...address].map((way, at) => html`${at === 0 ? "" : ", "}${way}`)}`;
}

export const note = (language: Language, line: Line): Html =>
  line.note === undefined ? html`` : html` <span class="soft">(${line.note[language]})</span>`;

export const lineText = (language: Language, line: Line): Html =>
  html`<strong>${line.name[language]}${language === "fr" ? "\u00a0:" : ":"}</strong> ${ways(language, line)}${note(language, line)}`;

export const list = (language: Language, lines: readonly Line[]): Html =>
  html`<ul class="lines">${lines.map((line) => html`<li>${lineText(language, line)}</li>`)}</ul>`;
