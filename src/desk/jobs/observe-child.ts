import {
  type Capture,
  capture,
  EvidenceStore,
  type PageText,
  pageText,
  systemResolve,
} from "../../evidence/index.ts";
import { answerParent } from "../../lib/answer-parent.ts";
import { sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { systemClock } from "../../lib/clock.ts";
import { asAddress } from "../../lib/env.ts";
import { errorMessage, RempartError } from "../../lib/errors.ts";
import { masked, type PageScreening, screenHtml, screenText } from "../../screening/index.ts";
import { manyLooks, unseen } from "./many-looks.ts";
import type { HashRequest, Looked, LookRequest, Observed, ObserveRequest } from "./observe.ts";
import { ownLinks } from "./own-links.ts";

/** The child process of observe.ts: fetch, keep, screen, answer. */
answerParent(async (request: ObserveRequest | HashRequest | LookRequest): Promise<unknown> => {
  try {
    return await ("urls" in request ? hashes(request) : "look" in request ? looks(request) : look(request));
  } catch (error) {
    throw new RempartError("observe.failed", 500, errorMessage(error));
  }
});

async function hashes({ urls, vantage }: HashRequest): Promise<(string | null)[]> {
  const vantages = [{ name: vantage.name, address: asAddress(vantage.address) }];
  const seen = await Promise.all(
    urls.map((url) => capture(url, { vantages, resolve: systemResolve(), clock: systemClock })),
  );
  return Promise.all(
    seen.map(async (one) => {
      const page = pageOf(one);
      // An error page or a refusal of ours is the same whatever was asked for.
      if (page === undefined || Math.floor(page.status / 100) !== 2) return null;
      const read = await pageText(page.responseBytes);
      return read === undefined ? null : sha256Hex(toUtf8(read.text));
    }),
  );
}

function looks({ look: urls, vantage }: LookRequest): Promise<Looked[]> {
  const vantages = [{ name: vantage.name, address: asAddress(vantage.address) }];
  const options = { vantages, resolve: systemResolve(), clock: systemClock };
  const once = async (url: string, timeoutMs: number) =>
    lookedAt(url, await capture(url, { ...options, timeoutMs }));
  return manyLooks(urls, once, systemClock);
}

async function lookedAt(url: string, seen: Capture): Promise<Looked> {
  const page = pageOf(seen);
  if (page === undefined) return unseen(url);
  const head = Buffer.from(page.responseBytes.subarray(0, 16_384)).toString("latin1").split("\r\n\r\n", 1)[0];
  const ledger = /^rempart-ledger: *(\d+)/im.exec(head ?? "")?.[1] ?? null;
  const read = ledger === null ? await pageText(page.responseBytes) : undefined;
  const { text, findings } = read === undefined ? { text: "", findings: [] } : screenPage(read);
  const shown = findings.map((finding) => ({ kind: finding.kind, masked: masked(text, finding) }));
  return { url, status: page.status, ledger, findings: shown };
}

async function look({
  id,
  url,
  vantages,
  served,
  dnsServers,
  folder,
  recipients,
  hostnames,
}: ObserveRequest): Promise<Observed> {
  const seen = await capture(url, {
    vantages: vantages.map(({ name, address }) => ({ name, address: asAddress(address) })),
    resolve: systemResolve({ servers: dnsServers }),
    clock: systemClock,
    isServed: (hostname) => served.includes(hostname),
  });
  const page = pageOf(seen);
  if (page === undefined)
    return { status: null, agreement: "failed", sha256: null, text: "", findings: [], links: [] };
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
    links: read?.kind === "html" ? ownLinks(read.text, page.url, hostnames) : [],
  };
}

/** The page that the first vantage reached. */
const pageOf = ({ views }: Capture) => views.find(({ stopped }) => stopped === null)?.exchanges.at(-1);

const screenPage = ({ kind, text }: PageText): PageScreening =>
  kind === "html" ? screenHtml(text) : screenText(text);
