import type { SignedIn } from "./api.ts";

/**
 * The signed-in session, kept for a reload of this tab and no longer: sessionStorage ends with the tab. The private key
 * is never stored anywhere; after a reload the person chooses her key file again when she approves.
 */
const NAME = "rempart.session";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The kept session, unless it is over. */
export function readSession(store: Store, nowMs: number): SignedIn | undefined {
  const text = store.getItem(NAME);
  if (text === null) return undefined;
  const session = JSON.parse(text) as SignedIn;
  if (Date.parse(session.expires) > nowMs) return session;
  dropSession(store);
  return undefined;
}

export const keepSession = (store: Store, session: SignedIn): void =>
  store.setItem(NAME, JSON.stringify(session));

export const dropSession = (store: Store): void => store.removeItem(NAME);
