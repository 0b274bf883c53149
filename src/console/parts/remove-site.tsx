import { useQuery } from "@tanstack/react-query";
import type { Removed } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Cancel } from "./cancel.tsx";
import { Loaded } from "./loaded.tsx";
import { Note } from "./note.tsx";
import { SiteRequest } from "./site-request.tsx";

/** Ends the service of a site, at its account's request. */
export function RemoveSite({ id, onClose }: { readonly id: string; onClose(): void }) {
  const { api } = useDesk();
  const query = useQuery({
    queryKey: ["removal", id],
    queryFn: () => api.removeSite(id),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={query}>
      {(removed) => (
        <>
          <Pending {...removed.pending} />
          <SiteRequest
            changed={removed}
            send={(asked) => api.removeSite(id, asked)}
            onClose={onClose}
            beside={<Cancel onClick={onClose} />}
          />
        </>
      )}
    </Loaded>
  );
}

/** What a removal leaves behind: it ends the service, not the case. */
function Pending({ openCases, measures }: Removed["pending"]) {
  const { t } = useTexts();
  if (openCases.length === 0 && measures === 0) return null;
  return (
    <Note alert title={t.siteIsPending}>
      {[
        ...(openCases.length > 0 ? [t.openCases(openCases.length)] : []),
        ...(measures > 0 ? [t.measuresInForce(measures)] : []),
      ].join(" · ")}
    </Note>
  );
}
