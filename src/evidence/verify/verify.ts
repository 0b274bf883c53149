import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../../lib/bytes.ts";
import { errorMessage, notFound } from "../../lib/errors.ts";
import { readIfPresent } from "../../lib/files.ts";
import type { CustodyEntry } from "../custody/entry.ts";
import { custodyLines, verifyCustody } from "../custody/log.ts";
import { CUSTODY_FILE, decodeManifest, MANIFEST_FILE, type Manifest, SEALED_FILE } from "../manifest.ts";
import { openSealed } from "../seal.ts";
import { readCaptureWarc, urlCommitment } from "../warc/capture-warc.ts";
import { readWarc, type WarcCheck } from "../warc/file.ts";
import { type Check, reportOf, type VerifyReport } from "./report.ts";

export interface VerifyOptions {
  /** age identity (AGE-SECRET-KEY-1…): opens the sealed WARC, so that its inside is checked too. */
  readonly identity?: string;
}

/**
 * Checks evidence with nothing but its files: a folder as the store keeps it, or an exported .warc.gz. Every altered
 * byte is a failed check that names the file, and in a WARC the record and its byte region. What this cannot show is
 * who captured and when: nothing here is signed. Throws `evidence.unknown` where nothing can be read.
 */
export async function verifyEvidence(path: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw notFound("evidence.unknown", "there is no such file or folder");
  if (found.isDirectory()) return verifyFolder(path, options);
  return reportOf(path, "warc", verifyWarc(await readFile(path)));
}

const WARC_CHECKS: readonly (readonly [check: WarcCheck, passed: string])[] = [
  ["compression", "every gzip member is whole and has its checksum"],
  ["records", "every readable member is one WARC 1.1 record"],
  ["digests", "every readable block and payload has its SHA-256"],
  ["index", "every record has the bytes that the closing index lists"],
];

/** The checks of a WARC's bytes. */
export function verifyWarc(bytes: Uint8Array): Check[] {
  const { records, faults } = readWarc(bytes);
  return WARC_CHECKS.map(([check, passed]) => {
    const wrong = faults.filter((fault) => fault.check === check);
    const named = wrong.map(
      ({ record, type, region, what }) =>
        `record ${record} (${type}), bytes ${region.start}-${region.end - 1}: ${what}`,
    );
    return {
      check,
      ok: wrong.length === 0,
      detail: named.join("; ") || `${passed} (${records.length} records)`,
    };
  });
}

async function verifyFolder(path: string, { identity }: VerifyOptions): Promise<VerifyReport> {
  const read = (name: string) => readIfPresent(join(path, name));
  const [manifestBytes, custodyBytes, sealed] = await Promise.all([
    read(MANIFEST_FILE),
    read(CUSTODY_FILE),
    read(SEALED_FILE),
  ]);
  const custody = checkCustody(custodyBytes);
  const manifest = checkManifest(manifestBytes, custody.entries);
  const deletedAt = custody.entries.find(({ act }) => act === "delete")?.at;
  const checks: Check[] = [custody.check, manifest.check, checkSealed(sealed, manifest.value, deletedAt)];
  const inside = "what the sealed WARC holds";
  if (sealed === undefined) return reportOf(path, "folder", checks, [`${inside}: it is not there`]);
  if (identity === undefined) return reportOf(path, "folder", checks, [`${inside}: no identity was given`]);
  return reportOf(path, "folder", [...checks, ...(await checkInside(sealed, identity, manifest.value))]);
}

function checkCustody(bytes: Buffer | undefined): { check: Check; entries: readonly CustodyEntry[] } {
  const result = (ok: boolean, detail: string) => ({
    check: "custody",
    ok,
    detail: `${CUSTODY_FILE}: ${detail}`,
  });
  if (bytes === undefined) return { check: result(false, "it is missing"), entries: [] };
  const lines = custodyLines(bytes.toString("latin1"));
  const verdict = verifyCustody(lines);
  if (!verdict.ok) return { check: result(false, `line ${verdict.line}: ${verdict.what}`), entries: [] };
  return { check: result(true, `chained, lines: ${lines.length}`), entries: verdict.entries };
}

/** The first custody line holds the manifest's hash, the manifest those of the rest. */
function checkManifest(
  bytes: Buffer | undefined,
  custody: readonly CustodyEntry[],
): { check: Check; value: Manifest | undefined } {
  const result = (ok: boolean, detail: string) => ({
    check: "manifest",
    ok,
    detail: `${MANIFEST_FILE}: ${detail}`,
  });
  if (bytes === undefined) return { check: result(false, "it is missing"), value: undefined };
  let value: Manifest;
  try {
    value = decodeManifest(bytes);
  } catch (error) {
    return { check: result(false, errorMessage(error)), value: undefined };
  }
  if (custody.length === 0)
    return { check: result(false, "there is no sound custody log to compare it with"), value };
  const same = custody[0]!.sha256 === sha256Hex(bytes) && custody[0]!.subject === value.id;
  return {
    check: result(same, same ? "as captured" : "it is not the one that the custody log names"),
    value,
  };
}

function checkSealed(
  sealed: Buffer | undefined,
  manifest: Manifest | undefined,
  deletedAt: string | undefined,
): Check {
  const result = (ok: boolean, detail: string) => ({
    check: "sealed capture",
    ok,
    detail: `${SEALED_FILE}: ${detail}`,
  });
  if (deletedAt !== undefined) {
    return sealed === undefined
      ? result(true, `deleted on ${deletedAt}, as the custody log says`)
      : result(false, `the custody log says that it was deleted on ${deletedAt}, but it is there`);
  }
  if (sealed === undefined) return result(false, "it is missing, and the custody log names no deletion");
  if (manifest === undefined) return result(false, "there is no sound manifest to compare it with");
  const same = sha256Hex(sealed) === manifest.sealed.sha256 && sealed.length === manifest.sealed.bytes;
  return result(
    same,
    same ? `${sealed.length} bytes, as captured` : "its SHA-256 is not the one in the manifest",
  );
}

async function checkInside(
  sealed: Buffer,
  identity: string,
  manifest: Manifest | undefined,
): Promise<Check[]> {
  let warc: Uint8Array;
  try {
    warc = await openSealed(sealed, identity);
  } catch (error) {
    return [{ check: "opening", ok: false, detail: `${SEALED_FILE}: ${errorMessage(error)}` }];
  }
  const same = sha256Hex(warc) === manifest?.warc.sha256 && warc.length === manifest.warc.bytes;
  const kept = readCaptureWarc(warc);
  const known =
    kept !== undefined &&
    kept.id === manifest?.id &&
    urlCommitment(kept.url, kept.urlSalt) === manifest.urlCommitment;
  return [
    { check: "opening", ok: true, detail: `${SEALED_FILE}: opened with the identity` },
    {
      check: "contents",
      ok: same,
      detail: same ? "the WARC is the one in the manifest" : "the WARC is not the one in the manifest",
    },
    {
      check: "page",
      ok: known,
      detail: known ? "id and URL are those in the manifest" : "id or URL are not those in the manifest",
    },
    ...verifyWarc(warc),
  ];
}
