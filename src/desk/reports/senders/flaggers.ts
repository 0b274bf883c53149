import { randomBytes } from "node:crypto";
import { sha256, toUtf8 } from "../../../lib/bytes.ts";
import { forbidden, notFound } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import type { DeskContext } from "../../context.ts";
import { appendEvent } from "../../db/events.ts";
import { endFlagger, flaggerByKey, flaggers, insertFlagger } from "./store.ts";

export interface Flagger {
  readonly id: string;
  /** Reports an hour: a budget of its own, whatever others send. */
  readonly perHour: number;
}

/** Organisations that report often and well: a helpline, a host, a trusted flagger (DSA art. 22). Their keys are shown once. */
export class Flaggers {
  readonly #context: DeskContext;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  async add(name: string, perHour: number, actor: string): Promise<{ id: string; key: string }> {
    const { clock, database } = this.#context;
    const id = newId();
    const key = `rf_${randomBytes(32).toString("base64url")}`;
    const at = clock.now();
    await database.transaction(async (tx) => {
      const key_hash = Buffer.from(sha256(toUtf8(key)));
      await insertFlagger(tx, { id, name, key_hash, per_hour: perHour, at, ended_at: null });
      await appendEvent(tx, { at, actor, subjectKind: "flagger", subject: id, kind: "flagger.added" });
    });
    return { id, key };
  }

  async list() {
    const rows = await flaggers(this.#context.database.db);
    return rows.map(({ id, name, per_hour, at, ended_at }) => ({
      ...{ id, name, perHour: per_hour, at, endedAt: ended_at },
    }));
  }

  async end(id: string, actor: string): Promise<void> {
    const { clock, database } = this.#context;
    const at = clock.now();
    await database.transaction(async (tx) => {
      const { numUpdatedRows } = await endFlagger(tx, id, at);
      if (numUpdatedRows === 0n) throw notFound("flagger.unknown", "there is no such key in force");
      await appendEvent(tx, { at, actor, subjectKind: "flagger", subject: id, kind: "flagger.ended" });
    });
  }

  /** Whose key an `Authorization: Bearer rf_…` is; undefined where none was sent. Throws `flagger.key` for one that is none. */
  async of(authorization: string | undefined): Promise<Flagger | undefined> {
    if (authorization === undefined) return undefined;
    const [, key] = /^Bearer (rf_[\w-]{43})$/.exec(authorization) ?? [];
    const row =
      key === undefined ? undefined : await flaggerByKey(this.#context.database.db, sha256(toUtf8(key)));
    if (row === undefined)
      throw forbidden("flagger.key", "this key is none of ours, or it was ended; reports need no key");
    return { id: row.id, perHour: row.per_hour };
  }
}
