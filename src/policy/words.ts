/** The first-class type: the service that we supply to a site. A clause binds some roles, a measure needs one. */
export const SERVICE_ROLES = ["cdn", "ddos", "dns", "registrar", "host", "mail"] as const;
export type ServiceRole = (typeof SERVICE_ROLES)[number];

/** What is done, mildest first. */
export const VERBS = [
  "notify",
  "no-cache",
  "rate-limit",
  "interstitial",
  "refuse",
  "legal-refuse",
  "suspend",
  "terminate",
] as const;
export type Verb = (typeof VERBS)[number];

/** To how much it is done, narrowest first. */
export const GRAINS = ["url", "path", "host", "site", "account"] as const;
export type Grain = (typeof GRAINS)[number];

/** Verbs whose effect is that a request is answered with a refusal instead of the page. */
export const REFUSING: readonly Verb[] = ["refuse", "legal-refuse", "suspend", "terminate"];

export const isRefusing = (verb: Verb): boolean => REFUSING.includes(verb);
