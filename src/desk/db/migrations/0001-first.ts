/**
 * The whole first schema. `event` is the truth (append-only, enforced by a trigger); the other tables are its projection
 * and are written in the same transaction. Times are Unix ms, bytes are bytea, enumerations are checked here too.
 */
export const first = `
create table event (
  seq bigint generated always as identity primary key,
  at bigint not null,
  actor text not null,
  subject_kind text not null,
  subject text not null,
  kind text not null,
  payload jsonb not null default '{}'
);
create index event_subject on event (subject_kind, subject, seq);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are only ever added';
end $$;
create trigger event_is_append_only before update or delete or truncate on event
  for each statement execute function refuse_change();

create table person (
  id text primary key,
  name text not null,
  role text not null check (role in ('moderator', 'administrator', 'auditor', 'outside-second')),
  public_key text not null,
  at bigint not null
);

create table session (
  token_hash bytea primary key,
  person text not null references person (id),
  expires_at bigint not null
);

create table setting (name text primary key, value jsonb not null);

create table account (
  id text primary key,
  contact_email text not null,
  language text not null check (language in ('fr', 'en')),
  at bigint not null
);

create table site (
  id text primary key,
  account text not null references account (id),
  origin text not null,
  roles jsonb not null,
  readings jsonb not null,
  at bigint not null
);

create table hostname (
  name text primary key,
  site text not null references site (id),
  position integer not null
);

create table config_item (
  version bigint primary key,
  item jsonb not null,
  note text not null
);

create table edge (
  name text primary key,
  fingerprint text unique,
  public_address text,
  at bigint not null,
  revoked_at bigint
);

create table ledger_entry (
  index bigint primary key,
  entry jsonb not null
);

create table policy (
  hash text primary key,
  version text not null,
  yaml text not null,
  at bigint not null
);

create table "case" (
  id text primary key,
  site text not null references site (id),
  harm text not null,
  status text not null check (status in ('open', 'decided', 'closed')),
  severity text not null check (severity in ('none', 'low', 'medium', 'high', 'critical')),
  reports integer not null default 0,
  opened_at bigint not null,
  due_at bigint not null
);

create table page (
  id text primary key,
  site text not null references site (id),
  host text not null,
  path text not null,
  query text not null,
  unique (site, path, query)
);

create table case_page (
  case_id text not null references "case" (id),
  page text not null references page (id),
  harm text not null,
  primary key (case_id, page)
);
create unique index case_page_once on case_page (page, harm);

create table report (
  id text primary key,
  locator bytea not null unique,
  received_at bigint not null,
  due_at bigint not null,
  harm text not null,
  risk_to_life boolean not null,
  may_know text not null check (may_know in ('desk', 'host', 'operator')),
  language text not null check (language in ('fr', 'en')),
  status text not null check (status in ('received', 'elsewhere', 'decided', 'withdrawn')),
  identity_sealed bytea,
  words_sealed bytea,
  words_key bytea,
  idempotency bytea unique
);

create table report_page (
  report text not null references report (id),
  page text not null references page (id),
  primary key (report, page)
);
create index report_page_page on report_page (page);

create table detail (
  id text primary key,
  report text not null references report (id),
  tagged jsonb not null
);

create table capture (
  id text primary key,
  page text not null references page (id),
  at bigint not null,
  status integer,
  agreement text not null check (agreement in ('agree', 'differ', 'single', 'failed')),
  sha256 text,
  severity text not null
);
create index capture_page on capture (page, at);

create table finding (
  id text primary key,
  capture text not null references capture (id),
  kind text not null,
  confidence real not null,
  reasons jsonb not null,
  masked text not null,
  author text,
  is_comment boolean not null
);
create index finding_capture on finding (capture);

create table decision (
  id text primary key,
  case_id text not null references "case" (id),
  site text not null references site (id),
  kind text not null check (kind in ('measure', 'no-action', 'lift')),
  clause text not null,
  policy text not null,
  status text not null check (status in ('proposed', 'committed', 'dropped')),
  facts text not null,
  why_not_milder text not null,
  precedent_key text not null,
  distinction text,
  drafts jsonb not null,
  needed integer not null,
  proposed_by text not null references person (id),
  proposed_at bigint not null,
  committed_at bigint
);
create index decision_precedent on decision (precedent_key);
create index decision_case on decision (case_id);

create table approval (
  decision text not null references decision (id),
  person text not null references person (id),
  signature text not null,
  at bigint not null,
  primary key (decision, person)
);

create table measure (
  index bigint primary key references ledger_entry (index),
  decision text not null references decision (id),
  site text not null references site (id),
  starts_at bigint not null,
  ends_at bigint,
  opening jsonb,
  lifted_by bigint references ledger_entry (index)
);
create index measure_decision on measure (decision);

create table statement (
  id text primary key,
  decision text not null references decision (id),
  body jsonb not null,
  at bigint not null,
  sent_at bigint
);

create table appeal (
  id text primary key,
  decision text not null references decision (id),
  side text not null check (side in ('operator', 'reporter')),
  words text not null,
  at bigint not null,
  due_at bigint not null,
  status text not null check (status in ('open', 'upheld', 'reversed')),
  decided_by text references person (id),
  decided_at bigint
);
create unique index appeal_once on appeal (decision, side) where status = 'open';
`;
