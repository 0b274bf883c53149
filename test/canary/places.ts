import { readdir, readFile } from "node:fs/promises";
import { Agent, get } from "node:https";
import { join, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { openDatabase } from "../../src/desk/db/open.ts";
import { openIdentity } from "../../src/edge/follower/identity.ts";
import { type House, run } from "../desk/house.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { publicAnswers, visit } from "../world/http.ts";

export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every file beneath a folder, by its path there; PostgreSQL's log also without the heads of its pages. */
export async function* filesUnder(folder: string): AsyncGenerator<Place> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const name = path.slice(folder.length + 1);
    yield { name, bytes };
    if (name.includes(`${sep}pg_wal${sep}`))
      yield { name: `${name}, pages joined`, bytes: joinedPages(bytes) };
  }
}

const WAL_PAGE = 8192;
const PAGE_HEAD = 24; // XLogShortPHD, aligned (src/include/access/xlog_internal.h); the first page's has 16 bytes more

/** A record goes on over the head of the next page: a word may be cut by it. */
function joinedPages(bytes: Buffer): Buffer {
  const bodies: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += WAL_PAGE)
    bodies.push(bytes.subarray(at + PAGE_HEAD, at + WAL_PAGE));
  return Buffer.concat(bodies);
}

/** What outsiders can ask for, at the end: public pages, the ledger, metrics, a whole feed as an edge is sent it. */
export async function* overTheWire(house: House): AsyncGenerator<Place> {
  const { world, first } = house;
  const size = await house.ledgerSize();
  const partial = `000.p/${size}`;
  const paths = [
    "/",
    "/s",
    "/s/1",
    "/s/help",
    "/ledger",
    "/ledger/key",
    "/ledger/edges",
    "/ledger/witnesses",
  ].concat(
    ["/ledger/checkpoint", `/ledger/tile/0/${partial}`, `/ledger/tile/entries/${partial}`],
    ["/api/openapi.json", "/healthz", "/s/3", "/s/r"],
  );
  for (const path of paths) {
    const { body, headers } = await house.ask(path, { headers: { "accept-encoding": "gzip" } });
    yield { name: `the desk's ${path}`, bytes: Buffer.concat([Buffer.from(JSON.stringify(headers)), body]) };
  }
  const metrics = await house.ask("/metrics", { headers: { authorization: `Bearer ${first.token}` } });
  yield { name: "the desk's metrics", bytes: metrics.body };
  for (const { name, adminPort, port } of world.edges) {
    for (const path of ["/metrics", "/state", "/readyz"])
      yield { name: `${name}'s ${path}`, bytes: (await visit(adminPort, "127.0.0.1", path)).body };
    for (const path of ["/", "/nulle-part"])
      yield { name: `${name}, a page`, bytes: (await visit(port, HOSTNAMES.forum, path)).body };
  }
  yield* feedOf(house, size);
  for (const command of [["fleet"], ["work"], ["site"]]) {
    const { out, error } = await run(command, { REMPART_DATA: world.path("data") });
    yield { name: `rempart ${command.join(" ")}`, bytes: Buffer.from(out + error) };
  }
  const audit = await run(["ledger", "audit", `${world.deskUrl}/ledger`, "--key", await key(house)], {});
  yield { name: "rempart ledger audit", bytes: Buffer.from(audit.out + audit.error) };
}

const key = async (house: House): Promise<string> => (await house.ask("/ledger/key")).text.trim();

/** Both ways to begin: all entries and openings from the first, and the newest snapshot. */
async function* feedOf({ world }: House, size: number): AsyncGenerator<Place> {
  const [edge] = world.edges;
  const { ca, cert, key } = await openIdentity(world.path(edge!.name, "edge"), {
    deskFeedUrl: "",
    token: undefined,
  });
  const agent = new Agent({ ca, cert, key, servername: "desk" });
  for (const path of ["/feed?size=0&config=0&serves=0&once", `/feed/snapshot?size=${size}`]) {
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      const asked = get({ host: "127.0.0.1", port: world.feedPort, path, agent }, (answer) => {
        if (answer.statusCode === 200) buffer(answer).then(resolve, reject);
        else reject(new Error(`${answer.statusCode} for ${path}`));
      });
      asked.on("error", reject);
    });
    yield { name: `an edge's ${path.split("?")[0]}`, bytes };
  }
  agent.destroy();
}

const TABLES = `select table_schema as schema, table_name as name from information_schema.tables
  where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`;

/** Every row of every table, as an export would have it: what lies compressed or in memory comes out too, bytes as hex. */
export async function* exported(where: Parameters<typeof openDatabase>[0]): AsyncGenerator<Place> {
  const database = await openDatabase(where);
  try {
    const { rows } = await database.executeSql(TABLES);
    for (const { schema, name } of rows as { schema: string; name: string }[]) {
      const found = await database.executeSql(
        `select row_to_json(t)::text as row from "${schema}"."${name}" t`,
      );
      const lines = (found.rows as { row: string }[]).map(({ row }) => row);
      yield { name: `export of ${schema}.${name}`, bytes: Buffer.from(lines.join("\n")) };
    }
    await database.executeSql("checkpoint"); // what is in a server's memory alone goes to its files
  } finally {
    await database.close();
  }
}

/** What the origin could log: every request that it got, with its headers. */
export async function originsLog({ world }: House): Promise<Place> {
  const { body } = await visit(world.origin.control, "control", "/__seen");
  return { name: "the origin's access log", bytes: body };
}

/** Everything that public ports have answered to visitors, operators and auditors in this run. */
export const answered = (): Place => ({ name: "public answers", bytes: Buffer.concat(publicAnswers) });
