import assert from "node:assert/strict";
import { test } from "node:test";
import { cutRefused } from "./in-flight.ts";

/** As HAProxy 2.6 shows them. */
const TABLE = String.raw`# table: rempart_in_flight, type: string, size:102400, used:4
0x7f475c0469f8: key=7\ perchoir.example\ /a?b\=1 use=1 exp=0 conn_cur=1
0x557f75ca9a88: key=8\ perchoir.example\ /caf\xC3\xa9\\x use=1 exp=0 shard=0 conn_cur=2
0x7f475c04c208: key=9\ perchoir.example\ /\ key\=7\ x use=1 exp=0 conn_cur=1

`;
const SESSIONS = `0x557f75b8b720: [23/Nov/2026:06:18:26.459461] id=7 proto=tcpv4 source=127.0.0.1:52886
  flags=0xc4a, conn_retries=0, conn_exp=<NEVER> conn_et=0x000 srv_conn=0x557f75aca9e0, pend_pos=(nil) waiting=0 epoch=0
  frontend=web (id=3 mode=http), listener=? (id=1) addr=127.0.0.1:29500
0x557f75ca90b0: [23/Nov/2026:06:18:34.480104] id=8 proto=tcpv4 source=127.0.0.1:37264
0x557f75ca90b1: [23/Nov/2026:06:18:34.480104] id=77 proto=tcpv4 source=127.0.0.1:37264
`;

function haproxy(table: string) {
  const said: string[] = [];
  const command = async (line: string): Promise<string> => {
    said.push(line);
    if (line.startsWith("show table")) return table;
    return line === "show sess all" ? SESSIONS : "\n";
  };
  return { command, said };
}

test("streams are cut by the number that the table and the list of sessions share", async () => {
  const { command, said } = haproxy(TABLE);
  const asked: string[] = [];
  const cut = await cutRefused(command, (host, target) => {
    asked.push(`${host} ${target}`);
    return target.includes("?");
  });
  assert.deepEqual(asked, [
    "perchoir.example /a?b=1",
    "perchoir.example /caf\xc3\xa9\\x",
    "perchoir.example / key=7 x",
  ]);
  assert.equal(cut, 1);
  assert.deepEqual(said.slice(1), ["show sess all", "shutdown session 0x557f75b8b720"]);
});

test("where nothing is refused no session is looked at", async () => {
  const { command, said } = haproxy(TABLE);
  assert.equal(await cutRefused(command, () => false), 0);
  assert.equal(said.length, 1);
});

test("an HAProxy without the table is told about", async () => {
  const { command } = haproxy("No such table\n\n");
  await assert.rejects(
    cutRefused(command, () => false),
    { code: "connector.haproxy", message: /rempart-backend\.cfg .* No such table/ },
  );
});
