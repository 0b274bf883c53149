import { base64, equalBytes, fromBase64, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { MINUTE } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";

/**
 * Messages as Standard Webhooks 1.0.0 signs them, so that receivers can use any of its libraries: HMAC-SHA256 over
 * `id.timestamp.body`. The same secret signs what is sent and what the receiver sends back.
 */
const PREFIX = "whsec_";
const TOLERANCE_MS = 5 * MINUTE;
const ANSWER_MS = 10_000;

export interface SignedHeaders {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

export const secretText = (key: Uint8Array): string => `${PREFIX}${base64(key)}`;

const macOf = (secret: string, message: string): string =>
  base64(hmacSha256(fromBase64(secret.slice(PREFIX.length)), toUtf8(message)));

/** The headers of a message; `atMs` is cut to seconds. */
export function signMessage(secret: string, id: string, atMs: number, body: string): SignedHeaders {
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${macOf(secret, `${id}.${timestamp}.${body}`)}`,
  };
}

/** Whether these headers are a signature over this message of now; older or newer than five minutes is not. */
export function isSigned(
  secret: string,
  headers: (name: keyof SignedHeaders) => string | undefined,
  id: string,
  nowMs: number,
  body: string,
): boolean {
  const timestamp = headers("webhook-timestamp") ?? "";
  const isNow = /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - nowMs) <= TOLERANCE_MS;
  const expected = toUtf8(`v1,${macOf(secret, `${id}.${timestamp}.${body}`)}`);
  const given = (headers("webhook-signature") ?? "").split(" ");
  return isNow && headers("webhook-id") === id && given.some((one) => equalBytes(toUtf8(one), expected));
}

/**
 * Sends a signed message; answers whether the receiver says that it is done already (`{"done": true}`). Throws unless the
 * answer is 2xx: the caller tries again later, under the same id.
 */
export async function sendMessage(url: string, headers: SignedHeaders, body: string): Promise<boolean> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body,
    redirect: "error", // a signed order goes where it was addressed, nowhere else
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new RempartError("work.endpoint", 502, `the endpoint answered ${answer.status}`, {
      status: answer.status,
    });
  try {
    return (JSON.parse(text) as { done?: unknown } | null)?.done === true;
  } catch {
    return false; // any 2xx says that it was received; whether it is done comes later
  }
}
