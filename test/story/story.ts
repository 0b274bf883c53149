import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Committed, Proposed } from "../../src/desk/decisions/types.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { type Answer, type Ask, api, visit } from "../world/http.ts";
import { Member } from "../world/person.ts";
import { type EdgePorts, until, type World } from "../world/world.ts";

/** What the steps share: the running world and what earlier steps learned of it from outside. */
export class Story {
  readonly world: World;
  readonly admin = new Member("Ada (administration)");
  readonly first = new Member("Blaise (modération)");
  readonly second = new Member("Clémence (modération)");
  /** Site ids by hostname. */
  readonly sites = new Map<string, string>();
  readonly thread = ABUSIVE_THREADS.dox;
  receipt = "";
  caseId = "";
  captureFolder = "";
  decision = "";
  index = -1;
  portal = "";

  constructor(world: World) {
    this.world = world;
  }

  get edges(): readonly EdgePorts[] {
    return this.world.edges;
  }

  /** A visitor's request for a page of the forum through an edge. */
  get(edge: EdgePorts, path: string, ask: Ask = {}, host: string = HOSTNAMES.forum): Promise<Answer> {
    return visit(edge.port, host, path, ask);
  }

  report = (body: unknown): Promise<{ receipt: string; due: string; kept: string[]; elsewhere: string[] }> =>
    api(this.world.deskPort, "POST", "/api/reports", { body });

  queue = async () =>
    (
      await this.first.api<{
        cases: { id: string; site: string; severity: string; reports: number; dueAt: number }[];
      }>(this.world.deskPort, "GET", "/api/cases")
    ).cases;

  view = (id: string): Promise<CaseView> => this.first.api(this.world.deskPort, "GET", `/api/cases/${id}`);

  /** Waits until every page of a case has been looked at. */
  captured = (id: string): Promise<CaseView> =>
    until("our own look at every page of the case", async () => {
      const view = await this.view(id);
      return view.pages.every((page) => page.capture !== null) && view;
    });

  propose = (caseId: string, proposal: unknown): Promise<Proposed> =>
    this.first.api(this.world.deskPort, "POST", `/api/cases/${caseId}/decisions`, proposal);

  approve = (
    member: Member,
    { decision, approvalHash }: Pick<Proposed, "decision" | "approvalHash">,
  ): Promise<Committed> =>
    member.api(this.world.deskPort, "POST", `/api/decisions/${decision}/approvals`, {
      signature: member.sign(approvalHash),
    });

  /** The last edge's first answer of this status, in ms from now. Asks all edges at once, over and over. */
  async seenEverywhere(
    path: string,
    status: number,
    host: string = HOSTNAMES.forum,
    edges = this.edges,
  ): Promise<number> {
    const started = performance.now();
    await Promise.all(
      edges.map((edge) =>
        until(
          `${status} at ${edge.name}`,
          async () => (await this.get(edge, path, {}, host)).status === status,
          10_000,
        ),
      ),
    );
    return performance.now() - started;
  }
}

export interface Step {
  readonly number: number;
  readonly title: string;
  /** Throws what was not observed; returns what was. */
  run(story: Story): Promise<string>;
}

/** Throws unless the condition holds; the message says what should have been seen. */
export function observed(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`not observed: ${what}`);
}
