import type { FormEvent } from "react";

/** What a form does when it is sent: runs a mutation, in this page. */
export const sends =
  ({ mutate }: { mutate(): void }) =>
  (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
