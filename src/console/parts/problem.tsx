import { ApiError } from "../api.ts";
import { useTexts } from "../language.tsx";
import { Note } from "./note.tsx";

/** What went wrong, in the reader's language where the desk's code is a known one, else in the desk's own English. */
export function Problem({ error }: { readonly error: Error | null | undefined }) {
  const { t } = useTexts();
  if (error === null || error === undefined) return null;
  const known = error instanceof ApiError ? t.problems[error.code] : undefined;
  return (
    <Note alert title={t.problem}>
      {known ?? <span lang="en">{error.message}</span>}
    </Note>
  );
}
