import { PgBoss } from "pg-boss";
import type { Log } from "../../lib/log.ts";
import { errorFields } from "../../lib/log.ts";
import type { Database } from "../db/open.ts";

/** Work that must happen though the process may die: rows in the desk's own database. */
export interface JobKinds {
  /** Look at a page ourselves. */
  "capture.page": { page: string };
  /** Hand a stored statement to the mail server. */
  "mail.statement": { statement: string };
}

export type JobName = keyof JobKinds;

/** The least that the queue allows: a look must not wait because somebody may be in danger. */
const POLL_SECONDS = 0.5;

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
    for (const name of ["capture.page", "mail.statement"] satisfies JobName[]) {
      await boss.createQueue(name, {
        ...{ policy: "exclusive", retryLimit: 5, retryDelay: 2, retryBackoff: true },
        expireInSeconds: 180, // a job whose process died is taken up again after this
      });
    }
    return new Jobs(boss);
  }

  /** Adds a job; with `once` at most one of that key waits or runs. */
  async add<N extends JobName>(
    name: N,
    data: JobKinds[N],
    options: { once?: string; delayMs?: number } = {},
  ): Promise<void> {
    const { once, delayMs = 0 } = options;
    await this.#boss.send(name, data, {
      ...(once === undefined ? {} : { singletonKey: once }),
      ...(delayMs > 0 ? { startAfter: Math.ceil(delayMs / 1000) } : {}),
    });
  }

  /** Runs the jobs of a kind, one at a time; a throw puts the job back, later and later, five times. */
  async work<N extends JobName>(name: N, run: (data: JobKinds[N]) => Promise<void>): Promise<void> {
    await this.#boss.work<JobKinds[N]>(
      name,
      { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 },
      async (jobs) => {
        for (const job of jobs) await run(job.data);
      },
    );
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 5_000 });
  }
}
