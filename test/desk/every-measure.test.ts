import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { WorkOrder } from "../../src/desk/api-types.ts";
import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Enforcement } from "../../src/desk/decisions/enforcement.ts";
import type { Committed, Proposed } from "../../src/desk/decisions/types.ts";
import {
  allMeasures,
  GRAINS,
  parsePolicy,
  SERVICE_ROLES,
  type ServiceRole,
  VERBS,
  type Verb,
} from "../../src/policy/index.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { visit } from "../world/http.ts";
import { until } from "../world/world.ts";
import { clauseFor, everyRule, underEveryRule } from "./every-rule.ts";
import { House } from "./house.ts";

/** docs/design.md §4: who carries out what a role can do. */
const EXECUTORS: Record<ServiceRole, Enforcement["by"]> = {
  ...{ cdn: "edge", ddos: "edge", host: "work-order" },
  ...{ dns: "work-order", registrar: "work-order", mail: "work-order" },
};
const executorOf = (role: ServiceRole, verb: Verb) =>
  EXECUTORS[role] === "work-order" && verb === "notify" ? "statement" : EXECUTORS[role];
/** What a visitor gets at an edge; others are served. */
const STATUS: Partial<Record<Verb, number>> = {
  refuse: 403,
  "legal-refuse": 451,
  suspend: 403,
  terminate: 403,
};
const THREAD = ABUSIVE_THREADS.dox;

const pairs = allMeasures();
const exists = (role: string, verb: string, grain: string) =>
  pairs.some((one) => one.role === role && one.verb === verb && one.grain === grain);
const none = SERVICE_ROLES.flatMap((role) =>
  VERBS.flatMap((verb) => GRAINS.map((grain) => ({ role, verb, grain }))),
).filter(({ role, verb, grain }) => !exists(role, verb, grain));

describe("every verb × grain × role", { timeout: 400_000 }, () => {
  let house: House;
  let view: CaseView;
  before(async () => {
    house = await House.open({ edges: 1, mail: true });
    await underEveryRule(house);
    await house.report(THREAD, ABUSIVE_THREADS.raid);
    const [opened] = await house.cases();
    view = await house.captured(opened!.id);
    await house.post(house.first, `/api/cases/${view.id}/legal-orders`, {
      ...{ authority: "Tribunal judiciaire d'Exempleville", reference: "RG 26/00001", calledBack: true },
    });
    // Measures on a whole host cite two earlier decisions about the site.
    for (const grain of ["url", "path"]) await commit(await propose("host", "notify", grain, "un rappel"));
  });
  after(() => house?.close());

  const proposal = (role: string, verb: string, grain: string, why: string) => ({
    ...{ role, verb, grain, clause: clauseFor(verb as Verb) },
    page: view.pages.find(({ path }) => path === THREAD)!.id,
    seconds: verb === "terminate" ? null : 86_400,
    facts: "La page présente des coordonnées comme celles d'une personne.",
    whyNotMilder: "Une mesure plus légère a été essayée sans effet.",
    distinction: `Un essai de chaque mesure : ${why}.`,
  });
  const propose = (role: string, verb: string, grain: string, why: string): Promise<Proposed> =>
    house.propose(view.id, proposal(role, verb, grain, why));
  async function commit(
    proposed: Pick<Proposed, "decision" | "approvalHash" | "needed">,
  ): Promise<Committed> {
    for (const member of [house.first, house.second]) {
      const answer = await house.approve(member, proposed);
      if (answer.status === "committed") return answer;
    }
    throw new Error("two people were not enough");
  }
  const enforcement = (decision: string) =>
    house.get<Enforcement>(house.first, `/api/decisions/${decision}/enforcement`);
  const openWork = async (ledger: number): Promise<WorkOrder[]> =>
    (await house.get<{ orders: WorkOrder[] }>(house.first, "/api/work")).orders.filter(
      (order) => order.ledger === ledger,
    );
  const confirm = (order: WorkOrder) =>
    house.post(house.second, `/api/work/${order.id}/confirmation`, { proof: "constaté par une requête" });
  const visitor = () => visit(house.world.edges[0]!.port, HOSTNAMES.forum, THREAD);

  for (const { role, verb, grain } of pairs) {
    test(`${role}: ${verb} ${grain}`, async () => {
      const { decision, index } = await commit(await propose(role, verb, grain, `${role} ${verb} ${grain}`));
      const page = await house.ask(`/d/${decision}`, { headers: { accept: "application/json" } });
      const { entry } = JSON.parse(page.text);
      assert.deepEqual([entry.role, entry.verb, entry.grain], [role, verb, grain]);

      const by = executorOf(role, verb);
      if (by === "work-order") {
        assert.equal((await enforcement(decision)).enforced, false);
        const [order, ...more] = await openWork(index!);
        assert.deepEqual([order?.act, order?.decision, more.length], ["apply", decision, 0]);
        assert.ok(order!.hostnames.includes(HOSTNAMES.forum));
        assert.equal((await visitor()).status, 200, "no edge does what is somebody else's to do");
        await confirm(order!);
      }
      const reached = await until("enforced", async () => {
        const now = await enforcement(decision);
        return now.enforced && now;
      });
      assert.equal(reached.by, by);
      if (by === "edge") {
        const { status, headers } = await visitor();
        assert.equal(status, STATUS[verb] ?? (verb === "interstitial" ? status : 200));
        if (STATUS[verb] !== undefined) assert.equal(headers["rempart-ledger"], String(index));
      }

      await commit(
        await house.post(house.first, "/api/lifts", {
          ...{ measure: index, cause: "cured", facts: "Ce qui était en cause a été retiré." },
        }),
      );
      if (by === "work-order") {
        const [undo, ...more] = await openWork(index!);
        assert.deepEqual([undo?.act, more.length], ["undo", 0]);
        await confirm(undo!);
        assert.deepEqual(await openWork(index!), []);
      }
      await until("the page is served as before", async () => {
        const { status, headers } = await visitor();
        return status === 200 && headers["rempart-ledger"] === undefined;
      });
    });
  }

  test(`the ${none.length} other combinations are refused when deciding, and in a policy file`, async () => {
    for (const { role, verb, grain } of none) {
      const problem = await house.problemAs(
        house.first,
        "POST",
        `/api/cases/${view.id}/decisions`,
        proposal(role, verb, grain, "refusée"),
      );
      assert.deepEqual(
        [problem.status, problem.code],
        [422, "decision.not-allowed"],
        `${role} ${verb} ${grain}`,
      );
      assert.throws(() => parsePolicy(everyRule([{ role, verb, grain }]), "trial.yaml"), {
        code: "policy.invalid",
      });
    }
  });
});
