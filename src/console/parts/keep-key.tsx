import { Button, Checkbox, Stack } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { download } from "../download.ts";
import { formatKeyFile, type KeyFile } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { Note } from "./note.tsx";

interface Props {
  readonly keyFile: KeyFile;
  /** What comes after she has said that the file is kept. */
  readonly children: ReactNode;
}

/** The only moment at which the private key can be saved: it goes on only when she has it. */
export function KeepKey({ keyFile, children }: Props) {
  const { t } = useTexts();
  const [saved, setSaved] = useState(false);
  const [kept, setKept] = useState(false);
  useEffect(() => {
    if (kept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [kept]);
  const save = () => {
    download(`rempart-key-${keyFile.person.slice(0, 8)}.json`, formatKeyFile(keyFile));
    setSaved(true);
  };
  return (
    <Stack gap="md" align="start">
      <Note title={t.keyOnce}>{t.keyOnceHelp}</Note>
      <Button onClick={save} variant={saved ? "default" : "filled"}>
        {t.saveKey}
      </Button>
      <Checkbox
        label={t.keyKept}
        checked={kept}
        disabled={!saved}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      {kept && children}
    </Stack>
  );
}
