/**
 * What follows a decision: work for those who carry out what no edge can, the orders of authorities that were verified, and
 * the other addresses under which a captured page says that it can be read.
 */
export const carryingOut = `
create table work_order (
  id text primary key,
  measure bigint not null references measure (index),
  act text not null check (act in ('apply', 'undo')),
  made_at bigint not null,
  due_at bigint not null,
  sent_at bigint,
  closed_at bigint,
  closed_by text,
  outcome text check (outcome in ('done', 'withdrawn')),
  check ((closed_at is null) = (outcome is null)),
  unique (measure, act)
);
create index work_order_open on work_order (due_at) where closed_at is null;

create table work_endpoint (
  role text primary key check (role in ('host', 'dns', 'registrar', 'mail')),
  url text not null,
  serial integer not null,
  at bigint not null
);

create table legal_order (
  id text primary key,
  case_id text not null references "case" (id),
  authority text not null,
  reference text not null,
  verified_by text not null,
  at bigint not null
);
create index legal_order_case on legal_order (case_id);

create table capture_link (
  capture text not null references capture (id),
  url text not null,
  how text not null,
  primary key (capture, url)
);

create table door (
  decision text not null references decision (id),
  url text not null,
  how text not null,
  state text not null check (state in ('open', 'closed', 'clean', 'unseen')),
  findings jsonb not null,
  at bigint not null,
  primary key (decision, url)
);
`;
