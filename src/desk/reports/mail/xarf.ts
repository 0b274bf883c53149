import { looseText, parseJson } from "./loose-json.ts";
import { saysMinor } from "./minor.ts";
import type { MachineReport, MailFile } from "./types.ts";
import { readXarf3 } from "./xarf3.ts";
import { readXarf4 } from "./xarf4.ts";

export interface Xarf {
  /** Undefined where there is no document that could be read. */
  readonly form: "xarf-3" | "xarf-4" | undefined;
  readonly report: MachineReport | undefined;
  /** What documents say in words that look like X-ARF and cannot be read as such; their pages are looked for in it. */
  readonly text: string;
  readonly minor: boolean;
}

/** A mail has one report; what looks like one is looked into this often. */
const MAX_LOOKS = 5;

/**
 * The X-ARF document among a mail's files, by its name (`xarf.json`), its type or what is in it. The file stays in the mail
 * beside what is read of it.
 */
export function readXarf(files: readonly MailFile[]): Xarf {
  const candidates = files.filter(isCandidate).slice(0, MAX_LOOKS);
  let minor = false;
  for (const { bytes } of candidates) {
    const document = parseJson(new TextDecoder().decode(bytes));
    minor ||= saysMinor(document);
    const v4 = readXarf4(document);
    const report = v4 ?? readXarf3(document);
    if (report !== undefined)
      return { form: v4 === undefined ? "xarf-3" : "xarf-4", report, text: "", minor: minor || report.minor };
  }
  const text = candidates.map(({ bytes }) => looseText(bytes)).join("\n\n");
  return { form: undefined, report: undefined, text, minor };
}

const isCandidate = ({ name, type, bytes }: MailFile): boolean =>
  /\.json$/i.test(name) ||
  /[/+]json$/.test(type) ||
  (type === "application/octet-stream" && startsObject(bytes));

const startsObject = (bytes: Uint8Array): boolean =>
  /^\ufeff?\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
