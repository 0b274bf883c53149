import { parseCacheControl } from "../cache/directives.ts";
import { type Body, discard } from "../exchange.ts";
import { Fields, without } from "../http/fields.ts";
import type { Answer, Edge, Transaction } from "../transaction.ts";
import { accepted } from "./accept-encoding.ts";
import { isCodable } from "./codable.ts";
import type { Coder } from "./coder.ts";
import type { Coding } from "./codings.ts";
import { codedTag, holdsCoded } from "./entity-tags.ts";

/**
 * The representation of the answer that this visitor gets: as it came, or in a content coding, made here. What the origin
 * coded itself, parts, and pages of our own stay as they are.
 */
export function represent(tx: Transaction, edge: Edge): Answer {
  const answer = tx.answer!;
  const { status, fields } = answer;
  if (answer.from === "edge" || status === 416 || tx.site.cache?.compress === false) return answer;
  const codable = answer.stored?.codable ?? answer.codable ?? isCodable(status, fields);
  if (status === 304 && holdsCoded(tx.received, fields.get("etag"))) return ofCodedForm(answer);
  if (!codable) return answer;

  const coding = status === 206 || status === 304 ? undefined : wanted(tx, answer);
  const coded = coding && codedAnswer(tx, edge.coder, answer, coding);
  // RFC 9110 §12.5.5: it varies, whichever representation was chosen; a 304 and a 206 say so too (§15.4.5, §15.3.7).
  return coded ?? { ...answer, fields: formOf(fields, "identity") };
}

/** RFC 9110 §15.4.5: a 304 has the ETag and Vary that the 200 had which the visitor holds. */
function ofCodedForm(answer: Answer): Answer {
  const { fields } = answer;
  const tag = codedTag(fields.get("etag")!)!;
  return { ...answer, fields: new Fields([...without(varying(fields), ETAG), "ETag", tag]) };
}

/** The coding to be made, or none. */
function wanted(tx: Transaction, answer: Answer): Coding | undefined {
  const value = tx.received.get("accept-encoding");
  const coding = value === undefined ? undefined : accepted(value).preferred;
  if (coding === undefined) return undefined;
  // Whoever asks for a range counts in bytes as the origin has them.
  if (tx.received.has("range")) return undefined;
  // RFC 9111 §5.2.1.6.
  if (parseCacheControl(tx.received.get("cache-control")).has("no-transform")) return undefined;
  return mayHoldSecrets(tx, answer) ? undefined : coding;
}

/**
 * The length of a coded page tells what repeats in it: if it holds a secret beside words that a third party chose, that
 * party can guess the secret letter by letter (BREACH). What is kept for all has no secret in it. A page made for one
 * signed-in visitor is left to its origin, which knows what is on it and may code it itself.
 */
function mayHoldSecrets(tx: Transaction, { stored, fields }: Answer): boolean {
  if (stored !== undefined) return stored.vary.some(([name]) => CREDENTIALS.includes(name));
  return CREDENTIALS.some((name) => tx.received.has(name)) || fields.has("set-cookie");
}

const CREDENTIALS: readonly string[] = ["cookie", "authorization"];

function codedAnswer(tx: Transaction, coder: Coder, answer: Answer, coding: Coding): Answer | undefined {
  const { stored, body, fields } = answer;
  let coded: Body;
  if (body === undefined || tx.exchange.request.method === "HEAD") {
    // RFC 9110 §9.3.2: the fields of a GET, but for those that are known only once the content is made.
    discard(body);
  } else {
    coded =
      stored === undefined
        ? coder.once(body, coding, tx.exchange)
        : coder.shared(stored.body, body, coding, tx.exchange, lengthOf(fields));
    if (coded === undefined) return undefined;
  }
  return { ...answer, fields: formOf(fields, coding), body: coded, bodyBytes: undefined };
}

type Forms = Map<Coding | "identity", Fields>;
/** The fields of a kept answer are the same object for as long as it is kept: what follows from them is worked out once. */
const forms = new WeakMap<Fields, Forms>();

function formOf(fields: Fields, coding: Coding | "identity"): Fields {
  let known = forms.get(fields);
  if (known === undefined) {
    known = new Map();
    forms.set(fields, known);
  }
  let form = known.get(coding);
  if (form === undefined) {
    form = new Fields(coding === "identity" ? varying(fields) : codedFields(fields, coding));
    known.set(coding, form);
  }
  return form;
}

const lengthOf = (fields: Fields): number | undefined =>
  fields.has("content-length") ? Number(fields.get("content-length")) : undefined;

const ETAG: ReadonlySet<string> = new Set(["etag"]);

/** Fields that are true of the bytes before coding only. Content-MD5 is no more (RFC 7231 Appendix B), but still sent. */
const OF_THE_IDENTITY: ReadonlySet<string> = new Set([
  "accept-ranges",
  "content-encoding",
  "content-length",
  "content-md5",
  "etag",
]);

function codedFields(fields: Fields, coding: Coding): string[] {
  const coded = without(varying(fields), OF_THE_IDENTITY);
  coded.push("Content-Encoding", coding, "Accept-Ranges", "none");
  const etag = fields.get("etag");
  const tag = etag === undefined ? undefined : codedTag(etag);
  if (tag !== undefined) coded.push("ETag", tag);
  return coded;
}

function varying(fields: Fields): readonly string[] {
  const vary = fields.tokens("vary");
  return vary.includes("accept-encoding") || vary.includes("*")
    ? fields.list
    : [...fields.list, "Vary", "Accept-Encoding"];
}
