import type { Mail } from "./mail.ts";

export interface Alert {
  readonly decision: string;
  readonly verb: string;
  readonly grain: string;
  /** RFC 3339. */
  readonly lapses: string;
  readonly console: string;
  readonly provider: string;
}

/** To the rest of the team, in both languages because nobody knows who reads it: somebody has decided alone. */
export function alertMail({ decision, verb, grain, lapses, console, provider }: Alert): Mail {
  const until = `${lapses.slice(0, 16).replace("T", " ")} UTC`;
  const lines = [
    `Une personne seule a pris une mesure d'urgence : ${verb} (${grain}).`,
    `Elle cesse le ${until} si personne ne la confirme. Regardez le dossier, puis décidez ou levez :`,
    console,
    ``,
    `One person alone has taken an emergency measure: ${verb} (${grain}).`,
    `It lapses at ${until} unless somebody confirms it. Look at the case, then decide or lift:`,
    console,
    ``,
    `${provider} · ${decision}`,
  ];
  return { subject: `Urgence / emergency ${decision.slice(0, 8)}`, text: `${lines.join("\n")}\n` };
}
