/**
 * Purges come and go, so each item of the configuration says when it was written. What was there before counts as written
 * now. And a site may have one token that purges it and does nothing else.
 */
export const purges = `
alter table config_item add column at bigint;
update config_item set at = (extract(epoch from now()) * 1000)::bigint;
alter table config_item alter column at set not null;
create index config_item_purge on config_item (at, version) where kind = 'purge';

create table purge_token (
  site text primary key references site (id),
  token_hash bytea not null unique,
  at bigint not null
);

create index site_served on site (at, id) where removed_at is null;
`;
