/**
 * A site is one document, as edges get it; what is queried of it stands beside it. A site that was removed keeps its row, for
 * its cases. Of a configuration item: which site it is about, and whether it cites that account's request.
 */
export const sites = `
alter table site add column document jsonb, add column removed_at bigint;
update site set document = jsonb_build_object(
  'id', id,
  'account', account,
  'hostnames', (select jsonb_agg(name order by position) from hostname where hostname.site = site.id),
  'roles', roles,
  'origin', case when origin like '{%' then origin::jsonb
    else jsonb_build_object('servers', jsonb_build_array(jsonb_build_object('url', origin))) end,
  'readings', readings
);
alter table site alter column document set not null, drop column origin, drop column roles, drop column readings;

alter table config_item
  add column kind text,
  add column site text,
  add column request bigint;
update config_item set
  kind = item ->> 'kind',
  site = coalesce(item #>> '{site,id}', item #>> '{purge,site}', item ->> 'site'),
  request = (item ->> 'request')::bigint;
alter table config_item alter column kind set not null, alter column site set not null;
create index config_item_site on config_item (site, version) where kind <> 'purge';
`;
