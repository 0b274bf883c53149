import { Button, Group, Radio, ScrollArea, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import conduit from "../../../policies/conduit.yaml?raw";
import steward from "../../../policies/steward.yaml?raw";
import { useDesk, usePerson } from "../desk.tsx";
import { type Signer, signHash } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { Problem } from "../parts/problem.tsx";
import { WithKey } from "../parts/signing.tsx";

const FILES = { steward, conduit } as const;
type FileName = keyof typeof FILES;

/** Nothing can be decided before rules are published: the first thing that an administrator does. */
export function FirstPolicyPage() {
  const { t } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<FileName>("steward");
  const publishing = useMutation({
    mutationFn: async ({ key, person: id }: Signer) => {
      const yaml = FILES[chosen];
      const { decision, approvalHash } = await api.publishPolicy(yaml);
      const signature = await signHash(key, approvalHash);
      return api.publishPolicy(yaml, decision, [{ person: id, signature }]);
    },
    onSuccess: ({ index }) => (index === null ? undefined : queries.invalidateQueries()),
  });

  if (person.role !== "administrator") return <Text>{t.noPolicyYet}</Text>;
  return (
    <Stack gap="lg" maw="46rem">
      <Title order={1}>{t.firstPolicy}</Title>
      <Text>{t.firstPolicyHelp}</Text>
      <Radio.Group value={chosen} onChange={(value) => setChosen(value as FileName)} label={t.rules}>
        <Stack gap="sm" mt="xs">
          <Radio value="steward" label="steward.yaml" description={t.stewardHelp} />
          <Radio value="conduit" label="conduit.yaml" description={t.conduitHelp} />
        </Stack>
      </Radio.Group>
      <ScrollArea.Autosize mah={320} className="panel" viewportProps={{ tabIndex: 0, "aria-label": t.rules }}>
        <pre className="mono" style={{ whiteSpace: "pre-wrap", margin: 0 }}>
          {FILES[chosen]}
        </pre>
      </ScrollArea.Autosize>
      <WithKey>
        {(signer) => (
          <Group>
            <Button onClick={() => publishing.mutate(signer)} loading={publishing.isPending}>
              {t.publish}
            </Button>
          </Group>
        )}
      </WithKey>
      {publishing.data?.index === null && (
        <Text role="alert">{t.needsOthers(publishing.data.needed - 1)}</Text>
      )}
      <Problem error={publishing.error} />
    </Stack>
  );
}
