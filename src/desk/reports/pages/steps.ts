import { html } from "hono/html";
import { newId } from "../../../lib/ids.ts";
import type { Html } from "../../web/layout.ts";
import type { Wait } from "../gate/gate.ts";
import { ABOUT, type Draft, HAPPENING, MAY_KNOW } from "../types.ts";
import { button, choices, field, form, problemBox, type Scene, wordsOf } from "./parts.ts";
import { pathTo } from "./paths.ts";
import type { Words } from "./words.ts";

/** What has been kept besides the draft's own answers. */
export interface Kept {
  readonly files: readonly KeptFile[];
  readonly details: number;
  /** Our rules let us only pass on what is reported about this site. */
  readonly onlyPassOn: boolean;
}

export interface KeptFile {
  readonly kind: string;
  readonly disclosed: readonly string[];
}

export const LAST_STEP = 6;

/** What a first page that could not be taken had on it, and what it is told. */
export interface Told {
  readonly urls?: string;
  readonly riskToLife?: boolean;
  readonly wait?: Wait | undefined;
}

/** Step 1 has no session yet, and its safety box stands above the question; what did not work stands above both. */
export function firstStep(
  scene: Scene,
  safety: Html | "",
  { urls = "", riskToLife = false, wait }: Told = {},
): Html {
  const w = wordsOf(scene);
  return html`<h1>${w.urlsTitle}</h1>
    ${problemBox(scene)} ${safety}
    ${form(
      scene,
      "/s",
      html`<input type="hidden" name="n" value="${newId()}" />${wait === undefined ? "" : waiting(w, wait)}
        ${field({ name: "urls", label: w.urls, help: w.urlsHelp, value: urls, rows: 3, required: true, mono: true })}
        ${choices("checkbox", "riskToLife", w.risk, [{ value: "true", text: w.riskYes, strong: true }], riskToLife ? ["true"] : [])}
        <p class="soft">${w.byTheWay}</p>
        <p class="soft">${scene.hours}</p>
        <p class="soft">${w.attest}</p>
        <p class="buttons">${button("go", "more", w.saveMore)} ${button("go", "send", w.sendNow, true)}</p>`,
      wait === undefined ? {} : { work: JSON.stringify(wait.challenge) },
    )}
    ${wait === undefined ? "" : html`${atOnce(w, scene, urls)}<script src="/s.js" defer></script>`}
    <ul class="plain">
      <li><a href="/s/1?l=${scene.language}">${w.follow}</a></li>
      <li><a href="${pathTo("notice", scene.language)}">${w.notice}</a></li>
      <li><a href="${pathTo("images", scene.language)}">${w.hotlines}</a></li>
    </ul>`;
}

/** Danger does not wait for the sum either: a form of its own, which the script leaves alone. */
const atOnce = (w: Words, scene: Scene, urls: string): Html =>
  form(
    scene,
    "/s",
    html`<input type="hidden" name="n" value="${newId()}" /><input type="hidden" name="urls" value="${urls}" /><input type="hidden" name="riskToLife" value="true" />
      <p class="buttons">${button("go", "send", w.riskNow, true)}</p>`,
  );

/** Many are writing: with JavaScript a sum admits her, without it a while does. A risk to life is never asked for either. */
function waiting(w: Words, { waitMs, ticket }: Wait): Html {
  return html`<div class="box">
    <p><strong>${w.many}</strong></p>
    <p>${w.manyWait(Math.ceil(waitMs / 1000))}</p>
    <p>${w.manyRisk}</p>
    <p aria-live="polite"></p>
    ${ticket === undefined ? "" : html`<input type="hidden" name="ticket" value="${ticket}" />`}
  </div>`;
}

/** Steps 2 to 6: one question each, on top of what has been said. */
export function laterStep(n: number, scene: Scene, draft: Draft, kept: Kept): Html {
  const w = wordsOf(scene);
  const { title, body } = STEPS[n]!(w, draft, kept, scene);
  const isLast = n === LAST_STEP;
  return html`<p class="soft">${w.step(n, LAST_STEP)} · ${w.notSent}</p>
    <h1>${title}</h1>
    ${form(
      scene,
      `/s/${n}`,
      html`${problemBox(scene)} ${body}
        <p class="buttons">
          ${isLast ? button("go", "send", w.send) : button("go", "next", w.next)}
          ${n === 2 ? "" : button("go", "back", w.back, true)}
          ${isLast ? button("go", "later", w.later, true) : button("go", "send", w.sendNow, true)}
        </p>`,
      { files: n === 5 },
    )}`;
}

type Step = (w: Words, draft: Draft, kept: Kept, scene: Scene) => { title: string; body: Html };

const STEPS: Readonly<Record<number, Step>> = {
  2: (w, draft, _, { language }) => ({
    title: w.happeningTitle,
    body: html`${choices("checkbox", "riskToLife", w.risk, [{ value: "true", text: w.riskYes, strong: true }], draft.riskToLife ? ["true"] : [])}
      <p class="soft">${w.skip}</p>
      ${choices(
        "checkbox",
        "happening",
        w.happeningTitle,
        HAPPENING.map((value) => ({ value, text: w.happening[value] })),
        draft.happening,
        true,
      )}
      ${field({ name: "when", label: w.when, help: w.whenHelp, value: draft.when ?? "" })}
      ${choices("checkbox", "doNotFetch", w.minor, [{ value: "true", text: w.doNotFetch }], draft.doNotFetch ? ["true"] : [])}
      <p><a href="${pathTo("images", language)}">${w.hotlines}</a></p>`,
  }),
  3: (w, draft) => ({
    title: w.whoTitle,
    body: html`<p>${w.whoHelp}</p>
      ${choices("radio", "how", w.whoTitle, w.how, [howOf(draft)], true)}
      <p class="soft">${w.skip}</p>
      <div class="named">${field({ name: "chosenName", label: w.chosenName })} ${field({ name: "pronouns", label: w.pronouns })}</div>
      <div class="named reached">${field({ name: "contact", label: w.contact, help: w.contactHelp })}</div>
      ${choices(
        "checkbox",
        "about",
        w.aboutTitle,
        ABOUT.map((value) => ({ value, text: w.about[value] })),
        draft.about,
      )}
      <details>
        <summary>${w.more}</summary>
        ${field({ name: "people", label: w.people, help: w.peopleHelp, rows: 2 })}
        ${field({ name: "organisation", label: w.organisation })}
      </details>`,
  }),
  4: (w, draft, { onlyPassOn }) => ({
    title: w.mayKnowTitle,
    body: html`<p>${w.mayKnowHelp}</p>
      ${onlyPassOn ? html`<p class="box">${w.onlyPassOn}</p>` : ""} ${mayKnowChoices(w, draft.mayKnow)}`,
  }),
  5: (w, { doNotFetch }, { files }) => ({
    title: w.wordsTitle,
    body: html`${fileNotes(w, files)} ${field({ name: "words", label: w.words, help: w.wordsHelp, rows: 6 })}
      ${doNotFetch ? html`<p>${w.noFiles}</p>` : fileField(w)} ${field({ name: "transcript", label: w.transcript, help: w.transcriptHelp, rows: 3 })}
      <details>
        <summary>${w.detailsTitle}</summary>
        <p class="soft">${w.detailsHelp}</p>
        ${field({ name: "detail-address", label: w.detail.address })}
        <label class="choice"><input type="checkbox" name="former" value="true" /><span>${w.former}</span></label>
        ${field({ name: "detail-phone", label: w.detail.phone })}
        ${field({ name: "detail-email", label: w.detail.email })}
        ${field({ name: "detail-former-name", label: w.detail["former-name"] })}
        ${field({ name: "near", label: w.nearName })}
      </details>`,
  }),
  6: (w, draft, { files, details }, { hours }) => ({
    title: w.checkTitle,
    body: html`<ul>
        <li>${w.pages(draft.urls.length)}</li>
        ${files.length > 0 ? html`<li>${w.picturesKept(files.length)}</li>` : ""}
        ${details > 0 ? html`<li>${w.detailsKept(details)}</li>` : ""}
        <li>${w.known[howOf(draft)]}</li>
        <li>${w.mayKnowTitle} ${w.mayKnow[draft.mayKnow].text}.</li>
      </ul>
      <details>
        <summary>${w.otherUrls}</summary>
        ${field({ name: "urls", label: w.urls, help: w.otherUrlsHelp, rows: 2, mono: true })}
        <p class="buttons">${button("go", "stay", w.otherUrlsSave, true)}</p>
      </details>
      <p>${hours}</p>
      <p>${w.attest}</p>`,
  }),
};

export const mayKnowChoices = (w: Words, chosen: string, titled = true): Html =>
  choices(
    "radio",
    "mayKnow",
    w.mayKnowTitle,
    MAY_KNOW.map((value) => ({ value, ...w.mayKnow[value] })),
    [chosen],
    titled,
  );

/** No HEIC among them: where it is not asked for, iPhones send a JPEG in its place. */
const ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,audio/*,text/plain,.eml";

export const fileField = (w: Words): Html => html`<div><label for="file">${w.files}</label>
  <p class="soft" id="file-help">${w.filesHelp} ${w.noFiles}</p>
  <input id="file" name="file" type="file" accept="${ACCEPTED}" multiple aria-describedby="file-help" /></div>`;

/** What her originals would have told, in words. The pictures are not shown. A sound has no clean copy: it is as it came. */
export const fileNotes = (w: Words, files: readonly KeptFile[]): Html =>
  html`${files.map(
    ({ kind, disclosed }, i) =>
      html`<div class="box">
        <p>${w.yourFile} ${i + 1}.</p>
        ${kind === "sound" ? html`<p>${w.soundKept}</p>` : ""}
        ${
          disclosed.length === 0
            ? html`<p>${kind === "sound" ? w.soundPlain : w.nothingDisclosed}</p>`
            : html`<p>${kind === "sound" ? w.soundDisclosed : w.disclosedTitle}</p><ul>${disclosed.map((code) => html`<li>${w.disclosed[code] ?? code}</li>`)}</ul>`
        }
      </div>`,
  )}`;

const howOf = ({ reporter }: Draft): keyof Words["known"] =>
  reporter === undefined
    ? "anonymous"
    : reporter.helper !== undefined
      ? "helpline"
      : reporter.contact === undefined
        ? "pseudonym"
        : "reachable";
