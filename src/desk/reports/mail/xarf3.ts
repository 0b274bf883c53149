import { z } from "zod";
import type { Happening } from "../types.ts";
import { evidenceFile } from "./evidence-file.ts";
import { showsMinor } from "./minor.ts";
import type { MachineReport } from "./types.ts";

/**
 * X-ARF v3 (abusix/xarf, schemas/3) as far as it is used here. Samples of the later specification write `Source.URL` and
 * `Attachment` where the schema has `SourceUrl` and `Samples`; both are taken. `Disclosure`, whose default would tell the
 * other side, is not read: nobody is told more because of a mail.
 */
const short = z.string().max(300);
const sample = z.object({
  ContentType: z.string().max(200).default("application/octet-stream"),
  Base64Encoded: z.boolean().optional(),
  Description: z.string().max(2000).optional(),
  Payload: z.string().optional(),
  Data: z.string().optional(),
});
const schema = z.object({
  Version: z.string().regex(/^3(?:\.\d+){0,2}$/),
  ReporterInfo: z.object({
    ReporterType: z.enum(["Org", "Person"]).optional(),
    ReporterOrg: z.string().max(200).optional(),
    ReporterOrgEmail: short.optional(),
    ReporterContactEmail: short.optional(),
  }),
  Report: z.object({
    ReportClass: z.string().max(60),
    ReportType: z.string().min(1).max(60),
    Date: z.string().max(60).optional(),
    SourceUrl: z.string().optional(),
    Url: z.string().optional(),
    Source: z.object({ URL: z.string().optional() }).optional(),
    Harasser: z.string().max(2000).optional(),
    HarassmentDescription: z.string().max(20_000).optional(),
    HarassmentType: z
      .enum(["doxing", "stalking", "sexual", "believes", "defamation", "extortion", "hate"])
      .optional(),
    HarassmentLocation: z.enum(["website", "chat", "game"]).optional(),
    Samples: z.array(sample).max(50).default([]),
    Attachment: z.array(sample).max(50).default([]),
  }),
});

/** What a kind of harassment declares in the words of our form; the others declare nothing, which is an attack on her. */
const DECLARES: Readonly<Record<string, Happening>> = {
  doxing: "identity",
  extortion: "threat",
};

/** What an X-ARF v3 document says; undefined where it is none, or lacks what the schema requires. */
export function readXarf3(value: unknown): MachineReport | undefined {
  const { success, data } = schema.safeParse(value);
  if (!success) return undefined;
  const { ReporterInfo: who, Report: report } = data;
  const harassment = report.ReportType.toLowerCase() === "harassment";
  if (harassment && (report.Harasser === undefined || report.HarassmentDescription === undefined))
    return undefined;
  const declared = report.HarassmentType === undefined ? undefined : DECLARES[report.HarassmentType];
  const samples = [...report.Samples, ...report.Attachment];
  return {
    urls: [report.SourceUrl ?? report.Url ?? report.Source?.URL ?? []].flat(),
    lines: [
      `X-ARF: ${[report.ReportClass, report.ReportType, report.HarassmentType, report.HarassmentLocation]
        .filter((one) => one !== undefined)
        .join("/")}`,
      ...(report.HarassmentDescription === undefined ? [] : [report.HarassmentDescription]),
      ...(report.Harasser === undefined ? [] : [`Harasser: ${report.Harasser}`]),
      ...samples.flatMap(({ Description }) => Description ?? []),
    ],
    happening: harassment ? (declared === undefined ? [] : [declared]) : ["other"],
    files: samples.flatMap(({ ContentType, Payload, Data, Base64Encoded }, i) => {
      const payload = Payload ?? Data ?? "";
      return evidenceFile(i, ContentType, payload, Base64Encoded ?? looksBase64(payload));
    }),
    reporter: reporterOf(who),
    minor: showsMinor(report.ReportType),
  };
}

function reporterOf(who: z.infer<typeof schema>["ReporterInfo"]): MachineReport["reporter"] {
  const organisation = who.ReporterType === "Person" ? undefined : who.ReporterOrg;
  const contact = who.ReporterContactEmail ?? who.ReporterOrgEmail;
  return {
    ...(organisation === undefined ? {} : { organisation }),
    ...(contact === undefined ? {} : { contact }),
  };
}

/** The later specification's samples are base64 without saying so. */
const looksBase64 = (payload: string): boolean =>
  payload.length % 4 === 0 && /^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(payload);
