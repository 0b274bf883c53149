import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { download } from "../download.ts";
import { formatJoinRequest } from "../join-request.ts";
import { createKey, fingerprint, newId } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { KeepKey } from "../parts/keep-key.tsx";
import { NameForm } from "../parts/name-form.tsx";
import { linkTo } from "../route.ts";

/** A new person makes her own key here; the team gets the public half only. */
export function JoinPage() {
  const { t } = useTexts();
  const making = useMutation({
    mutationFn: async (name: string) => {
      const { publicKey, privateKey } = await createKey();
      return { name, id: newId(), publicKey, privateKey, print: await fingerprint(publicKey) };
    },
  });
  const back = <Anchor href={linkTo("queue")}>{t.backToSignIn}</Anchor>;

  if (making.data === undefined) {
    return (
      <NameForm title={t.join} help={t.joinHelp} making={making}>
        {back}
      </NameForm>
    );
  }

  const { name, id, publicKey, privateKey, print } = making.data;
  const request = { id, name, publicKey, approvals: [] };
  return (
    <Stack gap="lg">
      <Title order={1}>{t.keepYourKey}</Title>
      <KeepKey keyFile={{ person: id, name, privateKey }}>
        <Text>{t.joinSend}</Text>
        <Facts>
          <Fact name={t.keyFingerprint} code>
            {print}
          </Fact>
        </Facts>
        <Button onClick={() => download(`rempart-join-${id.slice(0, 8)}.json`, formatJoinRequest(request))}>
          {t.saveRequest}
        </Button>
        {back}
      </KeepKey>
    </Stack>
  );
}
