import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Loaded } from "./loaded.tsx";
import { SiteRequest } from "./site-request.tsx";

/** Ends the service of a site, at its account's request. */
export function RemoveSite({ id, onClose }: { readonly id: string; onClose(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const query = useQuery({
    queryKey: ["removal", id],
    queryFn: () => api.removeSite(id),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={query}>
      {(changed) => (
        <SiteRequest
          changed={changed}
          send={(asked) => api.removeSite(id, asked)}
          onClose={onClose}
          beside={
            <Button variant="default" onClick={onClose}>
              {t.cancel}
            </Button>
          }
        />
      )}
    </Loaded>
  );
}
