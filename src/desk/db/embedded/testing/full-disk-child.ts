import { closeSync, openSync } from "node:fs";
import { openDatabase } from "../../open.ts";
import { setSetting } from "../../settings.ts";

/** Writes one setting, fills the disk, and writes another in a transaction; then it would wait for ever. */
const database = await openDatabase({ folder: process.argv[2]! });
await setSetting(database.db, "kept", "before the disk was full");
closeSync(openSync(process.env.DISK_IS_FULL!, "w"));
await database
  .transaction((tx) => setSetting(tx, "lost", "never"))
  .then(
    () => console.log("committed"),
    () => console.log("refused"),
  );
setInterval(() => {}, 60_000);
