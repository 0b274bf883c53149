import { writeSync } from "node:fs";
import { argv } from "node:process";
import { systemClock } from "../../../../lib/clock.ts";
import { silentLog } from "../../../../lib/log.ts";
import { Fields } from "../../../http/fields.ts";
import { subjectOf } from "../../../testing/subjects.ts";
import { KeptBody } from "../../kept-body.ts";
import { Store } from "../../store.ts";
import { storedResponse } from "../../stored.ts";
import { bytesOf, inChunks, KIB, keyOf, MIB, VIEW } from "./disk.ts";

/**
 * Keeps and purges answers on a folder as fast as it can until it is killed; tells each purge on standard output once it is
 * durable. A body can be computed from its target and version, so a reader can tell a whole one from any other.
 */
const [, , folder = "", first = "1"] = argv;
const store = new Store(
  { maxBytes: 8 * MIB, maxObjectBytes: 256 * KIB },
  { folder, maxBytes: 24 * MIB, clock: systemClock, log: silentLog, view: () => VIEW },
);
await store.open();

const TARGETS = 40;
for (let version = Number(first); ; version++) {
  const target = `/${version % TARGETS}`;
  const nowMs = Date.now();
  const fields = new Fields(["Cache-Control", "max-age=3600", "X-Version", String(version)]);
  const head = { status: 200, fields, requestTimeMs: nowMs, responseTimeMs: nowMs };
  const body = new KeptBody();
  store.put(storedResponse(keyOf(target), subjectOf(target), Fields.none, head, body));
  await body.fill(inChunks(bytesOf(sizeOf(version), version)));
  if (version % 7 === 0) {
    const gone = `/${(version * 3) % TARGETS}`;
    await store.dropWhere(({ target: held }) => held === gone);
    writeSync(1, `${gone} ${version}\n`);
  }
}

/** Mostly small, now and then too large for memory. */
function sizeOf(version: number): number {
  return version % 13 === 0 ? 700 * KIB + version : (version * 977) % (40 * KIB);
}
