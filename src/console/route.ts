import { useMemo, useSyncExternalStore } from "react";

/** What the address after # asks for. */
export type Route =
  | { readonly page: "queue" | "approvals" | "work" | "appeals" | "sites" | "fleet" | "people" | "join" }
  | { readonly page: "case"; readonly id: string }
  | { readonly page: "first"; readonly secret: string };

const PLAIN = ["approvals", "work", "appeals", "sites", "fleet", "people", "join"] as const;

/** Reads `#/cases/<id>`, `#/fleet`, `#first=<secret>`…; anything else is the queue. */
export function readRoute(hash: string): Route {
  const first = /^#first=([\w-]+)$/.exec(hash);
  if (first !== null) return { page: "first", secret: first[1]! };
  const opened = /^#\/cases\/([0-9a-z]+)$/.exec(hash);
  if (opened !== null) return { page: "case", id: opened[1]! };
  return { page: PLAIN.find((page) => hash === `#/${page}`) ?? "queue" };
}

/** The address of a page, for links. */
export const linkTo = (page: (typeof PLAIN)[number] | "queue"): string =>
  page === "queue" ? "#/" : `#/${page}`;
export const linkToCase = (id: string): string => `#/cases/${id}`;

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => readRoute(hash), [hash]);
}
