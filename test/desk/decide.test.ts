import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { CaseView } from "../../src/desk/cases/types.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { rempart } from "../world/cli.ts";
import { until } from "../world/world.ts";
import { House } from "./house.ts";

const DAYS = 86_400;
const FACTS = "La page présente des coordonnées comme celles d'une personne et annonce des violences.";
const MILDER = "Demander le retrait laisserait la page en ligne pendant que le danger est immédiat.";

describe("deciding", { timeout: 90_000 }, () => {
  let house: House;
  let view: CaseView;
  before(async () => {
    house = await House.open({ edges: 2 });
    await house.report(ABUSIVE_THREADS.dox, ABUSIVE_THREADS.raid);
    const [opened] = await house.cases();
    view = await house.captured(opened!.id);
  });
  after(() => house?.close());

  const pageOf = (path: string): string => view.pages.find((page) => page.path === path)!.id;
  const proposal = (change: object = {}) => ({
    ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page: pageOf(ABUSIVE_THREADS.dox) },
    ...{ seconds: 90 * DAYS, facts: FACTS, whyNotMilder: MILDER },
    ...change,
  });
  const refusal = (change: object) =>
    house.problemAs(house.first, "POST", `/api/cases/${view.id}/decisions`, proposal(change));
  const state = async (decision: string): Promise<string> =>
    JSON.parse((await house.ask(`/d/${decision}`, { headers: { accept: "application/json" } })).text).state;

  test("what is not allowed is refused with the reason and the field", async () => {
    const REFUSED: [object, string, string][] = [
      [{ whyNotMilder: "" }, "decision.milder", "whyNotMilder"],
      [{ role: "host" }, "decision.not-allowed", "verb"],
      [{ clause: "Z9" }, "decision.not-allowed", "verb"],
      [{ seconds: 181 * DAYS }, "decision.not-allowed", "verb"],
      [{ seconds: null }, "decision.not-allowed", "verb"],
      [{ verb: "suspend", grain: "site", seconds: DAYS }, "decision.not-allowed", "clause"],
      [{ page: "0".repeat(26) }, "decision.page", "page"],
    ];
    for (const [change, code, field] of REFUSED) {
      const problem = await refusal(change);
      assert.deepEqual([problem.status, problem.code, problem.field], [422, code, field], problem.text);
    }
    assert.equal((await refusal({ facts: "short" })).field, "facts");
  });

  test("four eyes: after one approval nothing has happened; after two it is in the ledger", async () => {
    const path = await house.propose(view.id, proposal({ grain: "path", seconds: 30 * DAYS }));
    assert.equal(path.needed, 2);
    const size = await house.ledgerSize();
    assert.equal((await house.approve(house.first, path)).status, "proposed");
    assert.equal(
      (await house.approve(house.first, path)).status,
      "proposed",
      "the same person again is one person",
    );
    assert.equal(await house.ledgerSize(), size);
    assert.equal((await house.ask(`/d/${path.decision}`)).status, 404);
    const committed = await house.approve(house.second, path);
    assert.deepEqual([committed.status, committed.index], ["committed", size]);
    assert.equal(await house.ledgerSize(), size + 1);
    assert.equal(await state(path.decision), "active");
    const late = await house.problemAs(house.second, "POST", `/api/decisions/${path.decision}/approvals`, {
      signature: house.second.sign(path.approvalHash),
    });
    assert.deepEqual([late.status, late.code], [409, "decision.closed"]);
  });

  test("two people who approve at the same moment are two", async () => {
    const proposed = await house.propose(view.id, proposal({ grain: "path", seconds: 20 * DAYS }));
    const answers = await Promise.all([
      house.approve(house.first, proposed),
      house.approve(house.second, proposed),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), ["committed", "proposed"]);
  });

  test("an approval that is another's, or over another decision, does not count", async () => {
    const { first, second } = house;
    const proposed = await house.propose(view.id, proposal({ grain: "path", seconds: 30 * DAYS }));
    const approve = (signature: string) =>
      house.problemAs(second, "POST", `/api/decisions/${proposed.decision}/approvals`, { signature });
    const wrong = [first.sign(proposed.approvalHash), second.sign("00".repeat(32)), "", "~ no signature ~"];
    for (const signature of wrong) {
      const problem = await approve(signature);
      assert.deepEqual([problem.status, problem.code], [403, "approval.signature"], problem.text);
    }
  });

  test("departing from what was decided on like facts takes a written distinction", async () => {
    const departing = await refusal({});
    assert.deepEqual(
      [departing.status, departing.code, departing.field],
      [422, "precedent.departs", "distinction"],
    );
    assert.match(departing.title ?? "", /chose refuse path/);
    const distinction = "Ici une seule page suffit : l'autre a été retirée par l'exploitant.";
    const proposed = await house.propose(view.id, proposal({ distinction }));
    assert.equal((await house.approve(house.first, proposed)).status, "committed");
  });

  test("a look that finds a measure at every edge is what is called enforced", async () => {
    const [decided] = (await house.get<CaseView>(house.first, `/api/cases/${view.id}`)).events
      .filter(({ kind }) => kind === "case.decided")
      .map(({ payload }) => payload.decision);
    const enforced = () =>
      house.get<{ enforced: boolean; acked: number }>(house.first, `/api/decisions/${decided}/enforcement`);
    assert.equal(
      (await until("both edges acked", async () => (await enforced()).acked === 2 && enforced())).acked,
      2,
    );
  });

  test("of several proposals to lift one measure, the approved one counts and the others are closed", async () => {
    const { first } = house;
    const lift = (measure: number) =>
      house.post<{ decision: string; approvalHash: string; needed: number }>(first, "/api/lifts", {
        ...{ measure, cause: "error", facts: "La mesure visait une autre page." },
      });
    const proposals = [await lift(1), await lift(1), await lift(1)];
    const size = await house.ledgerSize();
    const answers = await Promise.allSettled(proposals.map((one) => house.approve(first, one))); // at once
    assert.equal(answers.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal(await house.ledgerSize(), size + 1);
    const unused = proposals[answers.findIndex(({ status }) => status === "rejected")]!;
    const closed = await house.problemAs(first, "POST", `/api/decisions/${unused.decision}/approvals`, {
      signature: first.sign(unused.approvalHash),
    });
    assert.deepEqual([closed.status, closed.code], [409, "decision.closed"]);
    const again = await house.problemAs(first, "POST", "/api/lifts", {
      measure: 1,
      cause: "error",
      facts: FACTS,
    });
    assert.deepEqual([again.status, again.code], [409, "measure.lifted"]);
  });

  test("a desk killed at the moment of an approval: ledger, database and vault agree when it is back", async () => {
    const { world, first } = house;
    for (const waitMs of [0, 8, 25]) {
      const distinction = `Une décision de plus, pour l'essai numéro ${waitMs}.`;
      const proposed = await house.propose(view.id, proposal({ distinction }));
      const approval = house.approve(first, proposed).then(
        ({ index }) => index,
        () => null,
      );
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await world.kill("desk");
      const told = await approval;
      await world.startDesk();
      await house.signInAgain();
      const size = await house.ledgerSize();
      if (told !== null) assert.ok(size > told, "what was told is kept");
      const page = await house.ask(`/d/${proposed.decision}`);
      if (page.status === 404) {
        assert.equal(
          (await house.approve(first, proposed)).index,
          size,
          "not in the ledger: it can be tried again",
        );
      } else {
        const problem = await house.problemAs(
          first,
          "POST",
          `/api/decisions/${proposed.decision}/approvals`,
          {
            signature: first.sign(proposed.approvalHash),
          },
        );
        assert.equal(problem.code, "decision.closed", "in the ledger: in the database too");
      }
    }
    const key = (await house.ask("/ledger/key")).text.trim();
    const audit = await rempart("ledger", "audit", `${world.deskUrl}/ledger`, "--key", key);
    assert.equal(audit.code, 0, audit.out);
    for (const edge of world.edges) {
      await until(`${edge.name} has all of the ledger`, async () => {
        const { edges } = JSON.parse((await house.ask("/ledger/edges")).text);
        const size = await house.ledgerSize();
        return edges.length === 2 && edges.every((one: { size: number }) => one.size === size);
      });
    }
  });
});
