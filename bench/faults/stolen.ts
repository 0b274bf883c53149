import { generateKeyPairSync } from "node:crypto";
import { formatCheckpoint, parseCheckpoint } from "../../src/ledger/checkpoint.ts";
import { parseNote, signNote } from "../../src/ledger/note.ts";
import { httpReader, readCheckpointNote, readEntries } from "../../src/ledger/reader.ts";
import { base64, fromBase64 } from "../../src/lib/bytes.ts";
import { appendLeaves, EMPTY_RANGE, leafHash, rangeRoot } from "../../src/lib/merkle.ts";
import type { DocketPage } from "../obey/docket.ts";
import type { Scene } from "./scene.ts";

/** What somebody who has the desk's TLS key, and the public ledger, can send to an edge that is two decisions behind. */
export interface Stolen {
  /** That the edge has. */
  readonly size: number;
  readonly entries: readonly string[];
  readonly checkpoint: string;
  /** Of the size that the edge has. */
  readonly old: string;
  /** Of one entry less. */
  readonly older: string;
  /** A page that the edge refuses, and the entry that says so. */
  readonly kept: DocketPage;
  readonly index: number;
}

/** The first edge stops; two measures are decided without it. `finish` lifts them again. */
export async function fallBehind(scene: Scene): Promise<{ stolen: Stolen; finish(): Promise<void> }> {
  const reader = httpReader(`${scene.house.world.deskUrl}/ledger`);
  const older = await readCheckpointNote(reader);
  const kept = scene.page();
  const { index } = await scene.docket.approve(await scene.docket.propose(kept));
  scene.mustRefuse(kept, index!);
  const wrong = await scene.obeyed();
  if (wrong !== undefined) throw new Error(wrong);
  const [edge] = scene.edges;
  const { size } = await scene.state(edge!);
  await scene.kill("edge-1");
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
  return { stolen: { size, entries, checkpoint, old, older, kept, index: index! }, finish };
}

/** A checkpoint over these entries under the ledger's name, by a key that is not the ledger's. */
export function signedByAnother(checkpoint: string, entries: readonly string[]): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { origin } = parseCheckpoint(parseNote(checkpoint).text);
  const range = appendLeaves(
    EMPTY_RANGE,
    entries.map((entry) => leafHash(fromBase64(entry))),
  );
  return signNote(formatCheckpoint({ origin, size: range.size, root: rangeRoot(range) }), origin, privateKey);
}
