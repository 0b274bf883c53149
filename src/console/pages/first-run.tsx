import { Button, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk.tsx";
import { createKey, type NewKey } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { KeepKey } from "../parts/keep-key.tsx";
import { Problem } from "../parts/problem.tsx";
import { CannotSign } from "./sign-in.tsx";

/** The first administrator of an empty installation, by the link that the first start printed. */
export function FirstRunPage({ secret, onDone }: { readonly secret: string; onDone(): void }) {
  const { t } = useTexts();
  const { api, signIn } = useDesk();
  const [name, setName] = useState("");
  const enrolling = useMutation({
    mutationFn: async (): Promise<{ person: string; made: NewKey }> => {
      const made = await createKey();
      const person = await api.enrolFirst(secret, name.trim(), made.publicKey);
      return { person: person.id, made };
    },
  });
  const entering = useMutation({
    mutationFn: async ({ person, made }: { person: string; made: NewKey }) => {
      await signIn({ person, key: made.key });
      onDone();
    },
  });

  if (enrolling.data === undefined) {
    const enrol = (event: FormEvent) => {
      event.preventDefault();
      enrolling.mutate();
    };
    return (
      <form onSubmit={enrol}>
        <Stack gap="lg">
          <Title order={1}>{t.firstRun}</Title>
          <Text>{t.firstRunHelp}</Text>
          <CannotSign />
          <TextInput
            label={t.yourName}
            description={t.yourNameHelp}
            value={name}
            maxLength={100}
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Problem error={enrolling.error} />
          <Button type="submit" loading={enrolling.isPending} disabled={name.trim() === ""}>
            {t.makeKey}
          </Button>
        </Stack>
      </form>
    );
  }

  const { person, made } = enrolling.data;
  return (
    <Stack gap="lg">
      <Title order={1}>{t.keepYourKey}</Title>
      <KeepKey keyFile={{ person, name: name.trim(), privateKey: made.privateKey }}>
        <Button onClick={() => entering.mutate({ person, made })} loading={entering.isPending}>
          {t.goOn}
        </Button>
      </KeepKey>
      <Problem error={entering.error} />
    </Stack>
  );
}
