import { writeFile } from "node:fs/promises";
import { HOSTNAMES } from "../fixtures/people.ts";
import { closeConnections } from "../world/http.ts";
import { World } from "../world/world.ts";
import { up } from "./steps/01-up.ts";
import { cache } from "./steps/02-cache.ts";
import { report } from "./steps/03-report.ts";
import { capture } from "./steps/04-capture.ts";
import { screening } from "./steps/05-screening.ts";
import { PLANTED, raid } from "./steps/06-raid.ts";
import { offers } from "./steps/07-offers.ts";
import { decide } from "./steps/08-decide.ts";
import { evasions } from "./steps/09-evasions.ts";
import { statement } from "./steps/10-statement.ts";
import { appeal } from "./steps/11-appeal.ts";
import { ledger } from "./steps/12-ledger.ts";
import { type Step, Story } from "./story.ts";

/**
 * The whole story on real processes. `--once`: exit 0 only if every step was observed; `--json`: one line a step; without
 * `--once` the world stays up to be looked at.
 */
const STEPS: readonly Step[] = [
  up,
  cache,
  report,
  capture,
  screening,
  raid,
  offers,
  decide,
  evasions,
  statement,
  appeal,
  ledger,
];

const once = process.argv.includes("--once");
const json = process.argv.includes("--json");
const world = await World.create();
const story = new Story(world);
let stopping = false;
const stop = async (keep = false): Promise<void> => {
  if (stopping) return;
  stopping = true;
  closeConnections();
  await world.close({ keep });
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stop().then(() => process.exit()));

const failed = await tell();
if (once || failed !== undefined) {
  await stop(failed !== undefined);
  if (failed !== undefined) process.stderr.write(`the world's files and logs are kept in ${world.folder}\n`);
  process.exitCode = failed === undefined ? 0 : 1;
} else {
  process.stdout.write(await addresses());
}

async function tell(): Promise<Step | undefined> {
  for (const step of STEPS) {
    const started = performance.now();
    try {
      const detail = await step.run(story);
      say(step, true, performance.now() - started, detail);
    } catch (error) {
      const { message, cause } = error as Error;
      say(
        step,
        false,
        performance.now() - started,
        cause instanceof Error ? `${message} (${cause.message})` : message,
      );
      return step;
    }
  }
  return undefined;
}

function say({ number, title }: Step, ok: boolean, ms: number, detail: string): void {
  const line = json
    ? JSON.stringify({ step: number, ok, ms: Math.round(ms), detail })
    : `${ok ? "✓" : "✗"} ${String(number).padStart(2)}. ${title}\n      ${detail} (${(ms / 1000).toFixed(1)} s)`;
  process.stdout.write(`${line}\n`);
}

async function addresses(): Promise<string> {
  const [edge] = world.edges;
  const keys = { ada: story.admin, blaise: story.first, clemence: story.second };
  for (const [name, member] of Object.entries(keys))
    await writeFile(world.path(`${name}.json`), member.keyFile());
  return [
    "",
    "The world stays up until Ctrl-C:",
    `  report a page    ${world.deskUrl}/s`,
    `  public ledger    ${world.deskUrl}/ledger`,
    `  the decision     ${world.deskUrl}/d/${story.decision}`,
    `  the operator     ${world.deskUrl}${story.portal}`,
    `  the team         ${world.deskUrl}/console/ (sign in with ${world.path("blaise.json")})`,
    `  served again     curl -i -H 'Host: ${HOSTNAMES.forum}' http://127.0.0.1:${edge?.port}${story.thread}`,
    `  refused          curl -i -H 'Host: ${HOSTNAMES.rival}' http://127.0.0.1:${edge?.port}${PLANTED[0]}`,
    `  its files        ${world.folder}`,
    "",
  ].join("\n");
}
