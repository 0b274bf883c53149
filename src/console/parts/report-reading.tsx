import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { OpenedReport, ReportLine, WordsReason } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { signedReading } from "../reading.ts";
import { Cancel } from "./cancel.tsx";
import { Part } from "./part.tsx";
import { ReportWords } from "./report-words.tsx";
import { KeyButton } from "./signing.tsx";

const REASONS: readonly WordsReason[] = ["decide", "appeal", "answer"];

interface Props {
  readonly report: ReportLine;
  onClose(): void;
}

/** Opens a report for a reason, with the key. What was opened lives in this component and is gone with it. */
export function ReportReading({ report, onClose }: Props) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [reason, setReason] = useState<WordsReason>();
  const [opened, setOpened] = useState<OpenedReport>();
  if (reason !== undefined && opened !== undefined)
    return <Opened report={report} reason={reason} opened={opened} onClose={onClose} />;
  return (
    <div className="box">
      <Part title={t.readTitle} help={t.readSeen}>
        <Radio.Group
          label={t.readWhy}
          value={reason ?? ""}
          onChange={(value) => setReason(value as WordsReason)}
        >
          <Stack gap={6} mt={6}>
            {REASONS.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t.readFor[value].name}
                description={t.readFor[value].help}
              />
            ))}
          </Stack>
        </Radio.Group>
        <KeyButton
          label={t.readSign}
          why={t.readNoKey}
          disabled={reason === undefined}
          act={async (signer) => {
            if (reason === undefined) return;
            setOpened(await api.readReport(report.id, await signedReading(signer, report.id, reason)));
          }}
          beside={<Cancel onClick={onClose} />}
        />
      </Part>
    </div>
  );
}

interface OpenedProps extends Props {
  readonly reason: WordsReason;
  readonly opened: OpenedReport;
}

/** Not shown before it is asked for: whoever reads this all day chooses the moment. */
function Opened({ report, reason, opened, onClose }: OpenedProps) {
  const { t } = useTexts();
  const [shows, setShows] = useState(false);
  return (
    <div className="box">
      <Stack gap="sm">
        {!shows && (
          <Text size="sm" c="dimmed" role="status">
            {t.readHidden}
          </Text>
        )}
        <Group gap="xs">
          <Button variant="default" size="compact-sm" aria-expanded={shows} onClick={() => setShows(!shows)}>
            {shows ? t.readHide : t.readShow}
          </Button>
          <Button variant="default" size="compact-sm" onClick={onClose}>
            {t.readClose}
          </Button>
        </Group>
        {/* Kept while hidden, so that an answer half-written below a message is not lost. */}
        <div hidden={!shows}>
          <ReportWords report={report} reason={reason} opened={opened} />
        </div>
      </Stack>
    </div>
  );
}
