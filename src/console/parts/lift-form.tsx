import { Button, Group, NativeSelect, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { LiftCause } from "../api.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Approve } from "./approve.tsx";
import { Problem } from "./problem.tsx";

const CAUSES: readonly LiftCause[] = ["cured", "error", "order-ended", "policy", "superseded"];

/** Ends a measure before its time: why, then a signature, as fast as the measure itself. */
export function LiftForm({ measure, onClose }: { readonly measure: number; onClose(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [cause, setCause] = useState<LiftCause>("cured");
  const [facts, setFacts] = useState("");
  const proposing = useMutation({ mutationFn: () => api.proposeLift(measure, cause, facts) });
  const back = (
    <Button variant="default" onClick={onClose}>
      {t.cancel}
    </Button>
  );

  if (proposing.data !== undefined) {
    return (
      <Stack gap="sm">
        <Text>{t.liftReady(measure)}</Text>
        <Approve proposed={proposing.data} onApproved={onClose} beside={back} />
      </Stack>
    );
  }
  const propose = (event: FormEvent) => {
    event.preventDefault();
    proposing.mutate();
  };
  return (
    <form onSubmit={propose}>
      <Stack gap="sm">
        <NativeSelect
          label={t.liftCause}
          value={cause}
          data={CAUSES.map((value) => ({ value, label: t.liftCauses[value] }))}
          onChange={(event) => setCause(event.currentTarget.value as LiftCause)}
        />
        <Textarea
          label={t.liftFacts}
          value={facts}
          onChange={(event) => setFacts(event.currentTarget.value)}
          required
          minLength={10}
          maxLength={5000}
          autosize
          minRows={2}
        />
        <Problem error={proposing.error} />
        <Group>
          <Button type="submit" loading={proposing.isPending}>
            {t.goOn}
          </Button>
          {back}
        </Group>
      </Stack>
    </form>
  );
}
