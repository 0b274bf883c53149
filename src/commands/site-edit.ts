import { parse } from "yaml";
import { badRequest } from "../lib/errors.ts";

type Document = Record<string, unknown>;

/** Settings that are lists: `roles=cdn,ddos` is one, and so is `hostnames=a.example`. */
const LISTS = ["hostnames", "roles"];

/**
 * Puts `dotted.name=value` settings into a document. A value is YAML: a number, true or false, `[…]`, `{…}`, otherwise text;
 * `name=` takes the setting away. Throws `site.setting` on what is no setting.
 */
export function edited(document: Readonly<Document>, settings: readonly string[]): Document {
  const copy = structuredClone(document) as Document;
  for (const setting of settings) {
    const [, name, text = ""] = /^([A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)=(.*)$/s.exec(setting) ?? [];
    if (name === undefined)
      throw badRequest(
        "site.setting",
        `"${setting}" is no setting: write name=value, or name= to take it away`,
      );
    put(copy, name.split("."), text === "" ? undefined : valueFrom(name, text));
  }
  return copy;
}

function put(into: Document, [name = "", ...deeper]: readonly string[], value: unknown): void {
  const inner = Object.hasOwn(into, name) ? into[name] : undefined;
  if (deeper.length === 0) {
    if (value === undefined) delete into[name];
    else into[name] = value;
    return;
  }
  if (Array.isArray(inner))
    throw badRequest("site.setting", `${name} is a list: set it as a whole, e.g. ${name}='[…]'`);
  if (typeof inner === "object" && inner !== null) put(inner as Document, deeper, value);
  else if (value !== undefined) {
    into[name] = {};
    put(into[name] as Document, deeper, value);
  }
}

function valueFrom(name: string, text: string): unknown {
  if (LISTS.includes(name) && !text.startsWith("[")) return text.split(",").map((one) => one.trim());
  try {
    return parse(text);
  } catch {
    throw badRequest("site.setting", `${name}: "${text}" is not a value`);
  }
}
