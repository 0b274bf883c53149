import type { Phase } from "../transaction.ts";

/** What the site's own configuration says of a request that no measure refuses: HTTPS first, limits. */
export const admit: Phase = () => "lookup";
