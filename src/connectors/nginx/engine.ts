import { RempartError } from "../../lib/errors.ts";
import type { Engine } from "../follow/enforcer.ts";
import { applyToNginx, type NginxOptions } from "./apply.ts";
import { acceptingWorkers, workersReplaced } from "./workers.ts";

/**
 * An nginx that includes our maps (render.ts) and is reloaded when they change. It reads them again whenever it starts.
 * `pidFile`: its master's.
 */
export function nginxMapEngine(options: NginxOptions & { readonly pidFile: string }): Engine {
  /** Workers of before a reload that were still there when we gave up waiting. */
  let leaving: readonly string[] | undefined;
  /** Since when nothing but us has written the files, and each time to the end. */
  let isLoaded = false;
  return {
    async apply(plan) {
      const before = leaving ?? (await acceptingWorkers(options.pidFile));
      // One that is starting: workers of what it read before would be taken for those of after the reload.
      if (before.length === 0)
        throw new RempartError("connector.nginx", 502, "nginx has no worker that takes connections yet");
      const { changed, leftOut } = await applyToNginx(plan, options, isLoaded);
      isLoaded = true;
      if (changed || leaving !== undefined) {
        leaving = before;
        await workersReplaced(options.pidFile, before);
        leaving = undefined;
      }
      return leftOut;
    },
    stamp: async () => "",
  };
}
