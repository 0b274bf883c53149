import { Group, Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Committed, Proposed } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { hashToSign } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { EntryCore } from "./entry-core.tsx";
import { Fact, Facts } from "./facts.tsx";
import { Part } from "./part.tsx";
import { Problem } from "./problem.tsx";
import { ReachView } from "./reach.tsx";
import { SignButton } from "./signing.tsx";

interface Props {
  readonly proposed: Omit<Proposed, "needed">;
  onApproved(committed: Committed): void;
  /** A way back, beside the button. */
  readonly beside: ReactNode;
}

/** The entry, its hash as computed from what is shown, and the key. Without the first two there is nothing to sign. */
export function Approve({ proposed, onApproved, beside }: Props) {
  const { decision, core, approvalHash } = proposed;
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const hash = useQuery({
    queryKey: ["hash-to-sign", decision, core, approvalHash],
    queryFn: () => hashToSign({ decision, core, approvalHash }),
    retry: false,
    staleTime: Infinity,
  });
  const approve = async (signature: string) => {
    onApproved(await api.approve(decision, signature));
    await queries.invalidateQueries();
  };
  return (
    <Stack gap="lg">
      <ReachView reach={proposed.reach} />
      <Part title={t.becomesPublic} help={t.becomesPublicHelp}>
        <EntryCore core={core} />
      </Part>
      <Part title={t.yourKeySigns} help={t.yourKeySignsHelp}>
        <Problem error={hash.error} />
        <Facts>
          <Fact name={t.decision} code>
            {decision}
          </Fact>
          {hash.data !== undefined && (
            <Fact name={t.hash} code>
              {hash.data}
            </Fact>
          )}
        </Facts>
      </Part>
      {hash.data === undefined ? (
        <Group>{beside}</Group>
      ) : (
        <SignButton label={t.approve} hash={hash.data} onSigned={approve} beside={beside} />
      )}
    </Stack>
  );
}
