import { html } from "hono/html";
import type { Html, Language } from "../../web/layout.ts";
import { WORK_TEXTS } from "../gate/work-script.ts";
import { WORDS, type Words } from "./words.ts";

/** What every page of a report is given. */
export interface Scene {
  readonly language: Language;
  readonly country: string;
  /** The browser's session: in each form, so that a browser without cookies goes through as well. */
  readonly session: string;
  /** Code of what did not work. */
  readonly problem?: string | undefined;
  /** Who looks and when, as the desk declares it. */
  readonly hours: string;
  /** In whose time she is told when. */
  readonly zone: string;
}

export const wordsOf = ({ language }: Pick<Scene, "language">): Words => WORDS[language];

export const day = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(ms);

export function problemBox({ language, problem }: Pick<Scene, "language" | "problem">): Html | "" {
  if (problem === undefined) return "";
  const { problems, problem: any } = WORDS[language];
  return html`<p class="warn" role="alert" id="problem">${problems[problem] ?? any}</p>`;
}

/** A form of the report: posts to our own path, with the session in it. */
export function form(
  { language, session }: Pick<Scene, "language" | "session">,
  path: string,
  body: Html,
  { files = false, work }: { files?: boolean; work?: string } = {},
): Html {
  const encoding = files ? html`enctype="multipart/form-data"` : "";
  const texts = WORK_TEXTS[language];
  const asked =
    work === undefined
      ? ""
      : html`data-work="${work}" data-work-say="${texts.say}" data-work-else="${texts.else}"`;
  return html`<form method="post" action="${path}?l=${language}" accept-charset="utf-8" autocomplete="off" ${encoding} ${asked}>
    <input type="hidden" name="k" value="${session}" />
    ${body}
  </form>`;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly value?: string;
  readonly rows?: number;
  readonly required?: boolean;
  readonly mono?: boolean;
}

/** A labelled line, or an area where `rows` says so; its help is read with it. */
export function field({ name, label, help, value = "", rows, required = false, mono = false }: Field): Html {
  const described = help === undefined ? "" : html`aria-describedby="${name}-help"`;
  const must = required ? "required" : "";
  const plain = mono ? html`spellcheck="false" autocapitalize="off"` : "";
  return html`<div><label for="${name}">${label}</label>
    ${help === undefined ? "" : html`<p class="soft" id="${name}-help">${help}</p>`}
    ${
      rows === undefined
        ? html`<input id="${name}" name="${name}" type="text" value="${value}" ${described} ${must} ${plain} />`
        : html`<textarea id="${name}" name="${name}" rows="${rows}" ${described} ${must} ${plain}>${value}</textarea>`
    }</div>`;
}

export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly so?: string;
  readonly strong?: boolean;
}

/** A group of choices under one question, each on a line of its own without styles as well; `titled`: the page's own title asks it, and it is here for who does not see. */
export function choices(
  type: "checkbox" | "radio",
  name: string,
  legend: string,
  all: readonly Choice[],
  chosen: readonly string[],
  titled = false,
): Html {
  return html`<fieldset>
    <legend class="${titled ? "unseen" : ""}">${legend}</legend>
    ${all.map(
      ({ value, text, so, strong = false }) =>
        html`<div><label class="choice">
          <input type="${type}" name="${name}" value="${value}" ${chosen.includes(value) ? "checked" : ""} />
          <span>${strong ? html`<strong>${text}</strong>` : text}${so === undefined ? "" : html`<br /><span class="soft">${so}</span>`}</span>
        </label></div>`,
    )}
  </fieldset>`;
}

export const button = (name: string, value: string, text: string, quiet = false): Html =>
  html`<button type="submit" name="${name}" value="${value}" class="${quiet ? "quiet" : "main"}">${text}</button>`;
