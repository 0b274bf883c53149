/**
 * A report is a row of what the desk needs, and sealed parts. Whoever holds a code or a session has an access: where it is
 * found, and the report's key under the secret that only she has (docs/decisions/0026-accesses-and-parts.md). Of events,
 * only the read log may be deleted, after 24 months (a month: 365.25 / 12 days).
 */
export const receipts = `
create table access (
  id text primary key,
  report text not null references report (id) on delete cascade,
  kind text not null check (kind in ('owner', 'helper', 'takeover', 'session')),
  parent text references access (id) on delete cascade,
  locator bytea not null unique,
  key_sealed bytea,
  at bigint not null,
  ends_at bigint
);
create index access_report on access (report);
create index access_parent on access (parent) where parent is not null;
create index access_ends on access (ends_at) where ends_at is not null;
insert into access (id, report, kind, locator, at) select id, id, 'owner', locator, received_at from report;

alter table report drop column locator;
alter table report drop constraint report_status_check;
alter table report add constraint report_status_check
  check (status in ('draft', 'received', 'elsewhere', 'decided', 'refused', 'withdrawn'));
alter table report add column refusal text;
alter table report add column contested_at bigint;
alter table report add column identity_key bytea;
alter table report add column cluster text;
alter table report add column sender bytea;
alter table report add column unfounded_at bigint;
alter table report add column answered_at bigint;
alter table report add column shredded_at bigint;
alter table report add column held_until bigint;
update report set answered_at = received_at where status in ('elsewhere', 'decided');
create index report_sender on report (sender) where sender is not null;
create index report_draft on report (received_at) where status = 'draft';

create table part (
  id text primary key,
  report text not null references report (id) on delete cascade,
  access text references access (id) on delete set null,
  author text not null check (author in ('reporter', 'desk')),
  kind text not null check (kind in ('words', 'pages', 'file', 'message', 'contest')),
  at bigint not null,
  sealed bytea not null
);
create index part_report on part (report, at);

create table sender (
  tag bytea primary key,
  warned_at bigint,
  suspended_until bigint
);

create table flagger (
  id text primary key,
  name text not null,
  key_hash bytea not null unique,
  per_hour integer not null,
  at bigint not null,
  ended_at bigint
);

alter table capture add column shredded_at bigint;

create function refuse_delete() returns trigger language plpgsql as $$
begin
  if old.kind in ('report.words-opened', 'report.identity-opened')
     and old.at < (extract(epoch from now()) * 1000)::bigint - 24 * 2629800000 then
    return old;
  end if;
  raise exception 'events are only ever added';
end $$;
drop trigger event_is_append_only on event;
create trigger event_is_append_only before update or truncate on event
  for each statement execute function refuse_change();
create trigger event_is_kept before delete on event for each row execute function refuse_delete();

alter table detail add column former boolean not null default false;

create table case_report (
  case_id text not null references "case" (id),
  report text not null references report (id),
  primary key (case_id, report)
);
create index case_report_report on case_report (report);
insert into case_report select distinct case_page.case_id, report_page.report
  from case_page
  join report_page on report_page.page = case_page.page
  join report on report.id = report_page.report and report.harm = case_page.harm;
alter table "case" drop column reports;

alter table "case" add column refusal text;
alter table "case" add column refused_by text references person (id);
alter table "case" add column contested boolean not null default false;
`;
