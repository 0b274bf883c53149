import { randomBytes } from "node:crypto";
import { base64url, equalBytes, hmacSha256, sha256, toUtf8 } from "../../lib/bytes.ts";
import { HOUR, MINUTE } from "../../lib/clock.ts";
import { badRequest, forbidden } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import type { Approval } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import { holds } from "./signature.ts";
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
  /** Authenticates sign-in challenges, which are not kept: asking for many must not keep the team out. */
  readonly #challengeKey = randomBytes(32);
  /** Challenges that were answered, until they would have ended: each opens one session. */
  readonly #answered = new Map<string, number>();
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
    const first = await this.#enrol({ id: newId(), ...person, role: "administrator" }, [], "first-run");
    this.#firstRun = undefined; // a key that is none leaves the link usable
    return first;
  }

  /** Throws unless every approval is of somebody who decides: an auditor looks, an outside second is only a second. */
  async requireDeciders(approvals: readonly Approval[]): Promise<void> {
    for (const { person } of approvals) {
      const role = (await personById(this.#context.database.db, person))?.role;
      if (role !== "moderator" && role !== "administrator") {
        throw forbidden("approval.role", "this takes the approvals of moderators or administrators", {
          person,
        });
      }
    }
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
    const untilMs = this.#context.clock.now() + CHALLENGE_MS;
    const text = `rempart sign-in ${person} ${untilMs} ${randomBytes(12).toString("base64url")}`;
    return `${text} ${this.#macOf(text)}`;
  }

  /** A session token for a signed challenge. */
  async signIn(
    challenge: string,
    signature: string,
  ): Promise<{ token: string; person: Person; expiresAt: number }> {
    const { clock, database } = this.#context;
    const id = this.#challenged(challenge);
    const row = id === undefined ? undefined : await personById(database.db, id);
    if (
      row === undefined ||
      this.#answered.has(challenge) ||
      !holds(row.public_key, toUtf8(challenge), signature)
    ) {
      throw forbidden("team.sign-in", "this sign-in does not hold; ask for a new challenge and sign it");
    }
    for (const [text, untilMs] of this.#answered) if (untilMs < clock.now()) this.#answered.delete(text);
    this.#answered.set(challenge, clock.now() + CHALLENGE_MS);
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

  /** Whom a challenge of ours that has not ended was made for. */
  #challenged(challenge: string): string | undefined {
    const [, text = "", person, untilMs = "0", mac = ""] =
      /^(rempart sign-in (\S+) (\d+) \S+) (\S+)$/.exec(challenge) ?? [];
    const ours = equalBytes(toUtf8(mac), toUtf8(this.#macOf(text)));
    return ours && Number(untilMs) > this.#context.clock.now() ? person : undefined;
  }

  #macOf = (text: string): string => base64url(hmacSha256(this.#challengeKey, toUtf8(text)));

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
