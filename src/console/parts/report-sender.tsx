import { Button, Group, NumberInput, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Judged } from "../../desk/api-types.ts";
import { useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Cancel } from "./cancel.tsx";
import { Part } from "./part.tsx";
import { Problem } from "./problem.tsx";
import { sends } from "./sends.ts";

/** What DSA art. 23(2) lets a desk do about whoever often sends what is manifestly unfounded: a warning, then a suspension. */
export function ReportSender({ report }: { readonly report: string }) {
  const { t } = useTexts();
  const person = usePerson();
  const [act, setAct] = useState<"warn" | "suspend">();
  if (act !== undefined) return <SenderForm report={report} act={act} onClose={() => setAct(undefined)} />;
  return (
    <Group gap="xs">
      <Button variant="default" size="compact-sm" onClick={() => setAct("warn")}>
        {t.senderActs.warn}
      </Button>
      {person.role === "administrator" && (
        <Button variant="default" size="compact-sm" onClick={() => setAct("suspend")}>
          {t.senderActs.suspend}
        </Button>
      )}
    </Group>
  );
}

interface FormProps {
  readonly report: string;
  readonly act: "warn" | "suspend";
  onClose(): void;
}

/** Two of the four factors of art. 23(3) are judged here; the other two are counted by the desk and kept with them. */
function SenderForm({ report, act, onClose }: FormProps) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [judged, setJudged] = useState<Judged>({ gravity: "low", intention: "none" });
  const [days, setDays] = useState(30);
  const acting = useMutation({
    mutationFn: () =>
      act === "warn" ? api.warnSender(report, judged) : api.suspendSender(report, { ...judged, days }),
  });
  if (acting.data !== undefined)
    return (
      <Text size="sm" role="status">
        {t.senderDone[act]} {t.unfoundedCount(acting.data.unfounded, acting.data.reports)}
      </Text>
    );
  const factor = <K extends keyof Judged>(name: K, label: string, names: Record<Judged[K], string>) => (
    <Radio.Group
      label={label}
      value={judged[name]}
      onChange={(value) => setJudged({ ...judged, [name]: value })}
    >
      <Group gap="md" mt={6}>
        {Object.entries<string>(names).map(([value, name]) => (
          <Radio key={value} value={value} label={name} />
        ))}
      </Group>
    </Radio.Group>
  );
  return (
    <form onSubmit={sends(acting)} className="box">
      <Part title={t.senderActs[act]} help={t.senderHelp[act]}>
        <Stack gap="sm">
          {factor("gravity", t.senderGravity, t.senderGravities)}
          {factor("intention", t.senderIntention, t.senderIntentions)}
          {act === "suspend" && (
            <NumberInput
              label={t.senderDays}
              min={1}
              max={90}
              value={days}
              onChange={(value) => setDays(Number(value))}
            />
          )}
          <Problem error={acting.error} />
          <Group>
            <Button type="submit" loading={acting.isPending}>
              {t.senderSure[act]}
            </Button>
            <Cancel onClick={onClose} />
          </Group>
        </Stack>
      </Part>
    </form>
  );
}
