import { visit } from "../../world/http.ts";
import { observed, type Step } from "../story.ts";

export const appeal: Step = {
  number: 11,
  title: "the operator appeals; another moderator lifts the measure; all edges serve again",
  async run(story) {
    const { world, first, second, portal, thread, decision } = story;
    const desk = `127.0.0.1:${world.deskPort}`;
    const words = "Nous avons retiré les messages visés et fermé le fil aux nouveaux messages.";
    const filed = await visit(world.deskPort, desk, `${portal}/appeal`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: String(new URLSearchParams({ words })),
    });
    observed(filed.status === 201, `the portal takes the appeal (${filed.status})`);
    const { appeals } = await second.api<{ appeals: { id: string; decision: string }[] }>(
      world.deskPort,
      "GET",
      "/api/appeals",
    );
    const id = appeals.find((one) => one.decision === decision)?.id;
    observed(id !== undefined, "the appeal waits for a moderator");
    const answer = {
      outcome: "reversed",
      facts: "L'exploitant a retiré les messages ; la règle est satisfaite.",
    };
    const same = await first.api(world.deskPort, "POST", `/api/appeals/${id}/answer`, answer).then(
      () => 0,
      (error: { status?: number }) => error.status,
    );
    observed(same === 403, "who decided may not answer the appeal");

    const lift = await second.api<{ decision: string; needed: number; approvalHash: string }>(
      world.deskPort,
      "POST",
      `/api/appeals/${id}/answer`,
      answer,
    );
    const own = await story.approve(first, lift).then(
      () => 0,
      (error: { status?: number }) => error.status,
    );
    observed(own === 403, "the vault refuses the lift with the signature of who approved the measure");
    const seen = story.seenEverywhere(thread, 200);
    const started = performance.now();
    await story.approve(second, lift);
    await seen;
    const ms = performance.now() - started;
    const page = await visit(world.deskPort, desk, `/d/${decision}`, {
      headers: { accept: "application/json" },
    });
    observed(JSON.parse(page.text).state === "lifted", "the public page says that it is lifted");
    return `lift → last edge's first 200 seen from outside: ${ms.toFixed(0)} ms`;
  },
};
