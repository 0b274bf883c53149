import type { KeptFile, OpenedPart, ReportLine } from "../desk/api-types.ts";
import { shortId } from "./format.ts";

/** How many other reports of the list say nearly the same. */
export const othersAlike = (
  { id, cluster }: Pick<ReportLine, "id" | "cluster">,
  all: readonly Pick<ReportLine, "id" | "cluster">[],
): number => (cluster === null ? 0 : all.filter((one) => one.cluster === cluster && one.id !== id).length);

/** Whether an answer to it is still to come. */
export const isWaiting = ({ status }: Pick<ReportLine, "status">): boolean => status === "received";

/**
 * The list as it is worked through: those that wait first, the most urgent before the others, so that a raid buries none;
 * the rest as they came.
 */
export function inOrder<T extends Pick<ReportLine, "status" | "dueAt">>(reports: readonly T[]): T[] {
  const waiting = reports.filter(isWaiting).sort((a, b) => a.dueAt - b.dueAt);
  return [...waiting, ...reports.filter((one) => !isWaiting(one))];
}

/** The first `atMost`, and all that somebody is at work on: whatever arrives meanwhile takes no half-written answer away. */
export function onScreen<T extends { readonly id: string }>(
  reports: readonly T[],
  atMost: number,
  inUse: readonly T[],
): T[] {
  const ids = new Set(inUse.map(({ id }) => id));
  const listed = reports.filter(({ id }, i) => i < atMost || ids.has(id));
  return [...listed, ...inUse.filter(({ id }) => !reports.some((one) => one.id === id))];
}

/** What a part of a report holds, by how it is shown. */
export type Said =
  | { readonly shows: "text"; readonly text: string; readonly byMachine: boolean }
  | { readonly shows: "pages"; readonly urls: readonly string[]; readonly when: string | undefined }
  | { readonly shows: "file"; readonly file: Pick<KeptFile, "kind" | "type" | "name" | "bytes"> };

interface Sealed extends Partial<Pick<KeptFile, "kind" | "type" | "name" | "bytes">> {
  readonly text?: string;
  readonly byMachine?: boolean;
  readonly urls?: readonly string[];
  readonly when?: string;
}

/** The desk's parts are of a few kinds; one that is not known yet shows its text, if it has any. */
export function saidIn({ kind, said }: Pick<OpenedPart, "kind" | "said">): Said {
  const { text = "", byMachine = false, urls = [], when, ...file } = (said ?? {}) as Sealed;
  if (kind === "pages") return { shows: "pages", urls, when };
  if (kind !== "file") return { shows: "text", text, byMachine };
  const { kind: media = "picture", type = "", name = "", bytes = 0 } = file;
  return { shows: "file", file: { kind: media, type, name, bytes } };
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "audio/ogg": "ogg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/aac": "aac",
  "audio/wav": "wav",
  "audio/amr": "amr",
  "audio/flac": "flac",
  "text/plain": "txt",
};

/** What a copy is called where it is saved: nothing of the name that it came with, which may say who and where. */
export const copyName = (report: string, part: string, type: string): string =>
  `report-${shortId(report)}-${shortId(part)}.${EXTENSIONS[type] ?? "bin"}`;
