import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { AddSite } from "../parts/add-site.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { SitePanel } from "../parts/site-panel.tsx";

/** The sites that we serve, each with the roles we supply to it. */
export function SitesPage() {
  const { t } = useTexts();
  const { api } = useDesk();
  const { role } = usePerson();
  const query = useQuery({ queryKey: ["sites"], queryFn: api.sites });
  return (
    <Stack gap="lg" maw="56rem">
      <Title order={1}>{t.page.sites}</Title>
      <Loaded query={query}>
        {({ sites }) => (
          <>
            {sites.length === 0 && <Text c="dimmed">{t.sitesEmpty}</Text>}
            {sites.map((site) => (
              <SitePanel key={site.id} site={site} editable={role === "administrator"} />
            ))}
            {role === "administrator" && <AddSite sites={sites} />}
          </>
        )}
      </Loaded>
    </Stack>
  );
}
