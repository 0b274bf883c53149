import { readFile } from "node:fs/promises";
import type { Batch } from "../../src/feed/wire.ts";
import { decodeEntry, encodeEntry, type MeasureEntry } from "../../src/ledger/entry.ts";
import { base64, fromBase64 } from "../../src/lib/bytes.ts";
import { type Said, startRogueFeed } from "../../test/story/rogue-feed.ts";
import { until } from "../../test/world/world.ts";
import { type Fault, type Findings, found } from "./result.ts";
import type { Scene } from "./scene.ts";
import { SNAPSHOT_FORGERIES } from "./snapshots.ts";
import { fallBehind, type Stolen, signedByAnother } from "./stolen.ts";

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

const signedAnew = (stolen: Stolen, entries: readonly string[]): Batch => ({
  ...genuine(stolen),
  entries: [...entries],
  checkpoint: signedByAnother(stolen.checkpoint, [...stolen.entries.slice(0, stolen.size), ...entries]),
});

/** All in one life of the scene: an edge that is two decisions behind is sent each forgery, and at last the truth. */
export function forgeryFaults(scene: Scene): Fault[] {
  let behind: ReturnType<typeof fallBehind> | undefined;
  const prepared = () => {
    behind ??= fallBehind(scene);
    return behind;
  };
  return [
    ...FORGERIES.map(([name, forge]) => ({
      name: `batch ${name}`,
      run: async () => {
        const { stolen } = await prepared();
        return sent(scene, { batch: forge(stolen) }, stolen);
      },
    })),
    ...SNAPSHOT_FORGERIES.map(([name, forge]) => ({
      name: `snapshot ${name}`,
      run: async () => {
        const { stolen } = await prepared();
        return sent(scene, { snapshot: forge(stolen) }, stolen);
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

/** An edge dials the rogue, refuses what it says, and goes on with what it had. */
async function sent(scene: Scene, said: Said, { size: had, kept, index }: Stolen): Promise<Findings> {
  const { world } = scene.house;
  const [edge] = scene.edges;
  const tls = JSON.parse(await readFile(world.path("data", "desk", "feed-tls.json"), "utf8"));
  const { trust } = JSON.parse(await readFile(world.path("edge-1", "edge", "identity.json"), "utf8"));
  const rogue = await startRogueFeed({ ...tls, ca: trust.fleetCa }, said);
  try {
    await scene.start("edge-1", { feedUrl: rogue.url });
    const refused = await until(
      "the edge refuses what it is sent",
      async () => (await scene.state(edge!)).refusals > 0,
      5_000,
    )
      .then(() => whyWrong(world.path("logs", "edge-1.log")))
      .catch(() => "the edge did not refuse it");
    const { size } = await scene.state(edge!);
    const changed = size === had ? undefined : `its ledger is of size ${size} now`;
    const answer = await scene.ask(edge!, kept.path);
    const goesOn = answer.status === 403 && answer.index === index;
    return {
      kept: found(goesOn ? undefined : `it says ${answer.status} to ${kept.path}`),
      "only ledger": found(refused ?? changed),
      serving: found(scene.visitors.verdict().wrong),
    };
  } finally {
    await scene.kill("edge-1");
    rogue.close();
  }
}

/** What it refused must have been the forgery's content: one that it cannot read says nothing about what it believes. */
async function whyWrong(log: string): Promise<string | undefined> {
  const lines = (await readFile(log, "utf8")).split("\n");
  const why = lines.findLast((line) => line.includes('"feed.refused"'));
  return why === undefined || why.includes("not of a form") ? `it was refused unread: ${why}` : undefined;
}
