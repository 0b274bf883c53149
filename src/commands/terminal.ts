import { RempartError } from "../lib/errors.ts";

/** The verb of that name; throws `usage` with the command's own text if there is none. */
export function verbOf<Verb>(verbs: Readonly<Record<string, Verb>>, name: string, usage: string): Verb {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) throw new RempartError("usage", 400, usage);
  return verb;
}

/** A line on standard output. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`);
