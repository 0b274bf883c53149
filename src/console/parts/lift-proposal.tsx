import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Proposed } from "../../desk/api-types.ts";
import { useTexts } from "../language.tsx";
import { Approve } from "./approve.tsx";
import { Cancel } from "./cancel.tsx";
import { Problem } from "./problem.tsx";
import { sends } from "./sends.ts";

interface Props {
  readonly label: string;
  /** What is said above the signature, once the lift is proposed. */
  readonly ready: string;
  propose(facts: string): Promise<Proposed>;
  onApproved(): void;
  onClose(): void;
  /** What is asked besides the facts. */
  readonly children?: ReactNode;
}

/** A lift with its facts, then the signature that writes it. */
export function LiftProposal({ label, ready, propose, onApproved, onClose, children }: Props) {
  const { t } = useTexts();
  const [facts, setFacts] = useState("");
  const proposing = useMutation({ mutationFn: () => propose(facts) });
  if (proposing.data !== undefined) {
    return (
      <Stack gap="sm">
        <Text>{ready}</Text>
        <Approve proposed={proposing.data} onApproved={onApproved} beside={<Cancel onClick={onClose} />} />
      </Stack>
    );
  }
  return (
    <form onSubmit={sends(proposing)}>
      <Stack gap="sm">
        {children}
        <Textarea
          label={label}
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
