import type { Fields } from "../http/fields.ts";

const JSON_TYPES = ["application/problem+json", "application/json"];
const HTML_TYPES = ["text/html", "application/xhtml+xml"];

/** RFC 9110 §12.5.1: does the request ask for JSON rather than for a page? Without preference people get the page. */
export function prefersJson(request: Fields): boolean {
  const accept = request.get("accept");
  if (accept === undefined || !/json/i.test(accept)) return false;
  const json = Math.max(...JSON_TYPES.map((type) => namedQuality(accept, type)));
  const page = Math.max(...HTML_TYPES.map((type) => namedQuality(accept, type)));
  return json > page;
}

/** The quality given to a type by name; a wildcard names nobody. */
function namedQuality(accept: string, type: string): number {
  for (const range of accept.split(",")) {
    const [name, ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const quality = parameters.find((parameter) => parameter.startsWith("q="));
    return quality === undefined ? 1 : Number(quality.slice(2)) || 0;
  }
  return 0;
}
