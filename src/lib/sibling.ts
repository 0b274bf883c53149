/**
 * The module `path` (without its ending) as a program to start: source in a checkout, JavaScript in the package, like the
 * module that asks.
 */
export const moduleBeside = (importer: string, path: string): URL =>
  new URL(`${path}.${importer.endsWith(".ts") ? "ts" : "js"}`, importer);
