import { html } from "hono/html";
import { type Html, type Language, PAGE_HEADERS } from "../../web/layout.ts";
import { lineText } from "./line-html.ts";
import { linesOf } from "./lines.ts";
import { NOTICE_TEXTS, type SheetField, type SheetLine } from "./notice-texts.ts";
import { PAGE_PATHS } from "./paths.ts";

/** Nothing can be sent from this page: it has no form, and its policy forbids one. */
export const NOTICE_HEADERS = {
  ...PAGE_HEADERS,
  "content-security-policy": PAGE_HEADERS["content-security-policy"].replace(
    "form-action 'self'",
    "form-action 'none'",
  ),
} as const;

/**
 * Spelling and writing help of some browsers sends what is typed to their maker, and what is remembered for filling in
 * shows up at the next person's keyboard.
 */
const KEEP_LOCAL = html`autocomplete="off" spellcheck="false" autocorrect="off" writingsuggestions="false"`;

/**
 * A sheet about a false call, for the police where she lives, filled in and printed on her own device. Chosen name and
 * pronouns only. Ticks decide by style sheet alone what is on it, so that it works with scripts off, and in a browser
 * without styles it is an empty form to print or copy.
 */
export function policeNotice(language: Language, country: string, lines = linesOf(country)): Html {
  const t = NOTICE_TEXTS[language];
  const [first, ...others] = t.hand;
  return html`<link rel="stylesheet" href="${PAGE_PATHS.noticeStyle}" />
    <div class="aside">
      <h1>${t.heading}</h1>
      <p>${t.lead}</p>
      <p class="box"><strong>${t.localLead}</strong> ${t.local}</p>
      <h2>${t.how}</h2>
      <ol>${t.steps.map((step) => html`<li>${step}</li>`)}</ol>
      <p class="soft">${t.language}</p>
    </div>
    <div class="notice">
      <input class="blank" type="checkbox" id="blank" autocomplete="off" />
      <label class="blank-label" for="blank">${t.blank}</label>
      <section class="sheet" aria-labelledby="sheet">
        <h2 id="sheet">${t.title}</h2>
        <fieldset>
          <legend class="legend">${t.legend}</legend>
          ${t.lines.map(sheetLine)}
        </fieldset>
      </section>
    </div>
    <div class="aside">
      <h2>${t.handing}</h2>
      <ol>
        <li>${first} ${lines.police[language]}. ${lines.policeAt === undefined ? "" : lineText(language, lines.policeAt)}</li>
        ${others.map((step) => html`<li>${step}</li>`)}
      </ol>
      <p>${t.promise}</p>
      <h2>${t.arrive}</h2>
      <p>${t.arriveText}</p>
    </div>`;
}

/** The tick and its words are neighbours, so that they share a line where there are no styles. */
function sheetLine({ id, ticked, says, hint, fields }: SheetLine): Html {
  const plain = fields.length === 0 ? " plain" : "";
  return html`<div class="line">
    <input class="pick" type="checkbox" id="${id}" ${ticked ? "checked" : ""} autocomplete="off" />
    <label class="says${plain}" for="${id}" id="${id}-says">${says}</label>
    <div class="more">
      ${hint === undefined ? "" : html`<p class="hint" id="${id}-hint">${hint}</p>`}
      <div class="fields">${fields.map((field) => sheetField(field, id, hint !== undefined))}</div>
    </div>
  </div>`;
}

function sheetField({ id, label, rows, short }: SheetField, line: string, hinted: boolean): Html {
  const named = label === undefined ? html`aria-labelledby="${line}-says"` : "";
  const described = hinted ? html`aria-describedby="${line}-hint"` : "";
  return html`<div class="field">
    ${label === undefined ? "" : html`<label for="${id}">${label}</label>`}
    ${
      short === undefined
        ? html`<textarea id="${id}" rows="${rows + 1}" ${named} ${described} ${KEEP_LOCAL}></textarea>`
        : html`<input type="text" id="${id}" inputmode="${short}" ${named} ${described} ${KEEP_LOCAL} />`
    }
    <span class="rule rows-${rows}" aria-hidden="true"></span>
  </div>`;
}
