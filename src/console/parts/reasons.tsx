import { Stack, Text } from "@mantine/core";
import type { DecisionView } from "../../desk/api-types.ts";
import { useTexts } from "../language.tsx";

interface Props extends Pick<DecisionView, "facts" | "whyNotMilder"> {
  /** For the team, not for the operator. */
  readonly distinction?: string | null;
}

/** The reasons of a decision, in the words of whoever proposed it. */
export function Reasons({ facts, whyNotMilder, distinction = null }: Props) {
  const { t } = useTexts();
  return (
    <Stack gap="xs">
      <Said label={t.facts}>{facts}</Said>
      {whyNotMilder !== "" && <Said label={t.whyNotMilder}>{whyNotMilder}</Said>}
      {distinction !== null && <Said label={t.distinction}>{distinction}</Said>}
    </Stack>
  );
}

const Said = ({ label, children }: { label: string; children: string }) => (
  <div>
    <Text size="sm" fw={600}>
      {label}
    </Text>
    <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{children}</Text>
  </div>
);
