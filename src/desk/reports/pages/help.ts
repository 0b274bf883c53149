import { html } from "hono/html";
import type { Html, Language } from "../../web/layout.ts";
import { HELP_TEXTS, IN_EU, LAW, LAWYER } from "./help-texts.ts";
import { lineText, list, note, numberLink, ways } from "./line-html.ts";
import { COUNTRIES, type CountryLines, countryOf, LINES, linesOf } from "./lines.ts";
import { PAGE_PATHS, pathTo } from "./paths.ts";

/**
 * What helps before and beside a report, for the person under attack. Each function returns the inside of <main>; the
 * country is that of the provider's configuration or of an address, the lines can be a desk's own (lines.ts).
 */

const or = (language: Language) => (language === "fr" ? "ou le" : "or");

const emergencyLinks = (language: Language, lines: CountryLines): Html =>
  html`${lines.emergency.map((line, at) => html`${at === 0 ? "" : ` ${or(language)} `}<strong>${numberLink(line)}</strong>`)}`;

/** Short, first on the first page: below an h1 of the page that takes it. */
export function safetyBox(language: Language, country: string, lines = linesOf(country)): Html {
  const t = HELP_TEXTS[language];
  const [talk] = lines.talk;
  const online = lines.online.find((line) => line !== talk);
  return html`<section class="box safety" aria-labelledby="safety">
    <h2 id="safety">${t.safety}</h2>
    <p class="danger">${t.danger} ${emergencyLinks(language, lines)}.</p>
    ${lines.silent === undefined ? "" : html`<p>${t.silent} <strong>${numberLink(lines.silent)}</strong>.</p>`}
    <ul>
      ${talk === undefined ? "" : html`<li><strong>${t.talkLead}</strong> ${ways(language, talk)}${note(language, talk)}</li>`}
      ${online === undefined ? "" : html`<li><strong>${t.onlineLead}</strong> ${online.name[language]}, ${ways(language, online)}</li>`}
    </ul>
    <details>
      <summary>${t.more}</summary>
      <ul>
        <li><strong>${t.swatLead}</strong> ${t.swatWho} ${lines.police[language]}. ${t.swatSay}
          <a href="${pathTo("notice", language)}">${t.swatSheet}</a></li>
        <li><strong>${t.placeLead}</strong> ${t.place}</li>
        <li><strong>${t.keepLead}</strong> ${t.keep}</li>
        <li><strong>${t.helperLead}</strong> ${t.helper}</li>
      </ul>
    </details>
    <p><a href="${pathTo("numbers", language)}">${t.allNumbers}</a></p>
  </section>`;
}

/** Every line of a country, and the way to the others: she may live elsewhere than the provider. */
export function numbersPage(language: Language, country: string, lines = linesOf(country)): Html {
  const t = HELP_TEXTS[language];
  const here = countryOf(country);
  return html`<h1>${t.numbers}</h1>
    <p class="soft">${lines.name[language]}</p>
    <h2>${t.emergencies}</h2>
    <ul class="lines danger">${lines.emergency.map(
      (line) => html`<li><strong>${numberLink(line)}</strong>${note(language, line)}</li>`,
    )}${lines.silent === undefined ? "" : html`<li>${lineText(language, lines.silent)}</li>`}</ul>
    <h2>${t.police}</h2>
    <p>${t.policeWho} ${lines.police[language]}.</p>
    ${lines.policeAt === undefined ? "" : list(language, [lines.policeAt])}
    <p>${t.swatSay} <a href="${pathTo("notice", language)}">${t.swatSheet}</a>.</p>
    <h2>${t.talk}</h2>
    ${list(language, lines.talk)}
    <h2>${t.online}</h2>
    ${list(language, lines.online)}
    <h2>${t.images}</h2>
    <p><a href="${pathTo("images", language)}">${t.imagesLink}</a></p>
    ${lines.authorities.length === 0 ? "" : html`<h2>${t.authorities}</h2>${list(language, lines.authorities)}`}
    <h2>${t.elsewhere}</h2>
    <ul class="lines">${COUNTRIES.filter((other) => other !== here).map(
      (other) =>
        html`<li><a href="${PAGE_PATHS.numbers}/${other.toLowerCase()}?l=${language}">${LINES[other].name[language]}</a></li>`,
    )}</ul>
    ${checkedNote(language, lines)}`;
}

/** For minors and intimate images: that we do not take such pictures, why, and who does. */
export function hotlinesPage(language: Language, country: string, lines = linesOf(country)): Html {
  const t = HELP_TEXTS[language];
  return html`<h1>${t.hotlines}</h1>
    <p>${t.hotlinesLead}</p>
    <p>${t.hotlinesUrl}</p>
    <h2>${t.minors}</h2>
    <p><strong>${t.minorsRule}</strong></p>
    ${list(language, lines.minors)}
    <h2>${t.adults}</h2>
    ${list(language, lines.intimate)}
    <h2>${t.blackmail}</h2>
    <p>${t.blackmailText}</p>
    ${list(language, [...new Set([...lines.online, ...lines.talk])].slice(0, 3))}
    <h2>${t.why}</h2>
    <ul class="lines"><li>${t.whyCopy}</li><li>${t.whyLaw}</li></ul>
    ${checkedNote(language, lines)}`;
}

/** What else she can do where we cannot act: a part of a page that has its h1, or with `level` 1 a page. */
export function otherDoors(
  language: Language,
  country: string,
  { level = 2, lines = linesOf(country) }: { level?: 1 | 2; lines?: CountryLines } = {},
): Html {
  const t = HELP_TEXTS[language];
  const where = countryOf(country);
  const law = LAW[where];
  return html`<section class="doors" aria-labelledby="doors">
    ${level === 1 ? html`<h1 id="doors">${t.doors}</h1>` : html`<h2 id="doors">${t.doors}</h2>`}
    <p>${t.doorsLead}</p>
    <p class="box"><strong>${t.careLead}</strong> ${t.care}</p>
    <ul>
      <li><strong>${t.hostLead}</strong> ${t.host}${IN_EU.includes(where) ? ` ${t.hostEu}` : ""}</li>
      <li><strong>${t.formLead}</strong> ${t.form}</li>
      <li><strong>${t.searchLead}</strong> ${t.search}</li>
      <li><strong>${t.complaintLead}</strong> ${t.policeWho} ${lines.police[language]}. ${t.complaint}${law === undefined ? "" : ` ${law[language]}`}</li>
      ${lines.authorities.length === 0 ? "" : html`<li><strong>${t.authoritiesLead}</strong>${list(language, lines.authorities)}</li>`}
      <li><strong>${t.lawyerLead}</strong> ${LAWYER[where][language]}</li>
      <li><strong>${t.helplineLead}</strong> ${t.helpline}${list(language, lines.online)}</li>
    </ul>
    <p><a href="${pathTo("images", language)}">${t.images}</a></p>
  </section>`;
}

/** The oldest look at any of these lines: what the reader may rely on. */
function checkedNote(language: Language, lines: CountryLines): Html {
  const { emergency, talk, online, minors, intimate, authorities } = lines;
  const months = [emergency, talk, online, minors, intimate, authorities].flat().map((line) => line.checked);
  const month = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.parse(`${months.sort()[0]}-01`),
  );
  const t = HELP_TEXTS[language];
  return html`<p class="soft">${t.checked} ${month}. ${t.checkedMore}</p>`;
}
