import assert from "node:assert/strict";
import { chmodSync, mkdtempSync } from "node:fs";
import { appendFile, copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { House } from "../desk/house.ts";
import { Reporter } from "../desk/reporter.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { type Cluster, postgresFolder, startCluster } from "../postgres/cluster.ts";
import { publicAnswers } from "../world/http.ts";
import { freePort, until } from "../world/world.ts";
import {
  addsLater,
  browserOf,
  CONTESTED,
  isHeldBack,
  isSuspended,
  reportsForRefusal,
  takesBack,
  usesApi,
  writesForm,
} from "./her.ts";
import { HerMail, MAILBOX } from "./mail.ts";
import { Marks } from "./marks.ts";
import { answered, exported, filesUnder, originsLog, overTheWire, type Place } from "./places.ts";
import { sendsWhatIsNoHttp, sendsWhatIsRefused } from "./refused.ts";
import { Search } from "./search.ts";
import { ANY, spellings } from "./spellings.ts";
import { answersEverywhere, TeamAtWork } from "./team.ts";
import { Wire } from "./wire.ts";

const EDGES = ["edge-1", "edge-2"];
const programs = postgresFolder();
const noPostgres = programs === undefined && "initdb is not installed (Debian: apt-get install postgresql)";

/** What a run has to have left behind for the search to mean something: each is a part of a path. */
const WRITTEN = {
  PGlite: ["data/desk/db/pg/base/", "data/desk/db/pg/pg_wal/"],
  PostgreSQL: ["data/base/", "data/pg_wal/"],
  both: ["data/desk/evidence/", "data/desk/files/", "data/desk/ledger/tile/", "data/desk/portal.key"].concat(
    ["public.report", "public.part", "public.access", "public.sender", "public.event", "jobs.job"],
    ["data/vault/", "mail/", "logs/desk.log", "logs/vault.log", "logs/origin.log"],
    EDGES.flatMap((name) => [`${name}/edge/`, `${name}/access.log`, `logs/${name}.log`]),
  ),
} as const;

for (const kind of ["PGlite", "PostgreSQL"] as const) {
  const skip = kind === "PostgreSQL" && noPostgres;
  describe(`nothing of the reporter leaves the seal, on ${kind}`, { skip, timeout: 150_000 }, () => {
    const marks = new Marks(`canary on ${kind}`);
    const usualTmp = process.env.TMPDIR;
    let folder: string;
    let cluster: Cluster | undefined;
    let house: House;
    let wire: Wire;
    /** Somebody else's browser, from another network: the gate counts by address. */
    let other: Wire;
    let mail: HerMail;
    let mailPort: number;
    let team: TeamAtWork;
    // There is no level below info (lib/log.ts); whoever asks for one is told so and gets info.
    const talkative = { REMPART_LOG_LEVEL: "debug" };
    const settings = () => ({
      ...{ REMPART_ALERT_TO: "astreinte@rempart.example", ...talkative },
      ...{ REMPART_MAIL_LISTEN: `127.0.0.1:${mailPort}`, REMPART_MAIL_BOXES: MAILBOX },
      ...(cluster === undefined ? {} : { REMPART_DATABASE_URL: cluster.url }),
    });

    before(async () => {
      publicAnswers.length = 0;
      // All that any process of the installation writes is beneath one folder, what it takes for temporary included.
      folder = mkdtempSync(join(tmpdir(), "rempart-canary-"));
      chmodSync(folder, 0o755); // PostgreSQL's user goes through it
      process.env.TMPDIR = folder;
      // log_statement stays none: an operator who has PostgreSQL log parameters writes sealed bytes into its log, no words.
      if (kind === "PostgreSQL") cluster = await startCluster(programs!);
      mailPort = await freePort();
      house = await House.open({ edges: 2, mail: true, extra: settings() });
      for (const edge of house.world.edges) {
        await house.world.stop(edge.name);
        await house.world.startEdge(edge, {
          REMPART_EDGE_ACCESS_LOG: house.world.path(edge.name, "access.log"),
          REMPART_EDGE_ACCESS_LOG_PATHS: "1",
          ...talkative,
        });
        await answersEverywhere(house, "/", 200);
      }
      wire = new Wire(house.world.deskPort, marks.loopback(), browserOf(marks));
      other = new Wire(house.world.deskPort, marks.loopback(), browserOf(marks, "71c9"));
      mail = new HerMail(mailPort, marks, wire);
      team = new TeamAtWork(house);
    });
    after(async () => {
      wire?.close();
      other?.close();
      await house?.close();
      await cluster?.stop();
      if (usualTmp === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = usualTmp;
      await rm(folder, { recursive: true, force: true });
    });

    let receipt = "";
    test("she takes a report back; the desk dies while she writes another, and she goes on", async () => {
      await takesBack(wire, marks);
      const written = await writesForm(wire, marks);
      receipt = written.receipt;
      const cut = [
        "POST /s/5 HTTP/1.1\r\nHost: desk\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n",
        `--b\r\nContent-Disposition: form-data; name="file"; filename="${marks.of("cut upload: name")}"\r\n\r\n`,
        `${marks.text("cut upload: bytes")}${"u".repeat(200_000)}`,
      ].join("");
      const upload = wire.raw(Buffer.from(cut), 10_000);
      const saving = new Reporter(wire);
      await saving.press("/s/1", { code: receipt });
      const words = marks.text("saved while it dies");
      const step = saving.press("/s/5", { words, go: "next" }).catch(() => {}); // nobody may answer
      await house.world.kill("desk");
      await Promise.all([upload, step]);
      await house.world.startDesk(settings());
      await house.signInAgain();
    });

    test("the vault is away when she sends, and back when she sends again", async () => {
      const her = new Reporter(wire, { language: "en" });
      await her.press("/s/1", { code: receipt });
      assert.match(her.words, /Saved, not sent/);
      await her.press("/s/go", { to: "6" });
      const ready = her.page;
      await house.world.stop("vault");
      const { status } = await her.press("/s/6", { go: "send" });
      assert.ok(status >= 500, `${status}`);
      const report = { urls: [`https://${HOSTNAMES.forum}/`], words: marks.text("API without a vault") };
      assert.ok((await wire.json("/api/reports", report)).status >= 500);
      await house.world.startVault(talkative);
      her.page = ready;
      await until("the vault is back", async () => {
        await her.press("/s/1", { code: receipt });
        return her.status === 200;
      });
      await her.press("/s/go", { to: "6" });
      await her.press("/s/6", { go: "send" });
      assert.match(her.words, /A person will look/);
      await addsLater(wire, marks, her);
    });

    test("whoever sends what is unfounded is warned, then suspended", () =>
      isSuspended(other, marks, (path, act) => team.judges(path, act)));

    test("programs report too; whatever is wrong is refused", async (t) => {
      await usesApi(wire, marks);
      const count = await sendsWhatIsRefused(other, marks);
      await sendsWhatIsNoHttp(other, marks);
      await isHeldBack(other, marks);
      t.diagnostic(`${count} requests refused`);
    });

    test("she writes a mail, which is answered; others are refused", async () => {
      await mail.reports(house.world.path("mail"));
      await mail.isRefused();
    });

    test("the desk reads, answers, refuses; she contests and somebody else answers", async () => {
      const contesting = await reportsForRefusal(wire, marks);
      const refused = await team.caseAbout(CONTESTED);
      await team.refuses(house.first, refused.id, "nothing-found");
      await contesting.press("/s/go", { to: "r" });
      await contesting.press("/s/r", { act: "contest", contest: marks.text("contest") });
      assert.match(contesting.words, /You contested our answer/);
      await team.refuses(house.second, refused.id, "not-against-the-rules");
      const files = await team.reads((await team.caseAbout(ABUSIVE_THREADS.dox)).id);
      assert.equal(files, 6, "pictures of the form, the addition and the helper");
    });

    test("the desk decides; the operator is told and appeals; the measure is lifted", async () => {
      const path = ABUSIVE_THREADS.dox;
      const view = await team.caseAbout(path);
      const decided = await team.decides(view, path);
      await answersEverywhere(house, path, 403);
      await team.isAppealedTo(decided);
      await team.orders(view);
      await team.looksAround();
      const swept = async () => /"shredded":[1-9].*"event":"retention\.swept"/.test(await logOf("desk"));
      await until("the sweep has destroyed what was taken back", swept, 60_000); // it is asked for every 30 s
    });

    const logOf = (name: string): Promise<string> =>
      readFile(house.world.path("logs", `${name}.log`), "utf8");

    test("every canary was sent, and what the team opened holds those that were sealed", (t) => {
      const said = [...marks.sealed, ...marks.hers].filter((needle) => !marks.variants.has(needle));
      const sent = found(new Search(said), Buffer.concat([...wire.sent, ...other.sent]));
      const unsent = said.filter((needle) => !sent.has(needle));
      assert.deepEqual(unsent.map(marks.fieldOf), []);
      assert.ok(marks.sealed.size >= 250, `${marks.sealed.size} canaries`);
      assert.ok(wire.secrets.size >= 16, `${wire.secrets.size} codes and sessions`);
      const opened = found(new Search(marks.sealed), Buffer.concat(team.opened));
      assert.ok(opened.size >= 60, `${opened.size} canaries were opened by the team`);
      t.diagnostic(
        `${sent.size} canaries sent, ${opened.size} opened, ${wire.secrets.size} codes and sessions`,
      );
    });

    test("none is in any byte outside the seal", async (t) => {
      const all = new Search([...marks.sealed, ...marks.hers, ...wire.secrets, ...other.secrets]);
      const searched = new Map<string, number>();
      const leaks: string[] = [];
      const look = ({ name, bytes }: Place, search = all) => {
        searched.set(name, bytes.length);
        for (const { form, needle, at } of search.find(bytes))
          leaks.push(`${name} at ${at}: ${marks.fieldOf(needle)} (${form})`);
      };
      for await (const place of overTheWire(house)) look(place);
      const origins = await originsLog(house);
      assert.ok(origins.bytes.includes(ABUSIVE_THREADS.dox), "our own look was seen by the origin");
      look(origins);
      look(answered());
      look({ name: "orders to others", bytes: Buffer.concat(team.ordered) });
      look({ name: "what the team sees", bytes: Buffer.concat(team.seen) });
      const hers = Buffer.concat([...wire.answers, ...other.answers]);
      look({ name: "her answers", bytes: hers }, new Search(marks.sealed));
      if (cluster !== undefined) look({ name: "PostgreSQL's log", bytes: Buffer.from(cluster.log()) });
      for (const name of ["desk", "vault", ...EDGES, "mail", "origin"]) await house.world.stop(name);
      const database =
        cluster === undefined
          ? { folder: house.world.path("data", "desk", "db") }
          : { postgresUrl: cluster.url };
      for await (const place of exported(database)) look(place);
      for await (const place of filesUnder(folder)) {
        const isHers = place.name.includes("/mail/") && (await mail.isToHer(place.bytes));
        look(place, isHers ? new Search(marks.sealed) : all);
      }

      const names = [...searched.keys()];
      const megabytes = [...searched.values()].reduce((sum, bytes) => sum + bytes, 0) / 1e6;
      t.diagnostic(
        `${all.needles.length} needles, ${names.length} places, ${megabytes.toFixed(0)} MB: ${leaks.length} hits`,
      );
      assert.deepEqual(leaks, []);
      for (const part of [...WRITTEN.both, ...WRITTEN[kind]])
        assert.ok(
          names.some((name) => name.includes(part) && searched.get(name)! > 0),
          `${part} was searched`,
        );
      for (const [name, bytes] of searched)
        if (!name.includes("/") && !name.startsWith("export of ")) assert.ok(bytes > 0, name);
    });

    test("one that is planted in a copy of a log would be found, in every spelling", async () => {
      const [needle] = marks.sealed;
      const search = new Search(marks.sealed);
      const copies = join(folder, "copies");
      await mkdir(copies);
      const forms = spellings(needle!);
      for (const [i, { bytes }] of forms.entries()) {
        const copy = join(copies, `${i}.log`);
        await copyFile(house.world.path("logs", "desk.log"), copy);
        await appendFile(copy, Buffer.from(bytes.map((byte) => (byte === ANY ? 0x55 : byte))));
        await appendFile(copy, " and more\n");
      }
      const packed = join(copies, `${forms.length}.log`);
      await appendFile(packed, gzipSync(`a line with ${needle}\n`));
      let copiesFound = 0;
      for await (const { bytes } of filesUnder(copies)) if (found(search, bytes).has(needle!)) copiesFound++;
      assert.equal(copiesFound, forms.length + 1);
    });
  });
}

const found = (search: Search, bytes: Buffer): Set<string> =>
  new Set(search.find(bytes).map(({ needle }) => needle));
