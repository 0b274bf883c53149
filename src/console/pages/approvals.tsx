import { Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { DecisionView } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Emergencies } from "../parts/emergencies.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { WaitingDecision } from "../parts/waiting-decision.tsx";
import { isAsked } from "../waiting.ts";

const REFRESH_MS = 5_000;

/** Decisions that wait for another person, the oldest first; below, folded, those that nobody has signed yet. */
export function ApprovalsPage() {
  const { t } = useTexts();
  const { api } = useDesk();
  const query = useQuery({ queryKey: ["waiting"], queryFn: api.waiting, refetchInterval: REFRESH_MS });
  return (
    <Stack gap="lg" maw="56rem">
      <Title order={1}>{t.page.approvals}</Title>
      <Emergencies />
      <Loaded query={query}>
        {({ decisions }) => {
          const asked = decisions.filter(isAsked);
          const drafts = decisions.filter((one) => !isAsked(one));
          return (
            <>
              {asked.length === 0 && <Empty title={t.approvalsEmpty} help={t.approvalsEmptyHelp} />}
              <Decisions decisions={asked} />
              {drafts.length > 0 && (
                <details>
                  <summary>{t.drafts(drafts.length)}</summary>
                  <Stack gap="md" mt="md">
                    <Decisions decisions={drafts} />
                  </Stack>
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

const Decisions = ({ decisions }: { readonly decisions: readonly DecisionView[] }) =>
  decisions.map((view) => <WaitingDecision key={view.decision} view={view} />);
