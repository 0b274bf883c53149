import { Group, Loader, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Enforcement } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { isGone, isMoving, progressOf } from "../progress.ts";
import { Problem } from "./problem.tsx";

const POLL_MS = 700;
/** People take longer than edges. */
const PEOPLE_POLL_MS = 10_000;

interface Props {
  readonly decision: string;
  readonly verb: string;
  /** Ledger index of the measure. */
  readonly index: number;
  /** The measure has been lifted: what is awaited is its end. */
  readonly lifted: boolean;
}

/** How far a measure, or its end, has got: edges that have it, and what a visitor gets at each. Asked until it is there. */
export function EnforcementView({ decision, verb, index, lifted }: Props) {
  const { t } = useTexts();
  const { api } = useDesk();
  const stateOf = (data: Enforcement) => {
    if (lifted) return isGone(data, index) ? "gone" : "going";
    return progressOf(data, verb);
  };
  const query = useQuery({
    queryKey: ["enforcement", decision, lifted],
    queryFn: () => api.enforcement(decision),
    refetchInterval: ({ state: { data } }) => {
      if (data !== undefined && !isMoving(stateOf(data))) return false;
      return data?.by === "work-order" ? PEOPLE_POLL_MS : POLL_MS;
    },
  });
  if (query.data === undefined)
    return query.error === null ? <Loader size="sm" /> : <Problem error={query.error} />;
  const state = stateOf(query.data);
  const waiting = isMoving(state);
  const { acked, edges, seen } = query.data;
  return (
    <Stack gap="xs">
      <Group gap="xs" role="status">
        {waiting ? <Loader size="xs" /> : null}
        <Text fw={600} className={state === "no-edge" ? "overdue" : waiting ? undefined : "good"}>
          {waiting || state === "no-edge" ? "" : "✓ "}
          {t.progress[state]}
        </Text>
        {!lifted && query.data.by === "edge" && (
          <Text size="sm" c="dimmed">
            {t.acked(acked, edges)}
          </Text>
        )}
      </Group>
      {seen.length > 0 && (
        <Table.ScrollContainer minWidth={280}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.edge}</Table.Th>
                <Table.Th>{t.visitorGets}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {seen.map(({ edge, status, ledger }) => (
                <Table.Tr key={edge}>
                  <Table.Td>{edge}</Table.Td>
                  <Table.Td>{t.seen(status, ledger)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
