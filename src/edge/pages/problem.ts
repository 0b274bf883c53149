import type { SiteConfig } from "../../feed/config.ts";
import { toUtf8 } from "../../lib/bytes.ts";
import type { FieldList, Fields } from "../http/fields.ts";
import { type Answer, edgeAnswer } from "../transaction.ts";
import { bilingualPage, html, messageFields, pageFields } from "./html.ts";
import { prefersJson } from "./negotiate.ts";

interface Text {
  readonly status: number;
  readonly fr: string;
  readonly en: string;
}

/** What can go wrong without any measure. No text repeats an address, of the page or of the origin. */
const PROBLEMS = {
  "request.invalid": {
    status: 400,
    fr: "La requête n'est pas une requête HTTP valide.",
    en: "The request is not a valid HTTP request.",
  },
  "request.method": {
    status: 405,
    fr: "Cette méthode n'est pas acceptée ici.",
    en: "This method is not accepted here.",
  },
  "request.target-too-long": {
    status: 414,
    fr: "L'adresse est trop longue.",
    en: "The address is too long.",
  },
  "request.too-many-fields": {
    status: 431,
    fr: "La requête a trop d'en-têtes.",
    en: "The request has too many header fields.",
  },
  "request.transfer-coding": {
    status: 501,
    fr: "Ce codage de transfert n'est pas pris en charge.",
    en: "This transfer coding is not supported.",
  },
  "site.unknown": {
    status: 421,
    fr: "Ce serveur ne dessert pas ce site.",
    en: "This server does not serve that site.",
  },
  "edge.loop": {
    status: 508,
    fr: "La requête est déjà passée par ce serveur : la configuration du site forme une boucle.",
    en: "The request has been through this server before: the site's configuration forms a loop.",
  },
  "edge.not-ready": {
    status: 503,
    fr: "Ce serveur démarre. Réessayez dans un instant.",
    en: "This server is starting. Please try again in a moment.",
  },
  "edge.not-stored": {
    status: 504,
    fr: "Ce serveur n'a pas de copie de cette page, et la requête n'accepte rien d'autre.",
    en: "This server has no copy of this page, and the request accepts nothing else.",
  },
  "edge.failed": {
    status: 500,
    fr: "Ce serveur n'a pas pu traiter la requête.",
    en: "This server could not handle the request.",
  },
  "limit.address-rate": {
    status: 429,
    fr: "Trop de requêtes viennent de votre réseau. Réessayez dans un instant.",
    en: "Too many requests come from your network. Please try again in a moment.",
  },
  "limit.site-rate": {
    status: 429,
    fr: "Ce site reçoit trop de requêtes. Réessayez dans un instant.",
    en: "This site receives too many requests. Please try again in a moment.",
  },
  "limit.concurrency": {
    status: 429,
    fr: "Trop de requêtes de votre réseau sont en cours. Réessayez dans un instant.",
    en: "Too many requests from your network are in progress. Please try again in a moment.",
  },
  "limit.body": {
    status: 413,
    fr: "Ce site n'accepte pas d'envoi aussi volumineux.",
    en: "This site does not take anything that large.",
  },
  "origin.unreachable": {
    status: 502,
    fr: "Le serveur du site ne répond pas correctement.",
    en: "The site's own server does not answer properly.",
  },
  "origin.busy": {
    status: 503,
    fr: "Le serveur du site est surchargé. Réessayez dans un instant.",
    en: "The site's own server is overloaded. Please try again in a moment.",
  },
  "origin.timeout": {
    status: 504,
    fr: "Le serveur du site n'a pas répondu à temps.",
    en: "The site's own server did not answer in time.",
  },
} as const satisfies Record<string, Text>;

export type ProblemCode = keyof typeof PROBLEMS;

/**
 * A plain page, or a problem document (RFC 9457) for those who ask for JSON. `own`: what the site shows in place of our
 * pages, by status.
 */
export function problemAnswer(
  code: ProblemCode,
  request: Fields,
  nowMs: number,
  extra: readonly string[] = [],
  own: SiteConfig["errorPages"] = undefined,
): Answer {
  const { status } = PROBLEMS[code];
  const { body, fields } = prefersJson(request)
    ? problemDocument(code)
    : (ownPage(own?.[status as keyof typeof own]) ?? ourPage(code));
  return { ...edgeAnswer(status, [...fields, ...extra], [body], nowMs), problem: code };
}

interface Representation {
  readonly fields: FieldList;
  readonly body: Uint8Array;
}

const HTML = "text/html; charset=utf-8";

function ownPage(text: string | undefined): Representation | undefined {
  if (text === undefined) return undefined;
  const body = toUtf8(text);
  return { body, fields: messageFields(HTML, body) }; // what it may load is for the site to say
}

/** What never changes is made once: to refuse a flood must cost less than to serve it. */
function once(make: (code: ProblemCode) => Representation): (code: ProblemCode) => Representation {
  const made = new Map<ProblemCode, Representation>();
  return (code) => {
    let one = made.get(code);
    if (one === undefined) {
      one = make(code);
      made.set(code, one);
    }
    return one;
  };
}

const ourPage = once((code) => {
  const { status, fr, en } = PROBLEMS[code];
  const body = bilingualPage(String(status), html`<h1>${fr}</h1>`, html`<h1>${en}</h1>`);
  return { body, fields: pageFields(HTML, body) };
});

const problemDocument = once((code) => {
  const { status, en } = PROBLEMS[code];
  const body = toUtf8(JSON.stringify({ type: "about:blank", title: en, status, code }));
  return { body, fields: pageFields("application/problem+json", body) };
});
