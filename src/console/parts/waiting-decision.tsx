import { Anchor, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Committed, DecisionView } from "../../desk/api-types.ts";
import { useDesk, usePerson } from "../desk.tsx";
import { shortId } from "../format.ts";
import { useTexts } from "../language.tsx";
import { linkToCase } from "../route.ts";
import { mayApprove } from "../waiting.ts";
import { Approve } from "./approve.tsx";
import { Ago } from "./due.tsx";
import { Fact, Facts } from "./facts.tsx";
import { Panel } from "./panel.tsx";
import { Reasons } from "./reasons.tsx";

/** A decision as the next person reads it before she adds her name, or does not. */
export function WaitingDecision({ view }: { readonly view: DecisionView }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const [reading, setReading] = useState(false);
  const about = useQuery({ queryKey: ["case", view.case], queryFn: () => api.case(view.case) });
  const nameOf = (id: string) => (id === person.id ? t.you : shortId(id));
  const lifted = about.data?.events.find(
    ({ kind, payload }) => kind === "case.decided" && payload.index === view.core.measure,
  );
  const approved = (committed: Committed) => {
    setReading(false);
    // The case shows how far the edges are.
    if (committed.status === "committed") location.hash = linkToCase(view.case);
  };
  return (
    <Panel title={t.proposal(view.core)} aside={t.approvedSoFar(view.approvedBy.length, view.needed)}>
      <Facts>
        <Fact name={t.site}>
          <Anchor href={linkToCase(view.case)}>{about.data?.site.hostnames[0] ?? t.openCase}</Anchor>
        </Fact>
        {view.target !== null && (
          <Fact name={t.target} code>
            {view.target}
          </Fact>
        )}
        {lifted !== undefined && <Fact name={t.measure}>{t.event(lifted.kind, lifted.payload, 1)}</Fact>}
        <Fact name={t.clause}>{view.clause}</Fact>
        <Fact name={t.proposedBy}>
          {nameOf(view.proposedBy)}, <Ago atMs={view.proposedAt} />
        </Fact>
        {view.approvedBy.length > 0 && (
          <Fact name={t.approvedBy}>{view.approvedBy.map(nameOf).join(", ")}</Fact>
        )}
      </Facts>
      <Reasons facts={view.facts} whyNotMilder={view.whyNotMilder} distinction={view.distinction} />
      {reading ? (
        <Approve
          proposed={view}
          onApproved={approved}
          beside={
            <Button variant="default" onClick={() => setReading(false)}>
              {t.back}
            </Button>
          }
        />
      ) : mayApprove(person, view) ? (
        <Group>
          <Button onClick={() => setReading(true)}>{t.preview}</Button>
        </Group>
      ) : (
        <Text c="dimmed">
          {person.role === "auditor" ? t.readOnly : t.needsOthers(view.needed - view.approvedBy.length)}
        </Text>
      )}
    </Panel>
  );
}
