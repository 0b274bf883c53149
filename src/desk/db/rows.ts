import type { ColumnType, Generated } from "kysely";
import type { SealedTags } from "../../screening/index.ts";

/** Shapes of the tables as the code sees them (migrations/ is the truth; rows.test.ts compares). */
type Json<T> = ColumnType<T, string, string>;

export interface Rows {
  event: {
    seq: Generated<number>;
    at: number;
    actor: string;
    subject_kind: string;
    subject: string;
    kind: string;
    payload: Json<Record<string, unknown>>;
  };
  person: { id: string; name: string; role: string; public_key: string; at: number };
  session: { token_hash: Uint8Array; person: string; expires_at: number };
  setting: { name: string; value: Json<unknown> };
  account: { id: string; contact_email: string; language: string; at: number };
  site: {
    id: string;
    account: string;
    document: Json<unknown>;
    at: number;
    removed_at: number | null;
  };
  hostname: { name: string; site: string; position: number };
  config_item: {
    version: number;
    item: Json<unknown>;
    note: string;
    kind: string;
    site: string;
    request: number | null;
    at: number;
  };
  purge_token: { site: string; token_hash: Uint8Array; at: number };
  edge: {
    name: string;
    fingerprint: string | null;
    public_address: string | null;
    at: number;
    revoked_at: number | null;
    serves: Json<readonly string[]> | null;
    serves_version: Generated<number>;
    next_fingerprint: string | null;
    certificate_ends_at: number | null;
  };
  ledger_entry: { index: number; entry: Json<unknown> };
  policy: { hash: string; version: string; yaml: string; at: number };
  case: {
    id: string;
    site: string;
    harm: string;
    status: string;
    severity: string;
    opened_at: number;
    due_at: number;
    refusal: string | null;
    refused_by: string | null;
    contested: Generated<boolean>;
  };
  page: { id: string; site: string; host: string; path: string; query: string };
  case_report: { case_id: string; report: string };
  case_page: { case_id: string; page: string; harm: string };
  report: {
    id: string;
    received_at: number;
    due_at: number;
    harm: string;
    risk_to_life: boolean;
    may_know: string;
    language: string;
    status: string;
    identity_sealed: Uint8Array | null;
    words_sealed: Uint8Array | null;
    words_key: Uint8Array | null;
    identity_key: Uint8Array | null;
    idempotency: Uint8Array | null;
    refusal: string | null;
    contested_at: number | null;
    cluster: string | null;
    /** Tag of a contact or key that she gave (DSA art. 23); nothing of it can be read back. */
    sender: Uint8Array | null;
    unfounded_at: number | null;
    answered_at: number | null;
    shredded_at: number | null;
    held_until: number | null;
  };
  sender: { tag: Uint8Array; warned_at: number | null; suspended_until: number | null };
  flagger: {
    id: string;
    name: string;
    key_hash: Uint8Array;
    per_hour: number;
    at: number;
    ended_at: number | null;
  };
  access: {
    id: string;
    report: string;
    kind: string;
    parent: string | null;
    locator: Uint8Array;
    key_sealed: Uint8Array | null;
    at: number;
    ends_at: number | null;
  };
  part: {
    id: string;
    report: string;
    access: string | null;
    author: string;
    kind: string;
    at: number;
    sealed: Uint8Array;
  };
  report_page: { report: string; page: string };
  detail: { id: string; report: string; tagged: Json<SealedTags>; former: Generated<boolean> };
  capture: {
    id: string;
    page: string;
    at: number;
    status: number | null;
    agreement: string;
    sha256: string | null;
    severity: string;
    shredded_at: number | null;
  };
  finding: {
    id: string;
    capture: string;
    kind: string;
    confidence: number;
    reasons: Json<string[]>;
    masked: string;
    author: string | null;
    is_comment: boolean;
    version: Generated<string>;
    is_quote: Generated<boolean>;
    is_hidden: Generated<boolean>;
  };
  decision: {
    id: string;
    case_id: string;
    site: string;
    kind: string;
    clause: string;
    policy: string;
    status: string;
    facts: string;
    why_not_milder: string;
    precedent_key: string;
    distinction: string | null;
    drafts: Json<unknown>;
    needed: number;
    proposed_by: string;
    proposed_at: number;
    committed_at: number | null;
  };
  approval: { decision: string; person: string; signature: string; at: number };
  measure: {
    index: number;
    decision: string;
    site: string;
    starts_at: number;
    ends_at: number | null;
    opening: Json<unknown> | null;
    lifted_by: number | null;
  };
  statement: {
    id: string;
    decision: string;
    body: Json<unknown>;
    at: number;
    sent_at: number | null;
  };
  appeal: {
    id: string;
    decision: string;
    side: string;
    words: string;
    at: number;
    due_at: number;
    status: string;
    decided_by: string | null;
    decided_at: number | null;
  };
  work_order: {
    id: string;
    measure: number;
    act: string;
    made_at: number;
    due_at: number;
    sent_at: number | null;
    closed_at: number | null;
    closed_by: string | null;
    outcome: string | null;
  };
  work_endpoint: { role: string; url: string; serial: number; at: number };
  legal_order: {
    id: string;
    case_id: string;
    authority: string;
    reference: string;
    verified_by: string;
    at: number;
  };
  capture_link: { capture: string; url: string; how: string };
  door: {
    decision: string;
    url: string;
    how: string;
    state: string;
    findings: Json<unknown>;
    at: number;
  };
}
