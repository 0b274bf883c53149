import { readFile, writeFile } from "node:fs/promises";
import { type Engine, firstLine, freePort, launch, SERVER_CORE } from "./engine.ts";

const PROGRAM = "/usr/sbin/haproxy";

/** Its cache in memory, its maps for tables that change at run time; one thread. */
export const haproxy: Engine = {
  name: "HAProxy",
  version: () => firstLine(PROGRAM, ["-v"]),
  async start({ folder, originPort, measures, sites, tls }) {
    const port = await freePort();
    const table = measures ?? sites;
    if (table !== undefined) {
      const lines = (await readFile(table, "utf8")).trimEnd().split("\n");
      await writeFile(`${folder}/held.map`, `${lines.map((line) => `${line} 1`).join("\n")}\n`);
    }
    if (tls !== undefined) {
      const pem = await Promise.all([readFile(tls.cert, "utf8"), readFile(tls.key, "utf8")]);
      await writeFile(`${folder}/site.pem`, pem.join("\n"));
    }
    const rule =
      measures !== undefined
        ? `http-request deny deny_status 403 if { base,map_str(${folder}/held.map) -m found }`
        : sites !== undefined
          ? `http-request deny deny_status 421 unless { req.hdr(host),map_str(${folder}/held.map) -m found }`
          : "";
    const config = `
global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout client 300s
  timeout server 300s
  timeout connect 5s
cache kept
  total-max-size 256
  max-object-size 1000000
  max-age 3600
frontend front
  bind 127.0.0.1:${port}${tls ? ` ssl crt ${folder}/site.pem alpn h2,http/1.1 ssl-min-ver TLSv1.3` : ""}
  ${rule}
  default_backend origin
backend origin
  http-request cache-use kept
  http-response cache-store kept
  http-reuse always
  server o 127.0.0.1:${originPort}
`;
    await writeFile(`${folder}/haproxy.cfg`, config);
    return launch({
      core: SERVER_CORE,
      program: PROGRAM,
      args: ["-db", "-f", `${folder}/haproxy.cfg`],
      port,
    });
  },
};
