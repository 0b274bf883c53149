import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDesk } from "../desk.tsx";
import { canSign } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { KeyFileButton } from "../parts/signing.tsx";
import { linkTo } from "../route.ts";

export function SignInPage() {
  const { t } = useTexts();
  const { signIn } = useDesk();
  return (
    <Stack gap="lg">
      <Title order={1}>{t.signIn}</Title>
      <Text>{t.signInHelp}</Text>
      <CannotSign />
      <KeyFileButton label={t.chooseKey} onOpened={signIn} />
      <Text size="sm">
        <Anchor href={linkTo("join")}>{t.joinLink}</Anchor>
      </Text>
    </Stack>
  );
}

/** Says so where this browser has no Ed25519, or gives no cryptography to a page over plain HTTP. */
export function CannotSign() {
  const { t } = useTexts();
  const able = useQuery({ queryKey: ["can-sign"], queryFn: canSign, staleTime: Infinity });
  return able.data === false ? <Text className="overdue">{t.cannotSign}</Text> : null;
}
