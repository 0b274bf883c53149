import { Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { QueuedCase, Severity } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Ago, Due } from "../parts/due.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { SeverityLabel } from "../parts/severity.tsx";
import { linkToCase } from "../route.ts";

const REFRESH_MS = 4_000;

/** Open cases in the desk's order: by severity and due time, never by how many reports there are. */
export function QueuePage() {
  const { t } = useTexts();
  const { api } = useDesk();
  const queue = useQuery({ queryKey: ["cases"], queryFn: api.cases, refetchInterval: REFRESH_MS });
  return (
    <Stack gap="lg">
      <Title order={1}>{t.page.queue}</Title>
      <Loaded query={queue}>
        {({ cases }) =>
          cases.length === 0 ? (
            <Empty title={t.queueEmpty} help={t.queueEmptyHelp} />
          ) : (
            <>
              <QueueSum cases={cases} />
              <ul className="rows queue">
                {cases.map((one) => (
                  <li key={one.id}>
                    <QueueLine one={one} />
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

function QueueSum({ cases }: { readonly cases: readonly QueuedCase[] }) {
  const { t } = useTexts();
  const overdue = cases.filter(({ dueAt }) => dueAt < Date.now()).length;
  return (
    <Group gap="md">
      <Text c="dimmed">{t.openCases(cases.length)}</Text>
      {overdue > 0 && <Text className="overdue">▲ {t.overdueCases(overdue)}</Text>}
    </Group>
  );
}

function QueueLine({ one }: { readonly one: QueuedCase }) {
  const { t } = useTexts();
  return (
    <a href={linkToCase(one.id)}>
      <span style={{ gridArea: "severity" }}>
        <SeverityLabel severity={one.severity as Severity} />
      </span>
      <span style={{ gridArea: "due" }} className="due">
        <Due atMs={one.dueAt} />
      </span>
      <Text span fw={650} style={{ gridArea: "site", overflowWrap: "anywhere" }}>
        {one.hostname}
      </Text>
      <Text span size="sm" c="dimmed" style={{ gridArea: "about" }}>
        {t.harm(one.harm)} · {t.reports(one.reports)} · <Ago atMs={one.openedAt} />
      </Text>
    </a>
  );
}
