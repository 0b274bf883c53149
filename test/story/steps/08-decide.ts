import { api } from "../../world/http.ts";
import { until } from "../../world/world.ts";
import { observed, type Step } from "../story.ts";

export const decide: Step = {
  number: 8,
  title: "a moderator decides refuse × url; three edges verify, apply and ack",
  async run(story) {
    const { world, first, caseId, thread } = story;
    const page = (await story.view(caseId)).pages.find((one) => one.path === thread)!;
    const proposed = await story.propose(caseId, {
      ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page: page.id, seconds: 90 * 86_400 },
      facts:
        "La page présente des coordonnées comme celles d'une personne et annonce des violences contre elle.",
      whyNotMilder: "Demander le retrait laisserait la page en ligne pendant que le danger est immédiat.",
    });
    observed(
      (await story.get(story.edges[0]!, thread)).status === 200,
      "before the approval the page is served",
    );
    const seen = story.seenEverywhere(thread, 403);
    const started = performance.now();
    const committed = await story.approve(first, proposed);
    const committedMs = performance.now() - started;
    await seen;
    const everywhereMs = performance.now() - started;
    observed(committed.status === "committed" && committed.index !== null, "the decision is in the ledger");
    story.decision = committed.decision;
    story.index = committed.index;

    const { status, headers, text } = await story.get(story.edges[2]!, thread);
    observed(
      status === 403 && headers["rempart-ledger"] === String(committed.index),
      "the refusal names its ledger entry",
    );
    observed(headers["cache-control"] === "no-store", "the refusal is not stored");
    observed(
      text.includes(committed.decision) && text.includes(`/d/${committed.decision}`),
      "the page names decision and appeal",
    );
    // An ack comes after the edge's disk, a moment after the refusal.
    const enforcement = await until("all edges to ack", async () => {
      const found = await first.api<{ acked: number; edges: number; enforced: boolean }>(
        world.deskPort,
        "GET",
        `/api/decisions/${committed.decision}/enforcement`,
      );
      return found.acked === found.edges && found;
    });
    observed(
      enforcement.acked === 3 && enforcement.edges === 3 && enforcement.enforced,
      "3 of 3 edges acked, and a probe saw it",
    );
    const receipt = await api<{ status: string }>(world.deskPort, "POST", "/api/reports/status", {
      body: { receipt: story.receipt },
    });
    observed(receipt.status === "decided", "the receipt says that it is decided");
    return `entry ${committed.index}; ledger after ${committedMs.toFixed(0)} ms; decision → last edge's first 403 seen from outside: ${everywhereMs.toFixed(0)} ms`;
  },
};
