import { html } from "hono/html";
import type { Html } from "../../web/layout.ts";
import type { ReportStatus } from "../receipts.ts";
import type { Refusal } from "../types.ts";
import { HELP_TEXTS } from "./help-texts.ts";
import { moment } from "./hours-text.ts";
import { button, choices, day, field, form, problemBox, type Scene, wordsOf } from "./parts.ts";
import { fileField, fileNotes, type KeptFile, mayKnowChoices } from "./steps.ts";
import type { Words } from "./words.ts";

/** The code, shown once, with where to go on. */
export function receiptPage(
  scene: Scene,
  shown: {
    readonly receipt: string;
    readonly kept: readonly string[];
    readonly elsewhere: readonly string[];
    /** Null where it is not sent yet. */
    readonly dueAt: number | null;
    /** It was somebody else's until now. */
    readonly taken?: boolean;
    /** Nothing will be done with it unless she lets it be passed on. */
    readonly needsConsent?: boolean;
    /** What else she can do. */
    readonly more: Html | "";
  },
): Html {
  const w = wordsOf(scene);
  const { receipt, kept, elsewhere, dueAt, more, taken = false, needsConsent = false } = shown;
  const served = kept.filter((url) => !elsewhere.includes(url));
  const isOurs = kept.length === 0 || served.length > 0; // of what we cannot act on nobody says when we shall have looked
  return html`<h1>${taken ? w.takenTitle : dueAt === null ? w.savedTitle : w.filedTitle}</h1>
    <div class="box">
      <p>${w.receipt}</p>
      <p class="code">${receipt}</p>
      <p>${w.receiptOnce}</p>
      <p class="soft">${w.historyStays}</p>
      ${dueAt === null || !isOurs || needsConsent ? "" : html`<p>${w.due(moment(dueAt, scene.language, scene.zone))}</p>`}
      ${needsConsent ? html`<p class="warn">${w.needsConsentSoon}</p>` : ""}
    </div>
    ${form(scene, "/s/go", html`${button("to", dueAt === null ? "2" : "r", dueAt === null ? w.goOn : w.toStatus)}`)}
    ${served.length === 0 ? "" : html`<p class="soft">${w.kept}</p><ul class="soft">${served.map((url) => html`<li class="url">${url}</li>`)}</ul>`}
    ${elsewhere.length === 0 ? "" : html`<p>${w.elsewhere}</p><ul>${elsewhere.map((url) => html`<li class="url">${url}</li>`)}</ul>`}
    ${more}`;
}

/** A code for somebody else, shown once. */
export function madePage(scene: Scene, code: string, endsAt: number | null): Html {
  const w = wordsOf(scene);
  return html`<h1>${w.codeMade}</h1>
    <div class="box">
      <p class="code">${code}</p>
      <p>${w.codeGive}</p>
      ${endsAt === null ? "" : html`<p>${w.codeLasts(day(endsAt, scene.language))}</p>`}
    </div>
    ${form(scene, "/s/go", html`${button("to", "r", w.goOn)}`)}`;
}

/** Where a code is entered. */
export function codePage(scene: Scene, over = false): Html {
  const w = wordsOf(scene);
  return html`<h1>${w.statusTitle}</h1>
    ${problemBox(scene)} ${over ? html`<p>${w.sessionOver}</p>` : ""}
    <form method="post" action="/s/1?l=${scene.language}" autocomplete="off">
      ${field({ name: "code", label: w.code, help: w.codeHelp, required: true, mono: true })}
      <p class="buttons">${button("go", "open", w.open)}</p>
    </form>`;
}

export function takePage(scene: Scene): Html {
  const w = wordsOf(scene);
  return html`<h1>${w.takeTitle}</h1>
    <p>${w.takeHelp}</p>
    ${form(
      scene,
      "/s/t",
      html`${problemBox(scene)}
        <label class="choice"><input type="checkbox" name="keep" value="true" /><span>${w.takeKeep}</span></label>
        <p class="buttons">${button("go", "take", w.take)}</p>`,
    )}`;
}

/** What a receipt opens: first where it stands, then what was said, then what she can do. */
export function statusPage(
  scene: Scene,
  status: ReportStatus,
  files: readonly KeptFile[],
  doors: Html | "",
): Html {
  const w = wordsOf(scene);
  if (status.status === "draft") {
    return html`<h1>${w.statusTitle}</h1>
      <p class="box">${w.state.draft}</p>
      ${form(scene, "/s/go", html`${button("to", "2", w.draftWaits)}`)}
      ${status.scope === "owner" ? html`${withdrawal(w, scene, w.withdrawDraft)}` : ""}`;
  }
  return html`<h1>${w.statusTitle}</h1>
    ${problemBox(scene)} ${status.scope === "helper" ? html`<p>${w.helperSees}</p>` : ""} ${standing(w, scene, status, doors !== "")}
    ${status.status === "withdrawn" ? "" : html`${messages(w, scene, status)} ${fileNotes(w, files)} ${acts(w, scene, status)}`} ${doors} ${timeline(w, scene, status)}`;
}

function standing(w: Words, { language, zone }: Scene, status: ReportStatus, hasDoors: boolean): Html {
  const { contested, dueAt, late, refusal } = status;
  const due = moment(dueAt, language, zone);
  return html`<div class="box">
    <p><strong>${w.state[stateOf(status)] ?? ""}</strong></p>
    ${refusal === null ? "" : html`<p>${contested ? w.answeredBefore : ""} ${w.refusal[refusal as Refusal] ?? ""}</p>`}
    ${status.status === "received" && !status.needsConsent ? html`<p>${late ? w.wasDue(due) : w.due(due)}</p>` : ""}
    ${hasDoors ? html`<p><a href="#doors">${HELP_TEXTS[language].doors}</a></p>` : ""}
    ${late && !status.needsConsent ? html`<p class="warn">${w.late}</p>` : ""}
    ${status.needsConsent ? html`<p class="warn">${w.needsConsent}</p>` : ""}
    ${status.acts.map(
      ({ verb, since, until, lifted, decision }) =>
        html`<p>${w.act(verb)} ${w.actSince(day(since, language), until === null ? null : day(until, language), lifted)}
          <a href="/d/${decision}?l=${language}">${w.decisionLink}</a></p>`,
    )}
    ${status.status === "withdrawn" || status.pages === 0 ? "" : html`<p class="soft">${w.pages(status.pages)}${status.files > 0 ? html`, ${w.filesKept(status.files)}` : ""}</p>`}
  </div>`;
}

/** Nobody is told that something is destroyed while it has to be kept. */
const stateOf = ({ contested, status, held, needsConsent }: ReportStatus): string => {
  if (status === "withdrawn" && held) return "withdrawn-held";
  if (needsConsent) return "kept"; // nobody will have looked where nothing is done
  return contested ? "contested" : status;
};

function messages(w: Words, { language }: Scene, { messages: all }: ReportStatus): Html {
  return html`<h2>${w.messagesTitle}</h2>
    ${
      all.length === 0
        ? html`<p class="soft">${w.noMessages}</p>`
        : all.map(
            ({ at, text }) =>
              html`<div class="box"><p class="soft">${w.fromDesk(day(at, language))}</p><p class="said">${text}</p></div>`,
          )
    }`;
}

const folded = (scene: Scene, title: string, body: Html, files = false): Html =>
  html`<details><summary>${title}</summary>${form(scene, "/s/r", body, { files })}</details>`;

const withdrawal = (w: Words, scene: Scene, help: string): Html =>
  folded(
    scene,
    w.withdrawTitle,
    html`<p>${help}</p>
      <label class="choice"><input type="checkbox" name="sure" value="true" required /><span>${w.withdrawSure}</span></label>
      <p class="buttons">${button("act", "withdraw", w.withdraw)}</p>`,
  );

/** One folded form per thing that she can do. */
function acts(w: Words, scene: Scene, status: ReportStatus): Html {
  const fold = (title: string, body: Html, files = false) => folded(scene, title, body, files);
  const owner = status.scope === "owner";
  return html`
    ${fold(
      w.write,
      html`${field({ name: "text", label: w.yourMessage, help: w.writeHelp, rows: 4, required: true })}
        <p class="buttons">${button("act", "say", w.writeSend)}</p>`,
    )}
    ${fold(
      w.addTitle,
      html`${choices("checkbox", "riskToLife", w.risk, [{ value: "true", text: w.riskYes, strong: true }], [], true)}
        ${field({ name: "urls", label: w.addUrls, rows: 2, mono: true })}
        ${choices("checkbox", "doNotFetch", w.minor, [{ value: "true", text: w.doNotFetch }], [])}
        ${field({ name: "when", label: w.when, help: w.whenHelp })} ${field({ name: "words", label: w.words, help: w.wordsHelp, rows: 4 })}
        ${fileField(w)}
        <p class="buttons">${button("act", "add", w.addSend)}</p>`,
      true,
    )}
    ${
      status.mayContest
        ? fold(
            w.contestTitle,
            html`<p>${w.contestHelp}</p>
              ${field({ name: "contest", label: w.contest, rows: 4 })}
              <p class="buttons">${button("act", "contest", w.contestSend)}</p>`,
          )
        : ""
    }
    ${
      owner
        ? html`${fold(
            w.changeMayKnow,
            html`${mayKnowChoices(w, status.mayKnow)}
              <p class="buttons">${button("act", "may-know", w.change)}</p>`,
          )}
          ${fold(
            w.helpersTitle,
            html`<p>${w.helpersHelp}</p>
              ${codes(w, scene, status)}
              <p class="buttons">${button("act", "helper", w.helperMake)}</p>
              <p>${w.takeoverHelp}</p>
              <p class="buttons">${button("act", "takeover", w.takeoverMake)}</p>`,
          )}
          ${withdrawal(w, scene, w.withdrawHelp)}`
        : ""
    }`;
}

const codes = (w: Words, { language }: Scene, status: ReportStatus): Html =>
  html`<ul>
    ${status.codes.map(
      ({ id, kind, endsAt }) =>
        html`<li>${w.codeOf[kind] ?? kind}${endsAt === null ? "" : html`, ${w.codeEnds(day(endsAt, language))}`}
          ${button("end", id, w.codeEnd, true)}</li>`,
    )}
  </ul>`;

function timeline(w: Words, { language }: Scene, { timeline: all }: ReportStatus): Html {
  return html`<h2>${w.timelineTitle}</h2>
    <ol>
      ${all.map(
        ({ at, kind, reason }) =>
          html`<li>${day(at, language)}${language === "fr" ? " :" : ":"} ${w.event[kind] ?? kind}${
            reason !== undefined && w.reason[reason] !== undefined ? html`, ${w.reason[reason]}` : ""
          }.</li>`,
      )}
    </ol>`;
}
