/**
 * A regular expression's source laid out on several lines: line ends and the indentation after them are not
 * part of it, blanks within a line are. A line breaks before `|`. Backslashes stand as in a literal.
 */
export const lines = (strings: TemplateStringsArray, ...parts: readonly string[]): string =>
  String.raw(strings, ...parts).replace(/\n\s*/g, "");
