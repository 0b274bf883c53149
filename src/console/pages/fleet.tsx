import { Button, Code, CopyButton, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { EdgeState } from "../../desk/api-types.ts";
import { useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Ago } from "../parts/due.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/panel.tsx";
import { Problem } from "../parts/problem.tsx";
import { sends } from "../parts/sends.ts";

const REFRESH_MS = 2_000;

/** The edges, and how far each has got. */
export function FleetPage() {
  const { t } = useTexts();
  const { api } = useDesk();
  const { role } = usePerson();
  const query = useQuery({ queryKey: ["fleet"], queryFn: api.fleet, refetchInterval: REFRESH_MS });
  return (
    <Stack gap="lg">
      <Title order={1}>{t.page.fleet}</Title>
      <Loaded query={query}>
        {({ edges }) =>
          edges.length === 0 ? (
            <Empty title={t.fleetEmpty} help={t.fleetEmptyHelp} />
          ) : (
            <ul className="rows">
              {edges.map((edge) => (
                <EdgeLine key={edge.name} edge={edge} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {role === "administrator" && <AddEdge />}
    </Stack>
  );
}

function EdgeLine({ edge: { name, address, connected, ack, lag } }: { readonly edge: EdgeState }) {
  const { t } = useTexts();
  return (
    <li className="edge">
      <Text fw={650}>{name}</Text>
      <Text className="mono">{address ?? t.noAddress}</Text>
      <div>
        <Text className={connected ? "good" : "overdue"}>
          {connected ? "●" : "▲"} {connected ? t.connected : t.notConnected}
        </Text>
        {ack?.refused !== undefined && (
          <Text size="sm" className="overdue" lang="en">
            {ack.refused}
          </Text>
        )}
      </div>
      <Text>{ack === null ? t.noAck : lag === 0 ? t.upToDate(ack.size) : t.behind(lag)}</Text>
      <Text size="sm" c="dimmed">
        {ack !== null && (
          <>
            {t.acknowledged} <Ago atMs={ack.atMs} />
          </>
        )}
      </Text>
    </li>
  );
}

/** A one-time token with which a new edge enrols. Shown once. */
function AddEdge() {
  const { t } = useTexts();
  const { api } = useDesk();
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const adding = useMutation({ mutationFn: () => api.edgeToken(name, address === "" ? null : address) });
  return (
    <Panel title={t.addEdge}>
      <form onSubmit={sends(adding)}>
        <Stack gap="sm" maw="28rem">
          <TextInput
            label={t.edgeName}
            description={t.edgeNameHelp}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            pattern="[a-z0-9\-]{1,40}"
            required
          />
          <TextInput
            label={t.edgeAddress}
            description={t.edgeAddressHelp}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <Problem error={adding.error} />
          <Group>
            <Button type="submit" variant="default" loading={adding.isPending}>
              {t.makeToken}
            </Button>
          </Group>
        </Stack>
      </form>
      {adding.data !== undefined && (
        <Stack gap="xs" role="status">
          <Text>{t.tokenOnce}</Text>
          <Code block>{adding.data.token}</Code>
          <CopyButton value={adding.data.token}>
            {({ copied, copy }) => (
              <Group>
                <Button variant="default" size="compact-sm" onClick={copy}>
                  {copied ? t.copied : t.copy}
                </Button>
              </Group>
            )}
          </CopyButton>
        </Stack>
      )}
    </Panel>
  );
}
