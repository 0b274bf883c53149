import { Stack } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Changed } from "../../desk/api-types.ts";
import type { AskedFor } from "../api.ts";
import { configHash, hashToSign } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { EntryCore } from "./entry-core.tsx";
import { Fact, Facts } from "./facts.tsx";
import { Part } from "./part.tsx";
import { Problem } from "./problem.tsx";
import { Saved } from "./published.tsx";
import { SignButton } from "./signing.tsx";

interface Props {
  /** A change that waits for the account's request. */
  readonly changed: Changed;
  send(asked: AskedFor): Promise<Changed>;
  onClose(): void;
  /** A way back, beside the button. */
  readonly beside: ReactNode;
}

/** The account's request, put into the ledger by a person who says with her key that the account asked. */
export function SiteRequest({ changed, send, onClose, beside }: Props) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [done, setDone] = useState<Changed>();
  const { site, changes, needs } = changed;
  const entry = useQuery({
    queryKey: ["request-to-sign", needs?.decision],
    queryFn: async () => {
      const { decision, approvalHash, change } = needs!;
      const config = await configHash(change === "remove-site" ? { removed: site.id } : site);
      const core = { v: 1, kind: "request", change, config };
      return { core, hash: await hashToSign({ decision, core, approvalHash }) };
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (done !== undefined) return <Saved changed={done} onClose={onClose} />;

  const ask = async (signature: string, person: string): Promise<void> => {
    setDone(await send({ decision: needs!.decision, approvals: [{ person, signature }] }));
    await queries.invalidateQueries({ queryKey: ["sites"] });
  };
  return (
    <Stack gap="lg">
      <Part
        title={t.whatChanges}
        help={needs?.change === "remove-site" ? t.removeSiteHelp : t.whatChangesHelp}
      >
        {needs?.change !== "remove-site" && (
          <Facts>
            {changes.map(({ field, before, after }) => (
              <Fact key={field} name={field} code>
                {shown(before)} → {shown(after)}
              </Fact>
            ))}
          </Facts>
        )}
      </Part>
      <Problem error={entry.error} />
      {entry.data !== undefined && (
        <>
          <Part title={t.becomesPublic} help={t.becomesPublicHelp}>
            <EntryCore core={entry.data.core} />
          </Part>
          <SignButton label={t.accountAsked} hash={entry.data.hash} onSigned={ask} beside={beside} />
        </>
      )}
    </Stack>
  );
}

const shown = (value: unknown): string => (value === undefined ? "–" : JSON.stringify(value));
