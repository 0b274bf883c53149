import type { ConfigItem } from "../../feed/config.ts";
import { sha256Hex } from "../../lib/bytes.ts";
import { jcsBytes } from "../../lib/jcs.ts";
import { Turns } from "../../lib/turns.ts";
import type { DeskContext } from "../context.ts";
import type { Tx } from "../db/open.ts";
import { insertConfigItem } from "./stream-store.ts";

/** The configuration stream that edges follow beside the ledger: versions, each signed by the vault. */
export class ConfigStream {
  readonly #context: DeskContext;
  readonly #turns = new Turns();

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** Signs an item, writes it with what `project` writes, wakes the edges' streams; returns its version. */
  append(item: ConfigItem, project: (tx: Tx, version: number) => Promise<void>): Promise<number> {
    const { clock, database, vault, grown } = this.#context;
    return this.#turns.run(async () => {
      // The vault's number, not the database's: a version that was signed and then lost in a crash is skipped.
      const version = (await vault.call("describe", {})).config + 1;
      const { note } = await vault.call("configure", { version, item: sha256Hex(jcsBytes(item)) });
      await database.transaction(async (tx) => {
        await project(tx, version);
        await insertConfigItem(tx, { version, item, note }, clock.now());
      });
      grown.notify();
      return version;
    });
  }
}
