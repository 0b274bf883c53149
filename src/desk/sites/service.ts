import { type ConfigItem, type SiteConfig, siteSchema } from "../../feed/config.ts";
import { sha256Hex } from "../../lib/bytes.ts";
import { badRequest, conflict, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { jcsBytes } from "../../lib/jcs.ts";
import { Turns } from "../../lib/turns.ts";
import { hostIdentity } from "../../policy/identity.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import { accountById, insertAccount, insertConfigItem, putSite, siteByHostname, siteById } from "./store.ts";

/** Customers' sites and the signed configuration stream that tells edges of them. */
export class Sites {
  readonly #context: DeskContext;
  readonly #turns = new Turns();

  constructor(context: DeskContext) {
    this.#context = context;
  }

  async addAccount(contactEmail: string, language: "fr" | "en", actor: string): Promise<{ id: string }> {
    const { clock, database } = this.#context;
    const id = newId();
    await database.transaction(async (tx) => {
      await insertAccount(tx, { id, contact_email: contactEmail, language, at: clock.now() });
      await appendEvent(tx, {
        at: clock.now(),
        actor,
        subjectKind: "site",
        subject: id,
        kind: "account.added",
      });
    });
    return { id };
  }

  /** A new site of an account; throws `site.hostname` if a hostname is taken or is not one. */
  async addSite(input: Omit<SiteConfig, "id">, actor: string): Promise<SiteConfig> {
    const site = this.#clean({ ...input, id: newId() });
    const { db } = this.#context.database;
    if ((await accountById(db, site.account)) === undefined)
      throw notFound("site.account", "there is no such account");
    await this.#publish(site, actor, "site.added");
    return site;
  }

  /** Another hostname of the same site: all hostnames of a site are one. */
  async addHostname(id: string, hostname: string, actor: string): Promise<SiteConfig> {
    const site = await siteById(this.#context.database.db, id);
    if (site === undefined) throw notFound("site.unknown", "there is no such site");
    const wider = this.#clean({ ...site, hostnames: [...site.hostnames, hostname] });
    await this.#publish(wider, actor, "site.hostname-added");
    return wider;
  }

  #clean(site: SiteConfig): SiteConfig {
    const hostnames = site.hostnames.map((name) => {
      const host = hostIdentity(name);
      if (host === undefined)
        throw badRequest("site.hostname", `"${name}" is not a hostname`, { field: "hostnames" });
      return host;
    });
    const parsed = siteSchema.safeParse({ ...site, hostnames: [...new Set(hostnames)] });
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw badRequest("site.invalid", `${issue?.path.join(".")}: ${issue?.message}`, {
      field: String(issue?.path[0]),
    });
  }

  async #publish(site: SiteConfig, actor: string, kind: string): Promise<void> {
    const { clock, database } = this.#context;
    for (const name of site.hostnames) {
      const holder = await siteByHostname(database.db, name);
      if (holder !== undefined && holder.id !== site.id) {
        throw conflict("site.hostname", `${name} belongs to another site`, { field: "hostnames" });
      }
    }
    await this.#append({ kind: "site", site }, async (tx) => {
      await putSite(tx, site, clock.now());
      await appendEvent(tx, { at: clock.now(), actor, subjectKind: "site", subject: site.id, kind });
    });
  }

  /** One version after the other: the vault signs each number once. */
  #append(item: ConfigItem, project: (tx: Tx) => Promise<void>): Promise<void> {
    const { database, vault, grown } = this.#context;
    return this.#turns.run(async () => {
      // The vault's number, not the database's: a version that was signed and then lost in a crash is skipped.
      const version = (await vault.call("describe", {})).config + 1;
      const { note } = await vault.call("configure", { version, item: sha256Hex(jcsBytes(item)) });
      await database.transaction(async (tx) => {
        await project(tx);
        await insertConfigItem(tx, { version, item: JSON.stringify(item), note });
      });
      grown.notify();
    });
  }
}
