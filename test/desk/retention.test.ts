import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { sql } from "kysely";
import sharp from "sharp";
import type { DeskContext } from "../../src/desk/context.ts";
import type { Database } from "../../src/desk/db/open.ts";
import { openEmpty } from "../../src/desk/db/testing/empty.ts";
import { Files } from "../../src/desk/reports/files.ts";
import { Receipts } from "../../src/desk/reports/receipts.ts";
import { Senders } from "../../src/desk/reports/senders/service.ts";
import { Reports } from "../../src/desk/reports/service.ts";
import { reportSchema } from "../../src/desk/reports/types.ts";
import { Retention } from "../../src/desk/retention/service.ts";
import { DAY, fakeClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { VaultClient } from "../../src/vault/client.ts";
import { startVault } from "../../src/vault/server.ts";

const URLS = ["https://ailleurs.example/page"];

describe("what is kept, and for how long", () => {
  const opened = new AsyncDisposableStack();
  const clock = fakeClock();
  let folder: string;
  let database: Database;
  let vault: VaultClient;
  let reports: Reports;
  let receipts: Receipts;
  let files: Files;
  let retention: Retention;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rempart-retention-"));
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const socket = join(folder, "vault.sock");
    const options = { folder: join(folder, "vault"), socket, origin: "rempart.example/retention" };
    opened.adopt(await startVault({ ...options, clock, log: silentLog }), (one) => one.close());
    vault = opened.adopt(new VaultClient(socket), (one) => one.close());
    database = opened.adopt(await openEmpty(join(folder, "db")), (db) => db.close());
    const trust = await vault.call("describe", {});
    const context = {
      ...{ clock, database, vault, trust, log: silentLog },
      config: {
        folder,
        desk: { people: 1, hours: { ordinary: "always", onCall: "always" } },
        transcriber: [],
      },
    } as unknown as DeskContext;
    const nothing = { join: async () => {} };
    reports = new Reports(context, nothing, new Senders(context));
    files = new Files(context);
    receipts = new Receipts(context, reports, files, {
      acts: async () => [],
      canAct: async () => true,
      contested: async () => {},
    });
    retention = new Retention(context, files);
  });
  after(() => opened.disposeAsync());

  const file = () =>
    reports.file(
      reportSchema.parse({
        urls: URLS,
        words: "mot",
        reporter: { chosenName: "Mirabelle", contact: "m@x.example" },
      }),
    );
  const rowOf = async (secret: string) => {
    const { report } = await reports.accesses.open(secret);
    const row = await database.db
      .selectFrom("report")
      .selectAll()
      .where("id", "=", report)
      .executeTakeFirst();
    return row!;
  };
  const answered = (id: string, status: "decided" | "refused") =>
    database.db
      .updateTable("report")
      .set({ status, answered_at: clock.now() })
      .where("id", "=", id)
      .execute();

  test("a draft that is not sent goes after seven days, with its files", async () => {
    const { receipt } = await reports.begin({ urls: URLS, language: "fr", riskToLife: false });
    const access = await reports.accesses.open(receipt);
    const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    await receipts.attach(access, [{ name: "a.png", bytes: picture }]);
    assert.equal((await readdir(files.folder)).length, 2);
    clock.advance(6 * DAY);
    assert.equal((await retention.sweep()).drafts, 0);
    clock.advance(DAY);
    assert.equal((await retention.sweep()).drafts, 1);
    await assert.rejects(reports.accesses.open(receipt), /no report under this code/);
    assert.deepEqual(await readdir(files.folder), []);
  });

  test("a refusal is shredded after 30 days; its receipt still says that it was refused", async () => {
    const { receipt } = await file();
    const { id } = await rowOf(receipt);
    await answered(id, "refused");
    clock.advance(30 * DAY);
    await retention.sweep();
    const row = await rowOf(receipt);
    assert.deepEqual(
      [row.words_sealed, row.words_key, row.identity_sealed, row.identity_key, row.sender],
      [null, null, null, null, null],
    );
    const status = await receipts.status(await reports.accesses.open(receipt));
    assert.equal(status.status, "refused");
  });

  test("who she is goes 30 days after the appeal window, her words after twelve months; a hold stops both", async () => {
    const [free, held] = [await file(), await file()];
    const ids = [(await rowOf(free.receipt)).id, (await rowOf(held.receipt)).id] as const;
    for (const id of ids) await answered(id, "decided");
    await retention.hold(ids[1], "order", clock.now() + 366 * DAY, "owner");
    clock.advance(214 * DAY);
    await retention.sweep();
    let row = await rowOf(free.receipt);
    assert.equal(row.identity_sealed, null);
    assert.notEqual(row.words_sealed, null);
    clock.advance(151.5 * DAY);
    await retention.sweep();
    row = await rowOf(free.receipt);
    assert.equal(row.words_sealed, null);
    row = await rowOf(held.receipt);
    assert.notEqual(row.words_sealed, null);
    assert.notEqual(row.identity_sealed, null);
    await retention.hold(ids[1], "order", null, "owner");
    await retention.sweep();
    assert.equal((await rowOf(held.receipt)).words_sealed, null);
  });

  test("a hold ends within a year, and somebody must renew it", async () => {
    const { receipt } = await file();
    const { id } = await rowOf(receipt);
    const long = retention.hold(id, "order", clock.now() + 400 * DAY, "owner");
    await assert.rejects(long, /within a year/);
    await assert.rejects(retention.hold("nobody", "order", clock.now() + DAY, "owner"), /no such report/);
  });

  test("what was withdrawn opens from no backup once its epoch is forgotten; what is kept opens still", async () => {
    const [kept, gone] = [await file(), await file()];
    const before = await rowOf(gone.receipt);
    const backup = Buffer.from(before.words_key!).toString("base64");
    const still = await vault.call("rewrap", { items: [{ report: before.id, wrapped: backup }] });
    assert.notEqual(still.items[0], null);
    await receipts.withdraw(await reports.accesses.open(gone.receipt));
    clock.advance(31 * DAY);
    await retention.sweep();
    clock.advance(8 * DAY);
    await retention.sweep();
    const later = await vault.call("rewrap", { items: [{ report: before.id, wrapped: backup }] });
    assert.deepEqual(later.failed, [{ item: 0, code: "vault.forgotten" }]);
    const row = await rowOf(kept.receipt);
    if (row.words_key !== null) {
      const wrapped = Buffer.from(row.words_key).toString("base64");
      const mine = await vault.call("rewrap", { items: [{ report: row.id, wrapped }] });
      assert.notEqual(mine.items[0], null);
    }
  });

  test("what was withdrawn opens with no code from that moment on, and nothing is added to it", async () => {
    const { receipt } = await file();
    const access = await reports.accesses.open(receipt);
    const { code } = await receipts.delegate(access, "helper");
    const before = await reports.accesses.open(code);
    await receipts.withdraw(access);
    const rows = database.db.selectFrom("access").select("key_sealed").where("report", "=", access.report);
    for (const { key_sealed } of await rows.execute()) assert.equal(key_sealed, null);
    for (const secret of [receipt, code]) {
      const { key } = await reports.accesses.open(secret);
      assert.equal(key.length, 0);
    }
    assert.ok(before.key.length > 0);
    const late = receipts.attach(await reports.accesses.open(code), [
      { name: "a.png", bytes: Buffer.alloc(9) },
    ]);
    await assert.rejects(late, /is destroyed/);
    assert.equal((await receipts.status(await reports.accesses.open(receipt))).status, "withdrawn");
  });

  test("what is shredded says so to whoever adds to it", async () => {
    const { receipt } = await file();
    const { id } = await rowOf(receipt);
    await answered(id, "refused");
    clock.advance(30 * DAY);
    await retention.sweep();
    const access = await reports.accesses.open(receipt);
    await assert.rejects(receipts.contest(access, "encore"), /is destroyed/);
    await assert.rejects(receipts.say(access, "encore"), /is destroyed/);
  });

  test("of the events only the read log may go, and only when it is two years old", async () => {
    const old = Date.now() - 731 * DAY;
    const put = (kind: string, at: number) =>
      sql`insert into event (at, actor, subject_kind, subject, kind) values (${at}, 'p', 'report', 'r', ${kind})`.execute(
        database.db,
      );
    await put("report.words-opened", old);
    await put("report.words-opened", Date.now());
    await put("report.filed", old);
    const remove = (kind: string, at: number) =>
      sql`delete from event where kind = ${kind} and at = ${at}`.execute(database.db);
    await remove("report.words-opened", old);
    await assert.rejects(remove("report.filed", old), /only ever added/);
    const { rows } = await sql<{ n: number }>`select count(*) as n from event where subject = 'r'`.execute(
      database.db,
    );
    assert.equal(Number(rows[0]?.n), 2);
    await assert.rejects(sql`delete from event where subject = 'r'`.execute(database.db), /only ever added/);
  });
});
