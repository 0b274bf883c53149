import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime from "postal-mime";
import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Committed, Proposed } from "../../src/desk/decisions/types.ts";
import type { OpenedPart, ReportLine } from "../../src/desk/reports/readings.ts";
import { unsealHash } from "../../src/ledger/approval.ts";
import { newId } from "../../src/lib/ids.ts";
import { underEveryRule } from "../desk/every-rule.ts";
import type { House } from "../desk/house.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { visit } from "../world/http.ts";
import type { Member } from "../world/person.ts";
import { until } from "../world/world.ts";

const OPERATOR = "exploitant@perchoir.example";

/** The desk's side of the run: reads with reasons, answers, refuses, decides alone and by two, is appealed to, lifts. */
export class TeamAtWork {
  /** What the team opened with their signatures: here her words are in clear, and have to be. */
  readonly opened: Buffer[] = [];
  /** What the team sees without opening anything, and what the operator is shown. */
  readonly seen: Buffer[] = [];
  /** What somebody else's program was sent: orders that no edge can carry out. */
  readonly ordered: Buffer[] = [];
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /** The case that a page belongs to, once all of it was looked at. */
  caseAbout = (path: string): Promise<CaseView> =>
    until(`a case about ${path}`, async () => {
      for (const { id } of await this.#house.cases()) {
        const view = await this.#look<CaseView>(`/api/cases/${id}`);
        if (view.pages.some((page) => page.path === path))
          return view.pages.every(({ capture }) => capture !== null) && view;
      }
      return undefined;
    });

  /** Opens each report of a case: words, files, who she is; and writes to her. Returns how many files it saw. */
  async reads(caseId: string): Promise<number> {
    const { first, second } = this.#house;
    const { reports } = await this.#look<{ reports: ReportLine[] }>(`/api/cases/${caseId}/reports`);
    let files = 0;
    for (const { id, hasIdentity } of reports) {
      const words = await this.#open<{ parts: OpenedPart[] }>(id, "words", "narrative", "decide", [first]);
      for (const part of words.parts.filter(({ kind }) => kind === "file")) {
        const path = `/api/reports/${id}/files/${part.id}`;
        const answer = await this.#house.ask(path, {
          ...{ method: "POST", headers: { authorization: `Bearer ${first.token}` } },
          body: JSON.stringify(signed("narrative", id, "decide", [first])),
        });
        assert.equal(answer.status, 200, answer.text);
        files++;
      }
      await this.#house.post(first, `/api/reports/${id}/answers`, {
        ...signed("narrative", id, "answer", [first]),
        text: "Merci. Nous regardons aujourd'hui.",
      });
      if (hasIdentity) await this.#open(id, "identity", "identity", "contact", [first, second]);
    }
    assert.ok(reports.length > 0);
    return files;
  }

  refuses = (member: Member, caseId: string, reason: string): Promise<unknown> =>
    this.#house.post(member, `/api/cases/${caseId}/refusal`, { reason });

  /** Marks the report on a page as unfounded, and warns its sender or takes nothing more from there. */
  async judges(path: string, act: "warning" | "suspension"): Promise<void> {
    const { admin, world } = this.#house;
    const { id } = await this.caseAbout(path);
    const { reports } = await this.#look<{ reports: ReportLine[] }>(`/api/cases/${id}/reports`);
    const report = `/api/reports/${reports[0]!.id}`;
    const judged = {
      gravity: "medium",
      intention: "deliberate",
      ...(act === "suspension" ? { days: 3 } : {}),
    };
    const unfounded = { unfounded: true };
    this.#heard(await admin.api(world.deskPort, "PUT", `${report}/unfounded`, unfounded));
    this.#heard(await admin.api(world.deskPort, "POST", `${report}/${act}`, judged));
  }

  /** Refuses the page alone, then its folder by two people, then in an emergency; returns the first decision. */
  async decides(view: CaseView, path: string): Promise<Committed> {
    const page = view.pages.find((one) => one.path === path)!.id;
    const propose = (change: object) =>
      this.#house.propose(view.id, {
        ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page, seconds: 86_400 },
        facts: "La page présente des coordonnées comme celles d'une personne.",
        whyNotMilder: "Le danger est immédiat.",
        ...change,
      });
    const { first, second } = this.#house;
    const alone = await this.#house.approve(first, await propose({}));
    assert.equal(alone.status, "committed");
    const wide = await propose({ grain: "path", distinction: "Le fil entier répète la même annonce." });
    assert.equal((await this.#house.approve(first, wide)).status, "proposed");
    assert.equal((await this.#house.approve(second, wide)).status, "committed");
    const urgent = await propose({ grain: "path", emergency: true, distinction: "Un danger pour ce soir." });
    assert.equal((await this.#house.approve(first, urgent)).status, "committed");
    return alone;
  }

  /** The operator opens the mail's link, appeals; another person lifts. */
  async isAppealedTo({ decision }: Committed): Promise<void> {
    const { world, second } = this.#house;
    const mail = await until("the statement by mail", async () => {
      for (const name of await readdir(world.path("mail"))) {
        const parsed = await PostalMime.parse(await readFile(world.path("mail", name)));
        if (parsed.to?.[0]?.address === OPERATOR && parsed.text?.includes(decision)) return parsed.text;
      }
      return undefined;
    });
    const portal = /\/o\/\S+/.exec(mail)![0];
    await this.#show(portal, `${portal}/statement.json`, `/d/${decision}`, `${portal}?l=en`);
    const filed = await this.#house.ask(`${portal}/appeal`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: String(new URLSearchParams({ words: "Nous avons retiré les messages visés." })),
    });
    assert.equal(filed.status, 201, filed.text);
    const { appeals } = await this.#look<{ appeals: { id: string; decision: string }[] }>("/api/appeals");
    const { id } = appeals.find((one) => one.decision === decision)!;
    const lift = await this.#house.post<Proposed>(second, `/api/appeals/${id}/answer`, {
      outcome: "reversed",
      facts: "L'exploitant a retiré les messages ; la règle est satisfaite.",
    });
    assert.equal((await this.#house.approve(second, lift)).status, "committed");
    await this.#show(portal, `/d/${decision}`);
  }

  /** The name is suspended by a registry's program, which hears of it over HTTP. */
  async orders(view: CaseView): Promise<void> {
    const { admin, first, second, world } = this.#house;
    const registry = createServer(async (request, response) => {
      this.ordered.push(Buffer.from(request.rawHeaders.join("\n")), await buffer(request));
      response.end("{}");
    });
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
    const { port } = registry.address() as AddressInfo;
    await underEveryRule(this.#house);
    const url = `http://127.0.0.1:${port}/ordres`;
    await admin.api(world.deskPort, "PUT", "/api/work/endpoints/dns", { url });
    const page = view.pages[0]!.id;
    const proposed = await this.#house.propose(view.id, {
      ...{ clause: "A1", role: "dns", verb: "suspend", grain: "host", page, seconds: 86_400 },
      facts: "La page présente des coordonnées comme celles d'une personne.",
      whyNotMilder: "Une mesure plus légère a été essayée sans effet.",
      distinction: "Un essai au registre des noms.",
    });
    for (const member of [first, second]) {
      const { status } = await this.#house.approve(member, proposed);
      if (status === "committed") break;
    }
    await until("the order at the registry", async () => this.ordered.length > 0);
    registry.close();
    registry.closeAllConnections();
  }

  /** Every list and page that the team has, as it stands at the end. */
  async looksAround(): Promise<void> {
    const { cases } = await this.#look<{ cases: { id: string }[] }>("/api/cases");
    for (const { id } of cases) {
      await this.#look(`/api/cases/${id}`);
      await this.#look(`/api/cases/${id}/reports`);
      await this.#look(`/api/cases/${id}/offers`);
    }
    const lists = [
      "decisions",
      "emergencies",
      "appeals",
      "work",
      "work/closed",
      "flaggers",
      "fleet",
      "sites",
    ];
    for (const list of lists) await this.#look(`/api/${list}`);
  }

  async #look<T>(path: string): Promise<T> {
    const answer = await this.#house.get<T>(this.#house.first, path);
    this.#heard(answer);
    return answer;
  }

  #heard(answer: unknown): void {
    this.seen.push(Buffer.from(JSON.stringify(answer)));
  }

  async #show(...paths: string[]): Promise<void> {
    const { deskPort } = this.#house.world;
    for (const path of paths) {
      const { status, text } = await visit(deskPort, `127.0.0.1:${deskPort}`, path);
      assert.equal(status, 200, text);
    }
  }

  async #open<T>(report: string, call: string, what: string, reason: string, who: Member[]): Promise<T> {
    const asked = signed(what, report, reason, who);
    const answer = await this.#house.post<T>(who[0]!, `/api/reports/${report}/${call}`, asked);
    this.opened.push(Buffer.from(JSON.stringify(answer)));
    return answer;
  }
}

function signed(what: string, report: string, reason: string, who: readonly Member[]) {
  const unsealing = newId();
  const hash = unsealHash(what, report, reason, unsealing);
  return { unsealing, reason, approvals: who.map((member) => member.approval(hash)) };
}

/** The page is refused at every edge, or served again. */
export const answersEverywhere = async (house: House, path: string, status: number): Promise<void> => {
  for (const { name, port } of house.world.edges)
    await until(
      `${status} at ${name}`,
      async () => (await visit(port, HOSTNAMES.forum, path)).status === status,
    );
};
