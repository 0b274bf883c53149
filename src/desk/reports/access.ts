import { hkdfSync, randomBytes } from "node:crypto";
import { fromBase64, sha256, toUtf8 } from "../../lib/bytes.ts";
import { HOUR } from "../../lib/clock.ts";
import { notFound } from "../../lib/errors.ts";
import { base32, groupedCode, newCode, newId } from "../../lib/ids.ts";
import type { DeskContext } from "../context.ts";
import type { Db } from "../db/open.ts";
import { accessByLocator, endSession, insertAccess } from "./access-store.ts";
import { openBytes, sealBytes } from "./seal.ts";

/**
 * What a secret opens. `owner`: the report's receipt. `helper`: a code that she gave to somebody. `takeover`: a code with
 * which the person concerned takes the report over from whoever filed it.
 */
export type AccessKind = "owner" | "helper" | "takeover";

export interface Access {
  /** Of the code, also where a session was opened with it: whose thread of messages it is. */
  readonly id: string;
  readonly kind: AccessKind;
  readonly report: string;
  /** The report's own key; empty for a report of an early version, whose words its receipt does not open. */
  readonly key: Uint8Array;
}

/** A browser stays in for this long; then it needs the code again. Nothing that was saved is lost. */
export const SESSION_MS = 12 * HOUR;

const SESSION_TOKEN = /^[\w-]{43}$/;

interface Located {
  readonly locator: Uint8Array;
  readonly key: Uint8Array;
}

export const unknownReceipt = () => notFound("receipt.unknown", "there is no report under this code");

/** Codes that people keep (80 bits, with a pepper that the vault has) and sessions of browsers (256 bits). */
export class Accesses {
  readonly #context: DeskContext;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** Throws `receipt.unknown` for what is no code or session of ours, was ended, or is over. */
  async open(secret: string, db: Db = this.#context.database.db): Promise<Access> {
    const located = await this.#locate(secret);
    const row = await accessByLocator(db, located.locator, this.#context.clock.now());
    if (row === undefined) throw unknownReceipt();
    const key = row.key_sealed === null ? new Uint8Array() : openBytes(located.key, row.id, row.key_sealed);
    return { id: row.parent ?? row.id, kind: row.effective_kind as AccessKind, report: row.report, key };
  }

  /** A code for people; call `store` in the transaction that it belongs to. */
  async code(kind: AccessKind, secret = newCode()): Promise<Minted> {
    return new Minted(kind, secret, await this.#locate(secret));
  }

  /**
   * The code that a request gets however often it is sent: what the vault makes of it, so that nobody else can. Not stored.
   * `of`: what only its sender knows.
   */
  async codeFor(of: string): Promise<string> {
    return groupedCode((await this.#locate(seedOf(of))).key.subarray(0, 10));
  }

  /** What the vault makes of a text: the same each time, and nothing that could be tried out without the vault. */
  async tagOf(text: string): Promise<Buffer> {
    return Buffer.from((await this.#locate(seedOf(text))).locator);
  }

  /** A browser's way back to what this code opened. */
  async session(parent: string): Promise<Minted> {
    const secret = randomBytes(32).toString("base64url");
    return new Minted("session", secret, await this.#locate(secret), parent);
  }

  /** Ends a session; a code stays what it is. */
  async leave(session: string): Promise<void> {
    if (!SESSION_TOKEN.test(session)) return;
    await endSession(this.#context.database.db, (await this.#locate(session)).locator);
  }

  async #locate(secret: string): Promise<Located> {
    if (SESSION_TOKEN.test(secret)) {
      const bytes = Buffer.from(hkdfSync("sha256", secret, "", "rempart/session/v1", 64));
      return { locator: bytes.subarray(0, 32), key: bytes.subarray(32) };
    }
    const { locator, key } = await this.#context.vault.call("locate", { code: secret.slice(0, 40) });
    return { locator: fromBase64(locator), key: fromBase64(key) };
  }
}

const seedOf = (text: string): string => base32(sha256(toUtf8(text))).slice(0, 16);

/** A secret that is shown once, before its row is stored. */
export class Minted {
  readonly id = newId();
  readonly secret: string;
  readonly #kind: AccessKind | "session";
  readonly #located: Located;
  readonly #parent: string | null;

  constructor(kind: AccessKind | "session", secret: string, located: Located, parent: string | null = null) {
    this.#kind = kind;
    this.secret = secret;
    this.#located = located;
    this.#parent = parent;
  }

  /** `key`: the report's, which the secret will open; `endsAt`: null for as long as the report is kept. */
  store(
    db: Db,
    of: { report: string; key: Uint8Array; at: number; endsAt: number | null },
  ): Promise<unknown> {
    return insertAccess(db, {
      ...{ id: this.id, report: of.report, kind: this.#kind, parent: this.#parent },
      locator: Buffer.from(this.#located.locator),
      key_sealed: sealBytes(this.#located.key, this.id, of.key),
      ...{ at: of.at, ends_at: of.endsAt },
    });
  }
}
