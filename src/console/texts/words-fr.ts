import type { FindingKind, Grain, ServiceRole, Severity, TeamRole, Verb } from "../../desk/api-types.ts";
import type { LiftCause } from "../api.ts";

const severities: Record<Severity, string> = {
  critical: "Critique",
  high: "Élevée",
  medium: "Moyenne",
  low: "Faible",
  none: "Aucune",
};

const serviceRole: Record<ServiceRole, string> = {
  cdn: "CDN",
  ddos: "Anti-DDoS",
  dns: "DNS",
  registrar: "Bureau d'enregistrement",
  host: "Hébergement",
  mail: "Courrier",
};

const verb: Record<Verb, string> = {
  notify: "Notifier l'exploitant",
  "no-cache": "Ne plus mettre en cache",
  "rate-limit": "Limiter le débit",
  interstitial: "Page d'avertissement",
  refuse: "Refuser",
  "legal-refuse": "Refuser sur ordre légal",
  suspend: "Suspendre",
  terminate: "Mettre fin au service",
};

const effect: Record<Verb, string> = {
  notify: "Rien n'est bloqué : l'exploitant est prié d'agir.",
  "no-cache": "La page est transmise sans copie chez nous.",
  "rate-limit": "Le nombre de requêtes est limité.",
  interstitial: "Un avertissement précède la page.",
  refuse: "Le visiteur reçoit une page 403 avec la décision.",
  "legal-refuse": "Le visiteur reçoit une page 451 qui nomme l'autorité.",
  suspend: "Le service est suspendu ; la configuration reste.",
  terminate: "Le service prend fin ; la configuration reste le temps des recours.",
};

const grain: Record<Grain, string> = {
  url: "une page",
  path: "un chemin",
  host: "un nom d'hôte",
  site: "tout le site",
  account: "tout le compte",
};

const findingKind: Record<FindingKind, string> = {
  address: "Adresse postale",
  phone: "Téléphone",
  email: "Adresse électronique",
  "current-location": "Lieu où se trouve quelqu'un",
  "identity-number": "Numéro d'identité",
  "bank-account": "Compte bancaire",
  "payment-card": "Carte de paiement",
  "vehicle-plate": "Plaque d'immatriculation",
  "birth-date": "Date de naissance",
  "workplace-or-school": "Lieu de travail ou d'études",
  "family-member": "Proche",
  "online-account": "Compte en ligne",
  coordinates: "Coordonnées géographiques",
  "ip-address": "Adresse IP",
  dox: "Fiche sur une personne (dox)",
  threat: "Menace",
  incitement: "Appel à la violence",
  raid: "Organisation d'un raid",
  "sealed-detail": "Détail scellé",
};

const teamRole: Record<TeamRole, string> = {
  moderator: "Modération",
  administrator: "Administration",
  auditor: "Audit (lecture)",
  "outside-second": "Second regard extérieur",
};

const liftCauses: Record<LiftCause, string> = {
  cured: "Le contenu a été retiré",
  error: "La décision était une erreur",
  "order-ended": "L'ordre légal a pris fin",
  policy: "Les règles ont changé",
  superseded: "Une autre mesure la remplace",
};

const agreements: Record<string, string> = {
  agree: "deux vues concordent",
  differ: "deux vues diffèrent",
  single: "une seule vue",
  failed: "la capture a échoué",
};

const verbOf = (value: unknown) => verb[value as Verb] ?? String(value);
const grainOf = (value: unknown) => grain[value as Grain] ?? String(value);
const causeOf = (value: unknown) =>
  value === "appeal" ? "recours accepté" : (liftCauses[value as LiftCause] ?? String(value));

const entryMember: Partial<Record<string, string>> = {
  kind: "Entrée",
  measure: "Mesure levée",
  cause: "Motif",
  verb: "Mesure",
  grain: "Sur",
  role: "Service",
  clause: "Clause",
  seconds: "Durée",
  territory: "Pays",
  emergency: "Urgence",
  approvals: "Approbations requises",
  decision: "Décision",
  policy: "Règles (empreinte)",
  target: "Cible (empreinte)",
  v: "Format d'entrée",
  change: "Le compte demande",
  config: "Site (empreinte)",
};

const entryKind: Partial<Record<string, string>> = {
  measure: "mesure",
  lift: "levée",
  request: "demande d'un compte",
};

const requestChange: Partial<Record<string, string>> = {
  "remove-site": "la fin du service",
  "remove-host": "un nom d'hôte de moins",
  "remove-role": "un service de moins",
  repoint: "une autre origine ou un autre rattachement",
  limits: "des limites plus strictes",
};

/** What a proposed entry would do, in a title. */
const proposal = ({ kind, measure, verb: asked, grain: reach }: Readonly<Record<string, unknown>>): string =>
  kind === "lift" ? `Lever la mesure ${measure}` : `${verbOf(asked)} · ${grainOf(reach)}`;

/** One line of a case's timeline. */
function event(kind: string, payload: Readonly<Record<string, unknown>>, count: number): string {
  switch (kind) {
    case "case.opened":
      return "Affaire ouverte";
    case "case.report-joined":
      return count === 1 ? "Un signalement rejoint l'affaire" : `${count} signalements rejoignent l'affaire`;
    case "case.page-captured":
      return count === 1
        ? `Page capturée : ${agreements[String(payload.agreement)] ?? ""}`
        : `${count} pages capturées`;
    case "case.order-verified":
      return "Injonction d'une autorité vérifiée";
    case "case.page-added":
      return "Une page a été versée au dossier";
    case "case.raised":
      return `Gravité relevée : ${severities[payload.severity as Severity] ?? ""}`;
    case "case.decided":
      return `Décision : ${verbOf(payload.verb)} · ${grainOf(payload.grain)} (entrée ${payload.index})`;
    case "case.refused":
      return "Réponse : rien ne sera fait";
    case "case.reopened":
      return "Affaire rouverte";
    case "case.measure-lifted":
      return `Mesure ${payload.measure} levée : ${causeOf(payload.cause)}`;
    default:
      return kind;
  }
}

export const wordsFr = {
  ...{ severities, serviceRole, verb, effect, grain, findingKind, teamRole, liftCauses, event },
  ...{ entryMember, entryKind, requestChange, proposal, causeOf },
  agreement: (value: string) => agreements[value] ?? value,
  harm: (value: string): string => (value === "attack-on-person" ? "Atteinte à une personne" : "Autre"),
  side: (value: string): string =>
    value === "operator" ? "Recours de l'exploitant" : "Recours de la personne qui a signalé",
  measureState: { active: "En vigueur", lifted: "Levée", ended: "Terminée" },
  page: {
    queue: "Affaires",
    approvals: "À approuver",
    work: "Travaux",
    appeals: "Recours",
    sites: "Sites",
    fleet: "Nœuds",
    people: "Équipe",
  },
  progress: {
    "no-edge": "Aucun nœud n'est inscrit : rien ne peut s'appliquer",
    "under-way": "En cours d'application",
    acked: "Tous les nœuds l'ont ; rien ne change pour les visiteurs",
    "to-do": "Attend que quelqu'un le fasse",
    done: "Fait, et confirmé",
    telling: "L'exploitant va être prévenu",
    told: "L'exploitant a été prévenu",
    enforced: "Appliquée, et vue de l'extérieur",
    going: "Levée en cours",
    gone: "Levée partout, et vue de l'extérieur",
  },
};
