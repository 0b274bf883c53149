import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { CaseView } from "../../src/desk/cases/types.ts";
import { emptyDatabase } from "../../src/desk/db/testing/empty.ts";
import type { Offers } from "../../src/desk/decisions/offers.ts";
import type { Committed, Proposed } from "../../src/desk/decisions/types.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { type Answer, type Ask, closeConnections, visit } from "../world/http.ts";
import { Member } from "../world/person.ts";
import { until, World } from "../world/world.ts";

export const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const POLICY = new URL("../../policies/steward.yaml", import.meta.url);

export interface Problem {
  readonly status: number;
  readonly code?: string;
  readonly title?: string;
  readonly field?: string;
  readonly text: string;
}

/** A desk and its vault as processes of their own, with a team, the default policy and a site; edges where asked for. */
export class House {
  readonly world: World;
  readonly admin = new Member("Ada (administration)");
  readonly first = new Member("Blaise (modération)");
  readonly second = new Member("Clémence (modération)");
  readonly auditor = new Member("Dorian (audit)");

  private constructor(world: World) {
    this.world = world;
  }

  /** `extra`: further settings of the desk; `edges`: how many, in front of the forum; `mail`: whether a server takes it. */
  static async open({
    edges = 0,
    mail = false,
    extra = {},
  }: {
    edges?: number;
    mail?: boolean;
    extra?: NodeJS.ProcessEnv;
  } = {}): Promise<House> {
    const house = new House(await World.create());
    try {
      const { world } = house;
      await Promise.all([
        world.startNames(),
        world.startVault(),
        ...(extra.REMPART_DATABASE_URL === undefined
          ? [emptyDatabase(world.path("data", "desk", "db"))]
          : []),
        ...(edges > 0 ? [world.startOrigin()] : []),
        ...(mail ? [world.startMail()] : []),
      ]);
      await world.startDesk(extra);
      await house.#people();
      await house.#policy();
      for (let i = 1; i <= edges; i++) await house.#edge(`edge-${i}`);
      await house.#site();
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    closeConnections();
    await this.world.close();
  }

  /** A request to the desk's public port. */
  ask(path: string, ask: Ask = {}): Promise<Answer> {
    return visit(this.world.deskPort, `127.0.0.1:${this.world.deskPort}`, path, ask);
  }

  /** The problem document that a request is answered with. */
  async problem(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Problem> {
    const raw = typeof body === "string" || Buffer.isBuffer(body) || body === undefined;
    const answer = await this.ask(path, {
      ...{ method, headers: { "content-type": "application/json", ...headers } },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    if (answer.status < 400) throw new Error(`${method} ${path} was answered ${answer.status}, no problem`);
    if (answer.headers["content-type"] !== "application/problem+json")
      throw new Error(`no problem+json: ${answer.text}`);
    return { ...JSON.parse(answer.text), status: answer.status, text: answer.text };
  }

  /** The same, signed in. */
  problemAs = (member: Member, method: string, path: string, body?: unknown): Promise<Problem> =>
    this.problem(method, path, body, { authorization: `Bearer ${member.token}` });

  get<T>(member: Member, path: string): Promise<T> {
    return member.api<T>(this.world.deskPort, "GET", path);
  }

  post<T>(member: Member, path: string, body: unknown): Promise<T> {
    return member.api<T>(this.world.deskPort, "POST", path, body);
  }

  async report(...paths: string[]): Promise<string> {
    const urls = paths.map((path) => `https://${HOSTNAMES.forum}${path}`);
    const mayKnow = "operator"; // so that every measure can be decided
    const body = JSON.stringify({ urls, happening: ["address", "threat"], riskToLife: true, mayKnow });
    const { status, text } = await this.ask("/api/reports", { method: "POST", body });
    if (status !== 201) throw new Error(`the report was not taken: ${text}`);
    return JSON.parse(text).receipt;
  }

  cases = async () =>
    (await this.get<{ cases: { id: string; reports: number }[] }>(this.first, "/api/cases")).cases;

  /** The newest case, once every page of it has been looked at. */
  async captured(id: string): Promise<CaseView> {
    return until("our own look at every page", async () => {
      const view = await this.get<CaseView>(this.first, `/api/cases/${id}`);
      return view.pages.every((page) => page.capture !== null) && view;
    });
  }

  offers = (id: string): Promise<Offers> => this.get(this.first, `/api/cases/${id}/offers`);

  propose = (id: string, proposal: unknown): Promise<Proposed> =>
    this.post(this.first, `/api/cases/${id}/decisions`, proposal);

  approve = (
    member: Member,
    { decision, approvalHash }: Pick<Proposed, "decision" | "approvalHash">,
  ): Promise<Committed> =>
    this.post(member, `/api/decisions/${decision}/approvals`, { signature: member.sign(approvalHash) });

  ledgerSize = async (): Promise<number> =>
    Number((await this.ask("/ledger/checkpoint")).text.split("\n")[1]);

  signInAgain = async (): Promise<void> => {
    for (const member of [this.admin, this.first, this.second, this.auditor])
      await member.signIn(this.world.deskPort);
  };

  async #people(): Promise<void> {
    const { admin, first, second, auditor, world } = this;
    await admin.enrolFirst(world.deskPort, world.firstRunUrl?.split("#first=")[1] ?? "");
    await admin.signIn(world.deskPort);
    await admin.enrol(world.deskPort, first, "moderator", [admin]);
    await admin.enrol(world.deskPort, second, "moderator", [admin, first]);
    await admin.enrol(world.deskPort, auditor, "auditor", [admin, first]);
    await this.signInAgain();
  }

  async #policy(): Promise<void> {
    const yaml = await readFile(POLICY, "utf8");
    const draft = await this.post<Proposed>(this.admin, "/api/policies", { yaml });
    const approvals = [this.admin.approval(draft.approvalHash), this.first.approval(draft.approvalHash)];
    await this.post(this.admin, "/api/policies", { yaml, decision: draft.decision, approvals });
  }

  async #edge(name: string): Promise<void> {
    const edge = await this.world.addEdge(name);
    const address = `127.0.0.1:${edge.port}`;
    const { token } = await this.post<{ token: string }>(this.admin, "/api/fleet/tokens", { name, address });
    await this.world.startEdge(edge, { REMPART_EDGE_TOKEN: token });
  }

  async #site(): Promise<void> {
    const owner = { contactEmail: "exploitant@perchoir.example", language: "fr" };
    const account = await this.post<{ id: string }>(this.admin, "/api/accounts", owner);
    const origin = `http://127.0.0.1:${this.world.origin.port}`;
    const site = { account: account.id, hostnames: [HOSTNAMES.forum], roles: ["cdn", "ddos"], origin };
    await this.post(this.admin, "/api/sites", site);
    for (const { port } of this.world.edges) {
      await until(
        "an edge serves the forum",
        async () => (await visit(port, HOSTNAMES.forum, "/")).status === 200,
      );
    }
  }
}

/** Runs `rempart …` to its end, with these settings only, as another user where asked for. */
export function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  as: { uid?: number; gid?: number } = {},
): Promise<{ code: number | string; out: string; error: string }> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, ...env }, timeout: 20_000, ...as };
    execFile(process.execPath, ["--conditions=rempart-src", CLI, ...args], options, (failure, out, error) =>
      resolve({ code: failure === null ? 0 : (failure.code ?? failure.signal ?? "unknown"), out, error }),
    );
  });
}
