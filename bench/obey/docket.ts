import { createServer, type Server } from "node:http";
import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Committed, Proposed } from "../../src/desk/decisions/types.ts";
import { listen } from "../../src/lib/listen.ts";
import type { House } from "../../test/desk/house.ts";
import { MIRABELLE } from "../../test/fixtures/people.ts";
import { visit } from "../../test/world/http.ts";
import { until } from "../../test/world/world.ts";

export const HOST = "mesure.example";
/** A parameter that changes nothing about the page but its end, which does not come. */
export const HELD = "tenir";
/** A page that nothing is decided about: served as long as the edge serves. */
export const INNOCENT = "/accueil";
const URLS_A_REPORT = 20;
/** The desk looks at two pages a second. */
const CAPTURE_MS = 2_000;

const FACTS = "La page présente des coordonnées comme celles d'une personne, et une menace.";
const WHY_NOT_MILDER = "Demander le retrait laisserait la page en ligne pendant que le danger est immédiat.";

/** A page of the bench's site whose findings stand; decisions about it are made as ever: proposed, signed, committed. */
export interface DocketPage {
  readonly path: string;
  readonly id: string;
  readonly caseId: string;
}

/**
 * A site with as many pages as there are decisions to be made at once, each reported, looked at by the desk through its edges
 * and screened. What is measured begins after that, with a person's signature.
 */
export class Docket {
  readonly pages: readonly DocketPage[];
  readonly #house: House;
  readonly #origin: Server;

  private constructor(house: House, origin: Server, pages: readonly DocketPage[]) {
    this.#house = house;
    this.#origin = origin;
    this.pages = pages;
  }

  static async open(house: House, count: number): Promise<Docket> {
    const origin = createServer(({ url = "/" }, response) => {
      const html = page(url.startsWith("/sujet/"));
      if (url.endsWith(`?${HELD}`)) {
        response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
        response.write(html);
        return;
      }
      const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "max-age=3600" };
      response.writeHead(200, { ...headers, "Content-Length": Buffer.byteLength(html) });
      response.end(html);
    });
    const port = await listen(origin, { host: "127.0.0.1", port: 0 }, "the bench's origin");
    const owner = { contactEmail: "exploitant@mesure.example", language: "fr" };
    const { id: account } = await house.post<{ id: string }>(house.admin, "/api/accounts", owner);
    const site = { account, hostnames: [HOST], roles: ["cdn"], origin: `http://127.0.0.1:${port}` };
    await house.post(house.admin, "/api/sites", site);
    await Promise.all(house.world.edges.map((edge) => served(edge.port)));
    const paths = Array.from({ length: count }, (_, i) => `/sujet/${i + 1}`);
    for (let from = 0; from < count; from += URLS_A_REPORT) {
      await report(house, paths.slice(from, from + URLS_A_REPORT));
    }
    return new Docket(house, origin, await captured(house, paths));
  }

  propose = ({ id, caseId }: DocketPage, seconds = 90 * 86_400): Promise<Proposed> =>
    this.#house.propose(caseId, {
      ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page: id, seconds },
      ...{ facts: FACTS, whyNotMilder: WHY_NOT_MILDER },
    });

  proposeLift = (measure: number): Promise<Proposed> =>
    this.#house.post(this.#house.first, "/api/lifts", {
      ...{ measure, cause: "error", facts: "La mesure du banc d'essai est levée." },
    });

  /** The last approval: what it answers with is in the ledger. */
  approve = (proposed: Proposed): Promise<Committed> => this.#house.approve(this.#house.first, proposed);

  close(): void {
    this.#origin.closeAllConnections();
    this.#origin.close();
  }
}

/** Waits until an edge serves the bench's site. */
export const served = (port: number): Promise<boolean> =>
  until("an edge serves the bench's site", async () => (await visit(port, HOST, INNOCENT)).status === 200);

const page = (abusive: boolean): string => `<!doctype html><html lang="fr"><title>Mesure</title><body><main>
<h1>${abusive ? "On sait où elle est" : "Accueil"}</h1><article>${
  abusive
    ? `<p>Mirabelle habite ici : ${MIRABELLE.address}. Son numéro : ${MIRABELLE.phone}.</p>
<p>Mirabelle, on va te tuer. On sait où tu dors ce soir.</p>`
    : "<p>Bienvenue sur la page d'accueil.</p>"
}</article></main></body></html>`;

async function report(house: House, paths: readonly string[]): Promise<void> {
  const urls = paths.map((path) => `https://${HOST}${path}`);
  const body = JSON.stringify({ urls, happening: ["address", "threat"], riskToLife: true });
  const { status, text } = await house.ask("/api/reports", { method: "POST", body });
  if (status !== 201) throw new Error(`the report was not taken: ${text}`);
}

/** The pages in their order, once every one of them has been looked at. */
async function captured(house: House, paths: readonly string[]): Promise<DocketPage[]> {
  const look = async (): Promise<DocketPage[] | false> => {
    const found = new Map<string, DocketPage>();
    for (const { id: caseId } of await house.cases()) {
      const view = await house.get<CaseView>(house.first, `/api/cases/${caseId}`);
      for (const { id, path, capture } of view.pages) {
        if (capture === null) return false;
        found.set(path, { path, id, caseId });
      }
    }
    const pages = paths.flatMap((path) => found.get(path) ?? []);
    return pages.length === paths.length && pages;
  };
  const deadline = performance.now() + 30_000 + paths.length * CAPTURE_MS;
  for (;;) {
    const pages = await look();
    if (pages !== false) return pages;
    if (performance.now() > deadline) throw new Error("the desk did not look at all pages in time");
    await new Promise((resolve) => setTimeout(resolve, 250)); // asking costs the desk: not in a hot loop
  }
}
