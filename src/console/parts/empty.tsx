import { Text } from "@mantine/core";

/** What stands in the place of a list that is empty. */
export const Empty = ({ title, help }: { readonly title: string; readonly help: string }) => (
  <div className="panel">
    <Text fw={600}>{title}</Text>
    <Text c="dimmed">{help}</Text>
  </div>
);
