import type { ServerResponse } from "node:http";
import type { Context, ErrorHandler, MiddlewareHandler } from "hono";
import type { ZodType } from "zod";
import { badRequest, RempartError } from "../../lib/errors.ts";
import { errorFields, type Log } from "../../lib/log.ts";

/** Most a JSON request may hold. */
export const MAX_JSON_BYTES = 256 * 1024;

/** How many bytes of large bodies are held at once: those of strangers, who could otherwise fill the machine. */
const MAX_HELD_BYTES = 256 * 1024 * 1024;
let heldBytes = 0;
/** Bodies of calls that take no more than this are not among them: a report is taken while others send files. */
const SMALL_BYTES = MAX_JSON_BYTES;

interface Asked {
  readonly req: { readonly raw: Request };
  readonly env?: unknown;
}

/**
 * Reads at most `maxBytes` of a request's body; throws `body.too-large` before more is taken, and `body.busy` (503) while
 * others hold as much as there is room for. What comes slowly holds little. A large body counts until its request has been
 * answered: what was read is worked on until then.
 */
export async function readBody({ req, env }: Asked, maxBytes: number): Promise<Buffer> {
  const request = req.raw;
  const tooLarge = () =>
    new RempartError("body.too-large", 413, `the request may hold at most ${maxBytes} bytes`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const isLarge = maxBytes > SMALL_BYTES;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.length;
      if (isLarge) heldBytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge();
      if (isLarge && heldBytes > MAX_HELD_BYTES) throw busy();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    if (isLarge) whenAnswered(env, () => (heldBytes -= bytes));
  }
}

function whenAnswered(env: unknown, release: () => void): void {
  const { outgoing } = (env ?? {}) as { outgoing?: ServerResponse };
  if (outgoing === undefined || outgoing.closed) release();
  else outgoing.once("close", release);
}

const busy = () =>
  new RempartError("body.busy", 503, "many files are arriving at once; send this again in half a minute", {
    retryAfterSeconds: 30,
  });

/** The request's JSON, checked. Errors name the field; they never repeat what was in it. */
export async function jsonBody<T>(c: Context, schema: ZodType<T>): Promise<T> {
  const text = (await readBody(c, MAX_JSON_BYTES)).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("json.malformed", "the body must be JSON");
  }
  return checked(schema, value);
}

/** Parses or throws `field.invalid` naming the first field that is wrong and what would be right. */
export function checked<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys.map(nameOf) : [];
    return { field: [...issue.path, ...keys].join("."), problem: issue.message.replace(/: ".*"$/s, "") };
  });
  const { field = "", problem = "" } = problems[0] ?? {};
  throw badRequest("field.invalid", `${field}: ${problem}`, { field, problems });
}

/** No browser or proxy keeps what an answer holds, unless the answer itself allows it. */
export const notKept: MiddlewareHandler = async (c, next) => {
  c.header("cache-control", "no-store");
  await next();
};

/** SQLSTATE character_not_in_repertoire: PostgreSQL takes no NUL in text. */
const NOT_TEXT = "22021";

/** A field's name as the sender spelled it, unless it is no name but words. */
const nameOf = (key: string): string => (/^[\w-]{1,40}$/.test(key) ? key : "a field that is not known");

/** Every failure becomes problem+json (RFC 9457); what we did not foresee says only that it happened. */
export const onProblem =
  (log: Log): ErrorHandler =>
  (error, c) => {
    const known =
      error instanceof RempartError
        ? error
        : (error as { code?: unknown }).code === NOT_TEXT
          ? badRequest("text.nul", "the request holds a character that no text has (NUL)")
          : new RempartError("desk.failed", 500, "something went wrong here; nothing was lost");
    if (known.status >= 500)
      log.error("request.failed", { method: c.req.method, code: known.code, ...errorFields(error) });
    return c.body(JSON.stringify(known.toProblem()), known.status as 500, {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...retryAfter(known),
    });
  };

/** RFC 9110 §10.2.3. */
function retryAfter({ details }: RempartError): Record<string, string> {
  const { retryAfterSeconds } = details;
  return typeof retryAfterSeconds === "number" ? { "retry-after": String(retryAfterSeconds) } : {};
}
