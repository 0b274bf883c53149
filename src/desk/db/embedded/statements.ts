import type { QueryConfig } from "pg";

/** Texts come from the code and differ by the length of a list at most: beyond these something is wrong, or rare. */
const MOST_NAMES = 1_000;
const MOST_VALUES = 32;

/**
 * Names for statements, so that a session parses and plans each text once: on the embedded database that is most of what a
 * statement costs. Scripts of several statements cannot have one.
 */
export class Statements {
  readonly #names = new Map<string, string>();

  named(text: string, values: readonly unknown[]): QueryConfig {
    const name = this.#nameOf(text, values.length);
    return { text, values: [...values], ...(name === undefined ? {} : { name }) };
  }

  #nameOf(text: string, values: number): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (values > MOST_VALUES || this.#names.size >= MOST_NAMES || text.includes(";")) return undefined;
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
