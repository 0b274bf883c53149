import type { EdgeState } from "../desk/api-types.ts";

const HEAD = ["EDGE", "STATE", "LEDGER", "CONFIG", "AGE", "DIGESTS", "CERTIFICATE", "SERVES", "ADDRESS"];
const DAY_MS = 86_400_000;

/** The edges in columns. `nowMs`: for how long certificates still hold. */
export function fleetTable(ledger: number, edges: readonly EdgeState[], nowMs = Date.now()): string {
  const rows = [HEAD, ...edges.map((edge) => cellsOf(edge, nowMs))];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  );
  const refusals = edges.flatMap(({ name, ack }) =>
    ack?.refused ? [`${name} refused: ${ack.refused}`] : [],
  );
  return [`ledger: ${ledger} entries`, ...lines, ...refusals].join("\n");
}

function cellsOf(edge: EdgeState, nowMs: number): string[] {
  const { name, connected, ack, ageMs, lag, config, digests, serves, address, certificateEndsAt } = edge;
  return [
    name,
    connected ? "connected" : "away",
    ack === null ? "-" : lag === 0 ? `${ack.size}` : `${ack.size} (-${lag})`,
    ack === null ? "-" : ack.config >= config ? `${ack.config}` : `${ack.config} (of ${config})`,
    ageMs === null ? "-" : `${Math.round(ageMs / 1000)} s`,
    digests === null ? "-" : digests.verdict === "equal" ? "equal" : `${digests.verdict} differs`,
    certificateEndsAt === null ? "-" : `${Math.floor((certificateEndsAt - nowMs) / DAY_MS)} d`,
    serves === null ? "all" : `${serves.length} listed`,
    address ?? "-",
  ];
}
