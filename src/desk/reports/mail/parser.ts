import { ChildGone } from "../../../lib/child.ts";
import { type ChildLimits, Children } from "../../../lib/children.ts";
import { MINUTE, SECOND } from "../../../lib/clock.ts";
import { RempartError, unprocessable } from "../../../lib/errors.ts";
import { moduleBeside } from "../../../lib/sibling.ts";
import { type ParsedMail, parsedMailSchema } from "./types.ts";

export interface MailParser {
  /**
   * What a mail says. Throws `mail.unreadable` (422) where this mail cannot be read within the limits, `mail.parser` (503)
   * where no mail could be: the process does not start, or the desk is closing.
   */
  parse(bytes: Uint8Array): Promise<ParsedMail>;
  close(): void;
}

const MIB = 1024 * 1024;
const LIMITS: ChildLimits = {
  atOnce: 1,
  startMs: 30 * SECOND,
  requestMs: 30 * SECOND,
  idleMs: MINUTE,
  isSealedOff: true,
  mayOnlyRead: true,
  heapBytes: 512 * MIB,
  memoryBytes: 768 * MIB,
};

/**
 * Mails are written by anybody, so they are read in a child process: without keys, database and environment, and with
 * Node's permissions for nothing but reading files. What a hostile mail can break there is that mail. One child reads mail
 * after mail, one at a time; it is killed and replaced when a mail takes too long or too much.
 */
export function startMailParser(changes: Partial<ChildLimits> = {}): MailParser {
  const children = new Children(moduleBeside(import.meta.url, "./parse-child"), { ...LIMITS, ...changes });
  return {
    parse: async (bytes) => {
      const mail = await children.ask("mails", bytes).catch((error: unknown) => {
        throw error instanceof ChildGone ? failure(error) : error;
      });
      const parsed = parsedMailSchema.safeParse(mail);
      if (!parsed.success) throw unreadable();
      return parsed.data;
    },
    close: () => children.close(),
  };
}

function failure({ when }: ChildGone): RempartError {
  if (when === "work") return unreadable();
  const why =
    when === "start"
      ? "the process that reads mail cannot be started"
      : "the desk is closing; no mail is read";
  return new RempartError("mail.parser", 503, why);
}

const unreadable = () =>
  unprocessable("mail.unreadable", "the mail could not be read within the limits of time and memory");
