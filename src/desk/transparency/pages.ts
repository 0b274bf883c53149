import { html } from "hono/html";
import type { MeasureEntry } from "../../ledger/entry.ts";
import { clauseOf, type Policy } from "../../policy/index.ts";
import type { Html, Language } from "../web/layout.ts";

export interface PublicDecision {
  readonly entry: MeasureEntry;
  readonly index: number;
  readonly liftedBy: number | null;
  readonly policy: Policy | undefined;
}

const T = {
  fr: {
    title: "Décision",
    state: { active: "En vigueur", lifted: "Levée", ended: "Terminée" },
    rule: "Règle",
    measure: "Mesure",
    service: "Service",
    from: "Du",
    to: "au",
    noEnd: "sans terme",
    people: "Personnes qui ont approuvé",
    ledger: "Entrée du registre",
    policy: "Version des règles",
    appeal: "L'exploitant du site peut contester pendant six mois par le lien reçu avec la décision.",
    said: "Cette page ne dit pas de quelle adresse il s'agit. Le registre n'en contient qu'une empreinte.",
  },
  en: {
    title: "Decision",
    state: { active: "In force", lifted: "Lifted", ended: "Ended" },
    rule: "Rule",
    measure: "Measure",
    service: "Service",
    from: "From",
    to: "to",
    noEnd: "without end",
    people: "People who approved",
    ledger: "Ledger entry",
    policy: "Version of the rules",
    appeal: "The site's operator can appeal for six months, by the link that came with the decision.",
    said: "This page does not say which address it is about. The ledger holds only a fingerprint of it.",
  },
} as const;

export function stateOf({ entry, liftedBy }: PublicDecision, nowMs: number): "active" | "lifted" | "ended" {
  if (liftedBy !== null) return "lifted";
  return entry.ends !== null && Date.parse(entry.ends) <= nowMs ? "ended" : "active";
}

export function decisionPage(language: Language, decision: PublicDecision, nowMs: number): Html {
  const t = T[language];
  const { entry, index, policy } = decision;
  const clause = policy === undefined ? undefined : clauseOf(policy, entry.clause);
  return html`<h1>${t.title} <span class="soft">${entry.decision}</span></h1>
    <p><strong>${t.state[stateOf(decision, nowMs)]}</strong></p>
    <div class="box">
      <dl>
        <dt>${t.rule}</dt><dd>${entry.clause} ${clause?.title[language] ?? ""}</dd>
        <dt>${t.measure}</dt><dd>${entry.verb} · ${entry.grain}</dd>
        <dt>${t.service}</dt><dd>${entry.role}</dd>
        <dt>${t.from}</dt><dd>${entry.starts.slice(0, 10)} ${t.to} ${entry.ends?.slice(0, 10) ?? t.noEnd}</dd>
        <dt>${t.people}</dt><dd>${entry.approvals}</dd>
        <dt>${t.ledger}</dt><dd><a href="/ledger">${index}</a></dd>
        <dt>${t.policy}</dt><dd>${policy?.version ?? ""} <span class="soft">${entry.policy.slice(0, 16)}…</span></dd>
      </dl>
    </div>
    ${clause === undefined ? "" : html`<p>${clause.text[language]}</p>`}
    <p>${t.appeal}</p>
    <p class="soft">${t.said}</p>`;
}

const L = {
  fr: {
    title: "Registre public",
    what: "Toute mesure prise ici est une entrée de ce registre. Il ne contient ni adresse de page, ni nom, ni texte libre. Quiconque peut le vérifier :",
    size: "Entrées",
    key: "Clé de vérification",
  },
  en: {
    title: "Public ledger",
    what: "Every measure taken here is an entry of this ledger. It holds no page address, no name and no free text. Anyone can check it:",
    size: "Entries",
    key: "Verifier key",
  },
} as const;

export function ledgerPage(language: Language, facts: { url: string; size: number; key: string }): Html {
  const t = L[language];
  return html`<h1>${t.title}</h1>
    <p>${t.what}</p>
    <pre>rempart ledger audit ${facts.url}/ledger --key '${facts.key}'</pre>
    <dl>
      <dt>${t.size}</dt><dd>${facts.size}</dd>
      <dt>${t.key}</dt><dd>${facts.key}</dd>
    </dl>
    <p><a href="/ledger/checkpoint">checkpoint</a></p>`;
}
