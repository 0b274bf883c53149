import { appendFile, cp, mkdir, writeFile } from "node:fs/promises";
import { type Engine, firstLine, freePort, launch, SERVER_CORE } from "./engine.ts";

const PROGRAM = "/usr/bin/traffic_server";

/** Its memory cache above a small volume; one event thread. */
export const trafficServer: Engine = {
  name: "Traffic Server",
  version: () => firstLine(PROGRAM, ["-V"]),
  async start({ folder, originPort, measures, sites, tls }) {
    if (measures !== undefined || sites !== undefined)
      return "has no table that changes at run time: a reload of its remap rules takes seconds";
    const port = await freePort();
    const etc = `${folder}/etc`;
    const run = `${folder}/run`;
    await cp("/etc/trafficserver", etc, { recursive: true });
    await mkdir(run);
    const layout = [
      ...[
        "prefix: /usr",
        "exec_prefix: /usr",
        "bindir: /usr/bin",
        "sbindir: /usr/sbin",
        "libdir: /usr/lib/trafficserver",
      ],
      ...["includedir: /usr/include", "libexecdir: /usr/lib/trafficserver/modules", `sysconfdir: ${etc}`],
      ...["datadir", "localstatedir", "runtimedir", "logdir", "cachedir"].map((name) => `${name}: ${run}`),
    ];
    await writeFile(`${folder}/runroot.yaml`, `${layout.join("\n")}\n`);
    const settings = [
      ["http.server_ports STRING", tls ? `${port}:ssl` : `${port}`],
      ["exec_thread.autoconfig INT", "0"],
      ["exec_thread.limit INT", "1"],
      ["accept_threads INT", "0"],
      ["admin.user_id STRING", "#-1"],
      ["log.logging_enabled INT", "0"],
      ["cache.ram_cache.size INT", "268435456"],
      ["http.insert_response_via_str INT", "0"],
      ["http.cache.required_headers INT", "2"],
      ["ssl.server.cert.path STRING", folder],
      ["ssl.server.private_key.path STRING", folder],
    ];
    await appendFile(
      `${etc}/records.config`,
      settings.map(([name, value]) => `\nCONFIG proxy.config.${name} ${value}`).join(""),
    );
    await writeFile(`${etc}/remap.config`, `map / http://127.0.0.1:${originPort}/\n`);
    await writeFile(`${etc}/storage.config`, `${folder} 64M\n`);
    if (tls !== undefined) {
      await writeFile(
        `${etc}/ssl_multicert.config`,
        `dest_ip=* ssl_cert_name=${tls.cert} ssl_key_name=${tls.key}\n`,
      );
    }
    return launch({
      ...{
        core: SERVER_CORE,
        program: PROGRAM,
        args: [],
        env: { TS_RUNROOT: `${folder}/runroot.yaml` },
        port,
      },
    });
  },
};
