import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import type { WorkOrder } from "../../src/desk/api-types.ts";
import type { CaseView } from "../../src/desk/cases/types.ts";
import { isSigned, signMessage } from "../../src/desk/orders/webhook.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { until } from "../world/world.ts";
import { underEveryRule } from "./every-rule.ts";
import { House, run } from "./house.ts";

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Somebody else's program: fails first, then takes what comes. */
async function endpoint(): Promise<{ server: Server; url: string; received: Received[]; failures: number }> {
  const state = { received: [] as Received[], failures: 1 };
  const server = createServer(async (request, response) => {
    state.received.push({ headers: request.headers, body: await text(request) });
    const fails = state.failures > 0;
    if (fails) state.failures -= 1;
    response.writeHead(fails ? 503 : 200).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { server, url: `http://127.0.0.1:${port}/ordres` });
}

describe("work that no edge can do", { timeout: 180_000 }, () => {
  let house: House;
  let view: CaseView;
  let registry: Awaited<ReturnType<typeof endpoint>>;
  before(async () => {
    house = await House.open({ edges: 1 });
    registry = await endpoint();
    await underEveryRule(house);
    await house.report(ABUSIVE_THREADS.dox, ABUSIVE_THREADS.raid);
    view = await house.captured((await house.cases())[0]!.id);
    for (const verb of ["no-cache", "notify"]) await decide("cdn", verb, "url", 86_400);
  });
  after(async () => {
    registry?.server.close();
    await house?.close();
  });

  async function decide(role: string, verb: string, grain: string, seconds: number): Promise<number> {
    const proposed = await house.propose(view.id, {
      ...{ clause: "A1", role, verb, grain, seconds, page: view.pages[0]!.id },
      facts: "La page présente des coordonnées comme celles d'une personne.",
      whyNotMilder: "Une mesure plus légère a été essayée sans effet.",
      distinction: `Un essai : ${role} ${verb} ${grain}.`,
    });
    const answer = await house.approve(house.first, proposed);
    if (answer.index !== null) return answer.index;
    return (await house.approve(house.second, proposed)).index!;
  }
  const work = (which = "") =>
    house.get<{ orders: WorkOrder[]; overdue: number }>(house.first, `/api/work${which}`);
  const orderOf = async (ledger: number, act = "apply") =>
    (await work()).orders.find((order) => order.ledger === ledger && order.act === act);
  const cli = (...args: string[]) => run(["work", ...args], { REMPART_DATA: house.world.path("data") });

  test("a person finds it in the terminal, confirms it once, and the proof stays in the desk's log", async () => {
    const index = await decide("mail", "suspend", "account", 86_400);
    const order = (await orderOf(index))!;
    const listed = await cli();
    assert.match(
      listed.out,
      new RegExp(`${order.id} {2}apply {2}mail suspend account {2}${HOSTNAMES.forum}`),
    );
    assert.match(listed.out, /^1 open, 0 overdue\n/);
    assert.equal((await cli("done", order.id, "--proof", "boîte fermée, code 550")).code, 0);
    const again = await cli("done", order.id, "--proof", "encore");
    assert.match(again.error, /this order is done already/);
    assert.equal((await work()).orders.length, 0);
    assert.equal((await work("/closed")).orders[0]?.outcome, "done");
    const entry = (await house.ask(`/ledger/tile/entries/000.p/${await house.ledgerSize()}`)).text;
    assert.ok(!entry.includes("code 550"), "never in the ledger");
  });

  test("an order goes to its role's endpoint, signed, again under the same id until it is taken; a signed word confirms it", async () => {
    const set = await cli("hook", "dns", registry.url);
    const secret = set.out.trim();
    assert.match(secret, /^whsec_/, set.error);
    const index = await decide("dns", "suspend", "host", 86_400);
    await until("the second attempt", async () => registry.received.length >= 2);
    const [failed, taken] = registry.received;
    assert.equal(failed!.headers["webhook-id"], taken!.headers["webhook-id"]);
    const id = String(taken!.headers["webhook-id"]);
    const header = (name: string) => taken!.headers[name] as string | undefined;
    assert.ok(isSigned(secret, header, id, Date.now(), taken!.body));
    const sent = JSON.parse(taken!.body);
    assert.deepEqual(
      [sent.id, sent.act, sent.ledger, sent.role, sent.verb, sent.hostnames],
      [id, "apply", index, "dns", "suspend", [HOSTNAMES.forum]],
    );
    assert.equal(sent.opening.canonical, HOSTNAMES.forum);
    await until("it is known to be taken", async () => (await orderOf(index))?.sentAt !== null);
    assert.equal((await orderOf(index))?.closedAt, null, "taken is not done");

    const body = JSON.stringify({ done: true, proof: "statut serverHold" });
    const callback = (headers: object) =>
      house.ask(new URL(sent.confirm).pathname, { method: "POST", body, headers: { ...headers } });
    const forged = [
      {},
      signMessage(`whsec_${Buffer.alloc(32).toString("base64")}`, id, Date.now(), body),
      signMessage(secret, id, Date.now(), `${body} `),
      signMessage(secret, id, Date.now() - 3_600_000, body),
    ];
    for (const headers of forged) assert.equal((await callback(headers)).status, 403);
    for (let i = 0; i < 2; i++)
      assert.equal((await callback(signMessage(secret, id, Date.now(), body))).status, 200);
    const [closed] = (await work("/closed")).orders;
    assert.deepEqual([closed?.id, closed?.closedBy], [id, "webhook"]);
  });

  test("when its time is over the end is an order too; what nobody had confirmed is withdrawn", async () => {
    const index = await decide("registrar", "suspend", "host", 2);
    const apply = (await orderOf(index))!;
    const undo = await until("the order to undo", async () => orderOf(index, "undo"));
    assert.equal(await orderOf(index), undefined);
    const { orders } = await work("/closed");
    assert.equal(orders.find(({ id }) => id === apply.id)?.outcome, "withdrawn");
    await house.post(house.first, `/api/work/${undo.id}/confirmation`, { proof: "nom rétabli" });
  });

  test("only the roles that have work take an endpoint, and only an administrator sets it", async () => {
    const body = { url: registry.url };
    const asCdn = await house.problemAs(house.admin, "PUT", "/api/work/endpoints/cdn", body);
    assert.deepEqual([asCdn.status, asCdn.field], [400, "role"]);
    const asModerator = await house.problemAs(house.first, "PUT", "/api/work/endpoints/dns", body);
    assert.equal(asModerator.status, 403);
    assert.equal((await cli("hook", "dns", "--remove")).code, 0);
    assert.deepEqual(
      (await house.get<{ endpoints: unknown[] }>(house.first, "/api/work/endpoints")).endpoints,
      [],
    );
  });
});
