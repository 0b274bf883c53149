/** A finding says which versions of the detectors made it, and whether it lies in a quote or in what a page hides. */
export const findingVersions = `
alter table finding add column version text not null default '';
alter table finding add column is_quote boolean not null default false;
alter table finding add column is_hidden boolean not null default false;
`;
