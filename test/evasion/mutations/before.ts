import { Collection, file } from "./mutation.ts";

/** What was there before the decision, and what comes after it. */
const collection = new Collection();
const mutation = collection.add;
export const before = collection.all;

// What was there before the decision.
const matcher = file("policy/matcher.ts");
const policy = file("edge/phases/policy.ts");
const sweep = file("edge/cache/sweep.ts");
const server = file("edge/server.ts");
const noSweep = sweep("    this.#view = view;\n", "    if (nowMs > 0) return;\n    this.#view = view;\n");
const fromCache = 'edge.store.find([tx.site.id, " http://", tx.authority, tx.target].join(""), tx.forwarded)';
mutation(
  "policy after the cache",
  ["copies", "edges"],
  noSweep,
  policy(
    "const { refusal, also } =",
    `const kept = ${fromCache};\n  if (kept instanceof Promise || kept.stored !== undefined) {\n    edge.inFlight.add(tx);\n    return "admit";\n  }\n  const { refusal, also } =`,
  ),
);
mutation("copies are not dropped", ["copies"], noSweep);
mutation(
  "copies on disk are not dropped",
  ["copies"],
  file("edge/cache/store.ts")("    if (this.#disk !== undefined) yield* this.#disk.subjects();", ""),
  file("edge/cache/store.ts")(
    "    this.#disk?.dropKey(key);\n    return this.#memory.dropKey(key);",
    "    return this.#memory.dropKey(key);",
  ),
);
mutation(
  "what is in flight is not cut",
  ["in flight"],
  server(
    "const cut = edge.inFlight.cutRefused(next, nowMs);",
    "const cut = nowMs > 0 ? 0 : edge.inFlight.cutRefused(next, nowMs);",
  ),
);
mutation(
  "whatever is in flight is cut",
  ["in flight"],
  server(
    "const cut = edge.inFlight.cutRefused(next, nowMs);",
    "edge.inFlight.cutAll();\n      const cut = 0;",
  ),
);
mutation(
  "a new view is not shown to requests",
  ["copies", "in flight", "edges", "time", "milder verbs"],
  file("edge/start.ts")(
    "view: () => follower.view, status",
    "view: ((first) => () => first)(follower.view), status",
  ),
);
mutation(
  "measures are not taken from the disk",
  ["edges"],
  file("edge/follower/kept-state.ts")(
    "(change) => replica.apply(ofToday(change))",
    '(change) => replica.apply(change.t === "batch" ? { ...change, held: [] } : ofToday(change))',
  ),
);
mutation(
  "measures do not end",
  ["time"],
  file("policy/held.ts")("nowMs >= startsMs && (endsMs === null || nowMs < endsMs)", "nowMs >= startsMs"),
);
mutation(
  "measures begin at once",
  ["time"],
  file("policy/held.ts")(
    "nowMs >= startsMs && (endsMs === null || nowMs < endsMs)",
    "endsMs === null || nowMs < endsMs",
  ),
);
mutation(
  "a lift lifts nothing",
  ["time", "copies"],
  matcher("    for (const index of removed) {", "    for (const index of removed.slice(removed.length)) {"),
);
mutation(
  "a lift lifts all",
  ["time"],
  matcher(
    "      hide(index);\n      if (recent.delete(index)) isSame = false;",
    "      hide(index);\n      recent.clear();\n      isSame = false;",
  ),
);
mutation("nobody is too fast", ["milder verbs"], policy("if (waitMs > 0) {", "if (waitMs < 0) {"));
mutation(
  "a pass holds for any measure",
  ["milder verbs"],
  file("edge/measures/seen.ts")(
    "      if (!cookie.startsWith(name)) return false;",
    "      if (cookie.startsWith(PREFIX)) return true;\n      if (!cookie.startsWith(name)) return false;",
  ),
);
mutation(
  "a pass is no use",
  ["milder verbs"],
  policy("!hasSeen(tx, edge, measure, nowMs)", "(true || !hasSeen(tx, edge, measure, nowMs))"),
);
mutation(
  "what must not be kept is kept",
  ["milder verbs"],
  policy('holds(also, "no-cache")', 'holds(also, "notify")'),
);
