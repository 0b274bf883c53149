import { Stack, Text } from "@mantine/core";
import type { KeptFile, WordsReason } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { save } from "../download.ts";
import { useTexts } from "../language.tsx";
import { signedReading } from "../reading.ts";
import { copyName } from "../reports.ts";
import { KeyButton } from "./signing.tsx";

interface Props {
  readonly report: string;
  readonly part: string;
  readonly reason: WordsReason;
  readonly file: Pick<KeptFile, "kind" | "type" | "name" | "bytes">;
}

/** A file as a name. Its copy is saved, never shown here, and each time is signed for. */
export function ReportFile({ report, part, reason, file }: Props) {
  const { t } = useTexts();
  const { api } = useDesk();
  const about = [t.mediaKinds[file.kind] ?? file.kind, t.fileSize(Math.ceil(file.bytes / 1000))];
  return (
    <Stack gap={6}>
      <Text style={{ overflowWrap: "anywhere" }}>
        {file.name}{" "}
        <Text span size="sm" c="dimmed">
          {about.join(" · ")}
        </Text>
      </Text>
      <KeyButton
        quiet
        label={t.fileCopy}
        why={t.readNoKey}
        act={async (signer) => {
          const copy = await api.reportFile(report, part, await signedReading(signer, report, reason));
          save(copyName(report, part, copy.type), copy.bytes);
        }}
        beside={
          <Text size="sm" c="dimmed">
            {t.fileCopyHelp}
          </Text>
        }
      />
    </Stack>
  );
}
