import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SiteConfig } from "../../desk/api-types.ts";
import { useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { AddSite } from "../parts/add-site.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/panel.tsx";
import { Problem } from "../parts/problem.tsx";

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
              <Site key={site.id} site={site} editable={role === "administrator"} />
            ))}
            {role === "administrator" && <AddSite sites={sites} />}
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Site({ site, editable }: { readonly site: SiteConfig; readonly editable: boolean }) {
  const { t } = useTexts();
  return (
    <Panel title={site.hostnames[0]}>
      <Facts>
        <Fact name={t.hostnames}>{site.hostnames.join(", ")}</Fact>
        <Fact name={t.supplied}>{site.roles.map((role) => t.serviceRole[role]).join(", ")}</Fact>
        <Fact name={t.origin} code>
          {site.origin.servers.map(({ url }) => url).join(", ")}
        </Fact>
        <Fact name={t.account} code>
          {site.account}
        </Fact>
      </Facts>
      {editable && <AddHostname site={site.id} />}
    </Panel>
  );
}

function AddHostname({ site }: { readonly site: string }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [hostname, setHostname] = useState("");
  const adding = useMutation({
    mutationFn: () => api.addHostname(site, hostname.trim()),
    onSuccess: () => {
      setHostname("");
      return queries.invalidateQueries({ queryKey: ["sites"] });
    },
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <form onSubmit={add}>
      <Group align="end" gap="sm">
        <TextInput
          label={t.addHostname}
          value={hostname}
          onChange={(event) => setHostname(event.currentTarget.value)}
          required
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={adding.isPending}>
          {t.add}
        </Button>
      </Group>
      <Problem error={adding.error} />
    </form>
  );
}
