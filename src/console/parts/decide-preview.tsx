import { Button, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Committed, Policy, Proposal, Proposed } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { DAY_SECONDS } from "../format.ts";
import { useTexts } from "../language.tsx";
import { Fact, Facts } from "./facts.tsx";
import { SignButton } from "./signing.tsx";

/** A decision ready to be read once more and signed. */
export interface Draft {
  readonly proposal: Proposal;
  readonly proposed: Proposed;
}

interface Props {
  readonly draft: Draft;
  readonly policy: Policy;
  onBack(): void;
  onDone(): void;
}

/** What becomes public, what the operator will read, and the signature that makes it hold. */
export function DecidePreview({ draft, policy, onBack, onDone }: Props) {
  const { proposal, proposed } = draft;
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<Committed>();
  const approve = async (signature: string) => {
    const committed = await api.approve(proposed.decision, signature);
    if (committed.status === "proposed") return setWaiting(committed);
    await queries.invalidateQueries();
    onDone();
  };

  if (waiting !== undefined) {
    return (
      <Stack gap="sm" role="status">
        <Text fw={600}>{t.approvedSoFar(waiting.approvals, waiting.needed)}</Text>
        <Text>{t.needsOthers(waiting.needed - waiting.approvals)}</Text>
        <Facts>
          <Fact name={t.decision} code>
            {proposed.decision}
          </Fact>
        </Facts>
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <Part title={t.becomesPublic} help={t.becomesPublicHelp}>
        <EntryFacts draft={draft} policy={policy} />
      </Part>
      <Part title={t.operatorReads} help={t.operatorReadsHelp}>
        <Said label={t.facts}>{proposal.facts}</Said>
        {proposal.whyNotMilder !== "" && <Said label={t.whyNotMilder}>{proposal.whyNotMilder}</Said>}
      </Part>
      <Part title={t.yourKeySigns} help={t.yourKeySignsHelp}>
        <Text className="mono">{proposed.approvalHash}</Text>
      </Part>
      <SignButton
        label={t.approve}
        hash={proposed.approvalHash}
        onSigned={approve}
        beside={
          <Button variant="default" onClick={onBack}>
            {t.back}
          </Button>
        }
      />
    </Stack>
  );
}

/** The entry's core (ledger/approval.ts), field by field. */
function EntryFacts({ draft: { proposal, proposed }, policy }: Pick<Props, "draft" | "policy">) {
  const { t } = useTexts();
  const { clause, role, verb, grain, seconds, emergency } = proposal;
  return (
    <Facts>
      <Fact name={t.measure}>
        {t.verb[verb]} · {t.grain[grain]}
      </Fact>
      <Fact name={t.service}>{t.serviceRole[role]}</Fact>
      <Fact name={t.clause}>{clause}</Fact>
      <Fact name={t.lasts}>{seconds === null ? t.noEnd : t.daysLong(seconds / DAY_SECONDS)}</Fact>
      <Fact name={t.policyVersion} code>
        {policy.version} · {policy.hash.slice(0, 16)}…
      </Fact>
      <Fact name={t.target}>{t.targetHidden}</Fact>
      <Fact name={t.approvalsNeeded}>{proposed.needed}</Fact>
      {emergency && <Fact name={t.emergency}>{t.yes}</Fact>}
      <Fact name={t.decision} code>
        {proposed.decision}
      </Fact>
    </Facts>
  );
}

const Said = ({ label, children }: { label: string; children: string }) => (
  <div>
    <Text size="sm" fw={600}>
      {label}
    </Text>
    <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{children}</Text>
  </div>
);

function Part({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {help}
      </Text>
      {children}
    </Stack>
  );
}
