import { until } from "../../world/world.ts";
import { type Came, type Scenario, type Scene, scenario } from "../scene.ts";

/** A connector looks at the clock every second, and a busy machine at a connector when it can. */
const LATE_MS = 5000;

/** What is asked for is served, now or in a moment. */
async function comesBack(scene: Scene, path: string): Promise<Came> {
  const isServed = async () => (await scene.ask(path)) === "served";
  return until("it is served", isServed, LATE_MS).then(
    () => "served",
    () => scene.ask(path),
  );
}

/**
 * The decision ends at the node, whether or not a desk is there to say so. `away`: the node is not there at that moment.
 */
const ended =
  (away: boolean) =>
  async (scene: Scene, path: string): Promise<Came> => {
    // On a busy machine the first may be over before anybody has asked.
    const endsMs = (await shortly(scene, path, 4)) ?? (await shortly(scene, path, 15));
    if (endsMs === undefined) return "neither";
    await scene.feed.down();
    try {
      if (away) await scene.node.kill();
      await until("its end", async () => Date.now() >= endsMs);
      if (away) await scene.node.start();
      return await comesBack(scene, path);
    } finally {
      await scene.feed.up();
    }
  };

/** Decides for some seconds; returns when it ends, if it has held before. */
async function shortly(scene: Scene, path: string, seconds: number): Promise<number | undefined> {
  const endsMs = (Math.floor(Date.now() / 1000) + seconds) * 1000;
  scene.announce(path, {}, { endsMs });
  await scene.obeyed();
  return (await scene.ask(path)) === "refused" ? endsMs : undefined;
}

/** Lifted while nobody was there to hear of it. */
async function liftMissed(scene: Scene, path: string): Promise<Came> {
  const index = await scene.decide(path);
  await scene.node.kill();
  scene.feed.lift(index);
  await scene.node.start();
  await scene.obeyed();
  return scene.ask(path);
}

/** Beginnings, ends and lifts. */
export const inTime: readonly Scenario[] = [
  scenario("time", "ended, without a desk", "served", ended(false)),
  scenario("time", "ended while it was away, without a desk", "served", ended(true)),
  scenario("time", "not begun", "served", async (scene, path) => {
    scene.announce(path, {}, { startsMs: Date.now() + 3_600_000 });
    await scene.obeyed();
    return scene.ask(path);
  }),
  scenario("time", "lifted", "served", async (scene, path) => {
    await scene.lift(await scene.decide(path));
    return scene.ask(path);
  }),
  scenario("time", "lifted, and another below it", "refused", async (scene, path) => {
    await scene.decide(path, { verb: "legal-refuse" });
    await scene.lift(await scene.decide(path));
    return (await scene.get(path)).status === 451 ? "refused" : "served";
  }),
  scenario("time", "lifted while it was away", "served", liftMissed),
];
