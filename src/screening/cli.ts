import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { errorMessage, RempartError } from "../lib/errors.ts";
import { readLines } from "../lib/lines.ts";
import { screen } from "./screen.ts";
import { sealedDetailSchema } from "./sealed/canonical.ts";
import { matchSealed } from "./sealed/matcher.ts";
import { tagDetail } from "./sealed/tag.ts";
import { VERSIONS } from "./versions.ts";

/** A page of text, with room; a longer line ends the stream, because its end cannot be trusted. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const id = z.union([z.string(), z.number()]);
const screenSchema = z.object({ id, text: z.string(), lang: z.string().optional() });
const matchSchema = z.object({ id, detail: sealedDetailSchema, text: z.string() });

/**
 * `rempart screen --jsonl`: {"id","text","lang"?} a line in; {"id","severity","findings"} a line out, with "notSupported" where the
 * language is named and not read, and with `versions` the versions that read it.
 */
export const screenLines = (
  input: Readable,
  output: Writable,
  { versions = false }: { readonly versions?: boolean } = {},
): Promise<void> =>
  eachLine(input, output, screenSchema, ({ id: name, text, lang }) => ({
    id: name,
    ...screen(text, { lang }),
    ...(versions ? { versions: VERSIONS } : {}),
  }));

/**
 * `rempart match --jsonl`: {"id","detail","text"} a line in; {"id","matched","spans"} a line out. The key
 * lasts for the run: the command shows what would match, and stores nothing.
 */
export function matchLines(input: Readable, output: Writable): Promise<void> {
  const key = randomBytes(32);
  return eachLine(input, output, matchSchema, ({ id: name, detail, text }) => {
    const spans = matchSealed(key, [tagDetail(key, detail)], text).map(({ start, end }) => ({ start, end }));
    return { id: name, matched: spans.length > 0, spans };
  });
}

/** Answers each line with a line. A bad one is answered with {"id","error"} and the next one is read. */
async function eachLine<T>(
  input: Readable,
  output: Writable,
  schema: z.ZodType<T>,
  answer: (request: T) => object,
): Promise<void> {
  for await (const line of readLines(input, MAX_LINE_BYTES)) {
    if (line.trim() === "") continue;
    if (!output.write(`${JSON.stringify(answerTo(line, schema, answer))}\n`)) await once(output, "drain");
  }
}

function answerTo<T>(line: string, schema: z.ZodType<T>, answer: (request: T) => object): object {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    return { id: null, error: "not a line of JSON" };
  }
  const named = z.object({ id }).safeParse(request);
  const name = named.success ? named.data.id : null;
  const parsed = schema.safeParse(request);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { id: name, error: `${issue?.path.join(".") || "line"}: ${issue?.message}` };
  }
  try {
    return answer(parsed.data);
  } catch (error) {
    return { id: name, error: error instanceof RempartError ? error.code : errorMessage(error) };
  }
}
