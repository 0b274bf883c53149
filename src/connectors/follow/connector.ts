import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FeedTransport } from "../../feed/wire.ts";
import { type Clock, MINUTE, SECOND } from "../../lib/clock.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import { EngineAcks } from "./acks.ts";
import { ClearViews, type Followed } from "./clear-view.ts";
import { type Applied, Enforcer, type Engine } from "./enforcer.ts";
import { Openings } from "./openings.ts";

/** The follower of an edge, as far as a connector asks it. */
export interface Following {
  readonly view: Followed;
  /** It has no verified state to show yet. */
  readonly isNew: boolean;
  status(): { readonly size: number; readonly config: number; readonly heardAtMs: number };
  start(): void;
  close(): Promise<void>;
}

export interface ConnectorOptions {
  readonly folder: string;
  /** Under which the follower makes its tags. */
  readonly tagKey: Uint8Array;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Opens a follower on what `stateFolder` holds, over a transport of its own that goes through `through`; `onView` is called
   * after each change.
   */
  readonly follow: (options: {
    readonly stateFolder: string;
    readonly through: (transport: FeedTransport) => FeedTransport;
    readonly onView: () => void;
  }) => Promise<Following>;
}

export interface Connector {
  readonly following: Following;
  readonly applied: Applied | undefined;
  readonly problem: string | undefined;
  /** Looks at the engine and the clock, as every second. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Follows the desk as an edge does, and keeps an engine at what is in force. It serves nobody: if it ends, the engine goes on
 * with what it holds and with what its files say, and nothing begins or ends until it is back.
 */
export async function startConnector(options: ConnectorOptions): Promise<Connector> {
  const { folder, tagKey, engine, clock, log } = options;
  const opened = new AsyncDisposableStack();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const openings = await Openings.open(join(folder, "openings.jsonl"), tagKey);
    opened.defer(() => openings.close());
    const views = new ClearViews(openings);
    let following: Following | undefined;
    const view = () =>
      following === undefined || following.isNew
        ? undefined
        : views.of(following.view, following.status().config);
    const enforcer = new Enforcer({ engine, clock, log, view, onChange: () => acks.again() });
    const acks = new EngineAcks(enforcer);
    const follow = () =>
      options.follow({
        stateFolder: join(folder, "state"),
        through: (transport) => acks.through(openings.tap(transport)),
        onView: () => enforcer.ask(),
      });
    following = await follow();
    const kept = view();
    if (kept !== undefined && kept.lacking.length > 0) {
      // The openings are gone: all are asked for again. Until they are here, the engine keeps what its files say.
      log.warn("openings.lost", { lacking: kept.lacking.length });
      await following.close();
      await rm(join(folder, "state"), { recursive: true, force: true });
      following = await follow();
    }
    const forget = async (): Promise<void> => {
      const now = view();
      if (now !== undefined) await openings.keepOnly(new Set(now.held.map(({ index }) => index)));
    };
    await forget();
    const follower = following;
    opened.defer(() => enforcer.settled());
    opened.defer(() => follower.close());
    const timer = setInterval(() => void enforcer.look(), SECOND);
    opened.defer(() => clearInterval(timer));
    const forgetting = setInterval(
      () => forget().catch((error) => log.warn("openings.kept", errorFields(error))),
      MINUTE,
    );
    opened.defer(() => clearInterval(forgetting));
    enforcer.ask();
    follower.start();
    return {
      following: follower,
      get applied() {
        return enforcer.applied;
      },
      get problem() {
        return enforcer.problem;
      },
      look: () => enforcer.look(),
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
