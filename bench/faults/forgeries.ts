import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Batch } from "../../src/feed/wire.ts";
import { formatCheckpoint, parseCheckpoint } from "../../src/ledger/checkpoint.ts";
import { decodeEntry, encodeEntry, type MeasureEntry } from "../../src/ledger/entry.ts";
import { parseNote, signNote } from "../../src/ledger/note.ts";
import { httpReader, readCheckpointNote, readEntries } from "../../src/ledger/reader.ts";
import { base64, fromBase64 } from "../../src/lib/bytes.ts";
import { appendLeaves, EMPTY_RANGE, leafHash, rangeRoot } from "../../src/lib/merkle.ts";
import { startRogueFeed } from "../../test/story/rogue-feed.ts";
import { until } from "../../test/world/world.ts";
import type { DocketPage } from "../obey/docket.ts";
import { type Fault, type Findings, found } from "./result.ts";
import type { Scene } from "./scene.ts";

/** What somebody who has the desk's TLS key, and the public ledger, can send to an edge that is behind. */
interface Stolen {
  readonly size: number;
  readonly entries: readonly string[];
  readonly checkpoint: string;
  /** Of the size that the edge has. */
  readonly old: string;
}

type Forge = (stolen: Stolen) => Batch;

const genuine = ({ size, entries, checkpoint }: Stolen): Batch => ({
  ...{ from: size, to: size + 2, entries: entries.slice(size), openings: [], checkpoint },
});

const FORGERIES: readonly (readonly [name: string, forge: Forge])[] = [
  [
    "replayed",
    ({ size, entries, old }) => ({
      ...{ from: size - 1, to: size, entries: entries.slice(size - 1, size), openings: [], checkpoint: old },
    }),
  ],
  ["reordered", (stolen) => ({ ...genuine(stolen), entries: genuine(stolen).entries.toReversed() })],
  [
    "duplicated",
    (stolen) => {
      const { from, entries } = genuine(stolen);
      return { ...genuine(stolen), to: from + 3, entries: [entries[0]!, ...entries] };
    },
  ],
  ["truncated", (stolen) => ({ ...genuine(stolen), entries: genuine(stolen).entries.slice(0, 1) })],
  [
    "truncated, and its end said so",
    (stolen) => {
      const { from, entries } = genuine(stolen);
      return { ...genuine(stolen), to: from + 1, entries: entries.slice(0, 1) };
    },
  ],
  [
    "altered: another clause",
    (stolen) => ({ ...genuine(stolen), entries: altered(genuine(stolen).entries) }),
  ],
  ["with a stale checkpoint", (stolen) => ({ ...genuine(stolen), checkpoint: stolen.old })],
  ["signed by another key", (stolen) => signedAnew(stolen, genuine(stolen).entries)],
  ["forged: an entry of its own, signed by another key", (stolen) => signedAnew(stolen, forged(stolen))],
];

const measureOf = (entry: string): MeasureEntry => decodeEntry(fromBase64(entry)) as MeasureEntry;
const altered = ([first, ...others]: readonly string[]): string[] => [
  base64(encodeEntry({ ...measureOf(first!), clause: "D2" })),
  ...others,
];
const forged = (stolen: Stolen): string[] =>
  genuine(stolen).entries.map((entry) =>
    base64(encodeEntry({ ...measureOf(entry), verb: "terminate", ends: null })),
  );

function signedAnew(stolen: Stolen, entries: readonly string[]): Batch {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { origin } = parseCheckpoint(parseNote(stolen.checkpoint).text);
  const all = [...stolen.entries.slice(0, stolen.size), ...entries].map((entry) =>
    leafHash(fromBase64(entry)),
  );
  const range = appendLeaves(EMPTY_RANGE, all);
  const text = formatCheckpoint({ origin, size: range.size, root: rangeRoot(range) });
  return { ...genuine(stolen), entries: [...entries], checkpoint: signNote(text, origin, privateKey) };
}

/** All in one life of the scene: an edge that is two decisions behind is sent each forgery, and at last the truth. */
export function forgeryFaults(scene: Scene): Fault[] {
  let behind: Promise<{ stolen: Stolen; finish(): Promise<void> }> | undefined;
  const prepared = () => {
    behind ??= fallBehind(scene);
    return behind;
  };
  return [
    ...FORGERIES.map(([name, forge]) => ({
      name: `batch ${name}`,
      run: async () => {
        const { stolen } = await prepared();
        return sent(scene, forge(stolen), stolen.size);
      },
    })),
    {
      name: "after all of them the true feed",
      run: async () => {
        const { finish } = await prepared();
        await scene.start("edge-1");
        const disobeyed = await scene.obeyed();
        const audit = await scene.audited();
        await finish();
        return {
          kept: found(disobeyed),
          "only ledger": found(audit),
          serving: found(scene.visitors.verdict().wrong),
        };
      },
    },
  ];
}

async function fallBehind(scene: Scene) {
  const kept = scene.page();
  const { index } = await scene.docket.approve(await scene.docket.propose(kept));
  scene.mustRefuse(kept, index!);
  const wrong = await scene.obeyed();
  if (wrong !== undefined) throw new Error(wrong);
  const [edge] = scene.edges;
  const { size } = await scene.state(edge!);
  await scene.kill("edge-1");
  const reader = httpReader(`${scene.house.world.deskUrl}/ledger`);
  const old = await readCheckpointNote(reader);
  const pages: DocketPage[] = [];
  for (let i = 0; i < 2; i++) {
    const page = scene.page();
    const committed = await scene.docket.approve(await scene.docket.propose(page));
    scene.mustRefuse(page, committed.index!);
    pages.push(page);
  }
  const entries: string[] = [];
  for await (const bundle of readEntries(reader, 0, size + 2)) entries.push(...bundle.map(base64));
  const checkpoint = await readCheckpointNote(reader);
  const finish = async () => {
    for (const page of [kept, ...pages]) await scene.release(page);
  };
  return { stolen: { size, entries, checkpoint, old }, finish };
}

/** An edge dials the rogue, refuses what it says, and goes on with what it had. */
async function sent(scene: Scene, batch: Batch, had: number): Promise<Findings> {
  const { world } = scene.house;
  const [edge] = scene.edges;
  const tls = JSON.parse(await readFile(world.path("data", "desk", "feed-tls.json"), "utf8"));
  const { trust } = JSON.parse(await readFile(world.path("edge-1", "edge", "identity.json"), "utf8"));
  const rogue = await startRogueFeed({ ...tls, ca: trust.fleetCa }, batch);
  try {
    await scene.start("edge-1", { feedUrl: rogue.url });
    const refused = await until(
      "the edge refuses the batch",
      async () => (await scene.state(edge!)).refusals > 0,
      5_000,
    )
      .then(() => undefined)
      .catch(() => "the edge did not refuse it");
    const { size } = await scene.state(edge!);
    const grown = size === had ? undefined : `its ledger grew to ${size}`;
    return { "only ledger": found(refused ?? grown), serving: found(scene.visitors.verdict().wrong) };
  } finally {
    await scene.kill("edge-1");
    rogue.close();
  }
}
