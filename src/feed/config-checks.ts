import type { OriginConfig, SiteConfig } from "./config.ts";

/** What is wrong, and at which field. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** hstspreload.org takes a domain only with both of these; a browser ignores `preload` without them. */
const PRELOAD_SECONDS = 31_536_000;

/** What a pool's fields say together and cannot mean. */
export function originProblems({ servers, tls, health }: OriginConfig): Problem[] {
  const problems: Problem[] = [];
  if (servers.every(({ backup }) => backup))
    problems.push({ path: ["servers"], message: "at least one server must not be a backup" });
  const urls = servers.map(({ url }) => URL.parse(url)?.origin ?? url);
  for (const [i, url] of urls.entries()) {
    if (urls.indexOf(url) < i) problems.push({ path: ["servers", i, "url"], message: "is there already" });
  }
  if (tls !== undefined && urls.every((url) => url.startsWith("http:")))
    problems.push({ path: ["tls"], message: "is for https servers, and no server is one" });
  if (tls?.verify === false && tls.ca !== undefined)
    problems.push({ path: ["tls", "ca"], message: "is not looked at where verify is false" });
  const { intervalMs = Number.POSITIVE_INFINITY, timeoutMs = 0 } = health ?? {};
  if (timeoutMs > intervalMs)
    problems.push({ path: ["health", "timeoutMs"], message: "must not be longer than intervalMs" });
  return problems;
}

type Site = Pick<SiteConfig, "hostnames" | "roles" | "https">;

/** The same for the rest of a site. */
export function siteProblems({ hostnames, roles, https }: Site): Problem[] {
  const problems: Problem[] = [];
  for (const [field, values] of Object.entries({ hostnames, roles })) {
    for (const [i, value] of values.entries()) {
      if (values.indexOf(value as never) < i)
        problems.push({ path: [field, i], message: "is there already" });
    }
  }
  const hsts = https?.hsts;
  if (hsts?.preload && (!hsts.includeSubDomains || hsts.maxAgeSeconds < PRELOAD_SECONDS)) {
    problems.push({
      path: ["https", "hsts", "preload"],
      message: `needs includeSubDomains and a maxAgeSeconds of ${PRELOAD_SECONDS} or more`,
    });
  }
  return problems;
}
