import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** Runs `rempart …` as a person would in a terminal. */
export function rempart(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=rempart-src", CLI, ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), out: `${stdout}${stderr}` }),
    );
  });
}

/** Asks for pages as a visitor of one edge, and holds what is refused against the ledger. */
export function ledgerCheck(
  pages: readonly string[],
  { url, key, port }: { readonly url: string; readonly key: string; readonly port: number },
): Promise<{ code: number; out: string }> {
  return rempart("ledger", "check", ...pages, "--ledger", url, "--key", key, "--via", `127.0.0.1:${port}`);
}
