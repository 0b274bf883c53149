import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import type { Person } from "../desk/api-types.ts";
import { caller, type DeskApi, deskApi } from "./api.ts";
import { type Signer, signText } from "./keys.ts";
import { dropSession, keepSession, readSession } from "./session.ts";

interface Desk {
  readonly api: DeskApi;
  /** Who is signed in. */
  readonly person: Person | undefined;
  /** Her key, while this page has it: approving needs it, reading does not. */
  readonly signer: Signer | undefined;
  setSigner(signer: Signer): void;
  /** Answers a challenge with the key. Throws ApiError where the desk does not know it. */
  signIn(signer: Signer): Promise<void>;
  signOut(): void;
}

const DeskContext = createContext<Desk | undefined>(undefined);

export function DeskProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [session, setSession] = useState(() => readSession(sessionStorage, Date.now()));
  const [signer, setSigner] = useState<Signer>();

  const forget = useCallback(() => {
    dropSession(sessionStorage);
    setSession(undefined);
    setSigner(undefined);
    queries.clear();
  }, [queries]);

  const api = useMemo(() => deskApi(caller(session?.token, forget)), [session, forget]);

  const signIn = async (with_: Signer): Promise<void> => {
    const { challenge } = await api.challenge(with_.person);
    const opened = await api.signIn(challenge, await signText(with_.key, challenge));
    keepSession(sessionStorage, opened);
    setSigner(with_);
    setSession(opened);
  };
  const signOut = (): void => {
    api.signOut().catch(() => undefined); // the token ends by itself if the desk cannot be told
    forget();
  };

  return (
    <DeskContext value={{ api, person: session?.person, signer, setSigner, signIn, signOut }}>
      {children}
    </DeskContext>
  );
}

export const useDesk = (): Desk => use(DeskContext)!;

/** The person signed in, on pages that only those see. */
export const usePerson = (): Person => useDesk().person!;

/** Who may propose measures and lifts. */
export const mayDecide = ({ role }: Person): boolean => role === "moderator" || role === "administrator";
