import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Ack, FeedMessage, FeedTransport, SentOpening, Snapshot } from "../../feed/wire.ts";
import { type Opening, openingSchema } from "../../ledger/target.ts";
import { toUtf8 } from "../../lib/bytes.ts";
import { appendSynced, readIfPresent, syncFolder, writeAtomic } from "../../lib/files.ts";
import { Turns } from "../../lib/turns.ts";
import type { TaggedMeasure } from "../../policy/matcher.ts";
import { type TargetTags, tagOpening } from "../../policy/tags.ts";

/** Lines in the file for one that is needed, before it is written anew: what was lifted is soon not there any more. */
const MAX_WASTE = 2;
const MIN_WASTE = 50;

/**
 * The openings that an edge forgets: engines compare hosts and paths as text. What passes by in the stream is noted, on disk
 * before the follower sees it, and believed once it gives the very tags that the follower made of what it verified. So
 * neither a forged message nor an altered file can put a page into an engine, and neither needs a check of its own.
 */
export class Openings {
  readonly #path: string;
  readonly #tagKey: Uint8Array;
  readonly #noted = new Map<number, Opening[]>();
  readonly #believed = new Map<number, Opening>();
  /** Whatever moves the file. */
  readonly #turns = new Turns();
  #file: FileHandle;
  #lines = 0;

  private constructor(path: string, tagKey: Uint8Array, file: FileHandle) {
    this.#path = path;
    this.#tagKey = tagKey;
    this.#file = file;
  }

  /** Reads what was noted; of a line that cannot be read nothing is known. `tagKey`: the follower's. */
  static async open(path: string, tagKey: Uint8Array): Promise<Openings> {
    const kept = (await readIfPresent(path))?.toString("utf8") ?? "";
    const file = await open(path, "a", 0o600);
    await syncFolder(dirname(path));
    const openings = new Openings(path, tagKey, file);
    // A line that was cut short must not become one with the next.
    if (kept !== "" && !kept.endsWith("\n")) await appendSynced(file, toUtf8("\n"));
    for (const line of kept.split("\n")) openings.#read(line);
    return openings;
  }

  /** The opening of a measure that the follower holds; undefined if none was noted that gives its tags. */
  of(measure: TaggedMeasure): Opening | undefined {
    const { index } = measure;
    const known = this.#believed.get(index);
    if (known !== undefined) return known;
    const found = this.#noted.get(index)?.find((opening) => this.#gives(opening, measure));
    if (found === undefined) return undefined;
    this.#believed.set(index, found);
    this.#noted.delete(index);
    return found;
  }

  /** On return they are on the disk. */
  note(sent: readonly SentOpening[]): Promise<void> {
    return this.#turns.run(async () => {
      const fresh = sent.filter(({ index }) => !this.#believed.has(index));
      if (fresh.length === 0) return;
      await appendSynced(this.#file, toUtf8(fresh.map((one) => `${JSON.stringify(one)}\n`).join("")));
      for (const one of fresh) this.#add(one);
    });
  }

  /** Forgets what was believed and is about none of these measures: those that were lifted or are over. The file follows soon. */
  keepOnly(indices: ReadonlySet<number>): Promise<void> {
    return this.#turns.run(() => this.#keepOnly(indices));
  }

  async #keepOnly(indices: ReadonlySet<number>): Promise<void> {
    for (const index of this.#believed.keys()) if (!indices.has(index)) this.#believed.delete(index);
    if (this.#lines < MIN_WASTE + MAX_WASTE * indices.size) return;
    const kept = [
      ...Array.from(this.#believed, ([index, opening]) => ({ index, opening })),
      ...Array.from(this.#noted, ([index, all]) => all.map((opening) => ({ index, opening }))).flat(),
    ];
    await writeAtomic(this.#path, kept.map((one) => `${JSON.stringify(one)}\n`).join(""));
    await this.#file.close();
    this.#file = await open(this.#path, "a", 0o600);
    this.#lines = kept.length;
  }

  /** The same transport, with what passes by noted first. */
  tap(transport: FeedTransport): FeedTransport {
    const noted = (sent: readonly SentOpening[]) => this.note(sent);
    return {
      subscribe: (...from) => notedIn(transport.subscribe(...from), noted),
      snapshot: async (...wanted): Promise<Snapshot> => {
        const snapshot = await transport.snapshot(...wanted);
        return { ...snapshot, parts: notedParts(snapshot.parts, noted) };
      },
      ack: (ack: Ack) => transport.ack(ack),
      close: () => transport.close(),
    };
  }

  async close(): Promise<void> {
    await this.#turns.ended();
    await this.#file.close();
  }

  #read(line: string): void {
    if (line === "") return;
    try {
      const { index, opening } = JSON.parse(line);
      if (Number.isInteger(index)) this.#add({ index, opening: openingSchema.parse(opening) });
    } catch {
      // Not noted: the measure's opening is asked for again if nothing else gives its tags.
    }
  }

  #add({ index, opening }: SentOpening): void {
    this.#lines += 1;
    this.#noted.set(index, [...(this.#noted.get(index) ?? []), opening]);
  }

  #gives(opening: Opening, { site, grain, ...measure }: TaggedMeasure): boolean {
    if (opening.site !== site || opening.grain !== grain) return false;
    try {
      return asText(tagOpening(this.#tagKey, opening)) === asText(measure);
    } catch {
      return false; // `policy.target`: the follower cannot hold it either
    }
  }
}

const asText = ({ tags, params }: TargetTags): string =>
  JSON.stringify([tags.toSorted(), params.map(({ name, pair }) => `${name} ${pair}`).sort()]);

type Note = (sent: readonly SentOpening[]) => Promise<void>;

async function* notedIn(messages: AsyncIterable<FeedMessage>, note: Note): AsyncGenerator<FeedMessage> {
  for await (const message of messages) {
    if (message.kind === "batch") await note(message.batch.openings);
    yield message;
  }
}

async function* notedParts(parts: Snapshot["parts"], note: Note): AsyncGenerator<SnapshotPartOf> {
  for await (const part of parts) {
    await note(part.openings);
    yield part;
  }
}

type SnapshotPartOf = Snapshot["parts"] extends AsyncIterable<infer Part> | Iterable<infer Part>
  ? Part
  : never;
