import { randomBytes } from "node:crypto";
import type { ConfigItem, Purge, SiteConfig } from "../../feed/config.ts";
import { configHash } from "../../feed/config-rules.ts";
import { type FieldChange, fieldChanges } from "../../feed/fields.ts";
import { shrinks } from "../../feed/shrinks.ts";
import { sha256, toUtf8 } from "../../lib/bytes.ts";
import { DAY } from "../../lib/clock.ts";
import { conflict, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { Turns } from "../../lib/turns.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import { firstProtected } from "../protected/store.ts";
import { purgeFrom, siteFrom } from "./document.ts";
import { AccountRequests, type Asked, type NeedsRequest } from "./requests.ts";
import { type Serves, sitesServedBy } from "./served.ts";
import {
  accountById,
  insertAccount,
  markRemoved,
  type Pending,
  pendingOn,
  putPurgeToken,
  putSite,
  servedSite,
  siteByHostname,
  siteOfToken,
} from "./store.ts";
import { ConfigStream } from "./stream.ts";
import { dropOldPurges, unpublishedSites } from "./stream-store.ts";

type Input = Readonly<Record<string, unknown>>;

/** An edge that was away for longer begins with an empty cache instead. */
const PURGES_KEPT_MS = 7 * DAY;

/** What became of a change. */
export interface Changed {
  readonly site: SiteConfig;
  /** Of the configuration stream; null if nothing was published: nothing changed, or somebody has to sign first. */
  readonly version: number | null;
  readonly changes: readonly FieldChange[];
  /** What has to be signed, where the change takes the account's request; it is made when that is sent along. */
  readonly needs: NeedsRequest | null;
}

/** What is still open about a site whose service ends: whoever vouches for the account should know. */
export interface Removed extends Changed {
  readonly pending: Pending;
}

export interface ChangeOptions {
  /** Hash of the document that the change was made from; refused if it is another one by now. */
  readonly base?: string | undefined;
  /** Everything is checked and nothing done. */
  readonly dryRun?: boolean | undefined;
  readonly asked?: Asked | undefined;
}

/** Customers' sites: each change is checked, becomes an event and a version of the signed stream that tells edges of it. */
export class Sites {
  readonly #context: DeskContext;
  readonly #stream: ConfigStream;
  readonly #requests: AccountRequests;
  /** One change after the other: each is judged by what the one before it left. */
  readonly #turns = new Turns();
  #moves: (site: string, accounts: readonly string[]) => Promise<void> = async () => {};

  constructor(context: DeskContext) {
    this.#context = context;
    this.#stream = new ConfigStream(context);
    this.#requests = new AccountRequests(context);
  }

  /** `run` ends before edges hear that a site has gone from one account to another. */
  onMove(run: (site: string, accounts: readonly string[]) => Promise<void>): void {
    this.#moves = run;
  }

  /** At start: a site that an earlier version of this program published in a form no longer read is published again. */
  async recover(): Promise<void> {
    for (const site of await unpublishedSites(this.#context.database.db))
      await this.#stream.append({ kind: "site", site }, async () => {});
  }

  /**
   * Publishes the sites of a list (null: all) once more as they are, for edges that had no use for them before; returns how many. May be called again.
   */
  async publishAgain(serves: Serves): Promise<number> {
    let count = 0;
    for (let after: string | undefined; ; ) {
      const sites = await sitesServedBy(this.#context.database.db, serves, { after, limit: 100 });
      for (const { id } of sites)
        await this.#turns.run(async () => {
          const site = await servedSite(this.#context.database.db, id);
          if (site !== undefined) await this.#stream.append({ kind: "site", site }, async () => {});
        });
      count += sites.length;
      after = sites.at(-1)?.id;
      if (after === undefined) return count;
    }
  }

  async addAccount(contactEmail: string, language: "fr" | "en", actor: string): Promise<{ id: string }> {
    const { clock, database } = this.#context;
    const id = newId();
    await database.transaction(async (tx) => {
      await insertAccount(tx, { id, contact_email: contactEmail, language, at: clock.now() });
      await this.#event(tx, { actor, subject: id, kind: "account.added" });
    });
    return { id };
  }

  /** By id or hostname; throws `site.unknown`. */
  async find(name: string): Promise<SiteConfig> {
    const site = await servedSite(this.#context.database.db, name);
    if (site === undefined) throw notFound("site.unknown", "there is no such site");
    return site;
  }

  /** A new site of an account; throws what {@link siteFrom} does, `site.account`, or `site.hostname` if one is taken. */
  addSite(input: Input, actor: string): Promise<Changed> {
    return this.#turns.run(async () => {
      const site = siteFrom({ ...input, id: newId() });
      await this.#checkTaken(site);
      const version = await this.#publish({ kind: "site", site }, actor, "site.added");
      return { site, version, changes: fieldChanges({}, site), needs: null };
    });
  }

  /** Another hostname of the same site: all hostnames of a site are one. */
  async addHostname(name: string, hostname: string, actor: string): Promise<Changed> {
    const site = await this.find(name);
    return this.change(name, { ...site, hostnames: [...site.hostnames, hostname] }, actor, {
      base: configHash(site),
    });
  }

  /** Puts a whole document in the place of a site's. What could take a page from a visitor takes its account's request. */
  change(name: string, input: Input, actor: string, options: ChangeOptions = {}): Promise<Changed> {
    return this.#turns.run(async () => {
      const before = await this.find(name);
      if (options.base !== undefined && options.base !== configHash(before))
        throw conflict("site.changed", "the site has been changed meanwhile: look at it again", {
          field: "base",
        });
      const site = siteFrom({ account: before.account, ...input, id: before.id });
      await this.#checkTaken(site);
      const changes = fieldChanges(before, site);
      const shrink = shrinks(before, site);
      const done = { site, changes };
      if (shrink !== undefined && (options.asked === undefined || options.dryRun))
        return { ...done, version: null, needs: this.#requests.needed(shrink.change, site, shrink.field) };
      if (changes.length === 0 || options.dryRun) return { ...done, version: null, needs: null };
      const request = shrink && { request: await this.#requests.append(shrink.change, site, options.asked!) };
      if (site.account !== before.account) await this.#moves(site.id, [before.account, site.account]);
      const payload = { fields: changes.map(({ field }) => field) };
      const item: ConfigItem = { kind: "site", site, ...request };
      return { ...done, version: await this.#publish(item, actor, "site.changed", payload), needs: null };
    });
  }

  /** Ends the service of a site at its account's request. Its cases and what was decided about it stay. */
  remove(name: string, actor: string, { dryRun, asked }: ChangeOptions = {}): Promise<Removed> {
    const { clock, database } = this.#context;
    return this.#turns.run(async () => {
      const site = await this.find(name);
      const pending = await pendingOn(database.db, site.id, clock.now());
      const done = { site, changes: fieldChanges(site, {}), pending };
      const what = { removed: site.id };
      if (asked === undefined || dryRun)
        return { ...done, version: null, needs: this.#requests.needed("remove-site", what, "id") };
      const request = await this.#requests.append("remove-site", what, asked);
      const item: ConfigItem = { kind: "remove-site", site: site.id, request };
      return { ...done, version: await this.#publish(item, actor, "site.removed"), needs: null };
    });
  }

  /** Makes every edge forget kept answers of a site; answers the version that says so. Throws `field.invalid`. */
  async purge(name: string, input: Input, actor: string): Promise<{ purge: Purge; version: number }> {
    const purge = purgeFrom(input, await this.find(name));
    const { by, soft = false } = purge;
    const version = await this.#publish({ kind: "purge", purge }, actor, "site.purged", { by, soft });
    return { purge, version };
  }

  /** A token that purges this site and does nothing else, for the site's own software. The one before it ends. */
  async issuePurgeToken(name: string, actor: string): Promise<{ token: string }> {
    const { clock, database } = this.#context;
    const { id } = await this.find(name);
    const token = `purge_${randomBytes(32).toString("base64url")}`;
    await database.transaction(async (tx) => {
      await putPurgeToken(tx, { site: id, token_hash: hashOf(token), at: clock.now() });
      await this.#event(tx, { actor, subject: id, kind: "site.token" });
    });
    return { token };
  }

  /** The site that such a token is for; undefined if it is none, or no longer. */
  ofPurgeToken(token: string): Promise<SiteConfig | undefined> {
    return siteOfToken(this.#context.database.db, hashOf(token));
  }

  async #checkTaken({ id, account, hostnames }: SiteConfig): Promise<void> {
    const { db } = this.#context.database;
    if ((await accountById(db, account)) === undefined)
      throw notFound("site.account", "there is no such account", { field: "account" });
    for (const name of hostnames) {
      const holder = await siteByHostname(db, name);
      if (holder !== undefined && holder.id !== id)
        throw conflict("site.hostname", `${name} belongs to another site`, { field: "hostnames" });
      if (holder === undefined && (await firstProtected(db, [name])) !== undefined)
        throw conflict("site.hostname", `${name} is our own and protected`, { field: "hostnames" });
    }
  }

  #publish(item: ConfigItem, actor: string, kind: string, payload = {}): Promise<number> {
    const { clock } = this.#context;
    return this.#stream.append(item, async (tx, version) => {
      const subject =
        item.kind === "site" ? item.site.id : item.kind === "purge" ? item.purge.site : item.site;
      if (item.kind === "site") await putSite(tx, item.site, clock.now());
      if (item.kind === "remove-site") await markRemoved(tx, subject, clock.now());
      if (item.kind === "purge") await dropOldPurges(tx, clock.now() - PURGES_KEPT_MS);
      const request = "request" in item ? { request: item.request } : {};
      await this.#event(tx, { actor, subject, kind, payload: { version, ...request, ...payload } });
    });
  }

  #event(
    tx: Tx,
    event: { actor: string; subject: string; kind: string; payload?: Record<string, unknown> },
  ): Promise<void> {
    return appendEvent(tx, { at: this.#context.clock.now(), subjectKind: "site", ...event });
  }
}

const hashOf = (token: string): Buffer => Buffer.from(sha256(toUtf8(token)));
