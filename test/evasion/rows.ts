import type { Row } from "./row.ts";
import { http2, names, proxy, restarted } from "./rows/fronts.ts";
import { forms, hosts } from "./rows/hosts.ts";
import { conditions, framing, methods, overrides } from "./rows/methods.ts";
import { percent } from "./rows/percent.ts";
import { fragments, query } from "./rows/query.ts";
import { backslashes, dots, letters, neighbours, parameters, slashes } from "./rows/segments.ts";

/** The evasion matrix: ways of asking for a refused page, and of asking for what stands beside it. */
export const rows: readonly Row[] = [
  ...[percent, letters, dots, slashes, backslashes, parameters, query, fragments, neighbours],
  ...[hosts, forms, methods.rows, conditions, overrides, framing.rows],
  ...[http2, names, proxy, restarted],
].flat();
