import { PgBoss } from "pg-boss";
import { errorMessage } from "../../lib/errors.ts";
import type { Log } from "../../lib/log.ts";
import { errorFields } from "../../lib/log.ts";
import type { Database } from "../db/open.ts";

/** Work that must happen though the process may die: rows in the desk's own database. */
export interface JobKinds {
  /** Look at a page ourselves. */
  "capture.page": { page: string };
  /** Give a report the answer that a person gave for the same pages. */
  "report.answer": { report: string; case: string };
  /** Hand a stored statement to the mail server. */
  "mail.statement": { statement: string };
  /** Tell the rest of the team that one person has decided alone. */
  "mail.alert": { decision: string };
  /** Look where else a refused page can be read. */
  "doors.look": { decision: string };
  /** Hand a work order to the endpoint that carries it out. */
  "work.send": { order: string };
  /** A measure that is carried out by hand ends: its end is work too. */
  "work.lapse": { measure: number };
  /** Destroy what has been kept for long enough. */
  "retention.sweep": Record<string, never>;
}

export type JobName = keyof JobKinds;

/** With at most ten minutes between them: a server of somebody else may be away for a day. An emergency is over by then, too. */
const A_DAY_OF_TRIES = 150;
const RETRY_MAX_SECONDS = 600;

interface Kind {
  /** How often a job that failed is put back, later and later. */
  readonly retryLimit: number;
  /** How often the queue is asked: half a second is the least that it allows, for where somebody may be in danger. */
  readonly pollSeconds: number;
  /** How many run beside one another; while as many are found, the queue is asked again at once. */
  readonly atOnce: number;
  /** How many such batches: one that hangs holds up its own alone. */
  readonly batches?: number;
}

const KINDS: Readonly<Record<JobName, Kind>> = {
  // A site that hangs turns all looks of its pages away: one of them is asked for over the better part of an hour.
  "capture.page": { retryLimit: 12, pollSeconds: 0.5, atOnce: 12, batches: 3 },
  "report.answer": { retryLimit: 5, pollSeconds: 10, atOnce: 10 },
  "mail.statement": { retryLimit: A_DAY_OF_TRIES, pollSeconds: 0.5, atOnce: 4 },
  "mail.alert": { retryLimit: A_DAY_OF_TRIES, pollSeconds: 1, atOnce: 4 },
  "doors.look": { retryLimit: 8, pollSeconds: 2, atOnce: 1 },
  "work.send": { retryLimit: A_DAY_OF_TRIES, pollSeconds: 1, atOnce: 4 },
  "work.lapse": { retryLimit: 5, pollSeconds: 2, atOnce: 1 },
  "retention.sweep": { retryLimit: 3, pollSeconds: 30, atOnce: 1 },
};

export interface When {
  /** At most one job of that key waits or runs. */
  readonly once?: string;
  readonly delayMs?: number;
  /** Higher ones are fetched first; 0 unless said. */
  readonly priority?: number;
}

export class Jobs {
  readonly #boss: PgBoss;

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  static async start(database: Database, log: Log): Promise<Jobs> {
    const db = { executeSql: async (text: string, values?: unknown[]) => database.executeSql(text, values) };
    const boss = new PgBoss({ db, schema: "jobs", supervise: true, schedule: false });
    boss.on("error", (error) => log.error("jobs.failed", errorFields(error)));
    await boss.start();
    for (const [name, { retryLimit }] of Object.entries(KINDS)) {
      const options = {
        ...{ retryLimit, retryDelay: 2, retryBackoff: true, retryDelayMax: RETRY_MAX_SECONDS },
        expireInSeconds: 180, // a job whose process died is taken up again after this
      };
      await boss.createQueue(name, { policy: "exclusive", ...options });
      await boss.updateQueue(name, options); // one that an older version made stays as it was otherwise
    }
    return new Jobs(boss);
  }

  /** Adds a job; with `once` at most one of that key waits or runs. */
  add<N extends JobName>(name: N, data: JobKinds[N], when: When = {}): Promise<void> {
    return this.addAll(name, [{ data, ...when }]);
  }

  /** All in one statement. */
  async addAll<N extends JobName>(
    name: N,
    jobs: readonly (When & { readonly data: JobKinds[N] })[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    await this.#boss.insert(
      name,
      jobs.map(({ data, once, delayMs = 0, priority = 0 }) => ({
        ...{ data, priority },
        ...(once === undefined ? {} : { singletonKey: once }),
        ...(delayMs > 0 ? { startAfter: Math.ceil(delayMs / 1000) } : {}),
      })),
    );
  }

  /** Runs the jobs of a kind, a few at a time; a throw puts the job back, later and later. */
  async work<N extends JobName>(name: N, run: (data: JobKinds[N]) => Promise<void>): Promise<void> {
    const { pollSeconds, atOnce, batches = 1 } = KINDS[name];
    const polling = { pollingIntervalSeconds: pollSeconds, batchSize: atOnce, burstWhenBatchFull: true };
    const options = { ...polling, localConcurrency: batches, perJobResults: true as const };
    await this.#boss.work<JobKinds[N]>(name, options, (jobs) =>
      Promise.all(
        jobs.map(async ({ id, data }) => {
          try {
            await run(data);
            return { id, status: "completed" as const };
          } catch (error) {
            return { id, status: "failed" as const, output: { message: errorMessage(error) } };
          }
        }),
      ),
    );
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 5_000 });
  }
}
