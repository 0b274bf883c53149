import { Button } from "@mantine/core";
import { useTexts } from "../language.tsx";

/** The way back from something that was begun. */
export function Cancel({ onClick }: { onClick(): void }) {
  const { t } = useTexts();
  return (
    <Button variant="default" onClick={onClick}>
      {t.cancel}
    </Button>
  );
}
