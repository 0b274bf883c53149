import { createPublicKey, randomBytes, verify } from "node:crypto";
import { equalBytes, fromBase64, sha256, toUtf8 } from "../../lib/bytes.ts";
import { HOUR, MINUTE } from "../../lib/clock.ts";
import { badRequest, forbidden } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import type { Approval } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import {
  countPeople,
  deleteSession,
  insertPerson,
  insertSession,
  personById,
  personOfSession,
} from "./store.ts";

export const ROLES = ["moderator", "administrator", "auditor", "outside-second"] as const;
export type TeamRole = (typeof ROLES)[number];

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: TeamRole;
}

const SESSION_MS = 12 * HOUR;
const CHALLENGE_MS = 5 * MINUTE;

/** Who works at the desk and how they prove it: by a signature of the same key that approves decisions. */
export class Team {
  readonly #context: DeskContext;
  /** Sign-in challenges, in memory only: a restart asks again. */
  readonly #challenges = new Map<string, { person: string; untilMs: number }>();
  #firstRun: Uint8Array | undefined;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** On an empty installation: the one-time secret of the first administrator's link. Undefined once there are people. */
  async firstRunSecret(): Promise<string | undefined> {
    if ((await countPeople(this.#context.database.db)) > 0) return undefined;
    const secret = randomBytes(20);
    this.#firstRun = sha256(secret);
    return secret.toString("base64url");
  }

  /** The first administrator, by the one-time link. */
  async enrolFirst(secret: string, person: { name: string; publicKey: string }): Promise<Person> {
    const given = sha256(Buffer.from(secret, "base64url"));
    if (this.#firstRun === undefined || !equalBytes(given, this.#firstRun)) {
      throw forbidden(
        "team.first-run",
        "this link has been used or is not the one printed at the first start",
      );
    }
    this.#firstRun = undefined;
    return this.#enrol({ id: newId(), ...person, role: "administrator" }, [], "first-run");
  }

  /** Another person; two approvals, or as many as there are people, over ledger/approval.ts `enrolHash`. */
  enrol(
    person: Person & { publicKey: string },
    approvals: readonly Approval[],
    actor: string,
  ): Promise<Person> {
    return this.#enrol(person, approvals, actor);
  }

  challenge(person: string): string {
    const now = this.#context.clock.now();
    for (const [text, { untilMs }] of this.#challenges) if (untilMs < now) this.#challenges.delete(text);
    if (this.#challenges.size > 1000)
      throw forbidden("team.busy", "too many sign-ins are open; try again in a minute");
    const text = `rempart sign-in ${randomBytes(24).toString("base64url")}`;
    this.#challenges.set(text, { person, untilMs: now + CHALLENGE_MS });
    return text;
  }

  /** A session token for a signed challenge. */
  async signIn(
    challenge: string,
    signature: string,
  ): Promise<{ token: string; person: Person; expiresAt: number }> {
    const { clock, database } = this.#context;
    const open = this.#challenges.get(challenge);
    this.#challenges.delete(challenge);
    const row = open === undefined ? undefined : await personById(database.db, open.person);
    const holds =
      row !== undefined &&
      open!.untilMs > clock.now() &&
      verify(null, toUtf8(challenge), createPublicKey(row.public_key), fromBase64(signature));
    if (!holds)
      throw forbidden("team.sign-in", "this sign-in does not hold; ask for a new challenge and sign it");
    const token = randomBytes(32).toString("base64url");
    const expiresAt = clock.now() + SESSION_MS;
    await insertSession(database.db, {
      token_hash: Buffer.from(sha256(toUtf8(token))),
      person: row.id,
      expires_at: expiresAt,
    });
    return { token, person: { id: row.id, name: row.name, role: row.role as TeamRole }, expiresAt };
  }

  async signOut(token: string): Promise<void> {
    await deleteSession(this.#context.database.db, sha256(toUtf8(token)));
  }

  async personOf(token: string): Promise<Person | undefined> {
    const { clock, database } = this.#context;
    return (await personOfSession(database.db, sha256(toUtf8(token)), clock.now())) as Person | undefined;
  }

  async #enrol(
    person: Person & { publicKey: string },
    approvals: readonly Approval[],
    actor: string,
  ): Promise<Person> {
    const { clock, database, vault } = this.#context;
    const { id, name, role, publicKey } = person;
    if (name.trim() === "") throw badRequest("team.name", "name must not be empty", { field: "name" });
    await vault.call("enrol", { person: id, publicKey, approvals: [...approvals] });
    const at = clock.now();
    await database.transaction(async (tx) => {
      await insertPerson(tx, { id, name, role, public_key: publicKey, at });
      await appendEvent(tx, {
        at,
        actor,
        subjectKind: "person",
        subject: id,
        kind: "person.enrolled",
        payload: { role },
      });
    });
    return { id, name, role };
  }
}
