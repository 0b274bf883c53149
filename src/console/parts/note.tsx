import { Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  /** Read out at once by a screen reader. */
  readonly alert?: boolean;
  readonly children: ReactNode;
}

/** Something that must not be overlooked. */
export const Note = ({ title, alert = false, children }: Props) => (
  <div className="note" role={alert ? "alert" : undefined}>
    <Text fw={650}>{title}</Text>
    <Text size="sm">{children}</Text>
  </div>
);
