import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useDesk } from "../desk.tsx";
import { openKeyFile, type Signer, signHash } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { Problem } from "./problem.tsx";

interface KeyFileProps {
  readonly label: string;
  /** Whose key it has to be, where that is known already. */
  readonly person?: string | undefined;
  onOpened(signer: Signer): Promise<void> | void;
}

/** Asks for the key file. It is read in this page and sent nowhere. */
export function KeyFileButton({ label, person, onOpened }: KeyFileProps) {
  const { t } = useTexts();
  const [problem, setProblem] = useState<string>();
  const opening = useMutation({ mutationFn: async (signer: Signer) => onOpened(signer) });
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const signer = await openKeyFile(await file.text());
    const wrong = signer !== undefined && person !== undefined && signer.person !== person;
    setProblem(signer === undefined ? t.notAKeyFile : wrong ? t.someoneElsesKey : undefined);
    if (signer !== undefined && !wrong) opening.mutate(signer);
  };
  return (
    <Stack gap="xs" align="start">
      <FileButton onChange={choose} accept=".json,application/json">
        {(props) => (
          <Button {...props} loading={opening.isPending}>
            {label}
          </Button>
        )}
      </FileButton>
      {problem !== undefined && (
        <Text c="var(--alarm)" role="alert">
          {problem}
        </Text>
      )}
      <Problem error={opening.error} />
    </Stack>
  );
}

interface WithKeyProps {
  /** What the key is needed for. */
  readonly why?: string | undefined;
  children(signer: Signer): ReactNode;
}

/** Its children once the key is here; until then the request for the key file. */
export function WithKey({ why, children }: WithKeyProps) {
  const { t } = useTexts();
  const { person, signer, setSigner } = useDesk();
  if (signer !== undefined) return children(signer);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {why ?? t.keyNeeded}
      </Text>
      <KeyFileButton label={t.chooseKey} person={person?.id} onOpened={setSigner} />
    </Stack>
  );
}

interface SignProps {
  readonly label: string;
  /** What the key signs, hex. */
  readonly hash: string;
  onSigned(signature: string, person: string): Promise<unknown>;
  /** A way back, beside the button. */
  readonly beside?: ReactNode;
}

/** The one act that binds: signs the hash with the person's key and sends it. */
export const SignButton = ({ hash, onSigned, ...props }: SignProps) => (
  <KeyButton
    {...props}
    act={async ({ key, person }) => {
      await onSigned(await signHash(key, hash), person);
    }}
  />
);

interface KeyButtonProps extends Pick<SignProps, "label" | "beside"> {
  readonly why?: string;
  readonly disabled?: boolean;
  readonly quiet?: boolean;
  /** Gives nothing back: what was opened is in its caller's state alone, and in no cache. */
  act(signer: Signer): Promise<void>;
}

/** A button for what takes the person's key; until the key is here, the request for the key file. */
export function KeyButton({ label, why, disabled = false, quiet = false, act, beside }: KeyButtonProps) {
  const acting = useMutation({ mutationFn: act });
  return (
    <Stack gap="sm">
      <WithKey why={why}>
        {(signer) => (
          <Group>
            <Button
              {...(quiet ? { variant: "default", size: "compact-sm" } : {})}
              onClick={() => acting.mutate(signer)}
              loading={acting.isPending}
              disabled={disabled}
            >
              {label}
            </Button>
            {beside}
          </Group>
        )}
      </WithKey>
      <Problem error={acting.error} />
    </Stack>
  );
}
