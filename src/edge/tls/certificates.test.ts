import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { DAY, fakeClock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import { certificateFolder, makeCertificate, NOW_MS, type Pair, writePem } from "../testing/tls.ts";
import { until } from "../testing/world.ts";
import { CertificateTable, holds, readCertificate } from "./certificates.ts";
import { CertificateFolder } from "./folder.ts";

let perchoir: Pair;
let other: Pair;
let wild: Pair;
before(async () => {
  perchoir = await makeCertificate(["perchoir.example", "Perchoir-Miroir.EXAMPLE"]);
  other = await makeCertificate(["other.example"]);
  wild = await makeCertificate(["*.perchoir.example"], { notAfterMs: NOW_MS + DAY });
});

test("names are found without case, a wildcard for one label only, the very name first", () => {
  const table = new CertificateTable([perchoir, wild].map((pair) => readCertificate(pair, NOW_MS)));
  const [exact, wildcard] = [table.find("perchoir.example"), table.find("www.perchoir.example")];
  assert.deepEqual(exact?.names, ["perchoir.example", "perchoir-miroir.example"]);
  assert.deepEqual(wildcard?.names, ["*.perchoir.example"]);
  assert.equal(table.find("PERCHOIR-miroir.example."), exact);
  for (const name of ["a.b.perchoir.example", "example", "xperchoir.example", "*.example", ""]) {
    assert.equal(table.find(name), undefined, name);
  }
  assert.ok(holds(wildcard!, "www.perchoir.example") && !holds(wildcard!, "perchoir.example"));
  assert.ok(!holds(wildcard!, "a.b.perchoir.example"));
});

test("of two for one name the one that lasts longer is shown, whatever the order", async () => {
  const longer = readCertificate(await makeCertificate(["*.perchoir.example"]), NOW_MS);
  const shorter = readCertificate(wild, NOW_MS);
  for (const list of [
    [longer, shorter],
    [shorter, longer],
  ]) {
    assert.equal(new CertificateTable(list).find("a.perchoir.example"), longer);
  }
});

test("what cannot be shown is refused, with its reason", async () => {
  const expired = await makeCertificate(["a.example"], { notAfterMs: NOW_MS - 1000 });
  const future = await makeCertificate(["a.example"], { notBeforeMs: NOW_MS + DAY });
  const nameless = await makeCertificate([]);
  for (const [pair, why] of [
    [{ chain: perchoir.chain, key: other.key }, /key does not belong/],
    [{ chain: "nonsense", key: other.key }, /certificate cannot be read/],
    [{ chain: other.chain, key: "nonsense" }, /key cannot be read/],
    [expired, /expired/],
    [future, /not valid before/],
    [nameless, /names no host/],
  ] as const) {
    assert.throws(() => readCertificate(pair, NOW_MS), { code: "certificate.invalid", message: why });
  }
  assert.deepEqual(readCertificate(nameless, NOW_MS, true).names, []);
});

/** A folder with these pairs and what else is written in it, followed. */
async function followed(pairs: Readonly<Record<string, Pair>>, more: Readonly<Record<string, string>> = {}) {
  const opened = new AsyncDisposableStack();
  const folder = opened.use(await certificateFolder(pairs)).path;
  for (const [name, text] of Object.entries(more)) await writeFile(join(folder, name), text);
  const refused: string[] = [];
  const clock = fakeClock(NOW_MS);
  const log: Log = {
    info: () => {},
    warn: (event, { name, why } = {}) => void refused.push(`${event} ${name}: ${why}`),
    error: () => assert.fail(),
  };
  const source = opened.adopt(await CertificateFolder.open(folder, clock, log), (open) => open.close());
  return { folder, source, refused, clock, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

test("pairs of a folder, as one file or two; one that is bad is named and keeps no other from being shown", async () => {
  await using world = await followed(
    { perchoir },
    {
      ...{ "other.crt": other.chain, "other.key": other.key },
      ...{ "broken.pem": "nonsense", "half.key": other.key },
      ...{ "mixed.crt": perchoir.chain, "mixed.key": other.key },
      ...{ README: "nothing of ours", ".hidden.pem": "nothing of ours" },
    },
  );
  assert.ok(world.source.find("perchoir.example") && world.source.find("other.example"));
  assert.equal(world.source.fallback, undefined);
  assert.deepEqual(
    world.refused.map((line) => line.split(":", 1)[0]).sort(),
    ["broken", "half", "mixed"].map((name) => `tls.certificate_refused ${name}`),
  );
});

test("changes are followed live: renewed, broken, mended, removed", async () => {
  await using world = await followed({ perchoir });
  const { source, folder, refused } = world;
  const file = join(folder, "perchoir.pem");
  const first = source.find("perchoir.example")!;

  await writePem(join(folder, "other.pem"), other);
  await until(() => source.find("other.example") !== undefined);
  assert.equal(source.find("perchoir.example"), first, "what has not changed is not read again");

  await writePem(file, { chain: perchoir.chain, key: other.key });
  await until(() => refused.length === 1);
  assert.match(refused[0]!, /certificate_refused perchoir: the key does not belong/);
  assert.equal(source.find("perchoir.example"), first, "the last good one");
  await source.scan();
  assert.equal(refused.length, 1, "said once");

  await writePem(file, await makeCertificate(["perchoir.example"]));
  await until(() => source.find("perchoir.example") !== first);
  assert.equal(source.find("perchoir-miroir.example"), undefined);

  await rm(file);
  await until(() => source.find("perchoir.example") === undefined);
  assert.ok(source.find("other.example"));
});

test("one that is not valid yet is taken when it is, without a change of its file", async () => {
  const future = await makeCertificate(["a.example"], { notBeforeMs: NOW_MS + DAY });
  await using world = await followed({ a: future });
  assert.equal(world.source.find("a.example"), undefined);
  await writePem(join(world.folder, "b.pem"), await makeCertificate(["b.example"]));
  await until(() => world.source.find("b.example") !== undefined);
  const shown = world.source.find("b.example");
  await writePem(
    join(world.folder, "b.pem"),
    await makeCertificate(["b.example"], { notBeforeMs: NOW_MS + DAY }),
  );
  await until(() => world.refused.length === 2);
  await world.source.scan();
  assert.deepEqual([world.source.find("b.example"), world.refused.length], [shown, 2]);
  world.clock.advance(2 * DAY);
  await world.source.scan();
  assert.ok(world.source.find("a.example"));
  assert.notEqual(world.source.find("b.example"), shown);
});

test("the one named default is shown for every other name", async () => {
  await using world = await followed({ default: await makeCertificate([]), other });
  const { source } = world;
  assert.ok(source.fallback);
  assert.equal(source.find("unknown.example"), source.fallback);
  assert.notEqual(source.find("other.example"), source.fallback);
});

test("what is shown is counted, and what ends first is told by name, twenty of them", async () => {
  const ends = Array.from({ length: 30 }, (_, i) => NOW_MS + ((i * 7) % 30) * DAY + DAY);
  const made = ends.map((notAfterMs, i) => makeCertificate([`s${i}.example`], { notAfterMs }));
  const pairs = (await Promise.all(made)).map((pair, i) => [`s${i}`, pair] as const);
  await using world = await followed(Object.fromEntries(pairs), { "broken.pem": "nonsense" });
  const { source, folder } = world;
  assert.deepEqual([source.census.shown, source.census.refused], [30, 1]);
  assert.deepEqual(
    source.census.endingFirst.map(({ notAfterMs }) => notAfterMs),
    ends.toSorted((a, b) => a - b).slice(0, 20),
  );
  assert.equal(source.census.endingFirst[0]!.name, "s0");
  await writeFile(join(folder, "s0.pem"), "nonsense");
  await until(() => source.census.refused === 2);
  assert.equal(source.census.endingFirst[0]!.name, "s0", "the last good one, and when it ends");
});
