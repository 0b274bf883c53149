import { raw, statusOf, visit } from "../../world/http.ts";
import { until } from "../../world/world.ts";
import { EVASIONS } from "../evasions.ts";
import { observed, type Step, type Story } from "../story.ts";

/** Pages of the same forum that must stay up. */
const NEIGHBOURS = [
  "/",
  "/salon/mirabelle/sujet/43-son-dernier-direct",
  "/salon/boutique/sujet/51-mentions-legales",
  "/salon/presse/sujet/61-une-vague-de-harcelement",
  "/salon/entraide/sujet/71-ce-que-je-recois",
  "/salon/jeux/sujet/81-tournoi-de-samedi",
  "/salon/evenements/sujet/91-bourse-aux-plantes",
];

export const evasions: Step = {
  number: 9,
  title: "a first evasion set is refused, by a restarted edge without a desk too; neighbours are served",
  async run(story) {
    const { world, thread } = story;
    const [, second] = story.edges;
    await refuseAll(story, story.edges[0]!.port);
    await neighbours(story, story.edges[0]!.port);

    await world.stop("desk");
    await world.kill(second!.name);
    await world.startEdge(second!);
    await until(
      "the restarted edge is ready",
      async () => (await visit(second!.adminPort, "127.0.0.1", "/readyz")).status === 200,
    );
    await refuseAll(story, second!.port);
    await neighbours(story, second!.port);
    observed(
      (await story.get(story.edges[0]!, thread)).status === 403,
      "edges go on refusing without the desk",
    );
    await world.startDesk();
    for (const member of [story.admin, story.first, story.second]) await member.signIn(world.deskPort);
    await until("the edges are back on the feed", async () => {
      const { edges } = await story.admin.api<{ edges: { connected: boolean; lag: number }[] }>(
        world.deskPort,
        "GET",
        "/api/fleet",
      );
      return edges.length === 3 && edges.every((edge) => edge.connected && edge.lag === 0);
    });
    return `${EVASIONS.length} raw requests refused at 2 edges (one killed and restarted from disk, desk stopped); ${NEIGHBOURS.length} neighbours 200`;
  },
};

async function refuseAll({ thread, index }: Story, port: number): Promise<void> {
  for (const evasion of EVASIONS) {
    const answer = await raw(port, evasion.bytes(thread));
    observed(
      statusOf(answer) === evasion.status,
      `${evasion.status} for "${evasion.name}", not ${statusOf(answer)}`,
    );
    if (evasion.status === 403)
      observed(
        answer.toString("latin1").toLowerCase().includes(`rempart-ledger: ${index}\r\n`),
        `the ledger index for "${evasion.name}"`,
      );
  }
}

async function neighbours(story: Story, port: number): Promise<void> {
  const edge = story.edges.find((one) => one.port === port)!;
  for (const path of NEIGHBOURS) {
    const { status } = await story.get(edge, path);
    observed(status === 200, `200 for ${path}, not ${status}`);
  }
}
