import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { ReportLine } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { signedReading } from "../reading.ts";
import { Cancel } from "./cancel.tsx";
import { KeyButton } from "./signing.tsx";

interface Props {
  readonly report: ReportLine;
  /** Whose words it answers; without, it is for whoever reported. */
  readonly thread?: string;
  onClose(): void;
}

/** A message into a thread of the report. Writing it takes the report's key, so it is signed like a reading. */
export function ReportAnswer({ report, thread, onClose }: Props) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [text, setText] = useState("");
  const [sent, setSent] = useState(false);
  if (sent) {
    return (
      <Group gap="xs">
        <Text role="status">{t.answerSent}</Text>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          {t.close}
        </Button>
      </Group>
    );
  }
  return (
    <Stack gap="sm" className="box">
      <Textarea
        label={t.answerText}
        description={thread === undefined ? t.answerHelp : t.answerThisHelp}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={20_000}
        lang={report.language}
        autosize
        minRows={3}
      />
      <KeyButton
        label={t.answerSend}
        why={t.readNoKey}
        disabled={text.trim() === ""}
        act={async (signer) => {
          const asked = await signedReading(signer, report.id, "answer");
          await api.answerReport(report.id, {
            ...{ ...asked, text },
            ...(thread === undefined ? {} : { thread }),
          });
          setSent(true);
        }}
        beside={<Cancel onClick={onClose} />}
      />
    </Stack>
  );
}
