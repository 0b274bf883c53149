import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Committed, Proposal, Proposed } from "../../desk/api-types.ts";
import { useTexts } from "../language.tsx";
import { linkTo } from "../route.ts";
import { Approve } from "./approve.tsx";
import { Part } from "./part.tsx";
import { Reasons } from "./reasons.tsx";

/** A decision ready to be read once more and signed. */
export interface Draft {
  readonly proposal: Proposal;
  readonly proposed: Proposed;
}

interface Props {
  readonly draft: Draft;
  onBack(): void;
  onDone(): void;
}

/** What the operator will read, what becomes public, and the signature that makes it hold. */
export function DecidePreview({ draft: { proposal, proposed }, onBack, onDone }: Props) {
  const { t } = useTexts();
  const [waiting, setWaiting] = useState<Committed>();

  if (waiting !== undefined) {
    return (
      <Stack gap="sm" align="start">
        <div role="status">
          <Text fw={600}>{t.approvedSoFar(waiting.approvals, waiting.needed)}</Text>
          <Text>
            {t.needsOthers(waiting.needed - waiting.approvals)} {t.findsItThere}{" "}
            <Anchor href={linkTo("approvals")}>{t.page.approvals}</Anchor>.
          </Text>
        </div>
        <Button variant="default" onClick={onDone}>
          {t.decideAgain}
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <Part title={t.operatorReads} help={t.operatorReadsHelp}>
        <Reasons facts={proposal.facts} whyNotMilder={proposal.whyNotMilder} />
      </Part>
      <Approve
        proposed={proposed}
        onApproved={(committed) => (committed.status === "proposed" ? setWaiting(committed) : onDone())}
        beside={
          <Button variant="default" onClick={onBack}>
            {t.back}
          </Button>
        }
      />
    </Stack>
  );
}
