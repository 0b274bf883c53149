import { randomBytes } from "node:crypto";
import { z } from "zod";
import { base64, fromBase64, fromUtf8, toUtf8 } from "../lib/bytes.ts";
import { RempartError } from "../lib/errors.ts";
import { open, seal } from "./box.ts";
import { type FeedMessage, messageSchema, type Position } from "./wire.ts";

/** Subjects begin with it. */
export const SUBJECT = "rempart.feed";

/** Where edges that serve the same sites are before a message and after it. */
export type Place = Pick<Position, "size" | "config">;
const placeSchema = z.strictObject({ size: z.int().nonnegative(), config: z.int().nonnegative() });

/**
 * One message of the bus. What it says is encrypted once, with a key of its own; that key is sealed for each edge that it is
 * for, by name. Without a body it only says that there is something, which the edge then asks the desk for.
 */
const busMessageSchema = z.strictObject({
  /** Public key (box.ts) of the desk's process: after a restart it is another, and knows of no edge that has not joined it. */
  desk: z.string().max(100),
  /** Grows with each message, so that one that is sent again later is known: a ping of yesterday says nothing of today. */
  n: z.int().nonnegative(),
  before: placeSchema,
  after: placeSchema,
  body: z.string().optional(),
  keys: z.record(z.string(), z.string()),
});
export type BusMessage = z.infer<typeof busMessageSchema>;

const messagesSchema = z.array(messageSchema);
/** What a message says in clear. */
export type Heading = Pick<BusMessage, "desk" | "n" | "before" | "after">;
const aboutOf = ({ n, before, after }: Omit<Heading, "desk">): string =>
  `${n} ${before.size} ${before.config} ${after.size} ${after.config}`;

/** `keys`: what the desk shares with each edge (box.ts). In messages of at most `maxBytes`, for some of the edges each. */
export function* sealFor(
  keys: ReadonlyMap<string, Uint8Array>,
  heading: Heading,
  messages: readonly FeedMessage[],
  maxBytes: number,
): Generator<Uint8Array> {
  const about = aboutOf(heading);
  const contentKey = randomBytes(32);
  const whole = base64(seal(contentKey, toUtf8(JSON.stringify(messages)), about));
  const body = whole.length < maxBytes / 2 ? { body: whole } : {};
  const perMessage = Math.max(1, Math.floor((maxBytes - (body.body ?? "").length - 300) / KEY_CHARS));
  const names = [...keys.keys()];
  for (let from = 0; from === 0 || from < names.length; from += perMessage) {
    const some = names.slice(from, from + perMessage);
    const sealed = some.map((name) => [name, base64(seal(keys.get(name)!, contentKey, about))] as const);
    yield toUtf8(
      JSON.stringify({ ...heading, ...body, keys: Object.fromEntries(sealed) } satisfies BusMessage),
    );
  }
}

/** A name of up to 40 characters, a sealed key of 60 bytes, and what JSON puts around them. */
const KEY_CHARS = 40 + 80 + 8;

/** Throws `feed.refused` on what cannot be read. */
export function readBusMessage(data: Uint8Array): BusMessage {
  return readable(() => busMessageSchema.parse(JSON.parse(fromUtf8(data))));
}

/**
 * What it says to an edge; undefined if the desk is to be asked. Throws `feed.refused` if it was not sealed for it: the sealed
 * key vouches for the heading where there is no body, too.
 */
export function openFor(
  name: string,
  key: Uint8Array,
  { body, keys, ...heading }: BusMessage,
): readonly FeedMessage[] | undefined {
  const about = aboutOf(heading);
  return readable(() => {
    const contentKey = open(key, fromBase64(keys[name] ?? ""), about);
    if (body === undefined) return undefined;
    return messagesSchema.parse(JSON.parse(fromUtf8(open(contentKey, fromBase64(body), about))));
  });
}

/** Whether a message is what an edge has had, what comes next, or something after what it missed. */
export function placeOf(
  { before, after }: Pick<Heading, "before" | "after">,
  at: Place,
): "past" | "next" | "gap" {
  const isPing = before.size === after.size && before.config === after.config;
  if (!isPing && after.size <= at.size && after.config <= at.config) return "past";
  const follows = (dimension: "size" | "config"): boolean =>
    before[dimension] === after[dimension]
      ? at[dimension] >= after[dimension]
      : at[dimension] === before[dimension];
  return follows("size") && follows("config") ? "next" : "gap";
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RempartError) throw error;
    throw new RempartError(
      "feed.refused",
      400,
      "what came by the bus is not of a form this edge knows",
      {},
      error,
    );
  }
}
