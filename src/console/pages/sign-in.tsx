import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { CannotSign } from "../parts/cannot-sign.tsx";
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
