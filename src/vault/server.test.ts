import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { newId } from "../lib/ids.ts";
import { readLines } from "../lib/lines.ts";
import { silentLog } from "../lib/log.ts";
import { MAX_LINE_BYTES, MAX_REWRAPPED } from "./calls.ts";
import { VaultClient } from "./client.ts";
import { startVault } from "./server.ts";

const DETAIL = { kind: "phone", value: "06 39 98 00 14", region: "FR" } as const;

describe("the vault's socket", () => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-vault-"));
  const socket = join(folder, "run", "vault.sock");
  const options = { folder: join(folder, "vault"), socket, origin: "rempart.test/ledger", log: silentLog };
  const client = new VaultClient(socket);
  let vault: { close(): Promise<void> };
  before(async () => {
    vault = await startVault(options);
  });
  after(async () => {
    client.close();
    await vault.close();
    rmSync(folder, { recursive: true });
  });

  interface Reply {
    readonly id?: number;
    readonly output?: unknown;
    readonly error?: { readonly code: string; readonly title: string };
  }
  const HUNG_UP: Reply = {};

  /** The answer to one raw line. */
  async function say(line: string | Buffer): Promise<Reply> {
    const peer: Socket = connect(socket);
    peer.on("error", () => {});
    peer.write(line);
    peer.write("\n");
    try {
      for await (const answer of readLines(peer, MAX_LINE_BYTES)) return JSON.parse(answer);
    } catch {
      // hung up in the middle of what we were still writing
    } finally {
      peer.destroy();
    }
    return HUNG_UP;
  }

  test("only its owner may open it, and its keys", () => {
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, "run")).mode & 0o777, 0o700);
    assert.equal(statSync(options.folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(options.folder, "ledger.pem")).mode & 0o777, 0o600);
  });

  test("who does not speak the protocol is hung up on; others are served on", async () => {
    assert.equal(await say("GET / HTTP/1.1"), HUNG_UP);
    assert.equal(await say('{"id":1}'), HUNG_UP);
    assert.equal(await say('{"id":1,"call":"describe","input":{},"more":1}'), HUNG_UP);
    assert.equal(await say(Buffer.alloc(MAX_LINE_BYTES + 1, 32)), HUNG_UP);
    assert.equal((await client.call("describe", {})).size, 0);
  });

  test("an unknown call and a wrong input are answered, by name, without what was in it", async () => {
    const unknown = await say('{"id":7,"call":"constructor","input":{}}');
    assert.deepEqual([unknown.id, unknown.error?.code], [7, "vault.call"]);
    const answer = await say(JSON.stringify({ id: 8, call: "wrap", input: { report: "somebody's name" } }));
    assert.equal(answer.error?.code, "vault.input");
    assert.match(answer.error.title, /^wrap\.report: /);
    assert.ok(!answer.error.title.includes("somebody"));
  });

  test("two desks at once each get their own answers", async () => {
    const other = new VaultClient(socket);
    const ask = (who: VaultClient) =>
      Promise.all(Array.from({ length: 50 }, () => who.call("wrap", { report: newId() })));
    const keys = (await Promise.all([ask(client), ask(other)])).flat().map(({ key }) => key);
    assert.equal(new Set(keys).size, 100);
    other.close();
  });

  test("wrapping keys: what is wrapped can be wrapped anew; the newest is not forgotten", async () => {
    const report = newId();
    const { wrapped } = await client.call("wrap", { report });
    const items = Array.from({ length: MAX_REWRAPPED }, () => ({ report, wrapped }));
    const again = await client.call("rewrap", { items });
    assert.deepEqual([again.items.length, again.failed], [MAX_REWRAPPED, []]);
    const tooMany = client.call("rewrap", { items: [...items, ...items] });
    await assert.rejects(tooMany, { code: "vault.input", message: /^rewrap\.items: / });
    await assert.rejects(client.call("forget", { before: 1 }), { code: "vault.epoch" });
    assert.deepEqual(await client.call("forget", { before: 0 }), { oldest: 0, forgotten: [] });
    const { wrapEpoch, wrapOldest } = await client.call("describe", {});
    assert.deepEqual([wrapOldest, wrapEpoch], [0, again.epoch]);
  });

  test("a handle's tag is answered; one that is too long is refused, by name and not repeated", async () => {
    const { tag } = await client.call("standing", { handle: "canari@helpline.example" });
    assert.equal(Buffer.from(tag, "base64").length, 16);
    const refusal = await client.call("standing", { handle: "canari".repeat(99) }).catch(String);
    assert.match(String(refusal), /standing\.handle: /);
    assert.ok(!String(refusal).includes("canari"));
  });

  test("calls that write run one after the other: of two people who come first, one does", async () => {
    const enrol = (line: number) =>
      say(
        JSON.stringify({
          id: line,
          call: "enrol",
          input: { person: newId(), publicKey: PEM[line], approvals: [] },
        }),
      );
    const answers = await Promise.all([enrol(0), enrol(1)]);
    assert.deepEqual(answers.map((answer) => "output" in answer).sort(), [false, true]);
  });

  test("a second vault on the same folder is refused, naming the first; its socket stays", async () => {
    await assert.rejects(startVault(options), (error: Error) => {
      assert.match(error.message, new RegExp(`in use by process ${process.pid} `));
      return true;
    });
    await client.call("describe", {});
  });

  test("details are matched in a child process; when it is killed the next call works", async () => {
    const { tagged } = await client.call("tag", { details: [DETAIL] });
    const text = "Appelle au 0639980014.";
    const match = () => client.call("match", { tagged, text });
    assert.deepEqual(await match(), { spans: [{ start: 11, end: 21, detail: 0 }], outdated: [] });
    const [child] = execFileSync("pgrep", ["-P", String(process.pid), "-f", "matching-child"])
      .toString()
      .split("\n");
    process.kill(Number(child), "SIGSTOP"); // so that the call is under way when the process dies
    const cut = assert.rejects(match(), { code: "vault.failed" });
    process.kill(Number(child), "SIGKILL");
    await cut;
    assert.deepEqual(await match(), { spans: [{ start: 11, end: 21, detail: 0 }], outdated: [] });
  });

  test("a restart on the same folder keeps who it is; the client finds it again", async () => {
    const before = await client.call("describe", {});
    await vault.close();
    await assert.rejects(client.call("describe", {}), { code: "vault.down" });
    vault = await startVault(options);
    assert.deepEqual(await client.call("describe", {}), before);
  });
});

test("a folder that cannot be used is named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-vault-"));
  writeFileSync(join(folder, "file"), "");
  const options = { folder: join(folder, "file"), socket: join(folder, "s"), origin: "o", log: silentLog };
  await assert.rejects(startVault(options), {
    code: "vault.folder",
    message: /file cannot be used \(EEXIST\)/,
  });
  rmSync(folder, { recursive: true });
});

/** Two public keys that belong to nobody. */
const PEM = [
  "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n",
  "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n-----END PUBLIC KEY-----\n",
];
