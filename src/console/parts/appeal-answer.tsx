import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Cancel } from "./cancel.tsx";
import { LiftProposal } from "./lift-proposal.tsx";
import { Problem } from "./problem.tsx";

interface Props {
  /** The appeal. */
  readonly id: string;
  onReversed(): void;
}

/** An appeal's answer: the measure stands, or it is lifted. */
export function AppealAnswer(props: Props) {
  const { t } = useTexts();
  const [answer, setAnswer] = useState<"uphold" | "reverse">();
  const close = () => setAnswer(undefined);
  if (answer === "uphold") return <Uphold {...props} onClose={close} />;
  if (answer === "reverse") return <Reverse {...props} onClose={close} />;
  return (
    <Group>
      <Button variant="default" onClick={() => setAnswer("reverse")}>
        {t.reverse}
      </Button>
      <Button variant="default" onClick={() => setAnswer("uphold")}>
        {t.uphold}
      </Button>
    </Group>
  );
}

interface AnswerProps extends Props {
  onClose(): void;
}

/** Asked twice, because it closes the appeal. */
function Uphold({ id, onClose }: AnswerProps) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const upholding = useMutation({
    mutationFn: () => api.uphold(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["appeals"] }),
  });
  return (
    <Stack gap="sm">
      <Group>
        <Button onClick={() => upholding.mutate()} loading={upholding.isPending}>
          {t.upholdSure}
        </Button>
        <Cancel onClick={onClose} />
      </Group>
      <Problem error={upholding.error} />
    </Stack>
  );
}

function Reverse({ id, onReversed, onClose }: AnswerProps) {
  const { t } = useTexts();
  const { api } = useDesk();
  return (
    <LiftProposal
      label={t.reverseFacts}
      ready={t.reversalReady}
      propose={(facts) => api.reverse(id, facts)}
      onApproved={onReversed}
      onClose={onClose}
    />
  );
}
