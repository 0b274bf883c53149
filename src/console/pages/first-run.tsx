import { Button, Stack, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useDesk } from "../desk.tsx";
import { createKey, type NewKey } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { KeepKey } from "../parts/keep-key.tsx";
import { NameForm } from "../parts/name-form.tsx";
import { Problem } from "../parts/problem.tsx";

/** The first administrator of an empty installation, by the link that the first start printed. */
export function FirstRunPage({ secret, onDone }: { readonly secret: string; onDone(): void }) {
  const { t } = useTexts();
  const { api, signIn } = useDesk();
  const enrolling = useMutation({
    mutationFn: async (name: string): Promise<{ name: string; person: string; made: NewKey }> => {
      const made = await createKey();
      const person = await api.enrolFirst(secret, name, made.publicKey);
      return { name, person: person.id, made };
    },
  });
  const entering = useMutation({
    mutationFn: async ({ person, made }: { person: string; made: NewKey }) => {
      await signIn({ person, key: made.key });
      onDone();
    },
  });

  if (enrolling.data === undefined)
    return <NameForm title={t.firstRun} help={t.firstRunHelp} making={enrolling} />;

  const { name, person, made } = enrolling.data;
  return (
    <Stack gap="lg">
      <Title order={1}>{t.keepYourKey}</Title>
      <KeepKey keyFile={{ person, name, privateKey: made.privateKey }}>
        <Button onClick={() => entering.mutate({ person, made })} loading={entering.isPending}>
          {t.goOn}
        </Button>
      </KeepKey>
      <Problem error={entering.error} />
    </Stack>
  );
}
