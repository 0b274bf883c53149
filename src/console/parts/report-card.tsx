import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { ReportLine } from "../../desk/api-types.ts";
import { mayDecide, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { isWaiting } from "../reports.ts";
import { Ago, Due } from "./due.tsx";
import { ReportAnswer } from "./report-answer.tsx";
import { ReportReading } from "./report-reading.tsx";
import { ReportSender } from "./report-sender.tsx";
import { ReportUnfounded } from "./report-unfounded.tsx";

interface Props {
  readonly report: ReportLine;
  /** How many other reports say nearly the same. */
  readonly alike: number;
  /** Somebody has begun something here, or is done with it. */
  onUse(isUsed: boolean): void;
}

/** One report, sealed: what is known of it without its words, and what can be done. */
export function ReportCard({ report, alike, onUse }: Props) {
  const { t } = useTexts();
  const person = usePerson();
  const [reads, setReads] = useState(false);
  const [answers, setAnswers] = useState(false);
  const read = (now: boolean) => {
    setReads(now);
    onUse(now || answers);
  };
  const answer = (now: boolean) => {
    setAnswers(now);
    onUse(now || reads);
  };
  return (
    <Stack gap="xs">
      <ReportFacts report={report} alike={alike} />
      {mayDecide(person) && (
        <Group gap="xs">
          {report.status !== "withdrawn" && !reads && (
            <Button variant="default" size="compact-sm" onClick={() => read(true)}>
              {t.read}
            </Button>
          )}
          {report.status !== "withdrawn" && !answers && (
            <Button variant="default" size="compact-sm" onClick={() => answer(true)}>
              {t.answerHer}
            </Button>
          )}
          <ReportUnfounded report={report} />
        </Group>
      )}
      {mayDecide(person) && report.unfounded && <ReportSender report={report.id} />}
      {reads && <ReportReading report={report} onClose={() => read(false)} />}
      {answers && <ReportAnswer report={report} onClose={() => answer(false)} />}
    </Stack>
  );
}

function ReportFacts({ report, alike }: Omit<Props, "onUse">) {
  const { t } = useTexts();
  const also = [
    t.reportLanguage(report.language),
    t.reportMayKnow(report.mayKnow),
    report.hasIdentity ? t.reportIdentity : "",
    alike > 0 ? t.reportAlike(alike) : "",
    report.isSuspended ? t.reportSuspended : "",
  ];
  return (
    <Stack gap={2}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>
          {t.reportReceived} <Ago atMs={report.receivedAt} />
        </Text>
        {isWaiting(report) && <Due atMs={report.dueAt} />}
      </Group>
      {report.riskToLife && <Text className="overdue">{t.reportRisk}</Text>}
      <Text size="sm">{t.reportStatus(report.status)}</Text>
      {report.contestedAt !== null && (
        <Text size="sm" fw={600}>
          {isWaiting(report) ? t.reportContested : t.reportWasContested}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {also.filter(Boolean).join(" · ")}
      </Text>
    </Stack>
  );
}
