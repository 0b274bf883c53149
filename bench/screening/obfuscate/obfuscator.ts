import type { Sample } from "./details.ts";
import type { Random } from "./random.ts";

/** A way of writing a detail so that a search does not find it. */
export interface Obfuscator {
  readonly name: string;
  readonly family: string;
  /** Whether it changes such a detail at all. */
  for(sample: Sample): boolean;
  apply(random: Random, text: string, sample: Sample): string;
}

/** Each letter and digit changed; signs and blanks stay. */
export const perCharacter = (text: string, change: (one: string) => string): string =>
  [...text].map((one) => (/[\p{L}\p{N}@]/u.test(one) ? change(one) : one)).join("");

/** One character for another, after accents are dropped, in the case that the table has. */
export function substitute(from: string, to: string): (text: string) => string {
  const table = new Map<string, string>();
  const targets = [...to];
  for (const [at, letter] of [...from].entries()) {
    const target = targets[at];
    if (target !== undefined) table.set(letter, target);
  }
  return (text) =>
    [...text.normalize("NFD").replace(/\p{M}/gu, "")]
      .map((one) => table.get(one) ?? table.get(one.toLowerCase()) ?? one)
      .join("");
}

/** Details that are a number first of all. */
export const toDigits = ({ detail }: Sample): boolean =>
  (detail.value.match(/\d/g)?.length ?? 0) >= 7 && detail.kind !== "address";

/** The digits of a number written in another way; country letters before them stay. */
export const onDigits = (text: string, write: (digits: string) => string): string =>
  text
    .replace(/(?<=[A-Z])(?=\d)/g, " ")
    .replace(
      /\+?\(?\d[\d ().-]*\d/,
      (run) => (run.startsWith("+") ? "+" : "") + write(run.replace(/\D/g, "")),
    );

/** An obfuscator as the lists write it: for every detail, unless it says for which. */
export type Listed = Omit<Obfuscator, "for"> & Partial<Pick<Obfuscator, "for">>;
export const listed = (list: readonly Listed[]): Obfuscator[] =>
  list.map((one) => ({ for: () => true, ...one }));
