import type { SiteConfig } from "../../feed/config.ts";
import { asFlag, asText, type EnvReader } from "../../lib/env.ts";
import { RempartError } from "../../lib/errors.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import { truncatedAddress } from "../limits/address.ts";
import { cacheStatusMember } from "../phases/deliver.ts";
import type { Transaction } from "../transaction.ts";
import { LineFile } from "./line-file.ts";

export interface AccessLogOptions {
  /** "stdout" or a file. */
  readonly to: string;
  /** Whether lines carry the path. A query is in no line. */
  readonly paths?: boolean;
}

/** EDGE_ACCESS_LOG: false, true (standard output) or a file; EDGE_ACCESS_LOG_PATHS: whether lines carry the path. */
export function readAccessLog(reader: EnvReader): AccessLogOptions | undefined {
  const to = reader.get("EDGE_ACCESS_LOG", asText, "false");
  const paths = reader.get("EDGE_ACCESS_LOG_PATHS", asFlag, false);
  if (to === "0" || to === "false") return undefined;
  return { to: to === "1" || to === "true" ? "stdout" : to, paths };
}

/** Opens the log for the life of a process. A file is opened anew at SIGHUP, which is how log rotation asks for it. */
export async function openAccessLog(options: AccessLogOptions, log: Log): Promise<AccessLog> {
  const failed = (error: unknown): void => log.warn("access-log.failed", errorFields(error));
  const opened = await AccessLog.open(options, failed).catch((error) => {
    throw new RempartError(
      "access-log.failed",
      500,
      `the access log cannot be written to ${options.to}`,
      {},
      error,
    );
  });
  if (options.to !== "stdout") process.on("SIGHUP", () => void opened.reopen().catch(failed));
  return opened;
}

/**
 * One JSON line for each request: what was asked of which site and how it went, of the visitor no more than the network. To
 * be kept for a day (docs/privacy.md).
 */
export class AccessLog {
  readonly #file: LineFile;
  readonly #paths: boolean;

  private constructor(file: LineFile, paths: boolean) {
    this.#file = file;
    this.#paths = paths;
  }

  /** Throws what the file system says. */
  static async open(options: AccessLogOptions, onFailure?: (error: unknown) => void): Promise<AccessLog> {
    return new AccessLog(await LineFile.open({ ...options, onFailure }), options.paths ?? false);
  }

  /** Lines that were not written because the reader is slow or the disk full. */
  get dropped(): number {
    return this.#file.dropped;
  }

  write(tx: Transaction, edgeName: string, ms: number): void {
    const { method, scheme, httpVersion, remoteAddress } = tx.exchange.request;
    const { answer, sent } = tx;
    // A request may have been refused before anything is known of its site or path.
    const site = tx.site as SiteConfig | undefined;
    const target = tx.target as string | undefined;
    this.#file.write(
      JSON.stringify({
        time: new Date(tx.startedAtMs).toISOString(),
        site: site?.id,
        method,
        path: this.#paths ? target?.split("?", 1)[0] : undefined,
        status: tx.status,
        outcome: tx.outcome,
        problem: answer?.problem,
        measure: tx.measure,
        cache:
          answer === undefined || answer.from === "edge"
            ? undefined
            : cacheStatusMember(edgeName, tx.cacheStatus),
        bytes: sent.bodyBytes,
        complete: sent.complete,
        ms,
        scheme,
        http: httpVersion,
        visitor: truncatedAddress(remoteAddress),
      }),
    );
  }

  /** Goes on in a new file of the same name, after the old one was moved away. */
  reopen(): Promise<void> {
    return this.#file.reopen();
  }

  /** Writes what waits; a reader that does not read is not waited for. */
  close(): Promise<void> {
    return this.#file.close();
  }
}
