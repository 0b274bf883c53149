/** A build with one rule taken out, or with a fault that one rule keeps out put in. */
export interface Mutation {
  readonly name: string;
  /** All are made at once: one rule may stand in more than one place. */
  readonly edits: readonly Edit[];
  /** Families of rows and scenarios that are played on it. */
  readonly families: readonly string[];
}

export interface Edit {
  /** Below src/. */
  readonly file: string;
  /** Occurs exactly once. */
  readonly from: string;
  readonly to: string;
}

export const file =
  (name: string) =>
  (from: string, to: string): Edit => ({ file: name, from, to });

/** Mutations in their order. */
export class Collection {
  readonly all: Mutation[] = [];

  readonly add = (name: string, families: readonly string[], ...edits: readonly Edit[]): void =>
    void this.all.push({ name, families, edits });
}
