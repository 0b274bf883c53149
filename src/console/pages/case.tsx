import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { CaseView } from "../../desk/api-types.ts";
import { mayDecide, useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { CaseEvents } from "../parts/case-events.tsx";
import { CasePages } from "../parts/case-pages.tsx";
import { CaseReports } from "../parts/case-reports.tsx";
import { CaseWaiting } from "../parts/case-waiting.tsx";
import { Decide } from "../parts/decide.tsx";
import { Due } from "../parts/due.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { LegalOrders } from "../parts/legal-orders.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { CaseMeasures } from "../parts/measures.tsx";
import { Panel } from "../parts/panel.tsx";
import { SeverityLabel } from "../parts/severity.tsx";
import { linkTo } from "../route.ts";

const REFRESH_MS = 5_000;

/** One case: what we saw, what holds, what can be decided. */
export function CasePage({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const query = useQuery({
    queryKey: ["case", id],
    queryFn: () => api.case(id),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Stack gap="lg">
      <Anchor href={linkTo("queue")} size="sm">
        ← {t.page.queue}
      </Anchor>
      <Loaded query={query}>
        {(view) => (
          <>
            <CaseHead view={view} />
            <div className="case">
              <Stack gap="lg">
                <CaseWaiting id={view.id} />
                <CasePages pages={view.pages} />
                <CaseReports view={view} />
                <CaseMeasures view={view} />
                {mayDecide(person) ? <Decide view={view} /> : <Text c="dimmed">{t.readOnly}</Text>}
              </Stack>
              <Stack gap="lg">
                <SiteFacts site={view.site} />
                <LegalOrders view={view} />
                <CaseEvents events={view.events} />
              </Stack>
            </div>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function CaseHead({ view }: { readonly view: CaseView }) {
  const { t } = useTexts();
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <SeverityLabel severity={view.severity} />
        {view.status === "open" ? (
          <Due atMs={view.dueAt} />
        ) : (
          <Text fw={600}>{view.status === "closed" ? t.closedCase : t.decided}</Text>
        )}
      </Group>
      <Title order={1} style={{ overflowWrap: "anywhere" }}>
        {view.site.hostnames[0]}
      </Title>
      <Text c="dimmed">
        {t.harm(view.harm)} · {t.reports(view.reports)}
      </Text>
    </Stack>
  );
}

function SiteFacts({ site }: { readonly site: CaseView["site"] }) {
  const { t } = useTexts();
  return (
    <Panel title={t.site}>
      <Facts>
        <Fact name={t.hostnames}>{site.hostnames.join(", ")}</Fact>
        <Fact name={t.supplied}>{site.roles.map((role) => t.serviceRole[role]).join(", ")}</Fact>
      </Facts>
    </Panel>
  );
}
