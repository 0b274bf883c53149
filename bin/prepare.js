// Runs after `npm ci` in a checkout: builds the console and dist/. Without the build tools (an installation for production
// only) it says so and leaves everything as it is; `npm run demo` and `npm start` make a missing build.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const tools = join(dirname(fileURLToPath(import.meta.url)), "..", "node_modules", ".bin");
if (!["tsc", "vite"].every((tool) => existsSync(join(tools, tool)))) {
  console.log("rempart: build tools are not installed; nothing is built now");
} else {
  const { status } = spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
