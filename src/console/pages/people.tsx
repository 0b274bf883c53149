import { Anchor, Stack, Text, Title } from "@mantine/core";
import { usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { AddPerson } from "../parts/add-person.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Panel } from "../parts/panel.tsx";
import { linkTo } from "../route.ts";

export function PeoplePage() {
  const { t } = useTexts();
  const { id, name, role } = usePerson();
  return (
    <Stack gap="lg" maw="56rem">
      <Title order={1}>{t.page.people}</Title>
      <Panel title={t.you}>
        <Facts>
          <Fact name={t.name}>{name}</Fact>
          <Fact name={t.roleOfPerson}>{t.teamRole[role]}</Fact>
          <Fact name={t.personId} code>
            {id}
          </Fact>
        </Facts>
      </Panel>
      <Panel title={t.addPerson}>
        <Text>
          {t.addPersonHelp}{" "}
          <Anchor href={linkTo("join")} target="_blank">
            {location.origin}/console/{linkTo("join")}
          </Anchor>
        </Text>
        <AddPerson />
      </Panel>
    </Stack>
  );
}
