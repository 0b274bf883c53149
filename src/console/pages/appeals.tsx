import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OpenAppeal } from "../../desk/api-types.ts";
import { useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { AppealAnswer } from "../parts/appeal-answer.tsx";
import { Ago, Due } from "../parts/due.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Measure } from "../parts/measures.tsx";
import { Panel } from "../parts/panel.tsx";

const REFRESH_MS = 10_000;

/** Open appeals, the next due first. An appeal that was just accepted stays in sight until every edge has let go. */
export function AppealsPage() {
  const { t } = useTexts();
  const { api } = useDesk();
  const [reversed, setReversed] = useState<readonly string[]>([]);
  const query = useQuery({ queryKey: ["appeals"], queryFn: api.appeals, refetchInterval: REFRESH_MS });
  return (
    <Stack gap="lg" maw="56rem">
      <Title order={1}>{t.page.appeals}</Title>
      {reversed.map((decision) => (
        <Panel key={decision} title={t.appealAccepted}>
          <Measure decision={decision} />
        </Panel>
      ))}
      <Loaded query={query}>
        {({ appeals }) =>
          appeals.length === 0 ? (
            <Empty title={t.appealsEmpty} help={t.appealsEmptyHelp} />
          ) : (
            appeals.map((appeal) => (
              <Appeal
                key={appeal.id}
                appeal={appeal}
                onReversed={() => setReversed([appeal.decision, ...reversed])}
              />
            ))
          )
        }
      </Loaded>
    </Stack>
  );
}

function Appeal({ appeal, onReversed }: { readonly appeal: OpenAppeal; onReversed(): void }) {
  const { t, language } = useTexts();
  const { api } = useDesk();
  const { role } = usePerson();
  const measure = useQuery({
    queryKey: ["decision", appeal.decision],
    queryFn: () => api.decision(appeal.decision),
  });
  return (
    <Panel title={t.side(appeal.side)} aside={<Due atMs={appeal.dueAt} />}>
      <Text size="sm" c="dimmed">
        <Ago atMs={appeal.at} /> ·{" "}
        {measure.data !== undefined &&
          `${t.verb[measure.data.entry.verb]} · ${t.grain[measure.data.entry.grain]} · ${t.clause} ${measure.data.entry.clause} · `}
        <Anchor href={`/d/${appeal.decision}?l=${language}`} target="_blank">
          {t.decision} {appeal.decision.slice(0, 8)}
        </Anchor>
      </Text>
      <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{appeal.words}</Text>
      {role === "auditor" ? (
        <Text c="dimmed">{t.readOnly}</Text>
      ) : (
        <AppealAnswer id={appeal.id} onReversed={onReversed} />
      )}
    </Panel>
  );
}
