import { reasonsIn } from "../explain.ts";
import { fold } from "../normalise/fold.ts";
import type { LocatedFinding, PageScreening } from "../segment.ts";
import type { Segment } from "../segments.ts";
import { type Finding, isDetail, isViolence, type Screening } from "../types.ts";
import { VERSIONS } from "../versions.ts";
import { harmless, type Piece, wrapped } from "./terminal.ts";
import { WORDS, type Words } from "./words.ts";

export interface ShowOptions {
  readonly lang: "fr" | "en";
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: boolean;
  /** Details as bullets, and numbers in threats: for a screen that others see. */
  readonly masked: boolean;
  /** The whole text, however long. */
  readonly whole: boolean;
}

/** A longer text is shown around its findings only. */
const MAX_TEXT = 4000;
const AROUND = 200;
const BULLET = "•";

/**
 * A text, or a page by its segments, with its findings marked and numbered, then each finding with its reasons. For the terminal
 * of whoever runs the command: nothing in it can move the cursor, and nothing is masked unless asked for.
 */
export function show(screened: Screening | PageScreening, text: string, options: ShowOptions): string {
  const words = WORDS[options.lang];
  const { findings, severity } = screened;
  const segments = "segments" in screened ? screened.segments : undefined;
  const lines = [words.summary(words.severity[severity], findings.length, text.length, segments?.length), ""];
  if (findings.length === 0) lines.push(words.nothing, "");
  else if (segments === undefined) lines.push(...passages(text, 0, numbered(findings), options), "");
  else lines.push(...bySegment(segments, findings, options));
  for (const [at, finding] of findings.entries()) lines.push(...reasoned(finding, at + 1, options));
  const { notSupported = [] } = screened;
  if (notSupported.length > 0)
    lines.push(
      "",
      ...wrapped([{ text: words.notSupported(notSupported.join(", ")), style: "" }], options.width),
    );
  const versions = Object.entries(VERSIONS).map(([family, version]) => `${family}@${version}`);
  lines.push("", ...wrapped([{ text: `${words.versions} ${versions.join(" ")}`, style: "" }], options.width));
  return lines.join("\n");
}

interface Numbered {
  readonly number: number;
  readonly finding: Finding;
}

const numbered = (findings: readonly Finding[]): Numbered[] =>
  findings.map((finding, at) => ({ number: at + 1, finding }));

/** The segments that hold findings, each under its author and what it is. */
function bySegment(
  segments: readonly Segment[],
  findings: readonly Finding[],
  options: ShowOptions,
): string[] {
  const lines: string[] = [];
  const all = numbered(findings);
  let offset = 0;
  let left = 0;
  const skip = () => {
    if (left > 0) lines.push(WORDS[options.lang].left(left), "");
    left = 0;
  };
  for (const [at, segment] of segments.entries()) {
    const own = all.filter(({ finding }) => "segment" in finding && finding.segment === at);
    if (own.length === 0 && !options.whole) left += segment.text.length;
    else {
      skip();
      lines.push(`--- ${described(segment, WORDS[options.lang])} ---`);
      lines.push(...passages(segment.text, offset, own, options), "");
    }
    offset += segment.text.length + BETWEEN;
  }
  skip();
  return lines;
}

/** Between two segments of a page stands a blank line. */
const BETWEEN = 2;

const described = (
  {
    author,
    isComment,
    isQuote,
    isHidden,
  }: Pick<LocatedFinding, "author" | "isComment" | "isQuote" | "isHidden">,
  words: Words,
): string =>
  [
    author === undefined ? words.noAuthor : words.by(harmless(author)),
    isComment && words.comment,
    isQuote && words.quote,
    isHidden && words.hidden,
  ]
    .filter((one) => one !== false)
    .join(", ");

/** A text with its findings marked: all of it, or what stands around them. */
function passages(
  text: string,
  offset: number,
  findings: readonly Numbered[],
  options: ShowOptions,
): string[] {
  const lines: string[] = [];
  let at = 0;
  for (const { start, end } of shownParts(text, offset, findings, options)) {
    if (start > at) lines.push(WORDS[options.lang].left(start - at));
    const shown = wrapped(marked(text, offset, start, end, findings, options), options.width, "  ");
    while (shown.at(-1) === "") shown.pop();
    lines.push(...shown);
    at = end;
  }
  if (at < text.length) lines.push(WORDS[options.lang].left(text.length - at));
  return lines;
}

function shownParts(
  text: string,
  offset: number,
  findings: readonly Numbered[],
  { whole }: ShowOptions,
): { start: number; end: number }[] {
  if (whole || text.length <= MAX_TEXT) return [{ start: 0, end: text.length }];
  const parts: { start: number; end: number }[] = [];
  for (const { finding } of findings) {
    const start = atWord(text, Math.max(0, finding.start - offset - AROUND));
    const end = atWord(text, Math.min(text.length, finding.end - offset + AROUND));
    const last = parts.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else parts.push({ start, end });
  }
  return parts;
}

/** The end of the word that stands at `at`, if it is near. */
function atWord(text: string, at: number): number {
  if (at === 0 || at >= text.length) return at;
  const blank = text.slice(at, at + 30).search(/\s/);
  if (blank > 0) return at + blank;
  return /[\udc00-\udfff]/.test(text[at] ?? "") ? at + 1 : at;
}

/** SGR colours: details yellow, a dox magenta, violence red, a sealed detail cyan. */
const COLOUR = (kind: Finding["kind"]): string => {
  if (isViolence(kind)) return "1;31";
  if (isDetail(kind)) return "33";
  return kind === "dox" ? "35" : "36";
};

function marked(
  text: string,
  offset: number,
  from: number,
  to: number,
  findings: readonly Numbered[],
  { colours, masked }: ShowOptions,
): Piece[] {
  const opens = Map.groupBy(findings, ({ finding }) => finding.start - offset);
  const closes = Map.groupBy(findings, ({ finding }) => finding.end - offset);
  const edges = new Set([from, to, ...opens.keys(), ...closes.keys()]);
  const pieces: Piece[] = [];
  const open: Numbered[] = [];
  const sorted = [...edges].filter((edge) => edge >= from && edge <= to).sort((a, b) => a - b);
  for (const [i, edge] of sorted.entries()) {
    for (const one of (closes.get(edge) ?? []).toReversed()) {
      open.splice(open.indexOf(one), 1);
      if (!colours) pieces.push({ text: `:${one.number}]`, style: "" });
    }
    for (const one of opens.get(edge) ?? []) {
      open.push(one);
      pieces.push({
        text: colours ? ` ${one.number} ` : `[${one.number}:`,
        style: colours ? `7;${COLOUR(one.finding.kind)}` : "",
      });
    }
    const part = text.slice(edge, sorted[i + 1] ?? edge);
    if (part === "") continue;
    const shown = masked ? masks(part, open) : part;
    const top = open.at(-1);
    pieces.push({
      text: harmless(shown),
      style: colours && top !== undefined ? `4;${COLOUR(top.finding.kind)}` : "",
    });
  }
  return pieces;
}

/** Of details and doxes every letter and digit; of violent words, a dox around them or not, the digits. */
function masks(text: string, open: readonly Numbered[]): string {
  if (open.length === 0) return text;
  const kinds = open.map(({ finding }) => finding.kind);
  const isShown = kinds.some(isViolence) && kinds.every((kind) => kind === "dox" || isViolence(kind));
  const hides = isShown ? /\p{N}/u : /[\p{L}\p{N}]/u;
  return [...text].map((sign) => (hides.test(sign) || /\d/.test(fold(sign).text) ? BULLET : sign)).join("");
}

/** Two lines: what and where, and why. */
function reasoned(finding: Finding, number: number, { lang, width, colours }: ShowOptions): string[] {
  const words = WORDS[lang];
  const where = "segment" in finding ? [described(finding as LocatedFinding, words)] : [];
  const head = [
    finding.kind,
    words.percent(finding.confidence),
    words.at(finding.start, finding.end),
    ...where,
  ].join(", ");
  return [
    ...wrapped(
      [
        { text: `[${number}]`, style: colours ? COLOUR(finding.kind) : "" },
        { text: ` ${head}`, style: "" },
      ],
      width,
    ),
    ...wrapped([{ text: reasonsIn(lang, finding).join(words.separator), style: "" }], width, "    "),
  ];
}
