import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReportLine } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Problem } from "./problem.tsx";

/** Says that a report was manifestly unfounded (DSA art. 23(2)), or takes that back. */
export function ReportUnfounded({ report }: { readonly report: ReportLine }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const isMarked = report.unfounded;
  const marking = useMutation({
    mutationFn: () => api.markUnfounded(report.id, !isMarked),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["reports"] }),
  });
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        className="wraps"
        onClick={() => marking.mutate()}
        loading={marking.isPending}
      >
        {isMarked ? t.unfoundedUndo : t.unfounded}
      </Button>
      {marking.data !== undefined && (
        <Text size="sm" c="dimmed" role="status">
          {isMarked ? t.unfoundedMarked : t.unfoundedUnmarked}{" "}
          {/* Of whoever left nothing to be known by, one report is all that can be counted. */}
          {marking.data.reports > 1 && t.unfoundedCount(marking.data.unfounded, marking.data.reports)}
        </Text>
      )}
      <Problem error={marking.error} />
    </>
  );
}
