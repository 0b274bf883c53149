import { pino } from "pino";

/** Facts of a log line: ids, counts, codes, durations. Never text, addresses or what a person wrote. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const LEVELS = ["info", "warn", "error", "silent"];

/** The level that was asked for; an unknown one is said and taken for `info`, because a log must not stop a start. */
function levelFrom(asked: string | undefined): string {
  if (asked === undefined || LEVELS.includes(asked)) return asked ?? "info";
  process.stderr.write(
    `REMPART_LOG_LEVEL: must be one of ${LEVELS.join(", ")}, not "${asked}"; info is used\n`,
  );
  return "info";
}

/** JSON lines on standard error, one logger per area; event names read `case.opened`. */
export function createLog(area: string, level = levelFrom(process.env.REMPART_LOG_LEVEL)): Log {
  const logger = pino(
    { level, base: { area }, messageKey: "event", timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
  };
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A line of a stack that names a place of code, and nothing else. */
const FRAME = /^ {4}at (?:[\w.$#<>[\] ]+ \()?(?:async )?(?:(?:file|node):|\/)[^\s()]+:\d+:\d+\)?$/;

/**
 * What may be logged of an unknown error: its code or class, and where in the code it came from. Nothing of its message, of
 * which a stack repeats every line: what a mail server answers names the person who was written to.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: "unknown" };
  const { code, message, stack = "" } = error as Error & { code?: unknown };
  const frame = stack
    .replace(message, "")
    .split("\n")
    .find((line) => FRAME.test(line));
  return {
    error: typeof code === "string" ? code : error.name,
    at: frame
      ?.trim()
      .replace(/^at /, "")
      .replace(/\(?file:.*\/(src|dist)\//, "($1/"),
  };
}
