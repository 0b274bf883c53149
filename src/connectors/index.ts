export { applyToHaproxy, type HaproxyApplied } from "./haproxy/apply.ts";
export { backendLines, frontendLines } from "./haproxy/config.ts";
export { ensureFiles } from "./haproxy/files.ts";
export { type Command, runtimeSocket } from "./haproxy/runtime.ts";
export { activeAt, type ClearMeasure, checkClearMeasure, clearMeasures, nextChangeMs } from "./measure.ts";
export { applyToNginx, NGINX_FILES, type NginxApplied, type NginxOptions, type Run } from "./nginx/apply.ts";
export { type LeftOut, type Plan, plan } from "./plan.ts";
