import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Proposed } from "../../src/desk/decisions/types.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { until } from "../world/world.ts";
import { House } from "./house.ts";

const WATCH = "astreinte@rempart.example";

describe("deciding alone in an emergency, and for some countries only", { timeout: 180_000 }, () => {
  let house: House;
  let view: CaseView;
  before(async () => {
    house = await House.open({ edges: 1, mail: true, extra: { REMPART_ALERT_TO: WATCH } });
    await house.report(ABUSIVE_THREADS.dox, ABUSIVE_THREADS.raid);
    view = await house.captured((await house.cases())[0]!.id);
  });
  after(() => house?.close());

  let early: Proposed;
  let essays = 0;
  const proposal = (change: object = {}) => ({
    ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "path", seconds: 86_400, emergency: true },
    page: view.pages.find(({ path }) => path === ABUSIVE_THREADS.dox)!.id,
    facts: "La page annonce pour ce soir une venue au domicile de la personne.",
    whyNotMilder: "Le danger est pour ce soir.",
    distinction: `Un danger immédiat, essai ${essays++}.`,
    ...change,
  });
  const refusal = (change: object) =>
    house.problemAs(house.first, "POST", `/api/cases/${view.id}/decisions`, proposal(change));

  test("a page or a path, for a day at most", async () => {
    for (const change of [{ grain: "host" }, { grain: "site", verb: "suspend" }, { seconds: 86_401 }]) {
      const { status, code } = await refusal(change);
      assert.deepEqual([status, code], [422, "decision.not-allowed"], JSON.stringify(change));
    }
  });

  test("one person decides what the rules ask two for; the others hear of it at once; it lapses within a day", async () => {
    const proposed = await house.propose(view.id, proposal());
    early = await house.propose(view.id, proposal());
    assert.deepEqual([proposed.needed, early.needed], [1, 1]);
    const { status, decision } = await house.approve(house.first, proposed);
    assert.equal(status, "committed");
    const mail = await until("the alert", async () => {
      const files = await readdir(house.world.path("mail"));
      const texts = await Promise.all(files.map((file) => readFile(house.world.path("mail", file), "utf8")));
      return texts.find((text) => text.includes(WATCH));
    });
    assert.ok(mail.includes(`/console/#/cases/${view.id}`), mail);
    const { emergencies } = await house.get<{
      emergencies: { decision: string; lapsesAt: number; by: string }[];
    }>(house.second, "/api/emergencies");
    assert.deepEqual(
      emergencies.map((one) => [one.decision, one.by]),
      [[decision, house.first.id]],
    );
    assert.ok(emergencies[0]!.lapsesAt <= Date.now() + 86_400_000);
  });

  test("within seven days nobody renews it alone at the same site", async () => {
    const stale = await house.approve(house.second, early);
    assert.deepEqual([stale.status, stale.needed], ["proposed", 2], "proposed before, but decided after");
    for (const member of [house.first, house.second]) {
      const proposed = await house.post<{ needed: number; decision: string; approvalHash: string }>(
        member,
        `/api/cases/${view.id}/decisions`,
        proposal(),
      );
      assert.equal(proposed.needed, 2);
      assert.equal((await house.approve(member, proposed)).status, "proposed");
    }
  });

  test("five a day for each person, in whose company ever", async () => {
    for (let i = 1; i < 5; i++) {
      const proposed = await house.propose(view.id, proposal());
      await house.approve(house.first, proposed);
      assert.equal((await house.approve(house.second, proposed)).status, "committed");
    }
    const sixth = await refusal({});
    assert.deepEqual([sixth.status, sixth.code, sixth.field], [403, "emergency.limit", "emergency"]);
    const proposed = await house.post<{ decision: string; approvalHash: string }>(
      house.admin,
      `/api/cases/${view.id}/decisions`,
      proposal(),
    );
    const approval = await house.problemAs(
      house.first,
      "POST",
      `/api/decisions/${proposed.decision}/approvals`,
      {
        signature: house.first.sign(proposed.approvalHash),
      },
    );
    assert.equal(approval.code, "emergency.limit");
  });

  test("a refusal can be for some countries only; a milder measure cannot", async () => {
    const narrow = { grain: "url", emergency: false, territory: ["fr", "BE", "FR"] };
    const proposed = await house.propose(view.id, proposal(narrow));
    assert.deepEqual(proposed.core.territory, ["BE", "FR"]);
    const { decision } = await house.approve(house.first, proposed);
    const page = await house.ask(`/d/${decision}`, { headers: { accept: "application/json" } });
    assert.deepEqual(JSON.parse(page.text).entry.territory, ["BE", "FR"]);
    const mild = await refusal({ ...narrow, verb: "no-cache" });
    assert.deepEqual([mild.status, mild.code], [422, "decision.not-allowed"]);
    assert.equal((await refusal({ ...narrow, territory: ["France"] })).field, "territory.0");
  });
});
