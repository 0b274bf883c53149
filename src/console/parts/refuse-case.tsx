import { Button, Group, Radio, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Refusal } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Cancel } from "./cancel.tsx";
import { Part } from "./part.tsx";
import { Problem } from "./problem.tsx";
import { sends } from "./sends.ts";

/** The answer that nothing will be done, to all who reported and wait: why, said once more, then sent. */
export function RefuseCase({ caseId }: { readonly caseId: string }) {
  const { t } = useTexts();
  const [asks, setAsks] = useState(false);
  if (asks) return <RefusalForm caseId={caseId} onClose={() => setAsks(false)} />;
  return (
    <div>
      <Button variant="default" size="compact-sm" onClick={() => setAsks(true)}>
        {t.refuse}
      </Button>
    </div>
  );
}

function RefusalForm({ caseId, onClose }: { readonly caseId: string; onClose(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [reason, setReason] = useState<Refusal>();
  const refusing = useMutation({
    mutationFn: async () => (reason === undefined ? undefined : api.refuse(caseId, reason)),
    onSuccess: () => queries.invalidateQueries(),
  });
  const reasons = Object.keys(t.refusals) as Refusal[];
  return (
    <form onSubmit={sends(refusing)} className="box">
      <Part title={t.refuseTitle} help={t.refuseHelp}>
        <Stack gap="sm">
          <Radio.Group
            label={t.refuseWhy}
            value={reason ?? ""}
            onChange={(value) => setReason(value as Refusal)}
            required
          >
            <Stack gap={8} mt={6}>
              {reasons.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t.refusals[value].name}
                  description={t.refusals[value].help}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Problem error={refusing.error} />
          <Group>
            <Button type="submit" loading={refusing.isPending} disabled={reason === undefined}>
              {t.refuseSure}
            </Button>
            <Cancel onClick={onClose} />
          </Group>
        </Stack>
      </Part>
    </form>
  );
}
