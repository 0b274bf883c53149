import { base64, fromBase64 } from "../lib/bytes.ts";
import { badRequest, type RempartError } from "../lib/errors.ts";
import type { Hash } from "../lib/merkle.ts";
import { type NoteKey, verifyNote } from "./note.ts";

/** A tree head (c2sp.org/tlog-checkpoint): this log, at this size, has this root. */
export interface Checkpoint {
  /** The log's identity, a URL without scheme. */
  readonly origin: string;
  /** Entries in the tree. */
  readonly size: number;
  readonly root: Hash;
}

const invalid = (why: string): RempartError =>
  badRequest("checkpoint.invalid", `the checkpoint is not usable: ${why}`);

/** The note's text: origin, size, root, a line each. Throws `checkpoint.invalid` on an origin that is not one line. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${base64(root)}\n`;
  parseCheckpoint(text);
  return text;
}

/** Reads a note's text; throws `checkpoint.invalid`. Extension lines are allowed by the specification and ignored. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length < 3 || lines.includes("")) {
    throw invalid("it must be three or more lines, none empty, each ended by a newline");
  }
  const [origin = "", digits = "", encoded = ""] = lines;
  const size = Number(digits);
  if (!/^(?:0|[1-9]\d*)$/.test(digits) || !Number.isSafeInteger(size)) {
    throw invalid("its size is not a number");
  }
  return { origin, size, root: readRoot(encoded) };
}

function readRoot(encoded: string): Hash {
  let root: Hash;
  try {
    root = fromBase64(encoded);
  } catch {
    throw invalid("its root is not canonical base64");
  }
  if (root.length !== 32) throw invalid("its root is not 32 bytes");
  return root;
}

/** Verifies and reads a signed checkpoint of one log; throws `note.invalid` or `checkpoint.invalid`. */
export function openCheckpoint(note: string, keys: readonly NoteKey[], origin: string): Checkpoint {
  const checkpoint = parseCheckpoint(verifyNote(note, keys).text);
  if (checkpoint.origin !== origin) throw invalid(`it is of the log ${checkpoint.origin}, not ${origin}`);
  return checkpoint;
}
