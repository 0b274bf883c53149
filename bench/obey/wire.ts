import { execFileSync, spawnSync } from "node:child_process";
import { type Delay, Relay } from "./relay.ts";

/** What lies between edges and the desk's feed, and can be made slow or cut. */
export interface Wire {
  readonly kind: "netem" | "relay";
  /** Where edges dial. */
  readonly feedUrl: string;
  slow(delay: Delay): void;
  cut(): void;
  /** As fast as it was; what was held back arrives. */
  heal(): void;
  close(): void;
}

/** Set in the copy of this process that has a network namespace, and a loopback, of its own. */
const INSIDE = "OBEY_OWN_NETWORK";

/**
 * Where the kernel has netem, runs this whole command again in a network namespace of its own, so that delays on its loopback touch
 * nobody else, and returns its exit code; otherwise undefined, and a relay does the same to the feed's connections.
 */
export function inOwnNetwork(): number | undefined {
  if (process.env[INSIDE] !== undefined || !hasNetem()) return undefined;
  const again = ["--net", process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  return (
    spawnSync("unshare", again, { stdio: "inherit", env: { ...process.env, [INSIDE]: "1" } }).status ?? 1
  );
}

export async function openWire(feedPort: number): Promise<Wire> {
  if (process.env[INSIDE] !== undefined) return netemWire(feedPort);
  const relay = await Relay.open(feedPort);
  return {
    ...{ kind: "relay", feedUrl: `https://127.0.0.1:${relay.port}` },
    slow: (delay) => {
      relay.delay = delay;
    },
    cut: () => relay.cut(),
    heal: () => {
      relay.delay = { ms: 0, jitterMs: 0 };
      relay.heal();
    },
    close: () => relay.close(),
  };
}

/** A class of its own for the feed's port, both ways, so that visitors and databases on the same loopback are not slowed. */
const setUp = (port: number): string[] => [
  "qdisc replace dev lo root handle 1: prio bands 4 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
  ...["dport", "sport"].map(
    (side) => `filter add dev lo parent 1: protocol ip prio 1 u32 match ip ${side} ${port} 0xffff flowid 1:4`,
  ),
];
const netem = (how: string): string => `qdisc replace dev lo parent 1:4 handle 40: netem ${how}`;

function hasNetem(): boolean {
  const trial = ["ip link set lo up", ...[...setUp(1), netem("delay 30ms 10ms")].map((one) => `tc ${one}`)];
  return spawnSync("unshare", ["--net", "sh", "-ec", trial.join("\n")], { stdio: "ignore" }).status === 0;
}

function netemWire(feedPort: number): Wire {
  const tc = (command: string) => execFileSync("tc", command.split(" "));
  execFileSync("ip", ["link", "set", "lo", "up"]);
  for (const command of setUp(feedPort)) tc(command);
  tc(netem("delay 0ms"));
  return {
    ...{ kind: "netem", feedUrl: `https://127.0.0.1:${feedPort}` },
    slow: ({ ms, jitterMs }) => tc(netem(`delay ${ms}ms ${jitterMs}ms`)),
    cut: () => tc(netem("loss 100%")),
    heal: () => tc(netem("delay 0ms")),
    close: () => tc("qdisc del dev lo root"),
  };
}
