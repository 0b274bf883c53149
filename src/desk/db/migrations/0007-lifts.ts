/** A snapshot tells of a stretch which measures were lifted in it. */
export const lifts = `
create index measure_lifted on measure (lifted_by) where lifted_by is not null;
`;
