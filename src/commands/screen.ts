import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { RempartError } from "../lib/errors.ts";
import { screen, screenHtml, screenLines, screenText, show } from "../screening/index.ts";
import { say, type ValuesOf } from "./terminal.ts";

const USAGE = `rempart screen --jsonl [--versions]
rempart screen --explain [--html | --posts] [FILE]

What a text holds: personal details, doxes, threats, incitement, raids. Text in, findings out; nothing leaves this machine.

  --jsonl           a line {"id","text","lang"?} in, a line {"id","severity","findings"} out (docs/design.md §4)
  --versions        with --jsonl: each line also says which versions of the detectors read it
  --explain         shows one text with its findings marked, and why; FILE, or standard input where it is "-" or missing
  --html            the text is a page: its posts, authors and quotes are kept apart, as the desk does
  --posts           the text is mail, a chat log, forum code or JSON: taken apart in the same way
  --lang fr|en      language of the reasons (of your locale, else English)
  --text-lang TAG   language of the text, if you know it: fr, en, de…; without it the text is read as French and as English
  --masked          details as bullets, for a screen that others see; what no detector found is shown as it is
  --whole           the whole text; without it, more than 4,000 characters are shown around the findings only
  --width N         columns, from 40 (those of the terminal, else 80)

Colours only on a terminal, and not where NO_COLOR is set. A finding says what the text does, never that it is true.`;

/** More than a page; a longer text is none that a person reads. */
const MAX_BYTES = 16 * 1024 * 1024;
const MIN_WIDTH = 40;

const OPTIONS = {
  jsonl: { type: "boolean", default: false },
  versions: { type: "boolean", default: false },
  explain: { type: "boolean", default: false },
  html: { type: "boolean", default: false },
  posts: { type: "boolean", default: false },
  masked: { type: "boolean", default: false },
  whole: { type: "boolean", default: false },
  lang: { type: "string" },
  "text-lang": { type: "string" },
  width: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const wrong = (what: string): RempartError =>
  new RempartError("usage", 400, `${what}\n\nrempart screen --help says more`);

/** `rempart screen`: findings for programs (`--jsonl`, also where no way is named), or for a person (`--explain`). */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  if (values.help) return say(USAGE);
  if (values.explain && !values.jsonl) return explained(values, positionals);
  if (positionals.length > 0)
    throw wrong(`--jsonl reads standard input; to look at ${positionals[0]}: --explain`);
  for (const name of ["html", "posts", "masked", "whole", "lang", "text-lang", "width"] as const)
    if (values[name] !== undefined && values[name] !== false) throw wrong(`--${name} goes with --explain`);
  if (!values.jsonl && process.stdin.isTTY) throw wrong("what is to be read? --jsonl or --explain");
  await screenLines(process.stdin, process.stdout, { versions: values.versions || values.explain });
}

async function explained(values: ValuesOf<typeof OPTIONS>, positionals: readonly string[]): Promise<void> {
  const [file = "-", ...more] = positionals;
  if (more.length > 0) throw wrong(`one text at a time, not ${positionals.length}`);
  if (values.html && values.posts) throw wrong("a text is a page (--html) or posts (--posts), not both");
  const lang = languageOf(values.lang);
  const width = widthOf(values.width);
  const text = await textOf(file);
  const colours = process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "";
  const { masked = false, whole = false } = values;
  const shown = { lang, width, colours, masked, whole };
  const options = { lang: values["text-lang"] };
  if (!values.html && !values.posts) return say(show(screen(text, options), text, shown));
  const page = values.html ? screenHtml(text, options) : screenText(text, options);
  say(show(page, page.text, shown));
}

function languageOf(asked: string | undefined): "fr" | "en" {
  if (asked === "fr" || asked === "en") return asked;
  if (asked !== undefined) throw wrong(`--lang is fr or en, not "${asked}"`);
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^fr/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "fr" : "en";
}

function widthOf(asked: string | undefined): number {
  if (asked === undefined) return Math.max(MIN_WIDTH, process.stdout.columns ?? 80);
  if (!/^\d{1,4}$/.test(asked) || Number(asked) < MIN_WIDTH)
    throw wrong(`--width is a number of columns from ${MIN_WIDTH}, not "${asked}"`);
  return Number(asked);
}

/** The text of a file or of standard input, as UTF-8; what is none becomes U+FFFD, and a mark at the start is left out. */
async function textOf(file: string): Promise<string> {
  const name = file === "-" ? "standard input" : file;
  if (file === "-" && process.stdin.isTTY) process.stderr.write("type or paste the text; Ctrl-D ends it\n");
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    const stream: AsyncIterable<Buffer> = file === "-" ? process.stdin : createReadStream(file);
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new RempartError("screen.file", 400, `${name} is longer than 16 MiB`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof RempartError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new RempartError("screen.file", 400, `${name} cannot be read: ${READ_ERRORS[code ?? ""] ?? code}`);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};
