import { z } from "zod";
import type { Happening } from "../types.ts";
import { evidenceFile } from "./evidence-file.ts";
import { showsMinor } from "./minor.ts";
import { happeningOfTags, meaningOf } from "./tags.ts";
import type { MachineReport } from "./types.ts";

/**
 * X-ARF v4 (xarf-spec, schemas/v4/xarf-core.json and types/content-*.json) as far as it is used here; fields of vendors are
 * ignored. Types that the specification does not have (`harassment`, `threat`) are taken: it has none for people.
 */
const party = z.object({
  org: z.string().max(200),
  contact: z.string().max(300),
  domain: z.string().max(253),
});
const schema = z.object({
  xarf_version: z.string().regex(/^4\.\d+\.\d+$/),
  report_id: z.string().max(100),
  timestamp: z.string().max(60),
  reporter: party,
  sender: party,
  source_identifier: z.string().max(4096),
  category: z.enum([
    "messaging",
    "content",
    "copyright",
    "connection",
    "vulnerability",
    "infrastructure",
    "reputation",
  ]),
  type: z.string().regex(/^[a-z][a-z0-9_-]{0,60}$/),
  url: z.string().optional(),
  infringing_url: z.string().optional(),
  description: z.string().max(20_000).optional(),
  tags: z.array(z.string().max(200)).max(100).default([]),
  data_types: z.array(z.string().max(100)).max(100).default([]),
  sensitive_fields: z.array(z.string().max(100)).max(100).default([]),
  evidence: z
    .array(
      z.object({
        content_type: z.string().max(200),
        payload: z.string(),
        description: z.string().max(2000).optional(),
      }),
    )
    .max(50)
    .default([]),
});

const PERSONAL = new Set([
  "personal_information",
  "financial",
  "medical",
  "government_id",
  "email_addresses",
  "phone_numbers",
  "customer_data",
  "employee_data",
]);

/** What an X-ARF v4 document says; undefined where it is none, or lacks what the specification requires. */
export function readXarf4(value: unknown): MachineReport | undefined {
  const { success, data } = schema.safeParse(value);
  if (!success || (data.category === "content" && data.url === undefined)) return undefined;
  const { category, type, reporter } = data;
  return {
    urls: [data.url ?? data.infringing_url ?? []].flat(),
    lines: [
      `X-ARF: ${category}/${type}`,
      ...(data.description === undefined ? [] : [data.description]),
      ...data.evidence.flatMap(({ description }) => description ?? []),
    ],
    happening: happeningOf(data),
    files: data.evidence.flatMap(({ content_type, payload }, i) =>
      evidenceFile(i, content_type, payload, true),
    ),
    reporter: { organisation: reporter.org, contact: reporter.contact },
    minor: showsMinor(type),
  };
}

function happeningOf({
  category,
  type,
  tags,
  data_types,
  sensitive_fields,
}: z.infer<typeof schema>): Happening[] {
  const tagged = happeningOfTags(tags);
  if (category !== "content") return tagged.length > 0 ? tagged : ["other"];
  if (type === "exposed_data") {
    const declared = [...data_types, ...sensitive_fields].flatMap((word) => meaningOf(word) ?? []);
    const found = [...new Set([...declared, ...tagged])];
    if (found.length > 0) return found;
    return data_types.some((word) => PERSONAL.has(word)) ? ["identity"] : ["other"];
  }
  const own = meaningOf(type);
  const found = [...new Set([...(own === undefined ? [] : [own]), ...tagged])];
  if (found.length > 0) return found;
  // said to be against a person, without a word of ours for it: nothing is declared, which counts as that
  return /^(?:harassment|hate|stalking|abuse|cyber_?bullying|ncii?|sexual.*)$/.test(type) ? [] : ["other"];
}
