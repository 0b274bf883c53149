import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { plan } from "../plan.ts";
import { clearMeasure, SAMPLE } from "../testing/sample.ts";
import { applyToHaproxy } from "./apply.ts";
import { mapPath } from "./config.ts";
import { writeMaps } from "./files.ts";
import { IN_FLIGHT } from "./in-flight.ts";
import { mapFiles } from "./maps.ts";
import { type Command, runtimeSocket } from "./runtime.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "haproxy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Entry {
  readonly ref: string;
  readonly key: string;
  readonly value: string;
}

/** The part of HAProxy's runtime API that is used: maps in memory, duplicates allowed, as in the real one. */
function haproxy() {
  const maps = new Map<string, Entry[]>();
  const prepared = new Map<string, Entry[]>();
  const log: string[] = [];
  let refs = 0x1000;
  const added = (payload: readonly string[]): Entry[] =>
    payload.flatMap((one) => {
      const at = one.indexOf(" ");
      return one === ""
        ? []
        : [{ ref: `0x${(refs++).toString(16)}`, key: one.slice(0, at), value: one.slice(at + 1) }];
    });
  const obey = (line: string, payload: readonly string[]): string => {
    const [verb = "", , ...rest] = line.trim().split(" ");
    const version = rest[0]?.startsWith("@") ? rest.shift() : undefined;
    const [name = "", argument] = rest;
    const entries = maps.get(name) ?? [];
    const key = `${name}${version}`;
    if (version === undefined || verb === "commit")
      log.push(`${verb} ${name.replace(/^.*rempart-/, "").replace(".map", "")}`);
    if (verb === "") return "Unknown command.\n";
    if (line.startsWith("show table")) return `# table: ${IN_FLIGHT}, type: string, size:102400, used:0\n\n`;
    if (verb === "show") return entries.map((one) => `${one.ref} ${one.key} ${one.value}\n`).join("");
    if (verb === "prepare") prepared.set(`${name}@7`, []);
    if (verb === "commit") maps.set(name, prepared.get(key)!);
    if (verb === "del")
      maps.set(
        name,
        entries.filter(({ ref }) => `#${ref}` !== argument),
      );
    if (verb === "add" && version === undefined) maps.set(name, [...entries, ...added(payload)]);
    else if (verb === "add") prepared.get(key)!.push(...added(payload));
    return verb === "prepare" ? "New version created: 7\n" : "\n";
  };
  const command: Command = async (text) => {
    const [head = "", ...payload] = text.split("\n");
    return head
      .split(";")
      .map((line) => obey(line, payload))
      .join("");
  };
  const held = (name: Parameters<typeof mapPath>[1]) =>
    (maps.get(mapPath(folder, name)) ?? []).map(({ key }) => key);
  return { command, held, log };
}

const apply = (measures: typeof SAMPLE, command: Command) =>
  applyToHaproxy(plan(measures), { folder, command });

test("files and running maps get the same entries, and again nothing is left to do", async () => {
  const proxy = haproxy();
  const first = await apply(SAMPLE, proxy.command);
  assert.ok(first.added > 0 && first.removed === 0);
  for (const name of ["sites", "queries", "urls", "paths", "hosts"] as const) {
    const file = readFileSync(mapPath(folder, name), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    assert.deepEqual(
      file.map((line) => line.split(" ")[0]),
      proxy.held(name),
      name,
    );
  }
  assert.deepEqual(await apply(SAMPLE, proxy.command), { added: 0, removed: 0, cut: 0 });
});

test("what comes is added before what goes is removed", async () => {
  const proxy = haproxy();
  await apply([clearMeasure(1)], proxy.command);
  proxy.log.length = 0;
  await apply([clearMeasure(1, { path: "/a" })], proxy.command);
  const changes = proxy.log.filter((entry) => !entry.startsWith("show"));
  assert.deepEqual(changes, ["add urls", "del hosts"]);
});

test("many go in one step, and what stays is held all along", async () => {
  const proxy = haproxy();
  const many = Array.from({ length: 200 }, (_, i) => clearMeasure(i, { path: `/p${i}` }));
  await apply(many, proxy.command);
  proxy.log.length = 0;
  const counts: number[] = [];
  const watched: Command = async (line) => {
    counts.push(proxy.held("urls").length);
    return proxy.command(line);
  };
  assert.deepEqual(await apply(many.slice(0, 10), watched), { added: 0, removed: 190, cut: 0 });
  assert.ok(counts.every((count) => count === 200 || count === 10));
  assert.ok(!proxy.log.includes("del urls"));
});

test("a crash between any two files leaves the old measures or the new ones in force at the next start", async () => {
  const proxy = haproxy();
  const page = plan([clearMeasure(1, { path: "/a" })]);
  const host = plan([clearMeasure(2)]);
  const holds = (name: "urls" | "hosts") => readFileSync(mapPath(folder, name), "utf8") !== "";
  for (const [before, after] of [
    [page, host],
    [host, page],
  ] as const) {
    for (let crashAt = 1; ; crashAt++) {
      await applyToHaproxy(before, { folder, command: proxy.command });
      let writes = 0;
      const write = async (path: string, content: string | Uint8Array): Promise<void> => {
        if (++writes === crashAt) throw new Error("crash");
        writeFileSync(path, content);
      };
      const crash = await writeMaps(folder, mapFiles(after), write).then(
        () => undefined,
        (error: Error) => error.message,
      );
      assert.ok(holds("urls") || holds("hosts"), `after ${crashAt - 1} writes`);
      if (crash === undefined) break;
    }
  }
});

test("an entry with another value is replaced, a foreign one removed, a lost one restored", async () => {
  const proxy = haproxy();
  await apply(SAMPLE, proxy.command);
  const hosts = mapPath(folder, "hosts");
  await proxy.command(`add map ${hosts} <<\nstranger.example 403|9\n`);
  assert.deepEqual(await apply(SAMPLE.slice(0, 4), proxy.command), { added: 0, removed: 5, cut: 0 });
  assert.deepEqual(proxy.held("hosts"), []);
  const changed = SAMPLE.slice(0, 4).map((measure) => ({ ...measure, clause: "D2" }));
  const { added, removed } = await apply(changed, proxy.command);
  assert.equal(added, removed);
  assert.equal(new Set(proxy.held("urls")).size, proxy.held("urls").length);
});

test("a proxy that says yes and does nothing is found out", async () => {
  const liar: Command = async () => "\n";
  await assert.rejects(apply(SAMPLE, liar), { code: "connector.haproxy", message: /does not hold/ });
});

test("a refused command is an error with HAProxy's words", async () => {
  const command: Command = async (line) => (line.startsWith("show") ? "\n" : "Out of memory error.\n\n");
  await assert.rejects(apply(SAMPLE, command), { code: "connector.haproxy", message: /Out of memory/ });
  const unknown: Command = async () => "Unknown map identifier. Please use #<id> or <file>.\n";
  await assert.rejects(apply(SAMPLE, unknown), { code: "connector.haproxy" });
});

test("the socket carries one command and its answer; nobody there is an error of its own", async () => {
  const path = join(folder, "haproxy.sock");
  const server = createServer((socket) => socket.once("data", (line: Buffer) => socket.end(`got ${line}`)));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const answer = await runtimeSocket(path)("show map x");
  server.close();
  assert.equal(answer, "got show map x\n");
  await assert.rejects(runtimeSocket(join(folder, "nobody.sock"))("show map x"), {
    code: "connector.haproxy-down",
  });
});

test("with HAProxy down the files are written all the same: it starts with the measures", async () => {
  await assert.rejects(apply(SAMPLE, runtimeSocket(join(folder, "nobody.sock"))), {
    code: "connector.haproxy-down",
  });
  assert.match(readFileSync(mapPath(folder, "urls"), "utf8"), /^perchoir\.example%2Fsalon%2Fmirabelle/);
});
