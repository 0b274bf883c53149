import { base64, toUtf8 } from "../../../../lib/bytes.ts";

const payload = base64(toUtf8("picture"));
const aide = { org: "Aide", contact: "abuse@aide.example", domain: "aide.example" };

/** An X-ARF v4 document of the nearest type to a dox (xarf-spec, types/content-exposed_data.json). */
export const V4 = {
  xarf_version: "4.2.0",
  report_id: "0f0e1c6e-0c56-4d1e-9d3b-3f1b0e6a7c11",
  timestamp: "2026-11-20T10:00:00Z",
  reporter: aide,
  sender: aide,
  source_identifier: "forum.example",
  category: "content",
  type: "exposed_data",
  url: "https://forum.example/t/1",
  description: "A post with a phone number.",
  data_types: ["phone_numbers", "personal_information"],
  exposure_method: "forum_post",
  tags: ["harassment:doxing"],
  evidence: [{ content_type: "image/png", payload, hash: "sha256:00", size: 7 }],
};

/** An X-ARF v3 document (abusix/xarf, schemas/3/harassment.schema.json). */
export const V3 = {
  Version: "3",
  ReporterInfo: {
    ReporterType: "Person",
    ReporterOrg: "mail.example",
    ReporterOrgDomain: "mail.example",
    ReporterOrgEmail: "abuse@mail.example",
    ReporterContactEmail: "lea@mail.example",
  },
  Disclosure: true,
  Report: {
    ReportClass: "Activity",
    ReportType: "Harassment",
    Date: "2026-11-20T10:00:00Z",
    SourceUrl: "https://forum.example/t/3",
    Harasser: "user 17",
    HarassmentDescription: "Her name and school were posted.",
    HarassmentType: "doxing",
    HarassmentLocation: "website",
    Samples: [{ ContentType: "image/png", Base64Encoded: true, Description: "the post", Payload: payload }],
  },
};
