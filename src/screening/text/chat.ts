import type { Marked } from "./bbcode.ts";

const TIME = "\\d{1,2}[:h]\\d{2}(?::\\d{2})?(?: ?[ap]m)?";
const DAY = "\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4},? (?:(?:at|à) )?";
const STAMP = `\\[?(?:${DAY})?${TIME}\\]?`;
const NICK = "[^\\s<>:,;()\\[\\]]{1,32}";

/** Logs of IRC clients, of messengers that export `[time] name: words`, of bridges. */
const LINES: readonly RegExp[] = [
  new RegExp(`^(?:${STAMP} ?)?<[@+%~&! ]?(?<nick>${NICK})> (?<words>.*)$`, "iu"),
  new RegExp(`^${STAMP} ?(?:- )?(?<nick>[^\\s<>:,;()\\[\\]][^<>:\\n\\[\\]]{0,31}?) ?: (?<words>.*)$`, "iu"),
  new RegExp(`^${STAMP} ?\\* (?<nick>${NICK}) (?<words>.*)$`, "iu"),
];
/** A head of its own line, as chats are copied from a window: `Pie — Today at 12:03`. */
const HEAD = new RegExp(
  `^(?<nick>[^\\n:<>]{1,40}?)(?: (?:BOT|APP|OP))? ?(?:—|–| - |\\[) ?(?:(?:today|yesterday|aujourd’hui|aujourd'hui|hier)(?: (?:at|à))? |${DAY})${TIME}\\]?$`,
  "iu",
);
/** Who came and went. */
const EVENT = /^(?:\[?[\d:. ]{4,12}\]? ?)?(?:\*{3}|-!-|-->|<--|→|←)\s/;
const MIN_LINES = 2;
const MAX_LINE = 4000;

interface Said {
  readonly nick: string;
  readonly words: string;
}

function said(line: string): Said | undefined {
  if (line.length > MAX_LINE) return undefined;
  for (const pattern of LINES) {
    const { nick, words } = pattern.exec(line)?.groups ?? {};
    if (nick !== undefined && words !== undefined) return { nick: nick.trim(), words };
  }
  return undefined;
}

const headOf = (line: string): string | undefined =>
  line.length > 100 ? undefined : HEAD.exec(line)?.groups?.nick?.trim();

/**
 * A chat's lines by who wrote them; what one person writes in a row is one text. Undefined where the text is no chat: fewer than
 * two such lines, or fewer than half of all. Linear.
 */
export function readChat({ text, isQuote, isHidden }: Marked): Marked[] | undefined {
  if (!/\d[:h]\d{2}|(?:^|\n)<[^\s<>]{1,32}> /.test(text)) return undefined;
  const lines = text.split("\n");
  const heads = lines.map(headOf);
  const isHeaded = heads.filter((head) => head !== undefined).length >= MIN_LINES;
  const spoken = isHeaded ? [] : lines.map(said);
  const found = spoken.filter((one) => one !== undefined).length;
  const filled = lines.filter((line) => line !== "" && !EVENT.test(line)).length;
  if (!isHeaded && (found < MIN_LINES || found * 2 < filled)) return undefined;

  const parts: { author: string; lines: string[] }[] = [];
  const add = (author: string, words: string) => {
    const last = parts.at(-1);
    if (last !== undefined && last.author === author) last.lines.push(words);
    else parts.push({ author, lines: [words] });
  };
  for (const [at, line] of lines.entries()) {
    const author = parts.at(-1)?.author ?? "";
    const one = spoken[at];
    if (one !== undefined) add(one.nick, one.words);
    else if (heads[at] !== undefined && isHeaded) add(heads[at], "");
    else add(EVENT.test(line) ? "" : author, line);
  }
  return parts.flatMap(({ author, lines: own }) => {
    const words = own.join("\n").trim();
    return words === "" ? [] : [{ text: words, author, isQuote, isHidden }];
  });
}
