import type { SiteConfig } from "../../../feed/config.ts";

export const ACCOUNT = "0000000000000000000000000a";
export const idOf = (n: number): string => String(n).padStart(26, "0");

/** A small site, with what a test is about in place of the rest. */
export const siteOf = (n: number, change: Partial<SiteConfig> = {}): SiteConfig => ({
  ...{ id: idOf(n), account: ACCOUNT, hostnames: [`site-${n}.example`], roles: ["cdn"] },
  ...{ origin: { servers: [{ url: "http://192.0.2.10" }] }, readings: { foldCase: false } },
  ...change,
});
