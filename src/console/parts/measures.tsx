import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CaseView } from "../../desk/api-types.ts";
import { mayDecide, useDesk, usePerson } from "../desk.tsx";
import { dateTimeText } from "../format.ts";
import { useTexts } from "../language.tsx";
import { DoorsView } from "./doors.tsx";
import { EnforcementView } from "./enforcement.tsx";
import { LiftForm } from "./lift-form.tsx";
import { Loaded } from "./loaded.tsx";
import { Panel } from "./panel.tsx";

const REFRESH_MS = 5_000;

/** The measures that this case led to, newest first, each with how far it has got and the way back. */
export function CaseMeasures({ view }: { readonly view: CaseView }) {
  const { t } = useTexts();
  const decisions = view.events
    .filter(({ kind }) => kind === "case.decided")
    .map(({ payload }) => String(payload.decision))
    .reverse();
  if (decisions.length === 0) return null;
  return (
    <Panel title={t.measures}>
      <Stack gap="xl">
        {decisions.map((decision) => (
          <Stack key={decision} gap="xs">
            <Measure decision={decision} />
            <DoorsView decision={decision} caseId={view.id} />
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}

/** One measure as the ledger has it. */
export function Measure({ decision }: { readonly decision: string }) {
  const { t, language } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const [lifting, setLifting] = useState(false);
  const query = useQuery({
    queryKey: ["decision", decision],
    queryFn: () => api.decision(decision),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Loaded query={query}>
      {({ entry, index, state }) => (
        <Stack gap="xs">
          <Group justify="space-between" gap="xs">
            <Text fw={650}>
              {t.verb[entry.verb]} · {t.grain[entry.grain]}
            </Text>
            <Text size="sm">{t.measureState[state]}</Text>
          </Group>
          <Text size="sm" c="dimmed">
            {t.clause} {entry.clause} · {t.serviceRole[entry.role]} ·{" "}
            {entry.ends === null ? t.noEnd : t.until(dateTimeText(Date.parse(entry.ends), language))} ·{" "}
            <Anchor href={`/d/${decision}?l=${language}`} target="_blank">
              {t.ledgerEntry(index)}
            </Anchor>
          </Text>
          {state !== "ended" && (
            <EnforcementView
              decision={decision}
              verb={entry.verb}
              index={index}
              lifted={state === "lifted"}
            />
          )}
          {state === "active" && !lifting && mayDecide(person) && (
            <Group>
              <Button variant="default" size="compact-sm" onClick={() => setLifting(true)}>
                {t.lift}
              </Button>
            </Group>
          )}
          {state === "active" && lifting && <LiftForm measure={index} onClose={() => setLifting(false)} />}
        </Stack>
      )}
    </Loaded>
  );
}
