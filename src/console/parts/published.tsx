import { Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Changed } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";

const POLL_MS = 500;

/** A version of the configuration, and how many edges have it by now. Asked until all that are connected do. */
export function Published({ version }: { readonly version: number }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const query = useQuery({
    queryKey: ["published", version],
    queryFn: async () => {
      const { edges } = await api.fleet();
      const has = edges.filter(({ ack }) => ack !== null && ack.config >= version);
      const waiting = edges.some((edge) => edge.connected && !has.includes(edge));
      return { acked: has.length, edges: edges.length, waiting };
    },
    refetchInterval: ({ state: { data } }) => (data?.waiting === false ? false : POLL_MS),
  });
  return (
    <Group gap="xs" role="status">
      {query.data?.waiting !== false && <Loader size="xs" />}
      <Text>
        {t.published(version)} {query.data !== undefined && t.acked(query.data.acked, query.data.edges)}
      </Text>
    </Group>
  );
}

/** What became of a change of a site. */
export function Saved({ changed, onClose }: { readonly changed: Changed; onClose(): void }) {
  const { t } = useTexts();
  return (
    <Stack gap="sm" align="start">
      {changed.version === null ? <Text>{t.nothingChanged}</Text> : <Published version={changed.version} />}
      <Button variant="default" onClick={onClose}>
        {t.close}
      </Button>
    </Stack>
  );
}
