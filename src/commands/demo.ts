import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RempartError } from "../lib/errors.ts";
import { ensureConsole } from "./console-build.ts";

/** `rempart demo [--once] [--json]`: the story of test/story, which lives in the checkout with its synthetic world. */
export async function run(args: string[]): Promise<void> {
  const story = fileURLToPath(new URL("../../test/story/main.ts", import.meta.url));
  if (!existsSync(story)) {
    throw new RempartError(
      "demo.checkout",
      400,
      "the demo runs from a checkout of the project: git clone, npm ci, npm run demo",
    );
  }
  ensureConsole();
  const child = spawn(process.execPath, ["--conditions=rempart-src", story, ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
