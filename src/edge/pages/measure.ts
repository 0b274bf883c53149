import { toUtf8 } from "../../lib/bytes.ts";
import { rfc3339 } from "../../lib/clock.ts";
import type { HeldMeasure } from "../../policy/matcher.ts";
import type { Fields } from "../http/fields.ts";
import { type Answer, edgeAnswer } from "../transaction.ts";
import { bilingualPage, type Html, html, pageFields } from "./html.ts";
import { prefersJson } from "./negotiate.ts";

interface Words {
  readonly title: string;
  readonly why: string;
}

interface Notice {
  readonly status: number;
  readonly code: string;
  readonly fr: Words;
  readonly en: Words;
}

/**
 * What a visitor is told, per verb. Calm and short: what holds, under which clause, since when, until when, and how to
 * object. Never what the page says, whether it is true, whom it concerns or who reported it.
 */
const NOTICES = {
  refuse: {
    status: 403,
    code: "measure.refused",
    fr: {
      title: "Cette page n'est pas servie",
      why: "Le prestataire technique de ce site a décidé de ne pas la servir, en application d'une clause de ses règles publiées.",
    },
    en: {
      title: "This page is not served",
      why: "The technical provider of this site has decided not to serve it, under a clause of its published rules.",
    },
  },
  "legal-refuse": {
    status: 451,
    code: "measure.legal",
    fr: {
      title: "Cette page n'est pas servie pour des raisons légales",
      why: "Le prestataire technique de ce site ne la sert pas, à la suite d'une demande légale qu'il est tenu de suivre.",
    },
    en: {
      title: "This page is not served for legal reasons",
      why: "The technical provider of this site does not serve it, following a legal demand that it has to obey.",
    },
  },
  suspend: {
    status: 403,
    code: "measure.suspended",
    fr: {
      title: "Le service de ce site est suspendu",
      why: "Le prestataire technique de ce site a suspendu son service, en application d'une clause de ses règles publiées.",
    },
    en: {
      title: "Service to this site is suspended",
      why: "The technical provider of this site has suspended its service, under a clause of its published rules.",
    },
  },
  terminate: {
    status: 403,
    code: "measure.terminated",
    fr: {
      title: "Le service de ce site a pris fin",
      why: "Le prestataire technique de ce site a mis fin à son service, en application d'une clause de ses règles publiées.",
    },
    en: {
      title: "Service to this site has ended",
      why: "The technical provider of this site has ended its service, under a clause of its published rules.",
    },
  },
  "rate-limit": {
    status: 429,
    code: "measure.rate-limited",
    fr: {
      title: "Cette page est servie plus lentement",
      why: "Le prestataire technique de ce site en limite le débit, en application d'une clause de ses règles publiées. Réessayez dans un instant.",
    },
    en: {
      title: "This page is served more slowly",
      why: "The technical provider of this site limits its rate, under a clause of its published rules. Please try again in a moment.",
    },
  },
  interstitial: {
    status: 403,
    code: "measure.interstitial",
    fr: {
      title: "Avant d'ouvrir cette page",
      why: "Le prestataire technique de ce site vous prévient qu'une clause de ses règles publiées s'applique à elle. Vous pouvez l'ouvrir ou revenir en arrière.",
    },
    en: {
      title: "Before you open this page",
      why: "The technical provider of this site tells you that a clause of its published rules applies to it. You can open it or go back.",
    },
  },
} as const satisfies Record<string, Notice>;

/** Verbs that a visitor sees. */
export type ShownVerb = keyof typeof NOTICES;
export const isShown = (verb: string): verb is ShownVerb => verb in NOTICES;

const LABELS = {
  fr: {
    decision: "Décision",
    clause: "Clause",
    since: "Depuis",
    until: "Jusqu'au",
    noEnd: "sans date de fin",
    ledger: "Registre public, entrée",
    appeal: "Lire la décision ou la contester",
    proceed: "Ouvrir la page",
  },
  en: {
    decision: "Decision",
    clause: "Clause",
    since: "Since",
    until: "Until",
    noEnd: "no end date",
    ledger: "Public ledger, entry",
    appeal: "Read the decision or object to it",
    proceed: "Open the page",
  },
} as const;

/** An answer that a measure makes: 403, 451 or 429, a page or a problem document, never to be cached. */
export function measureAnswer(
  verb: ShownVerb,
  measure: HeldMeasure,
  request: Fields,
  deskUrl: string,
  nowMs: number,
  extra: readonly string[] = [],
): Answer {
  const notice = NOTICES[verb];
  const appeal = `${deskUrl}/d/${measure.decision}`;
  const json = prefersJson(request);
  const body = json ? problem(notice, measure, appeal) : page(verb, notice, measure, appeal);
  const fields = [
    ...pageFields(json ? "application/problem+json" : "text/html; charset=utf-8", body),
    "Rempart-Ledger",
    String(measure.index),
    ...extra,
  ];
  // RFC 7725 §4: names who implements the block, which is the provider, not who demanded it.
  if (verb === "legal-refuse") fields.push("Link", `<${deskUrl}/>; rel="blocked-by"`);
  return edgeAnswer(notice.status, fields, [body], nowMs);
}

function problem(notice: Notice, measure: HeldMeasure, appeal: string): Uint8Array {
  return toUtf8(
    JSON.stringify({
      type: "about:blank",
      title: notice.en.title,
      status: notice.status,
      code: notice.code,
      decision: measure.decision,
      clause: measure.clause,
      since: rfc3339(measure.startsMs),
      until: measure.endsMs === null ? null : rfc3339(measure.endsMs),
      ledger: measure.index,
      appeal,
    }),
  );
}

function page(verb: ShownVerb, notice: Notice, measure: HeldMeasure, appeal: string): Uint8Array {
  const section = (words: Words, labels: (typeof LABELS)["fr" | "en"]): Html => html`<h1>${words.title}</h1>
<p>${words.why}</p>
${
  // An empty reference is this very address (RFC 3986 §4.4), so that the page need not repeat it.
  verb === "interstitial" ? html`<p><a href="">${labels.proceed}</a></p>` : html``
}<dl>
<dt>${labels.decision}</dt><dd>${measure.decision}</dd>
<dt>${labels.clause}</dt><dd>${measure.clause}</dd>
<dt>${labels.since}</dt><dd>${day(measure.startsMs)}</dd>
<dt>${labels.until}</dt><dd>${measure.endsMs === null ? labels.noEnd : day(measure.endsMs)}</dd>
<dt>${labels.ledger}</dt><dd>${measure.index}</dd>
</dl>
<p><a href="${appeal}" rel="noreferrer">${labels.appeal}</a></p>`;
  return bilingualPage(
    `${notice.fr.title} · ${notice.en.title}`,
    section(notice.fr, LABELS.fr),
    section(notice.en, LABELS.en),
  );
}

const day = (ms: number): Html =>
  html`<time datetime="${rfc3339(ms)}">${rfc3339(ms).slice(0, 16).replace("T", " ")} UTC</time>`;
