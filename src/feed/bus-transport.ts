import { RempartError } from "../lib/errors.ts";
import { boxKeys, sharedKey } from "./box.ts";
import { openFor, placeOf, readBusMessage } from "./bus-message.ts";
import type { Bus } from "./nats.ts";
import { type DeskConnection, HEARTBEAT_MS, type Joined } from "./sse.ts";
import type { FeedMessage, Position } from "./wire.ts";

/** How long an edge follows the desk itself before it looks for the bus again. */
const WITHOUT_BUS_MS = 60_000;

export interface BusOptions {
  readonly name: string;
  readonly connect: () => Promise<Bus>;
}

/**
 * The feed by a bus: what is new comes from there, one message for all edges; the desk itself is asked for whatever came before
 * or is missing, and for snapshots. The bus promises nothing: the cursor is the edge's own, so that a message that was lost,
 * repeated, late or in the wrong order is noticed and made up for. Without a bus the edge follows the desk. What a desk says that
 * this edge has not joined is not sealed for it: it joins that one at once, rather than wait until the silence is long enough.
 */
export function busTransport(desk: DeskConnection, { name, connect }: BusOptions): DeskConnection {
  return {
    ...desk,
    subscribe: async function* (from, signal) {
      const keys = boxKeys();
      const joined = await desk.join(keys.publicKey);
      const bus = joined === null ? undefined : await connect().catch(() => undefined);
      if (joined === null || bus === undefined) {
        yield* forAWhile(desk, from, signal);
        return;
      }
      try {
        yield* followBus(desk, { bus, joined, name, key: sharedKey(keys, joined.key, "edge") }, from, signal);
      } finally {
        await bus.close();
      }
    },
  };
}

async function* forAWhile(
  desk: DeskConnection,
  from: Position,
  signal: AbortSignal,
): AsyncGenerator<FeedMessage> {
  const over = AbortSignal.timeout(WITHOUT_BUS_MS);
  try {
    yield* desk.subscribe(from, AbortSignal.any([signal, over]));
  } catch (error) {
    if (!over.aborted) throw error;
  }
}

interface OnBus {
  readonly bus: Bus;
  readonly joined: Joined;
  readonly name: string;
  readonly key: Uint8Array;
}

async function* followBus(
  desk: DeskConnection,
  { bus, joined, name, key }: OnBus,
  from: Position,
  signal: AbortSignal,
): AsyncGenerator<FeedMessage> {
  let at = from;
  let last = 0;
  let needsSnapshot = false;
  async function* passOn(messages: Iterable<FeedMessage> | AsyncIterable<FeedMessage>) {
    for await (const message of messages) {
      if (message.kind === "batch") at = { ...at, size: message.batch.to };
      if (message.kind === "config") at = { ...at, config: message.items.at(-1)!.version };
      needsSnapshot ||= message.kind === "resync";
      yield message;
    }
  }
  yield* passOn(desk.catchUp(at, signal));
  if (needsSnapshot) return; // from there on the edge is elsewhere
  const silent = new AbortController();
  const watch = setTimeout(() => silent.abort(), 3 * HEARTBEAT_MS);
  try {
    const either = AbortSignal.any([signal, silent.signal]);
    for await (const data of bus.read(joined.subject, joined.after, either)) {
      const message = readBusMessage(data);
      if (message.desk !== joined.key)
        throw new RempartError("feed.desk", 503, "the desk has started again and is joined anew");
      if (!Object.hasOwn(message.keys, name) || message.n <= last) continue; // for others, or sent again
      const place = placeOf(message, at);
      if (place === "past") continue;
      const said = openFor(name, key, message);
      last = message.n;
      watch.refresh();
      yield* passOn((place === "next" ? said : undefined) ?? desk.catchUp(at, signal));
      if (needsSnapshot) return;
    }
  } finally {
    clearTimeout(watch);
  }
  if (silent.signal.aborted)
    throw new RempartError("feed.silent", 504, "nothing came by the bus; the desk is asked anew");
}
