import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Proposed } from "../../src/desk/decisions/types.ts";
import { protectedHash } from "../../src/ledger/protected.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { House } from "./house.ts";

const THREAD = ABUSIVE_THREADS.dox;

/** A desk that answers under the forum's name too, so that there is a site of ours to protect. */
describe("how far a measure reaches, and what none may reach", { timeout: 180_000 }, () => {
  let house: House;
  let view: CaseView;
  let early: Proposed;
  before(async () => {
    house = await House.open({ edges: 1, extra: { REMPART_PUBLIC_URL: `http://${HOSTNAMES.forum}` } });
    await house.report(THREAD);
    view = await house.captured((await house.cases())[0]!.id);
  });
  after(() => house?.close());

  const page = (query = "") => view.pages.find((one) => one.path === THREAD && one.query === query)!.id;
  const proposal = (why: string) => ({
    ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page: page(), seconds: 86_400 },
    facts: "La page présente des coordonnées comme celles d'une personne.",
    whyNotMilder: "Demander le retrait laisserait la page en ligne.",
    distinction: `Un essai de portée : ${why}.`,
  });
  const addPage = async (path: string) => {
    await house.post(house.first, `/api/cases/${view.id}/pages`, { url: `http://${HOSTNAMES.forum}${path}` });
    view = await house.captured(view.id);
  };

  test("a page on its own: one site, one hostname, nothing else, one person", async () => {
    await addPage("/salon/mirabelle/sujet/43-son-dernier-direct");
    early = await house.propose(view.id, proposal("seule"));
    const { requests, ...reach } = early.reach!;
    assert.deepEqual(reach, { sites: 1, hostnames: 1, also: 0, shown: [] });
    assert.ok(Number.isInteger(requests), "the edge has said how often it is visited");
    assert.equal(early.needed, 1);
  });

  test("pages that we know and that it would refuse besides are named, and it takes two people", async () => {
    await addPage(`${THREAD}?page=9`);
    const wide = await house.propose(view.id, proposal("avec une autre page"));
    const { requests: _, ...reach } = wide.reach!;
    assert.deepEqual(reach, { sites: 1, hostnames: 1, also: 1, shown: [`${THREAD}?page=9`] });
    assert.equal(wide.needed, 2);
    assert.equal((await house.approve(house.first, wide)).status, "proposed");
    const seen = await house.get<Proposed>(house.second, `/api/decisions/${wide.decision}`);
    assert.deepEqual(seen.reach, wide.reach, "the second person reads the same");
  });

  const protect = (body: object) =>
    house.post<{ decision: string; approvalHash: string; index: number | null }>(
      house.admin,
      "/api/protected",
      body,
    );

  test("the protected list takes two people and is hashes in the ledger", async () => {
    const hosts = ["Bureau.example", HOSTNAMES.forum];
    const draft = await protect({ hosts });
    const { decision, approvalHash } = draft;
    const one = await protect({ hosts, decision, approvals: [house.admin.approval(approvalHash)] });
    assert.equal(one.index, null);
    const size = await house.ledgerSize();
    const approvals = [house.admin.approval(approvalHash), house.first.approval(approvalHash)];
    assert.equal((await protect({ hosts, decision, approvals })).index, size);
    assert.deepEqual(await house.get(house.auditor, "/api/protected"), {
      hosts: ["bureau.example", HOSTNAMES.forum].sort(),
      unnamed: 0,
    });
    const entries = (await house.ask(`/ledger/tile/entries/000.p/${size + 1}`)).text;
    assert.ok(entries.includes(protectedHash("bureau.example")) && !entries.includes("bureau"));
  });

  test("against what is protected nothing can be proposed, and nothing that was proposed before can be decided", async () => {
    const proposed = await house.problemAs(
      house.first,
      "POST",
      `/api/cases/${view.id}/decisions`,
      proposal("protégée"),
    );
    assert.deepEqual([proposed.status, proposed.code], [422, "decision.protected"]);
    assert.match(proposed.title ?? "", new RegExp(HOSTNAMES.forum));
    const approved = await house.problemAs(
      house.first,
      "POST",
      `/api/decisions/${early.decision}/approvals`,
      {
        signature: house.first.sign(early.approvalHash),
      },
    );
    assert.deepEqual([approved.status, approved.code], [422, "decision.protected"]);
  });

  test("never a customer's: neither put on the list nor taken as a customer's afterwards", async () => {
    const customer = await house.post<{ id: string }>(house.admin, "/api/accounts", {
      ...{ contactEmail: "client@boutique.example", language: "fr" },
    });
    const site = (hostname: string) => ({
      ...{ account: customer.id, hostnames: [hostname], roles: ["cdn"], origin: "http://127.0.0.1:9" },
    });
    await house.post(house.admin, "/api/sites", site("boutique.example"));
    const listed = await house.problemAs(house.admin, "POST", "/api/protected", {
      hosts: ["boutique.example"],
    });
    assert.deepEqual([listed.status, listed.code, listed.field], [422, "protected.customer", "hosts.0"]);
    const taken = await house.problemAs(house.admin, "POST", "/api/sites", site("bureau.example"));
    assert.deepEqual([taken.status, taken.code], [409, "site.hostname"]);
  });
});
