import { MIRABELLE } from "../../fixtures/people.ts";
import { observed, type Step } from "../story.ts";

export const screening: Step = {
  number: 5,
  title: "screening finds address, former name and threat; critical; shown masked",
  async run(story) {
    const view = await story.view(story.caseId);
    const findings = view.pages.flatMap((page) => page.findings);
    const kinds = new Set(findings.map((finding) => finding.kind));
    for (const kind of ["address", "sealed-detail", "threat"])
      observed(kinds.has(kind), `a finding of kind ${kind}`);
    observed(view.severity === "critical", `severity critical, not ${view.severity}`);
    const shown = JSON.stringify(findings);
    for (const detail of [
      MIRABELLE.street,
      MIRABELLE.formerName,
      MIRABELLE.phone,
      "Lavandières",
      "Fictif-Duval",
    ]) {
      observed(!shown.includes(detail), "details are masked on the moderator's screen");
    }
    observed(
      findings.some((finding) => finding.masked.includes("•")),
      "masked previews",
    );
    const reasoned = findings
      .filter((finding) => finding.kind !== "sealed-detail")
      .every(({ reasons }) => reasons.en.length > 0 && reasons.fr.length === reasons.en.length);
    observed(reasoned, "every finding of a detector gives its reasons, in French and in English");
    observed(
      findings.every(({ version }) => /^[a-z]+@\S+/.test(version)),
      "every finding says which versions made it",
    );
    return `${findings.length} findings of ${kinds.size} kinds, severity ${view.severity}`;
  },
};
