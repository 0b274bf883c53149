import { z } from "zod";
import { concat, sha256Hex } from "../../lib/bytes.ts";
import { jcsBytes } from "../../lib/jcs.ts";
import { compressMember, isStoredMember, nextMember, readMember, storedMember } from "./gzip-member.ts";
import {
  type Draft,
  digest,
  encodeRecord,
  fieldOf,
  newRecordId,
  parseRecord,
  payloadDigest,
  VERSION_LINE,
  type WarcRecord,
} from "./record.ts";

/**
 * A WARC file, one gzip member per record. Its last record is an index of the others: the end and SHA-256 of every
 * member as it lies in the file. With it every byte is covered, also the bits that neither gzip's checksum nor the
 * record digests see, and a file that lost its last records is noticed.
 */

const INDEX_TYPE = "application/json; profile=rempart-warc-index-v1";
const indexSchema = z.array(z.strictObject({ end: z.int(), sha256: z.string() }));

/** Writes the records and the closing index. */
export const writeWarc = (drafts: readonly Draft[]): Uint8Array => joinRecords(drafts.map(encodeRecord));

/** Compresses encoded records and closes them with their index. */
export function joinRecords(encoded: readonly Uint8Array[]): Uint8Array {
  const members = encoded.map(compressMember);
  let end = 0;
  const index = members.map((member) => {
    end += member.length;
    return { end, sha256: sha256Hex(member) };
  });
  const closing = encodeRecord({
    type: "metadata",
    id: newRecordId(),
    at: 0,
    contentType: INDEX_TYPE,
    block: jcsBytes(index),
  });
  return concat(...members, storedMember(closing));
}

/** Where in the file something is: offsets of the first byte and after the last. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** What a check looks at: gzip data, the form of a record, its digests, the closing index. */
export type WarcCheck = "compression" | "records" | "digests" | "index";

export interface Fault {
  readonly check: WarcCheck;
  /** Counted from 1. */
  readonly record: number;
  readonly type: string;
  readonly region: Region;
  readonly what: string;
}

export interface ReadRecord extends WarcRecord {
  readonly region: Region;
}

export interface WarcFile {
  /** The readable records, without the closing index. */
  readonly records: readonly ReadRecord[];
  readonly faults: readonly Fault[];
}

/**
 * Reads a whole file and checks all of it. Never throws: each damaged record is a fault with its number and byte region,
 * and reading goes on at the next one.
 */
export function readWarc(bytes: Uint8Array): WarcFile {
  const places = [...readPlaces(bytes)];
  const faults = places.flatMap((place) => place.faults);
  const last = places.at(-1);
  const isIndex = last?.record !== undefined && fieldOf(last.record.fields, "Content-Type") === INDEX_TYPE;
  const readable = (isIndex ? places.slice(0, -1) : places).flatMap(({ record, region }) =>
    record === undefined ? [] : [{ ...record, region }],
  );
  faults.push(...(isIndex ? checkIndex(bytes, places) : [missingIndex(bytes, last)]));
  return { records: readable, faults };
}

interface Place {
  readonly number: number;
  readonly region: Region;
  readonly record: WarcRecord | undefined;
  readonly faults: readonly Fault[];
}

function* readPlaces(bytes: Uint8Array): Generator<Place> {
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    number += 1;
    const member = readMember(bytes, start);
    const damaged = typeof member === "string";
    const region: Region = { start, end: damaged ? nextMember(bytes, start, VERSION_LINE) : member.end };
    start = region.end;
    const fault = (check: WarcCheck, what: string, type = "unreadable"): Fault => ({
      check,
      record: number,
      type,
      region,
      what,
    });
    if (damaged) {
      yield { number, region, record: undefined, faults: [fault("compression", member)] };
      continue;
    }
    const record = parseRecord(member.data);
    if (typeof record === "string") {
      yield { number, region, record: undefined, faults: [fault("records", record)] };
      continue;
    }
    yield {
      number,
      region,
      record,
      faults: digestFaults(record, (what) => fault("digests", what, record.type)),
    };
  }
}

function digestFaults({ type, fields, block }: WarcRecord, fault: (what: string) => Fault): Fault[] {
  const faults: Fault[] = [];
  if (fieldOf(fields, "WARC-Block-Digest") !== digest(block))
    faults.push(fault("its block digest does not match"));
  if (fieldOf(fields, "WARC-Payload-Digest") !== payloadDigest(type, block)) {
    faults.push(fault("its payload digest does not match"));
  }
  return faults;
}

/** Compares each member's bytes with the index, and the index's own bytes with the only form it can have. */
function checkIndex(bytes: Uint8Array, places: readonly Place[]): Fault[] {
  const last = places.at(-1)!;
  const fault = (place: Place, what: string): Fault => ({
    check: "index",
    record: place.number,
    type: place.record?.type ?? "unreadable",
    region: place.region,
    what,
  });
  const closing = readMember(bytes, last.region.start);
  if (
    typeof closing === "string" ||
    !isStoredMember(bytes.subarray(last.region.start, last.region.end), closing.data)
  ) {
    return [fault(last, "the closing index is not in the form it is written in")];
  }
  const found = places.slice(0, -1).map(({ region }) => ({
    end: region.end,
    sha256: sha256Hex(bytes.subarray(region.start, region.end)),
  }));
  const listed = readIndex(last.record!.block);
  if (listed === undefined || listed.length !== found.length) {
    return [
      fault(
        last,
        `the closing index lists ${listed?.length ?? "no"} records, the file holds ${found.length}`,
      ),
    ];
  }
  return places.slice(0, -1).flatMap((place, i) => {
    const same = listed[i]!.end === found[i]!.end && listed[i]!.sha256 === found[i]!.sha256;
    return same ? [] : [fault(place, "its bytes are not those that the closing index lists")];
  });
}

type Index = z.infer<typeof indexSchema>;

function readIndex(block: Uint8Array): Index | undefined {
  try {
    return indexSchema.safeParse(JSON.parse(Buffer.from(block).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

const missingIndex = (bytes: Uint8Array, last: Place | undefined): Fault => ({
  check: "index",
  record: last?.number ?? 1,
  type: last?.record?.type ?? "unreadable",
  region: last?.region ?? { start: 0, end: bytes.length },
  what: "the file does not end with an index of its records: it was cut, damaged at the end or not written by Rempart",
});
