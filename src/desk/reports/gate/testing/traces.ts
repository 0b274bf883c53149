import { inspect } from "node:util";
import { serialize } from "node:v8";

/** Everything that can be had of a value without a debugger: printed, serialised, enumerated, with what is hidden. */
export function tracesOf(value: unknown): string {
  const seen = new Set<unknown>();
  const parts = [
    String(JSON.stringify(value)),
    String(JSON.stringify({ value })),
    inspect(value, { depth: null, showHidden: true, getters: true, customInspect: false }),
    inspect(value, { depth: null, showHidden: true }),
    `${value}`,
    serialize(structuredClone(value)).toString("latin1"),
  ];
  const walk = (one: unknown): void => {
    if (typeof one !== "object" || one === null || seen.has(one)) return void parts.push(String(one));
    seen.add(one);
    for (const key of Reflect.ownKeys(one)) {
      parts.push(String(key));
      walk(Reflect.get(one, key));
    }
  };
  walk(value);
  return parts.join("\n");
}
