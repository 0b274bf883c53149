import type { Db } from "../db/open.ts";

export const personById = (db: Db, id: string) =>
  db.selectFrom("person").selectAll().where("id", "=", id).executeTakeFirst();

export const countPeople = async (db: Db): Promise<number> =>
  Number(
    (
      await db
        .selectFrom("person")
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow()
    ).n,
  );

export const insertPerson = (
  db: Db,
  person: { id: string; name: string; role: string; public_key: string; at: number },
) => db.insertInto("person").values(person).execute();

export const insertSession = (
  db: Db,
  session: { token_hash: Uint8Array; person: string; expires_at: number },
) => db.insertInto("session").values(session).execute();

export const personOfSession = (db: Db, tokenHash: Uint8Array, nowMs: number) =>
  db
    .selectFrom("session")
    .innerJoin("person", "person.id", "session.person")
    .select(["person.id", "person.name", "person.role"])
    .where("token_hash", "=", Buffer.from(tokenHash))
    .where("expires_at", ">", nowMs)
    .executeTakeFirst();

export const deleteSession = (db: Db, tokenHash: Uint8Array) =>
  db.deleteFrom("session").where("token_hash", "=", Buffer.from(tokenHash)).execute();
