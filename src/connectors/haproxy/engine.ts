import type { Engine } from "../follow/enforcer.ts";
import { applyToHaproxy } from "./apply.ts";
import { type Command, stamp } from "./runtime.ts";

/** A running HAProxy whose frontends have our lines (config.ts) and whose maps are in `folder`. */
export const haproxyEngine = (options: { readonly folder: string; readonly command: Command }): Engine => ({
  apply: async (plan, isRefused) => {
    await applyToHaproxy(plan, options, isRefused);
    return plan.leftOut;
  },
  stamp: () => stamp(options.command, options.folder),
});
