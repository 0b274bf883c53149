import { randomBytes } from "node:crypto";
import { cp, readFile, writeFile } from "node:fs/promises";
import { decodeEntry, type Entry, encodeEntry, type MeasureEntry } from "../../../src/ledger/entry.ts";
import { LedgerStore } from "../../../src/ledger/store.ts";
import { type Opening, targetHash } from "../../../src/ledger/target.ts";
import { base64, base64url } from "../../../src/lib/bytes.ts";
import { HOSTNAMES } from "../../fixtures/people.ts";
import { ledgerCheck, rempart } from "../../world/cli.ts";
import { visit } from "../../world/http.ts";
import { until } from "../../world/world.ts";
import { startRogueFeed } from "../rogue-feed.ts";
import { observed, type Step, type Story } from "../story.ts";
import { mentionsOrigin } from "./01-up.ts";
import { PLANTED } from "./06-raid.ts";

const NEIGHBOUR = "/";

export const ledger: Step = {
  number: 12,
  title: "the ledger is audited from outside; a flipped byte is named; an unledgered entry is refused",
  async run(story) {
    const { world } = story;
    const third = story.edges[2]!;
    await world.stop(third.name);
    await refusePlanted(story);

    const url = `${world.deskUrl}/ledger`;
    const key = (await visit(world.deskPort, `127.0.0.1:${world.deskPort}`, "/ledger/key")).text.trim();
    const audit = await rempart("ledger", "audit", url, "--key", key);
    observed(audit.code === 0, `the audit holds: ${audit.out}`);
    const pages = [`http://${HOSTNAMES.rival}${PLANTED[0]}`, `http://${HOSTNAMES.rival}${NEIGHBOUR}`];
    const check = await ledgerCheck(pages, { url, key, port: story.edges[0]!.port });
    observed(check.code === 0 && check.out.includes("ok: 403"), `the refusal is in the ledger: ${check.out}`);
    const flipped = await flippedCopy(story, key);

    await refuseForgery(story, third.name);
    observed(!mentionsOrigin(story), "no public output of the whole story named the origin's address");
    return `audit and check hold; flipped byte: "${flipped}"; forged entry refused by ${third.name}, which caught up with the true ledger`;
  },
};

/** The planted comment is refused too, at its own page, while edge 3 is away. */
async function refusePlanted(story: Story): Promise<void> {
  const rival = (await story.queue()).find((one) => one.site === story.sites.get(HOSTNAMES.rival))!;
  const page = (await story.view(rival.id)).pages.find((one) => one.path === PLANTED[0]);
  const proposed = await story.propose(rival.id, {
    ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page: page!.id, seconds: 86_400 },
    facts: "Un commentaire présente des coordonnées comme celles d'une personne et la menace.",
    whyNotMilder: "La menace est immédiate ; un jour suffit pour que l'exploitante retire le commentaire.",
  });
  await story.approve(story.first, proposed);
  await story.seenEverywhere(PLANTED[0], 403, HOSTNAMES.rival, story.edges.slice(0, 2));
}

async function flippedCopy({ world }: Story, key: string): Promise<string> {
  const copy = world.path("ledger-copy");
  await cp(world.path("data", "desk", "ledger"), copy, { recursive: true });
  const bundle = world.path("ledger-copy", "tile", "entries", "000");
  const bytes = await readFile(bundle);
  bytes[40]! ^= 1;
  await writeFile(bundle, bytes);
  const audit = await rempart("ledger", "audit", copy, "--key", key);
  const named = /^.*entry 0.*$/m.exec(audit.out)?.[0];
  observed(audit.code === 1 && named !== undefined, `the flipped byte is caught and named: ${audit.out}`);
  return named;
}

/**
 * Edge 3, behind by the newest entries, gets them from a stolen desk with one entry exchanged for another that would
 * refuse an innocent page, and the checkpoint that the vault really signed.
 */
async function refuseForgery(story: Story, name: string): Promise<void> {
  const { world } = story;
  const edge = story.edges.find((one) => one.name === name)!;
  const store = await LedgerStore.open(await ledgerCopy(story));
  const to = store.publishedSize;
  const from = to - 1;
  const genuine = decodeEntry(await store.entry(from)) as MeasureEntry;
  const checkpoint = (await readFile(world.path("ledger-to-read", "checkpoint"), "utf8")) as string;
  store.close();
  const opening: Opening = {
    ...{
      salt: base64url(randomBytes(32)),
      grain: "url",
      site: story.sites.get(HOSTNAMES.rival)!,
      canonical: NEIGHBOUR,
    },
    ...{ params: [], readings: { foldCase: false }, normaliser: 1 },
  };
  const forged: Entry = { ...genuine, target: targetHash(opening) };
  const tls = JSON.parse(await readFile(world.path("data", "desk", "feed-tls.json"), "utf8"));
  const { trust } = JSON.parse(await readFile(world.path(name, "edge", "identity.json"), "utf8"));
  const batch = {
    from,
    to,
    entries: [base64(encodeEntry(forged))],
    openings: [{ index: from, opening }],
    checkpoint,
  };
  const rogue = await startRogueFeed({ ...tls, ca: trust.fleetCa }, { batch });
  try {
    await world.startEdge(edge, { REMPART_FEED_URL: rogue.url });
    const ack = await until("the edge's refusal of the forged batch", async () =>
      rogue.acks.find((one) => one.refused !== undefined),
    );
    observed(ack.size === from, "the edge stays where it was");
    observed(ack.refused === "the entries are not those of the signed tree", `it says why: ${ack.refused}`);
    observed(
      (await story.get(edge, NEIGHBOUR, {}, HOSTNAMES.rival)).status === 200,
      "the innocent page is served",
    );
  } finally {
    rogue.close();
  }
  await world.stop(name);
  await world.startEdge(edge);
  await story.seenEverywhere(PLANTED[0], 403, HOSTNAMES.rival, [edge]);
}

async function ledgerCopy({ world }: Story): Promise<string> {
  await cp(world.path("data", "desk", "ledger"), world.path("ledger-to-read"), {
    recursive: true,
    filter: (path) => !path.endsWith(".lock"),
  });
  return world.path("ledger-to-read");
}
