import { readFile } from "node:fs/promises";
import { HOSTNAMES } from "../../fixtures/people.ts";
import { publicAnswers, visit } from "../../world/http.ts";
import { until } from "../../world/world.ts";
import { observed, type Step, type Story } from "../story.ts";

const POLICY = new URL("../../../policies/steward.yaml", import.meta.url);

export const up: Step = {
  number: 1,
  title: "vault, desk and three edges are up; the origin's address is in no public output",
  async run(story) {
    const { world } = story;
    await Promise.all([world.startNames(), world.startOrigin(), world.startMail(), world.startVault()]);
    await world.startDesk();
    await people(story);
    await publishPolicy(story);
    await edges(story);
    await sites(story);
    for (const edge of story.edges) {
      await until(
        `${edge.name} is ready`,
        async () => (await visit(edge.adminPort, "127.0.0.1", "/readyz")).status === 200,
      );
      await until(`${edge.name} serves the forum`, async () => (await story.get(edge, "/")).status === 200);
    }
    for (const path of ["/", "/s", "/ledger", "/nothing-here"])
      await visit(world.deskPort, `127.0.0.1:${world.deskPort}`, path);
    await story.get(story.edges[0]!, "/", {}, "unknown.example");
    observed(!mentionsOrigin(story), "no public output names the origin's address");
    return `3 edges ready, ${publicAnswers.length / 2} public answers searched for the origin's address`;
  },
};

/** The origin's port is in no output: this run's own number, so a hit could only be a leak. */
export const mentionsOrigin = (story: Story): boolean =>
  publicAnswers.some((bytes) => bytes.includes(`:${story.world.origin.port}`));

async function people(story: Story): Promise<void> {
  const { world, admin, first, second } = story;
  const secret = world.firstRunUrl?.split("#first=")[1];
  observed(secret !== undefined, "an empty desk prints a link for its first administrator");
  await admin.enrolFirst(world.deskPort, secret);
  await admin.signIn(world.deskPort);
  await admin.enrol(world.deskPort, first, "moderator", [admin]);
  await admin.enrol(world.deskPort, second, "moderator", [admin, first]);
  await first.signIn(world.deskPort);
  await second.signIn(world.deskPort);
}

async function publishPolicy({ world, admin, first }: Story): Promise<void> {
  const yaml = await readFile(POLICY, "utf8");
  const draft = await admin.api<{ decision: string; approvalHash: string }>(
    world.deskPort,
    "POST",
    "/api/policies",
    { yaml },
  );
  const approvals = [admin.approval(draft.approvalHash), first.approval(draft.approvalHash)];
  await admin.api(world.deskPort, "POST", "/api/policies", { yaml, decision: draft.decision, approvals });
}

async function edges({ world, admin }: Story): Promise<void> {
  await Promise.all(
    ["edge-1", "edge-2", "edge-3"].map(async (name) => {
      const edge = await world.addEdge(name);
      const address = `127.0.0.1:${edge.port}`;
      const { token } = await admin.api<{ token: string }>(world.deskPort, "POST", "/api/fleet/tokens", {
        name,
        address,
      });
      await world.startEdge(edge, { REMPART_EDGE_TOKEN: token });
    }),
  );
  world.edges.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function sites({ world, admin, sites }: Story): Promise<void> {
  const origin = `http://127.0.0.1:${world.origin.port}`;
  const add = async (contactEmail: string, hostnames: string[], roles: string[]) => {
    const account = await admin.api<{ id: string }>(world.deskPort, "POST", "/api/accounts", {
      contactEmail,
      language: "fr",
    });
    const site = { account: account.id, hostnames, roles, origin };
    const { id } = await admin.api<{ id: string }>(world.deskPort, "POST", "/api/sites", site);
    sites.set(hostnames[0]!, id);
  };
  await add("exploitant@perchoir.example", [HOSTNAMES.forum, HOSTNAMES.forumAlias], ["cdn", "ddos"]);
  await add("atelier@atelier-merle.example", [HOSTNAMES.rival], ["cdn"]);
  await add("bonjour@mirabelle.example", [HOSTNAMES.target], ["cdn"]);
}
