import { Button, Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CaseView } from "../../desk/api-types.ts";
import { mayDecide, useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Ago } from "./due.tsx";
import { Panel } from "./panel.tsx";
import { Problem } from "./problem.tsx";
import { sends } from "./sends.ts";

/** Orders of authorities about this case; one that was verified opens the clauses about orders. */
export function LegalOrders({ view }: { readonly view: CaseView }) {
  const { t } = useTexts();
  const person = usePerson();
  const [adding, setAdding] = useState(false);
  return (
    <Panel title={t.legalOrders}>
      <Stack gap="sm">
        {view.orders.map(({ id, authority, reference, at }) => (
          <Text key={id} size="sm">
            {authority} · {reference} · <Ago atMs={at} />
          </Text>
        ))}
        {view.orders.length === 0 && !adding && <Text c="dimmed">{t.noLegalOrder}</Text>}
        {mayDecide(person) && !adding && (
          <div>
            <Button variant="default" size="compact-sm" onClick={() => setAdding(true)}>
              {t.addLegalOrder}
            </Button>
          </div>
        )}
        {adding && <OrderForm caseId={view.id} onDone={() => setAdding(false)} />}
      </Stack>
    </Panel>
  );
}

function OrderForm({ caseId, onDone }: { readonly caseId: string; onDone(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [authority, setAuthority] = useState("");
  const [reference, setReference] = useState("");
  const [calledBack, setCalledBack] = useState(false);
  const sending = useMutation({
    mutationFn: () => api.addLegalOrder(caseId, { authority, reference, calledBack: true }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onDone();
    },
  });
  return (
    <form onSubmit={sends(sending)}>
      <Stack gap="sm">
        <TextInput
          label={t.authority}
          value={authority}
          onChange={(event) => setAuthority(event.currentTarget.value)}
          minLength={3}
          maxLength={200}
          required
        />
        <TextInput
          label={t.orderReference}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          maxLength={200}
          required
        />
        <Checkbox
          label={t.calledBack}
          checked={calledBack}
          onChange={(event) => setCalledBack(event.currentTarget.checked)}
          required
        />
        <Problem error={sending.error} />
        <div>
          <Button type="submit" loading={sending.isPending}>
            {t.save}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
