import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "./problem.tsx";

interface Props<T> {
  readonly query: UseQueryResult<T>;
  children(data: T): ReactNode;
}

/** The query's data, what went wrong above it if it could not be refreshed, or its outline while it is on the way. */
export function Loaded<T>({ query, children }: Props<T>) {
  if (query.data !== undefined) {
    return (
      <Stack gap="md">
        <Problem error={query.error} />
        {children(query.data)}
      </Stack>
    );
  }
  if (query.error !== null) return <Problem error={query.error} />;
  return (
    <Stack gap="xs" aria-busy="true">
      <Skeleton height={64} />
      <Skeleton height={64} />
      <Skeleton height={64} width="60%" />
    </Stack>
  );
}
