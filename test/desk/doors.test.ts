import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Offers } from "../../src/desk/decisions/offers.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { visit } from "../world/http.ts";
import { until } from "../world/world.ts";
import { doorsOf, type Refused, refusePage, refuseThread } from "./doors.ts";
import { House } from "./house.ts";

const THREAD = ABUSIVE_THREADS.dox;

describe("the other doors to a post", { timeout: 180_000 }, () => {
  let house: House;
  let refused: Refused;
  before(async () => {
    house = await House.open({ edges: 1 });
    refused = await refuseThread(house);
  });
  after(() => house?.close());

  const stateAt = (path: string, host: string = HOSTNAMES.forum) =>
    refused.doors.find(({ url }) => url === `http://${host}${path}`);
  const status = async (path: string) =>
    (await visit(house.world.edges[0]!.port, HOSTNAMES.forum, path)).status;

  const STILL_OPEN: [string, string, string][] = [
    ["print", "below", `${THREAD}/imprimer`],
    ["feed", "rel", `${THREAD}/flux.xml`],
    ["permalink", "post", "/salon/mirabelle/message/4101"],
    ["attachment", "number", "/salon/mirabelle/piece/41/on-sait-ou-elle-est.txt"],
    ["quote", "below", `${THREAD}/citer?message=4101`],
    ["old address", "rel", "/voir?sujet=41"],
  ];
  for (const [name, how, path] of STILL_OPEN) {
    test(`${name}: open, with the finding that is served there`, async () => {
      const door = stateAt(path);
      assert.deepEqual([door?.how, door?.state], [how, "open"], JSON.stringify(refused.doors, null, 1));
      assert.ok(door!.findings.length > 0);
      assert.equal(await status(path), 200);
    });
  }

  test("search by the page's own title: open", () => {
    const door = refused.doors.find(({ how }) => how === "search");
    assert.match(door?.url ?? "", /\/recherche\?q=On\+sait/);
    assert.equal(door?.state, "open");
  });

  test("pager and the site's other hostname: closed by the same measure", async () => {
    for (const door of [stateAt(`${THREAD}?page=1`), stateAt(THREAD, HOSTNAMES.forumAlias)])
      assert.equal(door?.state, "closed", JSON.stringify(refused.doors, null, 1));
    assert.equal(await status(`${THREAD}?page=1`), 403);
  });

  test("a page that is another's is no door", () => {
    assert.ok(refused.doors.every(({ url }) => !url.includes("/sujet/43-") && !url.includes("/sujet/42-")));
  });

  test("nothing widens itself: a person adds the page, it is seen, decided, and then closed", async () => {
    const { view, decision } = refused;
    const print = `${THREAD}/imprimer`;
    assert.equal(view.pages.length, 1);
    await house.post(house.first, `/api/cases/${view.id}/pages`, {
      url: `http://${HOSTNAMES.forum}${print}`,
    });
    const wider = await until("our own look at the print view", async () => {
      const now = await house.get<CaseView>(house.first, `/api/cases/${view.id}`);
      return now.pages.length === 2 && now.pages.every(({ capture }) => capture !== null) && now;
    });
    const { offered } = await house.get<Offers>(house.first, `/api/cases/${view.id}/offers`);
    const page = wider.pages.find(({ path }) => path === print)!;
    assert.ok(
      offered.some(
        ({ verb, grain, pages }) => verb === "refuse" && grain === "url" && pages.includes(page.id),
      ),
    );
    await refusePage(house, wider, print);
    await until("the print view is refused", async () => (await status(print)) === 403);
    const before = Date.now();
    await house.post(house.first, `/api/decisions/${decision}/doors`, {});
    const doors = await doorsOf(house, decision, before - 1);
    assert.equal(doors.find(({ url }) => url.endsWith(print))?.state, "closed");
    assert.equal(doors.find(({ url }) => url.endsWith("/flux.xml"))?.state, "open");
  });

  test("a page of another site is not taken into a case", async () => {
    const problem = await house.problemAs(house.first, "POST", `/api/cases/${refused.view.id}/pages`, {
      url: "https://ailleurs.example/page",
    });
    assert.deepEqual([problem.status, problem.code, problem.field], [422, "case.page", "url"]);
  });
});
