import { spawnSync } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Engine, freePort, launch, SERVER_CORE } from "./engine.ts";

const served = join(import.meta.dirname, "serve.ts");

/** Which code this is; an unpacked archive, or a checkout of somebody else's, cannot say. */
function commit(): string {
  const asked = spawnSync("git", ["describe", "--always", "--dirty"], { cwd: import.meta.dirname });
  return asked.status === 0 ? `commit ${String(asked.stdout).trim()}` : "commit unknown";
}

/** This repository's edge, without a desk: serve.ts gives it the state that a follower would. */
export const rempart: Engine = {
  name: "Rempart",
  version: () => `${commit()}, Node ${process.versions.node}`,
  async start({ folder, originPort, measures, sites, tls }) {
    const [plainPort, tlsPort] = [await freePort(), await freePort()];
    const tlsFolder = join(folder, "tls");
    if (tls !== undefined) {
      await mkdir(tlsFolder);
      await copyFile(tls.cert, join(tlsFolder, "site.crt"));
      await copyFile(tls.key, join(tlsFolder, "site.key"));
    }
    const order = join(folder, "order.json");
    await writeFile(
      order,
      JSON.stringify({
        ...{ port: plainPort, tlsPort, originPort, measures, sites },
        ...(tls === undefined ? {} : { tls: tlsFolder }),
      }),
    );
    return launch({
      core: SERVER_CORE,
      program: process.execPath,
      args: ["--conditions=rempart-src", served, order],
      port: tls === undefined ? plainPort : tlsPort,
      patienceMs: 120_000,
    });
  },
};
