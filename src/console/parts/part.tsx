import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly help: string;
  readonly children: ReactNode;
}

/** A titled part of a panel. */
export const Part = ({ title, help, children }: Props) => (
  <Stack gap="xs">
    <Title order={3} size="h5">
      {title}
    </Title>
    <Text size="sm" c="dimmed">
      {help}
    </Text>
    {children}
  </Stack>
);
