import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Builds the console where it is missing (a checkout whose `prepare` was skipped). Without the tools the desk says so itself. */
export function ensureConsole(): void {
  if (existsSync(`${ROOT}dist/console/index.html`)) return;
  if (!existsSync(`${ROOT}node_modules/.bin/vite`)) return;
  process.stderr.write("building the console once …\n");
  spawnSync("npm", ["run", "--silent", "build:console"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
