import { busTransport } from "../../feed/bus-transport.ts";
import { type DeskConnection, sseTransport } from "../../feed/sse.ts";
import type { Secret } from "../../lib/env.ts";
import type { Log } from "../../lib/log.ts";
import type { DeskClock } from "./desk-clock.ts";
import type { EdgeIdentity } from "./identity.ts";

export interface DeskConnectionOptions {
  readonly feedUrl: string;
  readonly natsUrl: Secret | undefined;
  readonly identity: EdgeIdentity;
  /** Is set by the desk's. */
  readonly clock: DeskClock;
  readonly log: Log;
}

/** The desk as edges and connectors follow it: over its own feed, or over a bus beside it. */
export function connectToDesk(options: DeskConnectionOptions): DeskConnection {
  const { feedUrl, natsUrl, identity, clock, log } = options;
  const { name, ca, cert, key } = identity;
  const onDate = (deskMs: number, tookMs: number) => {
    if (clock.hear(deskMs, tookMs)) log.warn("clock.off", { behindDeskMs: clock.offMs });
  };
  const desk = sseTransport({ url: feedUrl, ca, cert, key, onDate });
  if (natsUrl === undefined) return desk;
  const connect = async () => (await import("../../feed/nats.ts")).connectBus(natsUrl.reveal());
  return busTransport(desk, { name, connect });
}
