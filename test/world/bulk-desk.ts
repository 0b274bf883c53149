import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import type { Server } from "node:https";
import { join } from "node:path";
import { readDeskConfig } from "../../src/desk/config.ts";
import type { DeskContext } from "../../src/desk/context.ts";
import { openEmpty } from "../../src/desk/db/testing/empty.ts";
import { Policies } from "../../src/desk/decisions/policies.ts";
import { insertDecision, insertMeasure } from "../../src/desk/decisions/store.ts";
import { createFeedServer } from "../../src/desk/fleet/feed-server.ts";
import { Fleet } from "../../src/desk/fleet/fleet.ts";
import { LedgerWriter } from "../../src/desk/ledger-writer.ts";
import { Signal } from "../../src/desk/signal.ts";
import { Sites } from "../../src/desk/sites/service.ts";
import { insertPerson } from "../../src/desk/team/store.ts";
import type { SiteConfig } from "../../src/feed/config.ts";
import { approvalHash, coreOf, enrolHash } from "../../src/ledger/approval.ts";
import type { MeasureEntry } from "../../src/ledger/entry.ts";
import { LedgerStore } from "../../src/ledger/store.ts";
import { type Opening, targetHash } from "../../src/ledger/target.ts";
import { base64url } from "../../src/lib/bytes.ts";
import { DAY, parseRfc3339, rfc3339 } from "../../src/lib/clock.ts";
import { newId } from "../../src/lib/ids.ts";
import { listen } from "../../src/lib/listen.ts";
import { silentLog } from "../../src/lib/log.ts";
import { VaultClient } from "../../src/vault/client.ts";
import { Member } from "./person.ts";
import type { World } from "./world.ts";

const POLICY = new URL("../../policies/steward.yaml", import.meta.url);

/**
 * The desk's own ledger writer, feed and fleet without its pages, captures and cases: measures by the hundred, each
 * approved and signed as ever, without as many decisions by hand. The vault and the edges are real processes.
 */
export class BulkDesk {
  readonly fleet: Fleet;
  readonly sites: Sites;
  readonly site: SiteConfig;
  /** The desk's; the vault takes entries of the ledger within five minutes of its own. */
  readonly clock: { aheadMs: number };
  readonly #context: DeskContext;
  readonly #person: Member;
  readonly #case: string;
  readonly #policy: string;
  readonly #opened: AsyncDisposableStack;
  readonly #feed: Feed;
  readonly #openings = new Map<string, Opening>();

  private constructor(
    context: DeskContext,
    rooms: Pick<BulkDesk, "fleet" | "sites" | "site" | "clock"> & {
      readonly person: Member;
      readonly caseId: string;
      readonly policy: string;
    },
    opened: AsyncDisposableStack,
  ) {
    this.#context = context;
    this.fleet = rooms.fleet;
    this.sites = rooms.sites;
    this.site = rooms.site;
    this.clock = rooms.clock;
    this.#person = rooms.person;
    this.#case = rooms.caseId;
    this.#policy = rooms.policy;
    this.#opened = opened;
    this.#feed = new Feed(context, rooms.fleet);
    context.writer.onEntry(async (tx, index, entry) => {
      if (entry.kind !== "measure") return;
      const times = { starts_at: parseRfc3339(entry.starts), ends_at: parseRfc3339(entry.ends ?? "") };
      const opening = this.#openings.get(entry.decision)!; // on a page: its site is the measure's
      await insertMeasure(tx, {
        ...{ index, decision: entry.decision, site: opening.site, ...times, lifted_by: null },
        opening: JSON.stringify(opening),
      });
    });
  }

  /** With a policy in force and one site, on the world's vault, folders and feed port. */
  static async open(
    world: World,
    site: Pick<SiteConfig, "hostnames" | "origin">,
    env: NodeJS.ProcessEnv = {},
  ): Promise<BulkDesk> {
    const opened = new AsyncDisposableStack();
    try {
      return await BulkDesk.#open(world, site, env, opened);
    } catch (error) {
      await opened.disposeAsync();
      throw error;
    }
  }

  static async #open(
    world: World,
    site: Pick<SiteConfig, "hostnames" | "origin">,
    env: NodeJS.ProcessEnv,
    opened: AsyncDisposableStack,
  ): Promise<BulkDesk> {
    const config = readDeskConfig({
      REMPART_DATA: world.path("data"),
      REMPART_FEED_LISTEN: `127.0.0.1:${world.feedPort}`,
      ...env,
    });
    await mkdir(config.folder, { recursive: true });
    const database = await openEmpty(join(config.folder, "db"));
    opened.defer(() => database.close());
    const ledger = await LedgerStore.open(join(config.folder, "ledger"));
    opened.defer(() => ledger.close());
    const vault = new VaultClient(config.vaultSocket);
    opened.defer(() => vault.close());
    const trust = await vault.call("describe", {});
    const grown = new Signal();
    const writer = new LedgerWriter(ledger, vault, database, grown, silentLog);
    const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
    const shared = {
      config,
      clock,
      log: silentLog,
      database,
      vault,
      trust,
      ledger,
      writer,
      grown,
    };
    const context = shared as unknown as DeskContext; // no jobs: nothing here queues any
    const person = await enrolled(context);
    const policy = await published(context, person);
    const sites = new Sites(context);
    const account = (await sites.addAccount("exploitant@perchoir.example", "fr", person.id)).id;
    const wanted = { ...site, account, roles: ["cdn" as const], readings: { foldCase: false } };
    const { site: added } = await sites.addSite(wanted, person.id);
    const caseId = await openCase(context, added.id);
    const fleet = new Fleet(context, sites);
    const desk = new BulkDesk(context, { fleet, sites, clock, site: added, person, caseId, policy }, opened);
    opened.defer(() => desk.#feed.close());
    await desk.#feed.open();
    return desk;
  }

  /** To edges it is as if the desk had started again. */
  async reopenFeed(): Promise<void> {
    await this.#feed.close();
    await this.#feed.open();
  }

  /** A token for a new edge. */
  token = async (name: string): Promise<string> =>
    (await this.fleet.issueToken(name, null, this.#person.id)).token;

  /** Refuses a page of a site; returns the entry's ledger index. */
  async refuse(canonical: string, site = this.site): Promise<number> {
    const { clock, database, writer } = this.#context;
    const decision = newId();
    const at = rfc3339(clock.now());
    const opening: Opening = {
      ...{ salt: base64url(randomBytes(32)), grain: "url", site: site.id, canonical, params: [] },
      ...{ readings: site.readings, normaliser: 1 },
    };
    const entry: MeasureEntry = {
      ...{ v: 1, kind: "measure", at, decision, role: "cdn", verb: "refuse", grain: "url", clause: "D1" },
      ...{ policy: this.#policy, target: targetHash(opening), emergency: false, approvals: 1 },
      ...{ starts: at, ends: rfc3339(parseRfc3339(at) + 30 * DAY) },
    };
    const core = coreOf(entry);
    this.#openings.set(decision, opening);
    await insertDecision(database.db, {
      ...{
        id: decision,
        case_id: this.#case,
        site: site.id,
        kind: "measure",
        status: "committed",
        needed: 1,
      },
      ...{
        clause: "D1",
        policy: this.#policy,
        precedent_key: canonical,
        drafts: JSON.stringify({ core, opening }),
      },
      ...{ facts: "", why_not_milder: "", distinction: null, proposed_by: this.#person.id },
      ...{ proposed_at: clock.now(), committed_at: clock.now() },
    });
    const approvals = [this.#person.approval(approvalHash(decision, [core]))];
    const openings = [{ opening, sites: [site] }];
    const { roles } = site;
    const [index] = await writer.append({ decision, cores: [core], approvals, roles, openings });
    return index!;
  }

  /** Changes a site's document as its account asked. */
  async change(change: Partial<SiteConfig>, { id } = this.site): Promise<void> {
    const document = { ...(await this.sites.find(id)), ...change };
    const { needs } = await this.sites.change(id, document, this.#person.id);
    if (needs === null) return;
    const asked = { decision: needs.decision, approvals: [this.#person.approval(needs.approvalHash)] };
    await this.sites.change(id, document, this.#person.id, { asked });
  }

  /** May be called again. */
  close = (): Promise<void> => this.#opened.disposeAsync();
}

/** The listener that edges dial. */
class Feed {
  readonly #context: DeskContext;
  readonly #fleet: Fleet;
  #server: Server | undefined;

  constructor(context: DeskContext, fleet: Fleet) {
    this.#context = context;
    this.#fleet = fleet;
  }

  async open(): Promise<void> {
    this.#server = await createFeedServer(this.#context, this.#fleet);
    await listen(this.#server, this.#context.config.feedListen, "the feed");
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.#server?.closeAllConnections();
    await closed;
  }
}

async function enrolled({ vault, database, clock }: DeskContext): Promise<Member> {
  const person = new Member("Blaise (modération)");
  const { id, name, publicKey } = person;
  const approvals = [person.approval(enrolHash(id, publicKey))];
  await vault.call("enrol", { person: id, publicKey, approvals });
  await insertPerson(database.db, { id, name, role: "moderator", public_key: publicKey, at: clock.now() });
  return person;
}

/** Puts the default policy in force; returns its hash. */
async function published(context: DeskContext, person: Member): Promise<string> {
  const policies = new Policies(context);
  const yaml = await readFile(POLICY, "utf8");
  const draft = await policies.publish(yaml, undefined, []);
  await policies.publish(yaml, draft.decision, [person.approval(draft.approvalHash)]);
  return (await policies.inForce()).hash;
}

async function openCase({ database, clock }: DeskContext, site: string): Promise<string> {
  const id = newId();
  await database.db
    .insertInto("case")
    .values({
      ...{ id, site, harm: "dox", status: "decided", severity: "high" },
      ...{ opened_at: clock.now(), due_at: clock.now() },
    })
    .execute();
  return id;
}
