import { z } from "zod";
import { sha256Hex } from "../lib/bytes.ts";
import { rfc3339 } from "../lib/clock.ts";
import { badRequest } from "../lib/errors.ts";
import { jcs, jcsBytes } from "../lib/jcs.ts";
import type { Capture } from "./capture/types.ts";
import { urlCommitment } from "./warc/capture-warc.ts";

/** The names of an evidence folder's files. */
export const SEALED_FILE = "capture.warc.gz.age";
export const MANIFEST_FILE = "manifest.json";
export const CUSTODY_FILE = "custody.jsonl";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime({ precision: 0 });
const size = z.int().positive();

/** What lies in clear beside the sealed WARC: hashes, sizes, times and codes; the URL only as a salted commitment. */
export const manifestSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/),
  software: z.string().regex(/^[a-z0-9-]+\/[\w.+-]+$/, "must be name/version"),
  startedAt: time,
  endedAt: time,
  urlCommitment: hash,
  views: z
    .array(
      z.strictObject({
        vantage: z.string(),
        exchanges: z.int().nonnegative(),
        status: z.int().nullable(),
        stopped: z.string().nullable(),
      }),
    )
    .min(1),
  agreement: z.discriminatedUnion("verdict", [
    z.strictObject({ verdict: z.enum(["agree", "single"]) }),
    z.strictObject({
      verdict: z.literal("differ"),
      differs: z
        .array(z.enum(["outcome", "url", "status", "body"]))
        .min(1)
        .readonly(),
    }),
  ]),
  /** The WARC before it was sealed. */
  warc: z.strictObject({ sha256: hash, bytes: size }),
  sealed: z.strictObject({ sha256: hash, bytes: size, recipients: z.int().min(2) }),
});

export type Manifest = z.infer<typeof manifestSchema>;

export interface ManifestParts {
  readonly id: string;
  readonly software: string;
  readonly urlSalt: string;
  readonly warc: Uint8Array;
  readonly sealed: Uint8Array;
  readonly recipients: number;
}

/** Describes a capture and its files. Throws where a part does not have its form. */
export function manifestOf(capture: Capture, parts: ManifestParts): Manifest {
  const exchanges = capture.views.flatMap((view) => view.exchanges);
  return manifestSchema.parse({
    v: 1,
    id: parts.id,
    software: parts.software,
    startedAt: rfc3339(Math.min(...exchanges.map(({ startedAt }) => startedAt))),
    endedAt: rfc3339(Math.max(...exchanges.map(({ endedAt }) => endedAt))),
    urlCommitment: urlCommitment(capture.url, parts.urlSalt),
    views: capture.views.map(({ vantage, exchanges, stopped }) => ({
      vantage,
      exchanges: exchanges.length,
      status: exchanges.at(-1)?.status ?? null,
      stopped: stopped?.code ?? null,
    })),
    agreement: capture.agreement,
    warc: { sha256: sha256Hex(parts.warc), bytes: parts.warc.length },
    sealed: { sha256: sha256Hex(parts.sealed), bytes: parts.sealed.length, recipients: parts.recipients },
  } satisfies Manifest);
}

export const encodeManifest = (manifest: Manifest): Uint8Array => jcsBytes(manifest);

/** Reads a manifest; throws `evidence.manifest` if it is not one in canonical form. */
export function decodeManifest(bytes: Uint8Array): Manifest {
  const text = Buffer.from(bytes).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("evidence.manifest", "the manifest is not JSON");
  }
  const { data, error } = manifestSchema.safeParse(value);
  if (data === undefined) {
    const issue = error?.issues[0];
    throw badRequest(
      "evidence.manifest",
      `the manifest is wrong at ${issue?.path.join(".")}: ${issue?.message}`,
    );
  }
  if (jcs(data) !== text) throw badRequest("evidence.manifest", "the manifest is not in canonical form");
  return data;
}
