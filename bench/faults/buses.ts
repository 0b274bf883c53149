import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, type Findings, found } from "./result.ts";
import type { Scene } from "./scene.ts";

/** An edge that hears nothing from the bus for 15 s asks the desk. */
const SILENT_MS = 15_000;
/** And takes its time to dial, and to find that the bus does not answer. */
const DIALS_MS = 8_000;

async function decided(scene: Scene) {
  const page = scene.page();
  const { index } = await scene.docket.approve(await scene.docket.propose(page));
  scene.mustRefuse(page, index!);
  return page;
}

/** What is decided while the bus is broken is obeyed without it, and what is decided after it is mended, too. */
async function broken(scene: Scene, breakIt: () => unknown, mend: () => unknown): Promise<Findings> {
  await scene.onBus();
  const before = await decided(scene);
  const first = await scene.obeyed();
  await breakIt();
  const during = await decided(scene);
  const meanwhile = await scene.obeyed(scene.edges, SILENT_MS + DIALS_MS);
  await mend();
  const after = await decided(scene);
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  for (const page of [before, during, after]) await scene.release(page);
  return {
    kept: found(first ?? meanwhile ?? disobeyed),
    "only ledger": found(audit),
    ends: found(await scene.obeyed()),
    serving: found(scene.visitors.verdict().wrong),
  };
}

/** What edges follow besides the desk: it may be away, silent, or without memory, and nothing depends on it. */
export function busFaults(scene: Scene): Fault[] {
  const { bus } = scene;
  if (bus === undefined) return [];
  const { nats, relay } = bus;
  return [
    {
      name: "nats-server dies, and is away for a while",
      run: () =>
        broken(
          scene,
          () => nats.kill(),
          async () => {
            await nats.restart();
            await sleep(1_000);
          },
        ),
    },
    {
      name: "nats-server dies, and comes back without what it had stored",
      run: () =>
        broken(
          scene,
          () => nats.kill({ forget: true }),
          () => nats.restart(),
        ),
    },
    {
      name: "nats-server stands still",
      run: () =>
        broken(
          scene,
          () => nats.signal("SIGSTOP"),
          () => nats.signal("SIGCONT"),
        ),
    },
    {
      name: "partition between edges and nats-server alone",
      run: () =>
        broken(
          scene,
          () => relay.cut(),
          () => relay.heal(),
        ),
    },
  ];
}
