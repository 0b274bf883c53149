import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { mayDecide, useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Problem } from "./problem.tsx";

const REFRESH_MS = 10_000;

/** Where the same post can still be read after a refusal. A person takes such a page into the case; nothing widens itself. */
export function DoorsView({ decision, caseId }: { readonly decision: string; readonly caseId: string }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["doors", decision],
    queryFn: () => api.doors(decision),
    refetchInterval: REFRESH_MS,
  });
  const adding = useMutation({
    mutationFn: (url: string) => api.addPage(caseId, url),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["case", caseId] }),
  });
  const again = useMutation({ mutationFn: () => api.lookAgain(decision) });
  if (query.data === undefined || query.data.lookedAt === null) return null;
  const open = query.data.doors.filter(({ state }) => state === "open");
  const unseen = query.data.doors.filter(({ state }) => state === "unseen").length;
  const answered = query.data.doors.length - unseen;
  return (
    <Stack gap="xs">
      {answered > 0 && (
        <Text className={open.length > 0 ? "overdue" : "good"}>{t.doors(open.length, answered)}</Text>
      )}
      {unseen > 0 && <Text className="overdue">{t.doorsUnseen(unseen)}</Text>}
      {open.map(({ url, findings }) => (
        <Group key={url} justify="space-between" gap="xs" wrap="nowrap">
          {/* Not a link: nobody should visit such a page from the desk by a slip of the hand. */}
          <Text size="sm" className="mono" title={findings.map(({ masked }) => masked).join("; ")}>
            {url}
          </Text>
          {mayDecide(person) && (
            <Button
              variant="default"
              size="compact-sm"
              loading={adding.isPending && adding.variables === url}
              onClick={() => adding.mutate(url)}
            >
              {t.takeIntoCase}
            </Button>
          )}
        </Group>
      ))}
      {mayDecide(person) && (
        <Group>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={again.isPending}
            disabled={again.isSuccess}
            onClick={() => again.mutate()}
          >
            {t.lookAgain}
          </Button>
        </Group>
      )}
      <Problem error={adding.error ?? again.error} />
    </Stack>
  );
}
