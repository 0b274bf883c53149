import { html } from "hono/html";
import type { Html, Language } from "../web/layout.ts";
import type { Filed, ReportStatus } from "./service.ts";
import type { Happening } from "./types.ts";

/** The pages of the person who reports. Plain words, one required field, nothing that she wrote is shown back. */

/** Emergency number and a line to talk to, by country of the provider; the general ones otherwise. */
const HELP: Record<string, { emergency: string; talk: string }> = {
  FR: { emergency: "17 / 112", talk: "3114" },
  BE: { emergency: "101 / 112", talk: "107" },
  CH: { emergency: "117 / 112", talk: "143" },
  CA: { emergency: "911", talk: "988" },
  US: { emergency: "911", talk: "988" },
  GB: { emergency: "999", talk: "116 123" },
};
const ANYWHERE = { emergency: "112", talk: "112" };

const HAPPENING_TEXT: Record<Language, Partial<Record<Happening, string>>> = {
  fr: {
    address: "Une adresse où quelqu'un vit y est publiée",
    phone: "Un numéro de téléphone y est publié",
    location: "On y dit où quelqu'un se trouve en ce moment",
    "former-name": "Un ancien nom y est publié",
    threat: "On y menace quelqu'un",
    "voice-message": "Il y a un message vocal violent",
    swatting: "Quelqu'un peut envoyer la police par une fausse alerte",
    raid: "On y appelle à s'en prendre à quelqu'un",
    other: "Autre chose",
  },
  en: {
    address: "An address where somebody lives is published there",
    phone: "A phone number is published there",
    location: "It says where somebody is right now",
    "former-name": "A former name is published there",
    threat: "Somebody is threatened there",
    "voice-message": "There is a violent voice message",
    swatting: "Somebody may send the police with a false call",
    raid: "It calls on people to go after somebody",
    other: "Something else",
  },
};

const T = {
  fr: {
    safety: "D'abord, votre sécurité",
    emergency: (n: string) => html`En danger tout de suite : appelez le <strong>${n}</strong>.`,
    swat: "Si vous craignez une fausse alerte, prévenez le commissariat de chez vous avant qu'elle n'arrive : dites qu'un appel mensonger est possible à votre adresse.",
    talk: (n: string) => html`Parler à quelqu'un, jour et nuit : <strong>${n}</strong>.`,
    helper:
      "Vous n'avez pas à faire ceci seule : une personne de confiance peut remplir cette page pour vous.",
    who: "Qui lira : une personne de notre équipe. Personne d'autre n'apprend que vous avez écrit.",
    url: "L'adresse de la page (URL)",
    urlHelp:
      "Copiez l'adresse de la page. Une par ligne s'il y en a plusieurs. C'est la seule chose obligatoire.",
    happening: "Ce qui s'y passe (facultatif)",
    risk: "Quelqu'un peut être blessé ou tué bientôt",
    words: "Avec vos mots (facultatif)",
    wordsHelp: "Scellé à l'arrivée. N'écrivez que ce que vous voulez.",
    send: "Envoyer",
    thanks: "C'est reçu. Merci.",
    receipt: "Votre code. Notez-le : il ouvre la suite, et nous ne pouvons pas le retrouver pour vous.",
    due: "Une personne aura regardé au plus tard le",
    kept: "Ce que nous gardons de l'adresse :",
    elsewhere: "Nous ne servons pas ces sites ; nous ne pouvons pas agir là-bas :",
    status: "Suivre un signalement",
    code: "Votre code",
    open: "Ouvrir",
    state: {
      received: "Reçu. Une personne va regarder.",
      elsewhere: "Ce site n'est pas servi par nous. Nous ne pouvons pas agir sur lui.",
      decided: "Décidé. Une mesure est prise à cette adresse.",
      withdrawn: "Retiré à votre demande.",
    },
    late: "Nous sommes en retard. Ce n'est pas votre faute, et votre signalement n'est pas oublié.",
    pages: (n: number) => `${n} page${n > 1 ? "s" : ""} enregistrée${n > 1 ? "s" : ""}`,
  },
  en: {
    safety: "Your safety first",
    emergency: (n: string) => html`In danger right now: call <strong>${n}</strong>.`,
    swat: "If you fear a false call, tell your local police before it comes: say that a hoax call about your address is possible.",
    talk: (n: string) => html`To talk to somebody, day and night: <strong>${n}</strong>.`,
    helper: "You do not have to do this alone: somebody you trust can fill in this page for you.",
    who: "Who will read: one person of our team. Nobody else learns that you wrote.",
    url: "The address of the page (URL)",
    urlHelp: "Copy the address of the page. One per line if there are several. It is the only thing we need.",
    happening: "What happens there (optional)",
    risk: "Somebody may be hurt or killed soon",
    words: "In your words (optional)",
    wordsHelp: "Sealed on arrival. Write only what you want to.",
    send: "Send",
    thanks: "Received. Thank you.",
    receipt: "Your code. Write it down: it opens what follows, and we cannot find it again for you.",
    due: "A person will have looked by",
    kept: "What we keep of the address:",
    elsewhere: "We do not serve these sites; we cannot act there:",
    status: "Follow a report",
    code: "Your code",
    open: "Open",
    state: {
      received: "Received. A person will look.",
      elsewhere: "This site is not served by us. We cannot act on it.",
      decided: "Decided. A measure is in place at this address.",
      withdrawn: "Withdrawn at your request.",
    },
    late: "We are late. It is not your fault, and your report is not forgotten.",
    pages: (n: number) => `${n} page${n > 1 ? "s" : ""} kept`,
  },
} as const;

const dateOf = (ms: number, language: Language): string =>
  new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  }).format(ms);

export function safetyBox(language: Language, country: string): Html {
  const t = T[language];
  const { emergency, talk } = HELP[country] ?? ANYWHERE;
  return html`<section class="box">
    <h2>${t.safety}</h2>
    <p>${t.emergency(emergency)}</p>
    <p>${t.talk(talk)}</p>
    <p>${t.swat}</p>
    <p>${t.helper}</p>
  </section>`;
}

export function formPage(language: Language, country: string, problem?: string): Html {
  const t = T[language];
  const choices = Object.entries(HAPPENING_TEXT[language]);
  return html`${safetyBox(language, country)}
    <form method="post" action="/s?l=${language}" accept-charset="utf-8" autocomplete="off">
      ${problem === undefined ? "" : html`<p class="warn" role="alert">${problem}</p>`}
      <label for="urls">${t.url}</label>
      <p class="soft" id="urls-help">${t.urlHelp}</p>
      <textarea id="urls" name="urls" rows="3" required aria-describedby="urls-help" spellcheck="false"></textarea>
      <fieldset>
        <legend>${t.happening}</legend>
        ${choices.map(
          ([value, text]) =>
            html`<label class="choice"><input type="checkbox" name="happening" value="${value}" /><span>${text}</span></label>`,
        )}
        <label class="choice"><input type="checkbox" name="riskToLife" value="true" /><strong>${t.risk}</strong></label>
      </fieldset>
      <label for="words">${t.words}</label>
      <p class="soft" id="words-help">${t.wordsHelp}</p>
      <textarea id="words" name="words" rows="6" aria-describedby="words-help"></textarea>
      <p class="soft">${t.who}</p>
      <button type="submit">${t.send}</button>
    </form>
    <p><a href="/s/1?l=${language}">${t.status}</a></p>`;
}

export function filedPage(language: Language, filed: Filed): Html {
  const t = T[language];
  return html`<h1>${t.thanks}</h1>
    <div class="box">
      <p>${t.receipt}</p>
      <p class="code">${filed.receipt}</p>
      <p>${t.due} ${dateOf(filed.dueAt, language)} UTC.</p>
    </div>
    <p class="soft">${t.kept}</p>
    <ul class="soft">${filed.kept.map((url) => html`<li>${url}</li>`)}</ul>
    ${
      filed.elsewhere.length === 0
        ? ""
        : html`<p>${t.elsewhere}</p><ul>${filed.elsewhere.map((url) => html`<li>${url}</li>`)}</ul>`
    }`;
}

export function codePage(language: Language, problem?: string): Html {
  const t = T[language];
  return html`<h1>${t.status}</h1>
    <form method="post" action="/s/1?l=${language}" autocomplete="off">
      ${problem === undefined ? "" : html`<p class="warn" role="alert">${problem}</p>`}
      <label for="code">${t.code}</label>
      <input id="code" type="text" name="code" required inputmode="text" autocapitalize="characters" spellcheck="false" />
      <button type="submit">${t.open}</button>
    </form>`;
}

export function statusPage(language: Language, status: ReportStatus): Html {
  const t = T[language];
  return html`<h1>${t.status}</h1>
    <div class="box">
      <p><strong>${t.state[status.status as keyof typeof t.state]}</strong></p>
      <p>${t.pages(status.pages)}</p>
      ${status.status === "received" ? html`<p>${t.due} ${dateOf(status.dueAt, language)} UTC.</p>` : ""}
      ${status.late ? html`<p class="warn">${t.late}</p>` : ""}
    </div>`;
}
