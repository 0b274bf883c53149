import {
  type Capture,
  capture,
  EvidenceStore,
  type PageText,
  pageText,
  systemResolve,
} from "../../evidence/index.ts";
import { sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { systemClock } from "../../lib/clock.ts";
import { asAddress } from "../../lib/env.ts";
import { errorMessage } from "../../lib/errors.ts";
import { type PageScreening, screenHtml, screenSegments } from "../../screening/index.ts";
import type { HashRequest, Observed, ObserveRequest } from "./observe.ts";

/** The child process of observe.ts: fetch, keep, screen, answer once. */
process.once("message", (request: ObserveRequest | HashRequest) => {
  const answer: Promise<unknown> = "urls" in request ? hashes(request) : look(request);
  answer.then(
    (value) => process.send?.({ value }),
    (error) => process.send?.({ error: errorMessage(error) }),
  );
});

async function hashes({ urls, vantage }: HashRequest): Promise<(string | null)[]> {
  const vantages = [{ name: vantage.name, address: asAddress(vantage.address) }];
  const seen = await Promise.all(
    urls.map((url) => capture(url, { vantages, resolve: systemResolve(), clock: systemClock })),
  );
  return Promise.all(
    seen.map(async (one) => {
      const page = pageOf(one);
      const read = page === undefined ? undefined : await pageText(page.responseBytes);
      return read === undefined ? null : sha256Hex(toUtf8(read.text));
    }),
  );
}

async function look({
  id,
  url,
  vantages,
  served,
  dnsServers,
  folder,
  recipients,
}: ObserveRequest): Promise<Observed> {
  const seen = await capture(url, {
    vantages: vantages.map(({ name, address }) => ({ name, address: asAddress(address) })),
    resolve: systemResolve({ servers: dnsServers }),
    clock: systemClock,
    isServed: (hostname) => served.includes(hostname),
  });
  const page = pageOf(seen);
  if (page === undefined) return { status: null, agreement: "failed", sha256: null, text: "", findings: [] };
  const store = new EvidenceStore(folder, { recipients, software: "rempart/0.1.0", clock: systemClock });
  const { warc } = await store.save(seen, { actor: "system", id });
  const read = await pageText(page.responseBytes);
  const screened = read === undefined ? { text: "", findings: [] } : screenPage(read);
  return {
    status: page.status,
    agreement: seen.agreement.verdict,
    sha256: warc.sha256,
    text: screened.text,
    findings: screened.findings,
  };
}

/** The page that the first vantage reached. */
const pageOf = ({ views }: Capture) => views.find(({ stopped }) => stopped === null)?.exchanges.at(-1);

const screenPage = ({ kind, text }: PageText): PageScreening =>
  kind === "html" ? screenHtml(text) : screenSegments([{ text, isComment: false, isQuote: false }]);
