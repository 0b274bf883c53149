import assert from "node:assert/strict";
import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { formatCheckpoint } from "../../ledger/checkpoint.ts";
import { encodeEntry } from "../../ledger/entry.ts";
import { formatVerifierKey, noteKey, signNote } from "../../ledger/note.ts";
import { LedgerStore } from "../../ledger/store.ts";
import { silentLog } from "../../lib/log.ts";
import { rangeRoot } from "../../lib/merkle.ts";
import { onProblem } from "../web/http.ts";
import { ledgerRoutes } from "./ledger-routes.ts";

/**
 * Reads the ledger as the specifications say (signed-note, tlog-checkpoint, tlog-tiles, RFC 6962), with nothing of our
 * own code: what another's tool needs is what is tested.
 */
const ORIGIN = "rempart.test/ledger";
const SIZE = 70_000; // the example of tlog-tiles: three levels, two of them partial

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const leaf = (entry: Uint8Array) => sha256(Uint8Array.of(0), entry);

/** RFC 6962 §2.1, as it is written there. */
function mth(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return sha256(Uint8Array.of(1), mth(hashes.slice(0, k)), mth(hashes.slice(k)));
}

describe("the ledger over HTTP", () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const folder = mkdtempSync(join(tmpdir(), "rempart-tiles-"));
  let store: LedgerStore;
  let server: Server;
  let prefix = "";

  before(async () => {
    store = await LedgerStore.open(folder);
    const entry = (i: number) =>
      encodeEntry({
        ...{ v: 1, kind: "request", at: "2026-12-01T00:00:00Z", change: "limits" },
        config: i.toString(16).padStart(64, "0"),
      });
    await store.append(Array.from({ length: SIZE }, (_, i) => entry(i)));
    const range = await store.range();
    const text = formatCheckpoint({ origin: ORIGIN, size: SIZE, root: rangeRoot(range) });
    await store.publish(signNote(text, ORIGIN, privateKey));
    await store.append([entry(SIZE)]); // on the disk, and of nobody's concern before it is signed

    const app = new Hono();
    app.onError(onProblem(silentLog));
    const trust = { ledgerKey: formatVerifierKey(noteKey(ORIGIN, privateKey)) } as never;
    ledgerRoutes(app, { ledger: store, trust }, { edges: async () => [] } as never, {
      status: () => ({ witnesses: [], unwitnessedSeconds: 0 }),
    });
    server = createServer(getRequestListener(app.fetch));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    prefix = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ledger`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    store.close();
    rmSync(folder, { recursive: true });
  });

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${prefix}/${path}`, { headers });
    return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  };

  test("the checkpoint is a note signed by the key that is shown, and is not kept", async () => {
    const { headers, body } = await get("checkpoint");
    assert.equal(headers.get("content-type"), "text/plain; charset=utf-8");
    assert.equal(headers.get("cache-control"), "no-store");
    const [text = "", signatures = ""] = body.toString().split(/(?<=\n)\n/);
    assert.deepEqual(text.split("\n").slice(0, 2), [ORIGIN, String(SIZE)]);
    const [, name, signature = ""] = /^— (\S+) (\S+)\n$/u.exec(signatures) ?? [];
    assert.equal(name, ORIGIN);
    const [, hash, key = ""] = /\+([0-9a-f]{8})\+(\S+)\n$/.exec((await get("key")).body.toString()) ?? [];
    const raw = Buffer.from(key, "base64");
    assert.equal(sha256(Buffer.from(`${ORIGIN}\n`), raw).toString("hex", 0, 4), hash);
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw.subarray(1)]);
    const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
    const bytes = Buffer.from(signature, "base64");
    assert.equal(bytes.toString("hex", 0, 4), hash);
    assert.ok(verify(null, Buffer.from(text), publicKey, bytes.subarray(4)));
  });

  test("tiles of every level, full and partial, add up to the signed root and to the entries", async () => {
    const root = (await get("checkpoint")).body.toString().split("\n")[2];
    const number = (n: number) => String(n).padStart(3, "0");
    let below: Buffer[] | undefined;
    for (const [level, full, partial] of [
      [0, 273, 112],
      [1, 1, 17],
      [2, 0, 1],
    ] as const) {
      const hashes: Buffer[] = [];
      for (let n = 0; n <= full; n++) {
        const path = `tile/${level}/${number(n)}${n < full ? "" : `.p/${partial}`}`;
        const { status, headers, body } = await get(path);
        assert.equal(status, 200, path);
        assert.equal(headers.get("content-type"), "application/octet-stream");
        assert.match(headers.get("cache-control") ?? "", /max-age=31536000, immutable/);
        assert.equal(body.length, 32 * (n < full ? 256 : partial), path);
        for (let at = 0; at < body.length; at += 32) hashes.push(body.subarray(at, at + 32));
      }
      const tiles = Array.from(
        { length: hashes.length },
        (_, i) => below?.slice(i * 256, i * 256 + 256) ?? [],
      );
      if (level > 0) assert.deepEqual(hashes, tiles.map(mth), `level ${level} is the tree over full tiles`);
      else assert.equal(mth(hashes).toString("base64"), root);
      below = hashes;
    }
    const leaves = (await get("tile/0/273.p/112")).body;
    const bundle = (await get("tile/entries/273.p/112")).body;
    let at = 0;
    for (let i = 0; i < 112; i++) {
      const length = bundle.readUInt16BE(at);
      assert.deepEqual(leaf(bundle.subarray(at + 2, at + 2 + length)), leaves.subarray(i * 32, i * 32 + 32));
      at += 2 + length;
    }
    assert.equal(at, bundle.length);
  });

  test("what no checkpoint covers, and any other spelling of a path, is not there", async () => {
    for (const path of [
      ...[
        "tile/0/273.p/113",
        "tile/entries/273.p/113",
        "tile/0/273",
        "tile/1/001",
        "tile/2/000",
        "tile/3/000",
      ],
      ...["tile/0/273.p/0", "tile/0/000.p/256", "tile/00/000", "tile/0/0", "tile/0/x000/000", "tile/64/000"],
      ...["tile/entries/273.p/0112", "writer.lock", "tile/0/..%2f..%2fcheckpoint"],
    ]) {
      assert.equal((await get(path)).status, 404, path);
    }
    assert.equal((await get("tile/0/273.p/1")).status, 200, "a checkpoint of that size was produced, maybe");
  });

  test("bundles are compressed for who takes gzip, and are the same bytes", async () => {
    const raw = async (accept: string) => {
      const headers = { "accept-encoding": accept };
      const { request } = await import("node:http");
      return new Promise<{ coding: string | undefined; vary: string | undefined; body: Buffer }>(
        (resolve, reject) => {
          request(`${prefix}/tile/entries/000`, { headers, agent: false }, async (answer) => {
            const body = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>));
            const { "content-encoding": coding, vary } = answer.headers;
            resolve({ coding, vary, body });
          })
            .on("error", reject)
            .end();
        },
      );
    };
    const plain = await raw("identity");
    assert.equal(plain.coding, undefined);
    assert.equal(plain.vary, "accept-encoding");
    for (const accept of ["gzip", "br, gzip;q=0.5", "gzip, identity"]) {
      const zipped = await raw(accept);
      assert.equal(zipped.coding, "gzip", accept);
      assert.deepEqual(gunzipSync(zipped.body), plain.body);
      assert.ok(zipped.body.length * 4 < plain.body.length);
    }
    for (const accept of ["gzip;q=0", "gzip;q=0.0", "br", "x-gzip-not"]) {
      assert.equal((await raw(accept)).coding, undefined, accept);
    }
  });

  test("a page of any origin may read it", async () => {
    for (const path of ["checkpoint", "key", "edges", "witnesses", "tile/0/000", "tile/entries/000"]) {
      assert.equal((await get(path)).headers.get("access-control-allow-origin"), "*", path);
    }
  });
});
