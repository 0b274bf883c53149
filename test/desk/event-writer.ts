import { appendEvent } from "../../src/desk/db/events.ts";
import { openDatabase } from "../../src/desk/db/open.ts";

/**
 * A process that writes events to the database in a folder (`FOLDER [COUNT]`), one transaction each, and says `n` on its
 * output once the n-th is acknowledged: to be killed at any moment, or to have its system calls counted.
 */
const [folder = "", count = "Infinity"] = process.argv.slice(2);
const database = await openDatabase({ folder });
const before = (await database.syncs()) ?? 0;
for (let n = 1; n <= Number(count); n++) {
  await database.transaction((tx) =>
    appendEvent(tx, { at: n, actor: "system", subjectKind: "case", subject: "c", kind: "case.opened" }),
  );
  process.stdout.write(`${n}\n`);
}
process.stdout.write(`syncs ${((await database.syncs()) ?? 0) - before}\n`);
await database.close();
