import { Button, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WorkOrder } from "../../desk/api-types.ts";
import { mayDecide, useDesk, usePerson } from "../desk.tsx";
import { dateTimeText } from "../format.ts";
import { useTexts } from "../language.tsx";
import { Due } from "../parts/due.tsx";
import { Empty } from "../parts/empty.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/panel.tsx";
import { Problem } from "../parts/problem.tsx";
import { sends } from "../parts/sends.ts";

const REFRESH_MS = 5_000;

/** What was decided and no edge can carry out: names, files, mailboxes. Most urgent first. */
export function WorkPage() {
  const { t } = useTexts();
  const { api } = useDesk();
  const query = useQuery({ queryKey: ["work"], queryFn: api.work, refetchInterval: REFRESH_MS });
  return (
    <Stack gap="lg" maw="56rem">
      <Title order={1}>{t.page.work}</Title>
      <Loaded query={query}>
        {({ orders }) =>
          orders.length === 0 ? (
            <Empty title={t.workEmpty} help={t.workEmptyHelp} />
          ) : (
            orders.map((order) => <Order key={order.id} order={order} />)
          )
        }
      </Loaded>
    </Stack>
  );
}

function Order({ order }: { readonly order: WorkOrder }) {
  const { t, language } = useTexts();
  const person = usePerson();
  const { act, role, verb, grain, hostnames, opening, until, decision, ledger, sentAt } = order;
  const path = grain === "url" || grain === "path" ? (opening?.canonical ?? "") : "";
  return (
    <Panel title={t.workTitle(act, t.verb[verb], t.serviceRole[role])} aside={<Due atMs={order.dueAt} />}>
      <Facts>
        <Fact name={t.target} code>
          {hostnames.map((name) => name + path).join(", ")}
        </Fact>
        <Fact name={t.measure}>
          {t.grain[grain]} · {until === null ? t.noEnd : t.until(dateTimeText(Date.parse(until), language))} ·{" "}
          <a href={`/d/${decision}?l=${language}`} target="_blank" rel="noreferrer">
            {t.ledgerEntry(ledger)}
          </a>
        </Fact>
        {sentAt !== null && <Fact name={t.workSent}>{dateTimeText(sentAt, language)}</Fact>}
      </Facts>
      {mayDecide(person) ? <Confirm id={order.id} /> : <Text c="dimmed">{t.readOnly}</Text>}
    </Panel>
  );
}

function Confirm({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [proof, setProof] = useState("");
  const confirming = useMutation({
    mutationFn: () => api.confirmWork(id, proof),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["work"] }),
  });
  return (
    <form onSubmit={sends(confirming)}>
      <Stack gap="sm">
        <Textarea
          label={t.workProof}
          description={t.workProofHelp}
          value={proof}
          onChange={(event) => setProof(event.currentTarget.value)}
          minLength={3}
          maxLength={2000}
          autosize
          required
        />
        <Problem error={confirming.error} />
        <div>
          <Button type="submit" loading={confirming.isPending}>
            {t.workDone}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
