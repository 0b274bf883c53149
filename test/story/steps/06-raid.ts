import { HOSTNAMES, MIRABELLE } from "../../fixtures/people.ts";
import { forgedReports } from "../../fixtures/reports.ts";
import { visit } from "../../world/http.ts";
import { observed, type Step, type Story } from "../story.ts";

const EACH = 1_000;
const AT_ONCE = 20;
/** Two pages, so that only the rule about comments keeps the path above them from being offered. */
export const PLANTED = ["/carnet/reliure-d-automne", "/carnet/la-colle-de-pate"] as const;

export const raid: Step = {
  number: 6,
  title: "2,000 forged reports move nothing; a planted dox allows the narrowest measure only",
  async run(story) {
    const started = performance.now();
    const entriesBefore = await ledgerSize(story);
    await flood(story, `https://${HOSTNAMES.target}/a-propos`);
    const innocent = (await story.queue()).filter((one) => one.site === story.sites.get(HOSTNAMES.target));
    observed(innocent.length === 1, `one case for the innocent page, not ${innocent.length}`);
    observed((await story.captured(innocent[0]!.id)).severity === "low", "a low case");
    const innocentOffers = (await offers(story, innocent[0]!.id)).offered;
    observed(
      innocentOffers.every((one) => one.verb === "notify"),
      "nothing that would refuse the innocent page is offered",
    );

    const before = await story.view(story.caseId);
    const orderBefore = await order(story);
    await flood(story, `https://${HOSTNAMES.forum}${story.thread}`);
    const after = await story.view(story.caseId);
    observed(after.reports === before.reports + EACH, `${EACH} reports joined the case`);
    observed(after.severity === before.severity, "its severity is what it was");
    observed(
      JSON.stringify(await order(story)) === JSON.stringify(orderBefore),
      "the queue's order is what it was",
    );
    const reportsPerSecond = Math.round((2 * EACH * 1000) / (performance.now() - started));

    const offered = await plant(story);
    observed(offered.length > 0, "the planted dox is seen");
    observed(
      offered.every((offer) => offer.grain === "url"),
      "only the page itself can be measured",
    );
    observed(
      (await ledgerSize(story)) === entriesBefore,
      "no measure was taken by itself: the ledger has not grown",
    );
    return `2 × ${EACH} forged reports (${reportsPerSecond}/s): 1 low case, no measure, same order, same ledger; planted dox: ${offered.map((one) => `${one.verb} ${one.grain}`).join(", ")}`;
  },
};

interface Offered {
  offered: { verb: string; grain: string }[];
}

const offers = (story: Story, id: string): Promise<Offered> =>
  story.first.api(story.world.deskPort, "GET", `/api/cases/${id}/offers`);

const order = async (story: Story) => (await story.queue()).map(({ id, severity }) => ({ id, severity }));

/** From the public checkpoint: origin, size, root. */
async function ledgerSize({ world }: Story): Promise<number> {
  const { text } = await visit(world.deskPort, `127.0.0.1:${world.deskPort}`, "/ledger/checkpoint");
  return Number(text.split("\n")[1]);
}

async function flood(story: Story, url: string): Promise<void> {
  const waiting = [...forgedReports(EACH, url)];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await story.report(next);
    }),
  );
}

/** Somebody writes a dox into comments on a rival's blog and reports the blog. */
async function plant(story: Story) {
  const [edge] = story.edges;
  const comment = new URLSearchParams({
    auteur: "passant",
    texte: `Mirabelle, de son vrai nom ${MIRABELLE.formerName}, habite ici : ${MIRABELLE.address}. Son numéro : ${MIRABELLE.phone}. On va te tuer.`,
  });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const ask = { method: "POST", headers: form, body: String(comment) };
  for (const path of PLANTED) await story.get(edge!, `${path}/commentaires`, ask, HOSTNAMES.rival);
  await story.report({
    urls: PLANTED.map((path) => `https://${HOSTNAMES.rival}${path}`),
    happening: ["address"],
    riskToLife: true,
  });
  const rival = (await story.queue()).find((one) => one.site === story.sites.get(HOSTNAMES.rival));
  observed(rival !== undefined, "a case about the rival's page");
  await story.captured(rival.id);
  return (await offers(story, rival.id)).offered;
}
