import { Anchor, Button, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { download } from "../download.ts";
import { formatJoinRequest } from "../join-request.ts";
import { createKey, fingerprint, newPersonId } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { KeepKey } from "../parts/keep-key.tsx";
import { Problem } from "../parts/problem.tsx";
import { linkTo } from "../route.ts";
import { CannotSign } from "./sign-in.tsx";

/** A new person makes her own key here; the team gets the public half only. */
export function JoinPage() {
  const { t } = useTexts();
  const [name, setName] = useState("");
  const making = useMutation({
    mutationFn: async () => {
      const { publicKey, privateKey } = await createKey();
      return { id: newPersonId(), publicKey, privateKey, print: await fingerprint(publicKey) };
    },
  });

  if (making.data === undefined) {
    const make = (event: FormEvent) => {
      event.preventDefault();
      making.mutate();
    };
    return (
      <form onSubmit={make}>
        <Stack gap="lg">
          <Title order={1}>{t.join}</Title>
          <Text>{t.joinHelp}</Text>
          <CannotSign />
          <TextInput
            label={t.yourName}
            description={t.yourNameHelp}
            value={name}
            maxLength={100}
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Problem error={making.error} />
          <Button type="submit" loading={making.isPending} disabled={name.trim() === ""}>
            {t.makeKey}
          </Button>
          <Anchor href={linkTo("queue")}>{t.backToSignIn}</Anchor>
        </Stack>
      </form>
    );
  }

  const { id, publicKey, privateKey, print } = making.data;
  const request = { id, name: name.trim(), publicKey, approvals: [] };
  return (
    <Stack gap="lg">
      <Title order={1}>{t.keepYourKey}</Title>
      <KeepKey keyFile={{ person: id, name: name.trim(), privateKey }}>
        <Text>{t.joinSend}</Text>
        <Facts>
          <Fact name={t.keyFingerprint} code>
            {print}
          </Fact>
        </Facts>
        <Button onClick={() => download(`rempart-join-${id.slice(0, 8)}.json`, formatJoinRequest(request))}>
          {t.saveRequest}
        </Button>
        <Anchor href={linkTo("queue")}>{t.backToSignIn}</Anchor>
      </KeepKey>
    </Stack>
  );
}
