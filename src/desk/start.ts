import { chmod, mkdir, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { LedgerStore } from "../ledger/store.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { RempartError } from "../lib/errors.ts";
import { listen, listenSocket } from "../lib/listen.ts";
import { createLog, type Log } from "../lib/log.ts";
import { VaultClient } from "../vault/client.ts";
import type { DeskConfig } from "./config.ts";
import type { DeskContext } from "./context.ts";
import { openDatabase } from "./db/open.ts";
import { createFeedServer } from "./fleet/feed-server.ts";
import { createMetricsServer } from "./fleet/metrics.ts";
import { Jobs } from "./jobs/queue.ts";
import { LedgerWriter } from "./ledger-writer.ts";
import { startReportMail } from "./reports/mail/start.ts";
import { openRooms } from "./rooms.ts";
import { createAdminServer, createDeskServer } from "./server.ts";
import { Signal } from "./signal.ts";

export interface RunningDesk {
  readonly port: number;
  readonly feedPort: number;
  /** On an empty installation: where the first administrator enrols. Printed once. */
  readonly firstRunUrl: string | undefined;
  close(): Promise<void>;
}

/** What is being answered when the desk is told to stop has this long to end. */
const LAST_ANSWERS_MS = 5_000;

/** Starts the desk: state first, then what was left undone, then the listeners. Where that fails, nothing is left open. */
export async function startDesk(
  config: DeskConfig,
  { clock = systemClock, log = createLog("desk") }: { clock?: Clock; log?: Log } = {},
): Promise<RunningDesk> {
  await using opened = new AsyncDisposableStack();
  await mkdir(config.folder, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    const why = `the data folder ${config.folder} cannot be used (${error.code})`;
    throw new RempartError("desk.folder", 500, why, {}, error);
  });
  const vault = opened.adopt(new VaultClient(config.vaultSocket), (client) => client.close());
  const trust = await vault.call("describe", {});
  const url = config.databaseUrl?.reveal();
  const where = url === undefined ? { folder: join(config.folder, "db") } : { postgresUrl: url };
  const database = opened.adopt(await openDatabase(where), (db) => db.close());
  const ledger = opened.adopt(await LedgerStore.open(join(config.folder, "ledger")), (store) =>
    store.close(),
  );
  const jobs = opened.adopt(await Jobs.start(database, log), (queue) => queue.stop());
  const grown = new Signal();
  const writer = new LedgerWriter(ledger, vault, database, grown, log, clock);
  const context: DeskContext = { config, clock, log, database, vault, trust, ledger, writer, jobs, grown };
  const rooms = await openRooms(context);
  opened.defer(() => rooms.mailer.close());
  opened.defer(() => writer.close());
  await writer.recover();
  opened.defer(() => rooms.witnesses.close());
  rooms.witnesses.ask();
  writer.onAppended(async () => rooms.witnesses.ask());
  await rooms.sites.recover();
  await jobs.work("capture.page", (data) => rooms.captures.look(data));
  await jobs.work("report.answer", (data) => rooms.cases.answerAgain(data));
  await jobs.work("mail.statement", (data) => rooms.notices.send(data));
  await jobs.work("doors.look", (data) => rooms.doors.look(data));
  await jobs.work("mail.alert", (data) => rooms.notices.alert(data));
  await jobs.work("work.send", (data) => rooms.orders.send(data));
  await jobs.work("work.lapse", () => rooms.orders.lapse());
  await jobs.work("retention.sweep", async () => void (await rooms.retention.sweep()));
  await rooms.notices.recover();
  opened.use(rooms.notices.watch());
  opened.use(rooms.retention.watch());
  opened.use(rooms.door.watch());
  await rooms.orders.lapse();
  await rooms.doors.recover();

  const feed = opened.adopt(await createFeedServer(context, rooms.fleet), (server) => {
    server.close();
    server.closeAllConnections(); // streams never end by themselves
  });
  const feedPort = await listen(feed, config.feedListen, "the desk's feed");
  opened.use(rooms.fleet.watch());
  if (config.metricsListen !== "off") {
    const metrics = opened.adopt(createMetricsServer(context, rooms.fleet), lastAnswers);
    await listen(metrics, config.metricsListen, "the desk's metrics");
  }
  opened.use(await startReportMail(context, rooms));
  const server = opened.adopt(createDeskServer(context, rooms), lastAnswers);
  const port = await listen(server, config.listen, "the desk");
  const admin = opened.adopt(createAdminServer(context, rooms), lastAnswers);
  const adminSocket = join(config.folder, "admin.sock");
  await rm(adminSocket, { force: true });
  await listenSocket(admin, adminSocket, "the desk's admin socket");
  await chmod(adminSocket, 0o600);
  const secret = await rooms.team.firstRunSecret();
  const firstRunUrl = secret === undefined ? undefined : `${config.publicUrl}/console/#first=${secret}`;
  if (!config.desk.isDeclared) log.warn("desk.hours-undeclared", { set: "REMPART_DESK_HOURS" });
  log.info("desk.ready", { port, feedPort, ledger: ledger.size });
  const running = opened.move();
  return { port, feedPort, firstRunUrl, close: () => running.disposeAsync() };
}

/** Takes nothing new and lets go of connections once what they asked for is answered. */
async function lastAnswers(server: Server): Promise<void> {
  if (!server.listening) return;
  const timer = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(timer);
}
