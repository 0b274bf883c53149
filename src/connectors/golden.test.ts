import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { backendLines, frontendLines, templates } from "./haproxy/config.ts";
import { mapFiles } from "./haproxy/maps.ts";
import { renderHttp, renderMeasures, renderServer } from "./nginx/render.ts";
import { plan } from "./plan.ts";
import { SAMPLE } from "./testing/sample.ts";

const DESK = "https://abus.cdn-exemple.example";

/** Compares with the file of that name; REMPART_GOLDEN=write replaces it, to be read in review. */
function golden(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env.REMPART_GOLDEN === "write") writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"), name);
}

test("nginx: the three files", () => {
  golden("rempart-http.conf", renderHttp(DESK));
  golden("rempart-server.conf", renderServer(DESK));
  golden("rempart-measures.conf", renderMeasures(plan(SAMPLE)).text);
});

test("HAProxy: the lines of a frontend, the table, the maps, the templates", () => {
  golden("haproxy-frontend.cfg", frontendLines("/etc/haproxy/rempart", DESK));
  golden("haproxy-backend.cfg", backendLines());
  golden(
    "haproxy-maps.txt",
    mapFiles(plan(SAMPLE))
      .map(({ name, lines }) => [`# rempart-${name}.map`, ...lines, ""].join("\n"))
      .join(""),
  );
  for (const [name, text] of templates(DESK)) golden(name, `${text}\n`);
});
