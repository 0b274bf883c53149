import { Collection, file } from "./mutation.ts";

/** How a page may be spelled, and what stands beside it. */
const collection = new Collection();
const mutation = collection.add;
export const spellings = collection.all;

// How a path is read.
const path = file("policy/path.ts");
const percent = file("policy/percent.ts");
const SPELLINGS = ["percent", "case", "dot segments", "slashes", "backslashes", "path parameters"];
mutation(
  "escapes are not read",
  [
    ...SPELLINGS,
    "HTTP/2",
    "names of connections",
    "a second edge, behind a proxy",
    "a restarted edge without a desk",
  ],
  percent(
    "export const decodeOnce = (bytes: string): string =>",
    "export const decodeOnce = (bytes: string): string => bytes || ",
  ),
  percent("  if (!MAY_DECODE.test(bytes)) return bytes;", "  return bytes;"),
  percent('return byte > "\\x7f" || UNRESERVED.test(byte) ? byte : whole;', "return whole;"),
);
mutation(
  "escapes are read once, not until none is left",
  SPELLINGS,
  path("cutAtNul(decodeFully(path))", "cutAtNul(decodeOnce(path))"),
  path("  decodeOnce,\n  dropParameters,\n  decodeFully,\n", "  decodeOnce,\n"),
  path("ORDER_MATTERS.test(decodeFully(path))", "ORDER_MATTERS.test(decodeOnce(path))"),
);
mutation(
  "overlong UTF-8 is not read",
  ["percent", "dot segments"],
  percent("  if ((last & 0xc0) !== 0x80) return 0;", "  return 0;"),
);
mutation(
  "%u escapes are not read",
  ["percent"],
  percent(
    "return isLong && out[length - 4] === 0x30 && out[length - 3] === 0x30 ? 6 : 0;",
    "return isLong ? 0 : 0;",
  ),
);
mutation("a NUL ends no path", ["percent"], path('path.split("\\0", 1)[0] || "/"', "path"));
mutation("Unicode is not brought into one form", ["percent"], path('?.normalize("NFC");', ";"));
mutation(
  "dot segments stay",
  ["dot segments", "HTTP/2", "a restarted edge without a desk", "case", "copies", "backslashes"],
  path("  if (!/\\.|%2e/i.test(path)) return path;", "  return path;"),
);
mutation(
  "slashes are not merged",
  ["slashes", "in flight", "milder verbs"],
  path('path.replace(/\\/{2,}/g, "/")', "path"),
);
mutation(
  "a slash at the end counts",
  ["slashes"],
  path('path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path', "path"),
);
mutation("backslashes are no slashes", ["backslashes"], path('path.replaceAll("\\\\", "/")', "path"));
mutation(
  "path parameters stay",
  ["path parameters", "dot segments"],
  path('path.replace(/;[^/]*/g, "")', "path"),
);
mutation(
  "a path may have any number of readings",
  ["path parameters"],
  path("return complete ? found : undefined;", "return found;"),
);
mutation(
  "the case of letters counts, whatever the site says",
  ["case"],
  path("return readings.foldCase ? bytes.toLowerCase() : bytes;", "return bytes;"),
);
mutation(
  "the case of letters never counts",
  ["case"],
  file("edge/phases/policy.ts")("tx.target, tx.site.readings)", "tx.target, { foldCase: true })"),
);
mutation(
  "raw bytes above ASCII are a target",
  ["percent", "query"],
  file("edge/front/http1/syntax.ts")("byte > 0x20 && byte < 0x7f);", "byte > 0x20 && byte !== 0x7f);"),
);

// How a query is read.
const query = file("policy/query.ts");
const pairs = file("policy/query-match.ts");
mutation(
  "escapes in queries are not read",
  ["query"],
  query(
    'asText(decodeOnce(toByteString(text).replaceAll("+", " ")))',
    'asText(toByteString(text).replaceAll("+", " "))',
  ),
  query(
    'asText(decodeFully(toByteString(text).replaceAll("+", " ")).split',
    'asText(toByteString(text).replaceAll("+", " ").split',
  ),
);
mutation("no lenient reading of queries", ["query"], query("[formDecode, lenientDecode]", "[formDecode]"));
mutation("no semicolons between pairs", ["query"], query("[/&/, /[&;]/]", "[/&/]"));
mutation(
  "plus is no space",
  ["query"],
  query(
    'asText(decodeOnce(toByteString(text).replaceAll("+", " ")))',
    "asText(decodeOnce(toByteString(text)))",
  ),
  query('decodeFully(toByteString(text).replaceAll("+", " "))', "decodeFully(toByteString(text))"),
);
mutation("only the first of equal names counts", ["query"], query("    else values.add(value);", ""));
mutation(
  "only the last of equal names counts",
  ["query"],
  query("    else values.add(value);", "    else pairs.set(name, new Set([value]));"),
);
mutation(
  "empty pairs have to match",
  ["query"],
  query('    if (pair === "") continue;', '    if (pair === "") break;'),
);
mutation(
  "noise in a query counts",
  ["query", "copies", "milder verbs"],
  pairs(
    "params.length === 0 || tagged().some((reading) => params.every(",
    'params.length === 0 ? rawQuery === "" : tagged().some((reading) => reading.size <= params.length - 1 && params.every(',
  ),
);
mutation(
  "values do not count",
  ["query"],
  pairs("tagger.pairTag(site, found.name, value) === pair", "value !== undefined"),
);
mutation(
  "absence does not count",
  ["query"],
  pairs(
    "if (pair === null || found === undefined) return pair === null && found === undefined;",
    "if (pair === null) return true;\n    if (found === undefined) return false;",
  ),
);
mutation(
  "significant parameters do not count",
  ["query"],
  pairs("    params.length === 0 || ", "    params.length >= 0 || "),
);
mutation(
  "any number of pairs is read",
  ["query"],
  file("policy/identity.ts")(" || tooManyPairs(parts.query)", ""),
);
mutation(
  "names of parameters do not count",
  ["query"],
  pairs("const found = reading.get(name);", "const found = reading.get(name) ?? [...reading.values()][0];"),
);
mutation(
  "Unicode in values is brought into another form",
  ["query"],
  query(
    "const asText = (bytes: string): string =>\n  textOfBytes(bytes) ??",
    'const asText = (bytes: string): string =>\n  textOfBytes(bytes)?.normalize("NFD") ??',
  ),
);
mutation(
  "fragments pass",
  ["fragments", "HTTP/2"],
  file("edge/phases/receive.ts")(' || target.includes("#")', ""),
);

// What stands beside a refused page.
mutation(
  "tags are not compared",
  [
    "neighbours",
    "percent",
    "case",
    "dot segments",
    "slashes",
    "backslashes",
    "path parameters",
    "fragments",
    "fields that say otherwise",
    "framing",
    "copies",
    "HTTP/2",
    "a second edge, behind a proxy",
    "a restarted edge without a desk",
    "time",
  ],
  file("policy/tag-search.ts")(
    "of layer.tags.find(tagger.last)) {",
    "of Array.from({ length: layer.columns.count }, (_, i) => i)) {\n        if (layer.columns.sites.name(layer.columns.site(row)) !== site) continue;",
  ),
);
