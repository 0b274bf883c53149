import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Approve } from "./approve.tsx";
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

/** A lift with its facts, then the signature that writes it. */
function Reverse({ id, onReversed, onClose }: AnswerProps) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [facts, setFacts] = useState("");
  const proposing = useMutation({ mutationFn: () => api.reverse(id, facts) });

  if (proposing.data !== undefined) {
    return (
      <Stack gap="sm">
        <Text>{t.reversalReady}</Text>
        <Approve proposed={proposing.data} onApproved={onReversed} beside={<Cancel onClick={onClose} />} />
      </Stack>
    );
  }
  const propose = (event: FormEvent) => {
    event.preventDefault();
    proposing.mutate();
  };
  return (
    <form onSubmit={propose}>
      <Stack gap="sm">
        <Textarea
          label={t.reverseFacts}
          value={facts}
          onChange={(event) => setFacts(event.currentTarget.value)}
          required
          minLength={10}
          maxLength={5000}
          autosize
          minRows={2}
        />
        <Problem error={proposing.error} />
        <Group>
          <Button type="submit" loading={proposing.isPending}>
            {t.goOn}
          </Button>
          <Cancel onClick={onClose} />
        </Group>
      </Stack>
    </form>
  );
}

function Cancel({ onClick }: { onClick(): void }) {
  const { t } = useTexts();
  return (
    <Button variant="default" onClick={onClick}>
      {t.cancel}
    </Button>
  );
}
