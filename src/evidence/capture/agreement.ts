import { sha256Hex } from "../../lib/bytes.ts";
import { decodeContent } from "../http/content-coding.ts";
import { fieldList, readResponse } from "../http/message.ts";
import type { Agreement, Difference, View } from "./types.ts";

/** Larger bodies are compared up to here, each as its vantage received it. */
const MAX_COMPARED_BYTES = 40_000_000;

/** What one vantage saw, in comparable form. */
type Seen = Readonly<Record<Difference, string>>;

const DIFFERENCES: readonly Difference[] = ["outcome", "url", "status", "body"];

/**
 * Whether all vantages saw the same page. A site that shows its abuse desk another page than its readers differs in
 * one of these. Bodies are compared without their content coding: two edges may hold one page gzipped and not.
 */
export async function compareViews(views: readonly View[]): Promise<Agreement> {
  if (views.length < 2) return { verdict: "single" };
  const [first, ...others] = await Promise.all(views.map(seen));
  const differs = DIFFERENCES.filter((what) => others.some((other) => other[what] !== first?.[what]));
  return differs.length === 0 ? { verdict: "agree" } : { verdict: "differ", differs };
}

async function seen({ exchanges, stopped }: View): Promise<Seen> {
  const last = exchanges.at(-1);
  const response = last && readResponse(last.responseBytes);
  const body = response
    ? await decodeContent(response.payload, fieldList(response.head, "content-encoding"), MAX_COMPARED_BYTES)
    : undefined;
  return {
    outcome: stopped?.code ?? last?.truncated ?? "whole",
    url: last?.url ?? "",
    status: String(last?.status ?? ""),
    body: body ? sha256Hex(body.bytes) : "",
  };
}
