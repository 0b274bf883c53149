import { executor, type ServiceRole } from "../../policy/index.ts";
import type { Statement } from "./statement.ts";

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

export interface MailLinks {
  readonly portal: string;
  readonly provider: string;
}

type Language = "fr" | "en";

const EFFECT: Record<string, Record<Language, string>> = {
  notify: {
    fr: "Rien n'est bloqué : nous vous demandons d'agir.",
    en: "Nothing is blocked: we ask you to act.",
  },
  refuse: {
    fr: "Nos serveurs répondent 403 à cette adresse. Le reste du site est servi comme avant.",
    en: "Our servers answer 403 at this address. The rest of the site is served as before.",
  },
  "legal-refuse": {
    fr: "Nos serveurs répondent 451 à cette adresse, sur ordre d'une autorité.",
    en: "Our servers answer 451 at this address, by order of an authority.",
  },
  suspend: { fr: "Ce service est suspendu.", en: "This service is suspended." },
  terminate: { fr: "Ce service prend fin.", en: "This service ends." },
  "no-cache": {
    fr: "Nous transmettons cette adresse sans la mettre en cache.",
    en: "We pass this address on without caching it.",
  },
  "rate-limit": {
    fr: "Le débit est limité à cette adresse.",
    en: "Requests to this address are limited in number.",
  },
  interstitial: {
    fr: "Une page d'avertissement précède cette adresse.",
    en: "A page of warning comes before this address.",
  },
};

/** Where no edge answers for us: what we do to a name, to files or to a mailbox. */
const ELSEWHERE: Record<string, Record<Language, string>> = {
  notify: EFFECT.notify!,
  refuse: {
    fr: "Là où nous hébergeons ces fichiers, ils ne sont plus servis à cette adresse.",
    en: "Where we host these files they are no longer served at this address.",
  },
  suspend: {
    fr: "Le service nommé ci-dessus est suspendu ; votre configuration est gardée.",
    en: "The service named above is suspended; your configuration is kept.",
  },
  terminate: {
    fr: "Le service nommé ci-dessus prend fin ; votre configuration est gardée pendant le délai de recours.",
    en: "The service named above ends; your configuration is kept while an appeal is possible.",
  },
};

const SERVICE: Record<string, Record<Language, string>> = {
  cdn: { fr: "diffusion (CDN)", en: "delivery (CDN)" },
  ddos: { fr: "protection DDoS", en: "DDoS protection" },
  dns: { fr: "DNS", en: "DNS" },
  registrar: { fr: "nom de domaine", en: "domain name" },
  host: { fr: "hébergement", en: "hosting" },
  mail: { fr: "courrier", en: "mail" },
};

/** What a measure does, in a sentence: by edges, or in the role where somebody carries it out. */
export function effectOf({ verb, role }: { verb: string; role: string }, language: Language): string {
  const elsewhere = executor(role as ServiceRole) === "edge" ? undefined : ELSEWHERE[verb];
  return (elsewhere ?? EFFECT[verb])?.[language] ?? verb;
}

/** The notice that carries a statement of reasons: plain text, no tracking, nothing that a report said. */
export function statementMail(statement: Statement, links: MailLinks, language: Language): Mail {
  const fr = language === "fr";
  const { measure, ground } = statement;
  const until = measure.ends === null ? (fr ? "sans terme" : "without end") : measure.ends.slice(0, 10);
  const lines = fr
    ? [
        `Bonjour,`,
        ``,
        `${links.provider} a pris une décision qui concerne votre site.`,
        ``,
        `Adresse : ${statement.target}`,
        `Mesure : ${measure.verb} (${measure.grain}), service : ${SERVICE[measure.role]?.fr ?? measure.role}`,
        `Du ${measure.starts.slice(0, 10)} au ${until}`,
        ...(measure.territory.length === 0
          ? []
          : [`Seulement dans ces pays : ${measure.territory.join(", ")}`]),
        effectOf(measure, "fr"),
        ``,
        `Règle : ${ground.clause}, ${ground.title.fr} (version ${ground.policyVersion})`,
        ground.text.fr,
        ``,
        `Ce que nous avons constaté nous-mêmes : ${statement.facts}`,
        statement.whyNotMilder === ""
          ? ``
          : `Pourquoi une mesure plus légère ne suffit pas : ${statement.whyNotMilder}`,
        ``,
        `Des programmes aident à repérer ; une personne a décidé.`,
        `Constater n'est pas affirmer : cette décision ne dit pas que ce qui est écrit à cette adresse est vrai.`,
        ``,
        `Raisons complètes, remède, réponse et recours (six mois) : ${links.portal}`,
        `Entrée du registre public : ${statement.ledgerIndex}. Décision : ${statement.decision}`,
      ]
    : [
        `Hello,`,
        ``,
        `${links.provider} has made a decision about your site.`,
        ``,
        `Address: ${statement.target}`,
        `Measure: ${measure.verb} (${measure.grain}), service: ${SERVICE[measure.role]?.en ?? measure.role}`,
        `From ${measure.starts.slice(0, 10)} to ${until}`,
        ...(measure.territory.length === 0
          ? []
          : [`Only in these countries: ${measure.territory.join(", ")}`]),
        effectOf(measure, "en"),
        ``,
        `Rule: ${ground.clause}, ${ground.title.en} (version ${ground.policyVersion})`,
        ground.text.en,
        ``,
        `What we saw ourselves: ${statement.facts}`,
        statement.whyNotMilder === "" ? `` : `Why a milder measure does not do: ${statement.whyNotMilder}`,
        ``,
        `Programs help to find; a person decided.`,
        `Seeing is not asserting: this decision does not say that anything written there is true.`,
        ``,
        `Full reasons, how to cure, reply and appeal (six months): ${links.portal}`,
        `Entry in the public ledger: ${statement.ledgerIndex}. Decision: ${statement.decision}`,
      ];
  const subject = fr
    ? `Décision ${statement.decision.slice(0, 8)} sur votre site`
    : `Decision ${statement.decision.slice(0, 8)} about your site`;
  return { subject, text: `${lines.join("\n")}\n` };
}
