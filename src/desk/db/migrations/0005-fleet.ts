/**
 * Which sites an edge serves (ids of sites or of accounts; null: every site), which version of that list it is, a certificate
 * that was issued in place of the present one and not used yet, and when the present one ends.
 */
export const fleet = `
alter table edge add column serves jsonb;
alter table edge add column serves_version integer not null default 0;
alter table edge add column next_fingerprint text unique;
alter table edge add column certificate_ends_at bigint;
`;
