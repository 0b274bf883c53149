import { observed, type Step } from "../story.ts";

interface Offers {
  offered: { clause: string; role: string; verb: string; grain: string; approvals: number }[];
  withheld: { role: string; verb: string; grain: string; why: string }[];
}

export const offers: Step = {
  number: 7,
  title: "only what the clause and our role allow is offered; anything else is refused with the reason",
  async run(story) {
    const { world, first, caseId } = story;
    const { offered } = await first.api<Offers>(world.deskPort, "GET", `/api/cases/${caseId}/offers`);
    observed(
      offered.some((one) => one.clause === "D1" && one.verb === "refuse" && one.grain === "url"),
      "refuse url under D1",
    );
    observed(
      offered.every((one) => one.role === "cdn" || one.role === "ddos"),
      "nothing in a role that we do not supply",
    );
    const [page] = (await story.view(caseId)).pages;
    const ask = {
      clause: "D1",
      page: page!.id,
      seconds: 86_400,
      facts: "Une adresse et une menace sont publiées.",
      whyNotMilder: "Une notice laisserait la page en ligne ce soir.",
    };
    const asHost = await refusal(story, { ...ask, role: "host", verb: "refuse", grain: "url" });
    observed(
      asHost.includes("we do not supply the role host"),
      `as host: refused with the reason (${asHost})`,
    );
    const wide = await refusal(story, { ...ask, role: "cdn", verb: "suspend", grain: "site" });
    observed(wide.includes("earlier upheld decisions"), `the whole site: refused with the reason (${wide})`);
    const tooLong = await refusal(story, {
      ...ask,
      role: "cdn",
      verb: "refuse",
      grain: "url",
      seconds: 400 * 86_400,
    });
    observed(tooLong.includes("at most"), `too long: refused with the reason (${tooLong})`);
    const noPair = await refusal(story, { ...ask, role: "ddos", verb: "refuse", grain: "url" });
    observed(noPair.includes("ddos"), `ddos at a url: refused with the reason (${noPair})`);
    return `${offered.length} offered (${[...new Set(offered.map((one) => `${one.role} ${one.verb} ${one.grain}`))].join(", ")}); 4 others refused`;
  },
};

async function refusal(story: Parameters<Step["run"]>[0], proposal: unknown): Promise<string> {
  try {
    await story.propose(story.caseId, proposal);
  } catch (error) {
    const { status, problem } = error as { status?: number; problem?: { title?: string } };
    observed(status === 422, `422, not ${status}`);
    return problem?.title ?? "";
  }
  throw new Error("not observed: the proposal is refused");
}
