import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { sql } from "kysely";
import pg from "pg";
import { appendEvent, eventsOf } from "../../src/desk/db/events.ts";
import { openDatabase } from "../../src/desk/db/open.ts";
import { House } from "../desk/house.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { visit } from "../world/http.ts";
import { until } from "../world/world.ts";
import { type Cluster, postgresFolder, startCluster } from "./cluster.ts";

const programs = postgresFolder();
const skip = programs === undefined && "initdb is not installed (Debian: apt-get install postgresql)";

describe("the desk on PostgreSQL", { skip, timeout: 90_000 }, () => {
  let cluster: Cluster;
  let house: House;
  const settings = () => ({ REMPART_DATABASE_URL: cluster.url });
  before(async () => {
    cluster = await startCluster(programs!);
    house = await House.open({ edges: 1, extra: settings() });
  });
  after(async () => {
    await house?.close();
    await cluster?.stop();
  });

  test("guards its transactions as the embedded one does", async () => {
    const database = await openDatabase({ postgresUrl: cluster.url });
    const event = { at: 1, actor: "system", subjectKind: "case", subject: "smoke", kind: "k" } as const;
    const loud = /a transaction is open here/;
    await assert.rejects(
      database.transaction(() => appendEvent(database.db, event)),
      loud,
    );
    await assert.rejects(
      database.transaction(() => database.transaction(async () => {})),
      loud,
    );
    await database.transaction(async (tx) => {
      await appendEvent(tx, event);
      await database.executeSql("select $1::int", [1]);
    });
    await assert.rejects(database.db.deleteFrom("event").execute(), /events are only ever added/);
    assert.equal((await eventsOf(database.db, "case", "smoke"))[0]?.at, 1, "a bigint is a number");
    await database.close();
  });

  test("goes on when the server ends a connection in the middle of a transaction", async () => {
    const database = await openDatabase({ postgresUrl: cluster.url });
    const broken = database.transaction(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      const other = new pg.Client({ connectionString: cluster.url });
      await other.connect();
      await other.query("select pg_terminate_backend($1, 5000)", [rows[0]!.pid]);
      await other.end();
      await new Promise((resolve) => setTimeout(resolve, 200)); // nothing is asked when the news comes
      await sql`select 1`.execute(tx);
    });
    await assert.rejects(broken);
    assert.equal((await eventsOf(database.db, "case", "smoke")).length, 1);
    await database.close();
  });

  test("reports that come at once on one new page open one case, and all are counted", async () => {
    const page = "/salon/mirabelle/sujet/43-regles";
    const reports = Array.from({ length: 20 }, () => house.report(page, "/salon/autre", page));
    const crossing = Array.from({ length: 20 }, () => house.report("/salon/autre", page));
    assert.equal(new Set(await Promise.all([...reports, ...crossing])).size, 40);
    assert.deepEqual(
      (await house.cases()).map((one) => one.reports),
      [40],
    );
  });

  test("a report is looked at, decided, refused at the edge, and still so after a restart", async () => {
    const receipt = await house.report(ABUSIVE_THREADS.dox);
    const page = (await until("a case about the thread", async () => {
      for (const { id } of await house.cases()) {
        const view = await house.captured(id);
        const found = view.pages.find(({ path }) => path === ABUSIVE_THREADS.dox);
        if (found !== undefined) return { ...found, caseId: view.id };
      }
      return undefined;
    }))!;
    const proposed = await house.propose(page.caseId, {
      ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page: page.id, seconds: 86_400 },
      facts: "La page présente des coordonnées comme celles d'une personne.",
      whyNotMilder: "Le danger est immédiat.",
    });
    const { index } = await house.approve(house.first, proposed);
    const [edge] = house.world.edges;
    const refused = async () =>
      (await visit(edge!.port, HOSTNAMES.forum, ABUSIVE_THREADS.dox)).status === 403;
    await until("the edge refuses the page", refused);

    await house.world.stop("desk");
    await house.world.startDesk(settings());
    await house.signInAgain();
    assert.equal(await house.ledgerSize(), index! + 1);
    const answer = await house.ask("/api/reports/status", {
      method: "POST",
      body: JSON.stringify({ receipt }),
    });
    assert.equal(JSON.parse(answer.text).status, "decided");
    const decision = await house.ask(`/d/${proposed.decision}`, { headers: { accept: "application/json" } });
    assert.equal(JSON.parse(decision.text).state, "active");
    await house.report("/salon/encore");
  });

  test("the server saw no deadlock and no statement that failed for want of a table", () => {
    assert.doesNotMatch(cluster.log(), /deadlock|does not exist|syntax error/);
  });
});
