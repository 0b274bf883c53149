import type { Hono } from "hono";
import { html } from "hono/html";
import { RempartError } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import { effectOf } from "../notices/mail.ts";
import type { Notices } from "../notices/service.ts";
import type { Statement } from "../notices/statement.ts";
import { readBody } from "../web/http.ts";
import { type Html, type Language, languageOf, layout, PAGE_HEADERS } from "../web/layout.ts";
import type { Appeals } from "./service.ts";

const MAX_FORM_BYTES = 64 * 1024;
const MAX_WORDS = 10_000;

/** The operator's portal, reached by the link in the notice: reasons, the opening, history, appeal. No script needed. */
export function portalRoutes(app: Hono, { config }: DeskContext, notices: Notices, appeals: Appeals): void {
  app.get("/o/:token", async (c) => {
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    const token = c.req.param("token");
    const { statement, decision } = await notices.open(token);
    const body = portalPage(language, token, statement, await appeals.ofDecision(decision));
    return c.html(layout({ title: config.provider, language, body, path: `/o/${token}` }), 200, PAGE_HEADERS);
  });

  app.get("/o/:token/statement.json", async (c) => {
    const { statement } = await notices.open(c.req.param("token"));
    return c.json(statement, 200, PAGE_HEADERS);
  });

  app.post("/o/:token/appeal", async (c) => {
    const language = languageOf(c.req.query("l"), c.req.header("accept-language"));
    const token = c.req.param("token");
    const { decision } = await notices.open(token);
    const form = new URLSearchParams((await readBody(c, MAX_FORM_BYTES)).toString("utf8"));
    const words = (form.get("words") ?? "").trim();
    if (words.length < 10 || words.length > MAX_WORDS) {
      throw new RempartError("appeal.words", 400, `words: say in 10 to ${MAX_WORDS} characters why`, {
        field: "words",
      });
    }
    const { dueAt } = await appeals.file(decision, "operator", words);
    if (c.req.header("accept")?.includes("json")) return c.json({ due: new Date(dueAt).toISOString() }, 201);
    return c.redirect(`/o/${token}?l=${language}`, 303);
  });
}

const T = {
  fr: {
    title: "Décision sur votre site",
    address: "Adresse",
    measure: "Mesure",
    from: "Du",
    to: "au",
    noEnd: "sans terme",
    rule: "Règle",
    seen: "Ce que nous avons constaté nous-mêmes",
    milder: "Pourquoi pas plus léger",
    true: "Constater n'est pas affirmer : cette décision ne dit pas que ce qui est écrit là est vrai, ni de qui il s'agit.",
    cure: "Vous pouvez retirer ce contenu et nous écrire ci-dessous : nous regarderons de nouveau, et la mesure sera levée.",
    check: "Vérifier l'entrée publique",
    checkHelp: "Avec cette ouverture, l'empreinte de l'entrée du registre public se recalcule.",
    appeal: "Contester",
    appealHelp: "Une autre personne que celle qui a décidé répondra.",
    words: "Vos raisons",
    send: "Envoyer",
    open: "Recours ouvert ; réponse au plus tard le",
    upheld: "Recours examiné par une autre personne : la mesure est maintenue.",
    reversed: "Recours accepté : la mesure est levée.",
  },
  en: {
    title: "Decision about your site",
    address: "Address",
    measure: "Measure",
    from: "From",
    to: "to",
    noEnd: "without end",
    rule: "Rule",
    seen: "What we saw ourselves",
    milder: "Why not milder",
    true: "Seeing is not asserting: this decision does not say that what stands there is true, or whom it is about.",
    cure: "You can remove this content and write to us below: we will look again, and the measure will be lifted.",
    check: "Check the public entry",
    checkHelp: "With this opening, the hash in the public ledger's entry can be computed again.",
    appeal: "Appeal",
    appealHelp: "Somebody other than the person who decided will answer.",
    words: "Your reasons",
    send: "Send",
    open: "Appeal open; answer at the latest on",
    upheld: "Appeal examined by another person: the measure stands.",
    reversed: "Appeal accepted: the measure is lifted.",
  },
} as const;

type AppealRow = Awaited<ReturnType<Appeals["ofDecision"]>>[number];

function portalPage(
  language: Language,
  token: string,
  statement: Statement,
  rows: readonly AppealRow[],
): Html {
  const t = T[language];
  const { measure, ground, opening } = statement;
  const canAppeal = !rows.some((row) => row.side === "operator" && row.status !== "upheld");
  return html`<h1>${t.title}</h1>
    <div class="box">
      <dl>
        <dt>${t.address}</dt><dd>${statement.target}</dd>
        <dt>${t.measure}</dt><dd>${measure.verb} · ${measure.grain} · ${measure.role}</dd>
        <dt>${t.from}</dt><dd>${measure.starts.slice(0, 10)} ${t.to} ${measure.ends?.slice(0, 10) ?? t.noEnd}</dd>
      </dl>
      <p>${effectOf(measure, language)}</p>
    </div>
    <h2>${t.rule} ${ground.clause}${language === "fr" ? " :" : ":"} ${ground.title[language]}</h2>
    <p>${ground.text[language]}</p>
    <h2>${t.seen}</h2>
    <p>${statement.facts}</p>
    ${statement.whyNotMilder === "" ? "" : html`<h2>${t.milder}</h2><p>${statement.whyNotMilder}</p>`}
    <p class="soft">${t.true}</p>
    <p>${t.cure}</p>
    ${rows.map((row) => html`<p class="box">${appealLine(row, t)}</p>`)}
    ${
      canAppeal
        ? html`<h2>${t.appeal}</h2>
            <form method="post" action="/o/${token}/appeal?l=${language}">
              <p class="soft" id="appeal-help">${t.appealHelp}</p>
              <label for="words">${t.words}</label>
              <textarea id="words" name="words" rows="6" required minlength="10" aria-describedby="appeal-help"></textarea>
              <button type="submit">${t.send}</button>
            </form>`
        : ""
    }
    <h2>${t.check}</h2>
    <p class="soft">${t.checkHelp} <a href="/d/${statement.decision}">${statement.decision}</a></p>
    <pre>${JSON.stringify({ index: statement.ledgerIndex, opening }, null, 1)}</pre>`;
}

function appealLine(row: AppealRow, t: (typeof T)[Language]): string {
  if (row.status === "open") return `${t.open} ${new Date(row.dueAt).toISOString().slice(0, 10)}`;
  return row.status === "upheld" ? t.upheld : t.reversed;
}
