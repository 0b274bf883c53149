import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { errorMessage } from "../lib/errors.ts";

type FieldPath = readonly PropertyKey[];

export interface Place {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface SourceProblem extends Place {
  readonly message: string;
}

/** A YAML text that remembers where each field stands. */
export interface YamlSource {
  /** Plain data; undefined where the text is not YAML. */
  readonly value: unknown;
  readonly problems: readonly SourceProblem[];
  /**
   * Where a field stands, or the nearest field around it that exists. `key`: the name rather than the value.
   */
  placeOf(path: FieldPath, key?: string): Place;
}

/** A policy in two languages takes about 15 kB. */
const MAX_CHARACTERS = 256 * 1024;
/**
 * Uses of anchors; each may repeat a part of the document, so that without a bound a small file unfolds to
 * gigabytes.
 */
const MAX_ALIASES = 32;

/** A bracket too many gives one error for each bracket. */
const MAX_SYNTAX_PROBLEMS = 50;

/** Reads YAML 1.2. Never throws: whatever is wrong with the text is in `problems`. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const failed = (message: string): YamlSource => ({
    value: undefined,
    problems: [{ line: 1, column: 1, message }],
    placeOf: () => ({ line: 1, column: 1 }),
  });
  if (text.length > MAX_CHARACTERS) return failed(`must be at most ${MAX_CHARACTERS} characters long`);
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const at = (offset: number): Place => {
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    };
    const problems = [...document.errors, ...document.warnings]
      .slice(0, MAX_SYNTAX_PROBLEMS)
      .map((error) => ({
        ...at(error.pos[0]),
        message: error.message,
      }));
    const value: unknown = problems.length > 0 ? undefined : document.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, problems, placeOf: (path, key) => at(offsetOf(document, path, key)) };
  } catch (error) {
    // Too many aliases, or nesting deeper than the stack.
    return failed(errorMessage(error));
  }
}

function offsetOf(document: Document.Parsed, path: FieldPath, key: string | undefined): number {
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(document, path.slice(0, length));
    if (node === undefined) continue;
    const named =
      length === path.length && isMap(node)
        ? node.items.find((pair) => keyText(pair.key) === key)
        : undefined;
    const found = isNode(named?.key) ? named.key : node;
    if (found.range) return found.range[0];
  }
  return 0;
}

const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key);

function nodeAt(document: Document.Parsed, path: FieldPath): Node | undefined {
  const found: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(found) ? found : undefined;
}
