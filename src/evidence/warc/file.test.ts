import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { WARCParser } from "warcio";
import { sha256Hex } from "../../lib/bytes.ts";
import { page, sampleCapture } from "../capture/loopback.test.ts";
import { captureToWarc, readCaptureWarc, urlCommitment } from "./capture-warc.ts";
import { joinRecords, readWarc, writeWarc } from "./file.ts";
import { compressMember, storedMember } from "./gzip-member.ts";
import { encodeRecord, fieldOf, newRecordId } from "./record.ts";

const FACTS = { id: "0".repeat(26), software: "rempart/0.1.0", urlSalt: "ab".repeat(32) };
const sample = captureToWarc(sampleCapture(), FACTS);
const clean = readWarc(sample);

test("a capture is written as warcinfo and, per exchange, request, response and metadata", () => {
  assert.deepEqual(clean.faults, []);
  const exchange = ["request", "response", "metadata"];
  assert.deepEqual(
    clean.records.map(({ type }) => type),
    ["warcinfo", ...exchange, ...exchange, ...exchange],
  );
  const [, request, response, metadata] = clean.records;
  assert.equal(
    Buffer.from(response!.block).toString(),
    page("<p>Fil de démonstration (FIXTURE)</p>").toString(),
  );
  assert.equal(fieldOf(request!.fields, "WARC-Concurrent-To"), fieldOf(response!.fields, "WARC-Record-ID"));
  assert.equal(fieldOf(metadata!.fields, "WARC-Refers-To"), fieldOf(response!.fields, "WARC-Record-ID"));
  const last = Buffer.from(clean.records.at(-1)!.block).toString();
  assert.match(last, /^vantage: edge-b\r\n/);
  assert.match(last, /dnsAnswer: 192\.0\.2\.1\r\ndnsAnswer: 2001:db8::1\r\n/);
});

test("a capture is read back with the vantage of each response", () => {
  const kept = readCaptureWarc(sample);
  assert.equal(kept?.url, "http://perchoir.example/fil/7");
  assert.deepEqual(
    kept.responses.map(({ vantage }) => vantage),
    ["edge-a", "edge-b", "edge-b"],
  );
  assert.equal(kept.responses[1]?.url, "http://perchoir.example/fil/7?p=1");
  assert.match(urlCommitment(kept.url, kept.urlSalt), /^[0-9a-f]{64}$/);
  assert.notEqual(urlCommitment(kept.url, kept.urlSalt), urlCommitment(kept.url, "cd".repeat(32)));
});

test("another program reads the same records (warcio)", async () => {
  async function* source() {
    yield sample;
  }
  const seen: string[] = [];
  for await (const record of new WARCParser(source(), { parseHttp: false })) {
    const block = await record.readFully(false);
    seen.push(`${record.warcType} ${record.warcTargetURI ?? ""} sha256:${sha256Hex(block)}`);
    assert.equal(record.warcHeader("WARC-Block-Digest"), `sha256:${sha256Hex(block)}`);
  }
  const ours = clean.records.map(
    ({ type, fields }) =>
      `${type} ${fieldOf(fields, "WARC-Target-URI") ?? ""} ${fieldOf(fields, "WARC-Block-Digest")}`,
  );
  assert.deepEqual(seen.slice(0, -1), ours);
});

test("the payload digest is over the body without its transfer coding", () => {
  const block = Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  const file = writeWarc([
    { type: "response", id: newRecordId(), at: 0, contentType: "application/http; msgtype=response", block },
  ]);
  const { records, faults } = readWarc(file);
  assert.deepEqual(faults, []);
  assert.equal(fieldOf(records[0]!.fields, "WARC-Payload-Digest"), `sha256:${sha256Hex(Buffer.from("abc"))}`);
});

/** Small, because every byte of it is tried. */
const small = captureToWarc({ ...sampleCapture(), views: sampleCapture().views.slice(0, 1) }, FACTS);
const regions = readWarc(small).records.map(({ region }) => region);

/** Which record a byte lies in, counted from 1. */
const recordAt = (offset: number): number => {
  const found = regions.findIndex(({ start, end }) => offset >= start && offset < end);
  return found === -1 ? regions.length + 1 : found + 1;
};

test("every flipped byte is noticed, and its record and region named", () => {
  for (let offset = 0; offset < small.length; offset++) {
    const bytes = new Uint8Array(small);
    bytes[offset]! ^= 1 << (offset % 8);
    const { faults } = readWarc(bytes);
    const named = faults.some(
      ({ region, record }) => record === recordAt(offset) && offset >= region.start && offset < region.end,
    );
    assert.ok(named, `byte ${offset} lies in record ${recordAt(offset)}: ${JSON.stringify(faults)}`);
  }
});

test("a record whose digests are wrong is named, even where everything else was made to fit", () => {
  const block = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
  const draft = {
    id: newRecordId(),
    at: 0,
    contentType: "application/http; msgtype=response",
    block,
  } as const;
  const encoded = Buffer.from(encodeRecord({ type: "response", ...draft })).toString("latin1");
  for (const [changed, faults] of [
    [encoded, []],
    [encoded.replace("abc", "abd"), ["block", "payload"]],
    [encoded.replace("200 OK", "200 KO"), ["block"]],
    [encoded.replace(/(Payload-Digest: sha256:)./, "$1x"), ["payload"]],
    [encoded.replace(/WARC-Block-Digest: .*\r\n/, ""), ["block"]],
  ] as const) {
    const found = readWarc(joinRecords([Buffer.from(changed, "latin1")])).faults;
    assert.deepEqual(
      found.map(({ check, record, what }) => `${check} ${record} ${what}`),
      faults.map((which) => `digests 1 its ${which} digest does not match`),
    );
  }
});

test("other damage is noticed too: cut, lengthened, reordered, dropped, doubled", () => {
  const part = (n: number) => {
    const { region } = clean.records[n]!;
    return sample.subarray(region.start, region.end);
  };
  const tail = sample.subarray(clean.records.at(-1)!.region.end);
  const parts = clean.records.map((_, n) => part(n));
  const join = (...all: Uint8Array[]) => new Uint8Array(Buffer.concat(all));
  const [a, b, ...rest] = parts as [Uint8Array, Uint8Array, ...Uint8Array[]];
  for (const [what, bytes] of [
    ["empty", new Uint8Array()],
    ["without its index", join(...parts)],
    ["without its first record", join(b, ...rest, tail)],
    ["with two records exchanged", join(b, a, ...rest, tail)],
    ["with a record twice", join(a, a, b, ...rest, tail)],
    ["with something after it", join(sample, Uint8Array.of(0))],
    ["followed by itself", join(sample, sample)],
  ] as const) {
    assert.ok(readWarc(bytes).faults.length > 0, what);
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: sample.length - 1 }), (length) => {
      assert.ok(readWarc(sample.subarray(0, length)).faults.length > 0);
    }),
    { numRuns: 200 },
  );
});

test("reading never throws, whatever the bytes", () => {
  const strange = Buffer.from(
    "WARC/1.1\r\nWARC-Type: metadata\r\nContent-Type: x\r\nContent-Length: 99999\r\n\r\n",
  );
  const index = (block: string) =>
    storedMember(
      encodeRecord({
        type: "metadata",
        id: newRecordId(),
        at: 0,
        contentType: "application/json; profile=rempart-warc-index-v1",
        block: Buffer.from(block),
      }),
    );
  for (const bytes of [
    compressMember(strange),
    compressMember(new Uint8Array()),
    index("[null]"),
    index("{"),
  ]) {
    assert.ok(readWarc(bytes).faults.length > 0);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const withMagic = Buffer.concat([Buffer.of(0x1f, 0x8b, 8, 0), bytes]);
      assert.ok(readWarc(bytes).faults.length > 0 && readWarc(withMagic).faults.length > 0);
    }),
  );
});

test("a stored member has one form for any length", () => {
  for (const length of [0, 1, 65_535, 65_536, 200_000]) {
    const file = writeWarc([
      {
        type: "metadata",
        id: newRecordId(),
        at: 0,
        contentType: "text/plain",
        block: new Uint8Array(length).fill(120),
      },
    ]);
    assert.deepEqual(readWarc(file).faults, []);
    assert.equal(
      storedMember(new Uint8Array(length)).length,
      18 + length + 5 * Math.max(1, Math.ceil(length / 65_535)),
    );
  }
});
