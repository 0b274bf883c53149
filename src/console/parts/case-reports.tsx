import { Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CaseView, ReportLine } from "../../desk/api-types.ts";
import { mayDecide, useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { inOrder, onScreen, othersAlike } from "../reports.ts";
import { Loaded } from "./loaded.tsx";
import { Panel } from "./panel.tsx";
import { RefuseCase } from "./refuse-case.tsx";
import { ReportCard } from "./report-card.tsx";

const REFRESH_MS = 15_000;
/** One is like the other in a raid. */
const AT_ONCE = 5;

/** The reports of a case: nothing that somebody wrote is here until somebody of the team opens it. */
export function CaseReports({ view }: { readonly view: CaseView }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const query = useQuery({
    queryKey: ["reports", view.id],
    queryFn: () => api.reports(view.id),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel title={t.reportsTitle}>
      <Loaded query={query}>{({ reports }) => <ReportList reports={reports} />}</Loaded>
      {mayDecide(person) && view.status === "open" && <RefuseCase caseId={view.id} />}
    </Panel>
  );
}

function ReportList({ reports }: { readonly reports: readonly ReportLine[] }) {
  const { t } = useTexts();
  const [shown, setShown] = useState(AT_ONCE);
  const [inUse, setInUse] = useState<readonly ReportLine[]>([]);
  const use = (report: ReportLine, isUsed: boolean) =>
    setInUse((before) => [...before.filter(({ id }) => id !== report.id), ...(isUsed ? [report] : [])]);
  const named = reports.filter(({ hasIdentity }) => hasIdentity).length;
  const more = Math.min(AT_ONCE, reports.length - shown);
  if (reports.length === 0) return <Text c="dimmed">{t.reportsNone}</Text>;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.reportsHelp} {named > 0 && t.reportsNamed(named)}
      </Text>
      <ul className="rows">
        {onScreen(inOrder(reports), shown, inUse).map((report) => (
          <li key={report.id} className="report">
            <ReportCard
              report={report}
              alike={othersAlike(report, reports)}
              onUse={(isUsed) => use(report, isUsed)}
            />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <div>
          <Button variant="default" size="compact-sm" onClick={() => setShown(shown + AT_ONCE)}>
            {t.moreReports(more)}
          </Button>
        </div>
      )}
    </Stack>
  );
}
