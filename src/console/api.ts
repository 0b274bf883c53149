import type {
  AddedAccount,
  Approval,
  CaseView,
  Changed,
  Committed,
  Counted,
  DecisionView,
  Door,
  EdgeState,
  Emergency,
  Enforcement,
  Judged,
  LedgerDecision,
  LIFT_CAUSES,
  Offers,
  OpenAppeal,
  OpenedReport,
  Person,
  Policy,
  Proposal,
  Proposed,
  PublishedPolicy,
  Purge,
  QueuedCase,
  ReadingRequest,
  Refusal,
  Removed,
  ReportLine,
  ServiceRole,
  SiteConfig,
  SitesPage,
  TeamRole,
  WorkOrder,
} from "../desk/api-types.ts";

export type LiftCause = Exclude<(typeof LIFT_CAUSES)[number], "appeal">;

/** What the desk answered instead of what was asked: a problem document (RFC 9457), or nothing at all (`code` "offline"). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  /** Other members of the problem document, such as `precedent`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const { title, code, field, ...details } = problem;
    super(typeof title === "string" ? title : `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = typeof code === "string" ? code : "unknown";
    this.field = typeof field === "string" ? field : undefined;
    this.details = details;
  }
}

export interface SignedIn {
  readonly token: string;
  readonly person: Person;
  /** RFC 3339. */
  readonly expires: string;
}

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly role: TeamRole;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  readonly approvals: readonly Approval[];
}

export type NewSite = Omit<SiteConfig, "id" | "roles"> & { readonly roles: readonly ServiceRole[] };

/** What to purge of a site, as the desk takes it. */
export interface PurgeRequest {
  readonly by: Purge["by"];
  readonly path?: string;
  readonly group?: string;
  readonly host?: string;
  readonly soft?: boolean;
}

/** Whose word it is that the account asked for a change. */
export interface AskedFor {
  readonly decision: string;
  readonly approvals: readonly Approval[];
}

/** A file of a report as the desk gives it out: the bytes say of themselves that they are no page and no picture. */
export interface FileCopy {
  /** What they are. */
  readonly type: string;
  readonly bytes: Blob;
}

const BYTES = "application/octet-stream";

type Method = "GET" | "POST" | "PUT" | "DELETE";
type Call = <T>(method: Method, path: string, body?: unknown) => Promise<T>;

/** Sends one request to the desk that served this page. Throws ApiError. `onSignedOut` runs when the token is no longer good. */
export function caller(token: string | undefined, onSignedOut: () => void): Call {
  return async <T>(method: Method, path: string, body?: unknown): Promise<T> => {
    const headers = new Headers({ accept: "application/json" });
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    if (body !== undefined) headers.set("content-type", "application/json");
    const init: RequestInit = { method, headers, cache: "no-store", credentials: "omit" };
    if (body !== undefined) init.body = JSON.stringify(body);
    const answer = await fetch(path, init).catch(() => {
      throw new ApiError(0, { code: "offline", title: "the desk does not answer" });
    });
    if (answer.status === 204) return undefined as T;
    if (answer.ok && answer.headers.get("content-type") === BYTES) {
      const copy: FileCopy = { type: answer.headers.get("x-file-type") ?? BYTES, bytes: await answer.blob() };
      return copy as T;
    }
    const value: unknown = await answer.json().catch(() => ({}));
    if (answer.ok) return value as T;
    if (answer.status === 401) onSignedOut();
    throw new ApiError(answer.status, value as Record<string, unknown>);
  };
}

/** Every request of the desk's API that the console makes, in one place. */
export function deskApi(call: Call) {
  const path = (strings: TemplateStringsArray, ...ids: string[]) =>
    String.raw(strings, ...ids.map(encodeURIComponent));
  return {
    challenge: (person: string) => call<{ challenge: string }>("POST", "/api/sessions/challenge", { person }),
    signIn: (challenge: string, signature: string) =>
      call<SignedIn>("POST", "/api/sessions", { challenge, signature }),
    signOut: () => call<void>("DELETE", "/api/sessions"),
    enrolFirst: (secret: string, name: string, publicKey: string) =>
      call<Person>("POST", "/api/people/first", { secret, name, publicKey }),
    enrol: (person: NewPerson) => call<Person>("POST", "/api/people", person),

    cases: () => call<{ cases: readonly QueuedCase[] }>("GET", "/api/cases"),
    case: (id: string) => call<CaseView>("GET", path`/api/cases/${id}`),
    offers: (id: string) => call<Offers>("GET", path`/api/cases/${id}/offers`),
    propose: (id: string, proposal: Proposal) =>
      call<Proposed>("POST", path`/api/cases/${id}/decisions`, proposal),
    proposeLift: (measure: number, cause: LiftCause, facts: string) =>
      call<Proposed>("POST", "/api/lifts", { measure, cause, facts }),
    approve: (decision: string, signature: string) =>
      call<Committed>("POST", path`/api/decisions/${decision}/approvals`, { signature }),
    waiting: () => call<{ decisions: readonly DecisionView[] }>("GET", "/api/decisions"),
    decision: (id: string) => call<LedgerDecision>("GET", path`/d/${id}`),
    enforcement: (decision: string) => call<Enforcement>("GET", path`/api/decisions/${decision}/enforcement`),

    doors: (decision: string) =>
      call<{ lookedAt: number | null; doors: readonly Door[] }>(
        "GET",
        path`/api/decisions/${decision}/doors`,
      ),
    lookAgain: (decision: string) => call<unknown>("POST", path`/api/decisions/${decision}/doors`, {}),
    addPage: (id: string, url: string) => call<unknown>("POST", path`/api/cases/${id}/pages`, { url }),
    addLegalOrder: (id: string, order: { authority: string; reference: string; calledBack: true }) =>
      call<unknown>("POST", path`/api/cases/${id}/legal-orders`, order),
    reports: (caseId: string) =>
      call<{ reports: readonly ReportLine[] }>("GET", path`/api/cases/${caseId}/reports`),
    readReport: (report: string, asked: ReadingRequest) =>
      call<OpenedReport>("POST", path`/api/reports/${report}/words`, asked),
    reportFile: (report: string, part: string, asked: ReadingRequest) =>
      call<FileCopy>("POST", path`/api/reports/${report}/files/${part}`, asked),
    /** `thread`: the access that is written to; hers where it is not named. */
    answerReport: (report: string, answer: ReadingRequest & { text: string; thread?: string }) =>
      call<unknown>("POST", path`/api/reports/${report}/answers`, answer),
    markUnfounded: (report: string, unfounded: boolean) =>
      call<Counted>("PUT", path`/api/reports/${report}/unfounded`, { unfounded }),
    warnSender: (report: string, judged: Judged) =>
      call<Counted>("POST", path`/api/reports/${report}/warning`, judged),
    suspendSender: (report: string, judged: Judged & { readonly days: number }) =>
      call<Counted>("POST", path`/api/reports/${report}/suspension`, judged),
    refuse: (caseId: string, reason: Refusal) =>
      call<unknown>("POST", path`/api/cases/${caseId}/refusal`, { reason }),
    emergencies: () => call<{ emergencies: readonly Emergency[] }>("GET", "/api/emergencies"),
    work: () => call<{ orders: readonly WorkOrder[]; overdue: number }>("GET", "/api/work"),
    confirmWork: (id: string, proof: string) =>
      call<WorkOrder>("POST", path`/api/work/${id}/confirmation`, { proof }),

    appeals: () => call<{ appeals: readonly OpenAppeal[] }>("GET", "/api/appeals"),
    uphold: (id: string) => call<unknown>("POST", path`/api/appeals/${id}/answer`, { outcome: "upheld" }),
    reverse: (id: string, facts: string) =>
      call<Proposed>("POST", path`/api/appeals/${id}/answer`, { outcome: "reversed", facts }),

    policy: () => call<Policy>("GET", "/api/policy"),
    publishPolicy: (yaml: string, decision?: string, approvals?: readonly Approval[]) =>
      call<PublishedPolicy>("POST", "/api/policies", { yaml, decision, approvals }),

    fleet: () => call<{ edges: readonly EdgeState[] }>("GET", "/api/fleet"),
    edgeToken: (name: string, address: string | null) =>
      call<{ token: string }>("POST", "/api/fleet/tokens", { name, address }),

    /** A page of them; `after`: the `next` of the page before. */
    sites: (after?: string) =>
      call<SitesPage>("GET", after === undefined ? "/api/sites" : path`/api/sites?after=${after}`),
    addAccount: (contactEmail: string, language: "fr" | "en") =>
      call<AddedAccount>("POST", "/api/accounts", { contactEmail, language }),
    site: (id: string) => call<{ site: SiteConfig; hash: string }>("GET", path`/api/sites/${id}`),
    addSite: (site: NewSite) => call<Changed>("POST", "/api/sites", site),
    addHostname: (site: string, hostname: string) =>
      call<Changed>("POST", path`/api/sites/${site}/hostnames`, { hostname }),
    /** `base`: hash of the document that the change was made from. */
    changeSite: (site: SiteConfig, base: string, asked?: AskedFor) =>
      call<Changed>("PUT", path`/api/sites/${site.id}`, { site, base, asked }),
    removeSite: (id: string, asked?: AskedFor) =>
      call<Removed>("POST", path`/api/sites/${id}/removal`, { asked }),
    purge: (site: string, purge: PurgeRequest) =>
      call<{ version: number }>("POST", path`/api/sites/${site}/purges`, purge),
  };
}

export type DeskApi = ReturnType<typeof deskApi>;
