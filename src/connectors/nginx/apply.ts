import { join } from "node:path";
import { RempartError } from "../../lib/errors.ts";
import { readIfPresent, removeIfPresent, writeAtomic } from "../../lib/files.ts";
import type { LeftOut, Plan } from "../plan.ts";
import { renderHttp, renderMeasures, renderServer } from "./render.ts";

/** Runs a program to its end. */
export type Run = (command: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;

export interface NginxOptions {
  /** Where the three files are written; nginx's configuration includes them from there. */
  readonly folder: string;
  /** Where decisions can be read: becomes part of every refusal. */
  readonly deskUrl: string;
  readonly run: Run;
  /** Default `nginx -t`. */
  readonly test?: readonly string[];
  /** Default `nginx -s reload`. */
  readonly reload?: readonly string[];
}

export interface NginxApplied {
  /** False: nginx had exactly this already, and was left alone. */
  readonly changed: boolean;
  readonly leftOut: readonly LeftOut[];
}

export const NGINX_FILES = {
  http: "rempart-http.conf",
  measures: "rempart-measures.conf",
  server: "rempart-server.conf",
};

/**
 * Mode of the files: nginx's master process reads them as root. They name pages that are refused: nobody else needs
 * to.
 */
const MODE = 0o600;

/** Files in which nothing is in force yet; those that are there stay. nginx needs all of them to start. */
export async function ensureNginxFiles(folder: string, deskUrl: string): Promise<void> {
  for (const [name, text] of [
    [NGINX_FILES.http, renderHttp(deskUrl)],
    [NGINX_FILES.server, renderServer(deskUrl)],
    [NGINX_FILES.measures, renderMeasures({ hosts: [], leftOut: [] }).text],
  ] as const) {
    const path = join(folder, name);
    if ((await readIfPresent(path)) === undefined) await writeAtomic(path, text, MODE);
  }
}

/**
 * Puts the measures into nginx: writes, tests the whole configuration, reloads. Where the test or the reload fails
 * the files are put back as they were and nginx goes on with what it had; throws `connector.nginx` with what nginx
 * said. `isLoaded`: nginx is known to run what the files say; a connector that was killed may have written them and no more.
 */
export async function applyToNginx(
  plan: Plan,
  options: NginxOptions,
  isLoaded = true,
): Promise<NginxApplied> {
  const { folder, deskUrl, run, test = ["nginx", "-t"], reload = ["nginx", "-s", "reload"] } = options;
  const { text, leftOut } = renderMeasures(plan);
  const wanted: readonly (readonly [path: string, text: string])[] = [
    [join(folder, NGINX_FILES.http), renderHttp(deskUrl)],
    [join(folder, NGINX_FILES.server), renderServer(deskUrl)],
    [join(folder, NGINX_FILES.measures), text],
  ];
  const before = await Promise.all(wanted.map(async ([path]) => [path, await readIfPresent(path)] as const));
  if (isLoaded && wanted.every(([, content], i) => before[i]![1]?.toString("utf8") === content))
    return { changed: false, leftOut };

  for (const [path, content] of wanted) await writeAtomic(path, content, MODE);
  for (const command of [test, reload]) {
    const { code, output } = await run(command).catch((error: Error) => ({
      code: -1,
      output: error.message,
    }));
    if (code === 0) continue;
    await putBack(before);
    throw new RempartError("connector.nginx", 502, `${command.join(" ")} failed (${code}): ${output.trim()}`);
  }
  return { changed: true, leftOut };
}

async function putBack(
  before: readonly (readonly [path: string, content: Buffer | undefined])[],
): Promise<void> {
  for (const [path, content] of before) {
    if (content === undefined) await removeIfPresent(path);
    else await writeAtomic(path, content, MODE);
  }
}
