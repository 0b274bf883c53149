import { writeFile } from "node:fs/promises";
import { type Engine, firstLine, freePort, launch, SERVER_CORE } from "./engine.ts";

/** Its cache in memory. It speaks no TLS to visitors, and its tables are compiled into the program: no million of them. */
export const varnish: Engine = {
  name: "Varnish",
  version: () => firstLine("/usr/sbin/varnishd", ["-V"]),
  async start({ folder, originPort, measures, sites, tls }) {
    if (tls !== undefined) return "speaks no TLS to visitors";
    if (measures !== undefined || sites !== undefined)
      return "has no table that changes at run time: VCL is compiled, 5,000 rules take over a minute";
    const port = await freePort();
    await writeFile(
      `${folder}/bench.vcl`,
      `vcl 4.1; backend default { .host = "127.0.0.1"; .port = "${originPort}"; }`,
    );
    return launch({
      core: SERVER_CORE,
      program: "/usr/sbin/varnishd",
      args: [
        ...["-F", "-n", `${folder}/varnish`, "-j", "none", "-a", `127.0.0.1:${port}`, "-s", "malloc,256m"],
        ...["-f", `${folder}/bench.vcl`, "-p", "thread_pools=1", "-p", "thread_pool_min=100"],
      ],
      port,
    });
  },
};
