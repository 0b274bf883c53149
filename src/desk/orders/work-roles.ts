import { executor, SERVICE_ROLES, type ServiceRole } from "../../policy/index.ts";

/** The roles in which no edge can do what was decided. */
export const WORK_ROLES: readonly ServiceRole[] = SERVICE_ROLES.filter((role) => executor(role) !== "edge");

export const isWorkRole = (text: string): text is ServiceRole => WORK_ROLES.some((role) => role === text);
