import { type ParseArgsConfig, parseArgs } from "node:util";
import { RempartError } from "../lib/errors.ts";
import { dataFolder } from "./admin-socket.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
/** What was given of those options. */
export type ValuesOf<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>["values"];
/** What `rempart COMMAND VERB` does with an installation, by its desk. */
export type VerbOn<O extends Options> = (
  folder: string,
  positionals: readonly string[],
  values: ValuesOf<O>,
) => Promise<void>;

interface CommandOfVerbs<O extends Options> {
  readonly usage: string;
  readonly options: O;
  readonly verbs: Readonly<Record<string, VerbOn<O>>>;
  /** The verb where none is named; without it that throws `usage`. */
  readonly otherwise?: string;
}

/** Runs a command that is `VERB …`; `--help` says how it is used. */
export async function runVerb<O extends Options>(
  args: string[],
  { usage, options, verbs, otherwise = "" }: CommandOfVerbs<O>,
): Promise<void> {
  const all = { ...options, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: all });
  const [verb = otherwise, ...rest] = positionals;
  if ("help" in values) return say(usage);
  await verbOf(verbs, verb, usage)(dataFolder(), rest, values as ValuesOf<O>);
}

/** The verb of that name; throws `usage` with the command's own text if there is none. */
export function verbOf<Verb>(verbs: Readonly<Record<string, Verb>>, name: string, usage: string): Verb {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) throw new RempartError("usage", 400, usage);
  return verb;
}

/** A line on standard output. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`);
