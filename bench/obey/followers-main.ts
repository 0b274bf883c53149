import { join } from "node:path";
import { Follower } from "../../src/edge/follower/follower.ts";
import { openIdentity } from "../../src/edge/follower/identity.ts";
import { sseTransport } from "../../src/feed/sse.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { createLog } from "../../src/lib/log.ts";
import { nowMs } from "./prober.ts";

/**
 * Several whole followers in one process: each enrolled for itself, with its own connection, keys and files. They verify, write to
 * disk, swap their view and ack as an edge does; only a listener is missing, so that what is told is when a view holds an entry.
 */
const { FOLLOWERS_FOLDER: folder = "", FOLLOWERS_FEED: url = "", FOLLOWERS_TOKENS = "[]" } = process.env;
const tokens = JSON.parse(FOLLOWERS_TOKENS) as string[];

const followers = await Promise.all(
  tokens.map(async (token, i) => {
    const own = join(folder, String(i));
    const identity = await openIdentity(own, { deskFeedUrl: url, token });
    return Follower.open({
      ...{ folder: join(own, "state"), identity, clock: systemClock, log: createLog("follower") },
      transport: sseTransport({ url, ca: identity.ca, cert: identity.cert, key: identity.key }),
      onView: ({ size }) => void process.send?.([i, size, nowMs()]),
      onPurges: () => {},
      onForget: () => {},
    });
  }),
);
for (const follower of followers) follower.start();
process.send?.("ready");
process.once("SIGTERM", async () => {
  await Promise.all(followers.map((follower) => follower.close()));
  process.exit(0);
});
