import { Button, Stack, Text, TextInput, Title } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTexts } from "../language.tsx";
import { CannotSign } from "./cannot-sign.tsx";
import { Problem } from "./problem.tsx";
import { sends } from "./sends.ts";

interface Props {
  readonly title: string;
  readonly help: string;
  /** Makes the key for a name. */
  readonly making: UseMutationResult<unknown, Error, string>;
  readonly children?: ReactNode;
}

/** A new person's name, before her key is made. */
export function NameForm({ title, help, making, children }: Props) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const name = typed.trim();
  return (
    <form onSubmit={sends({ mutate: () => making.mutate(name) })}>
      <Stack gap="lg">
        <Title order={1}>{title}</Title>
        <Text>{help}</Text>
        <CannotSign />
        <TextInput
          label={t.yourName}
          description={t.yourNameHelp}
          value={typed}
          maxLength={100}
          required
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Problem error={making.error} />
        <Button type="submit" loading={making.isPending} disabled={name === ""}>
          {t.makeKey}
        </Button>
        {children}
      </Stack>
    </form>
  );
}
