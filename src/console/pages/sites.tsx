import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
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
  const query = useInfiniteQuery({
    queryKey: ["sites"],
    queryFn: ({ pageParam }) => api.sites(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ sites }) => sites),
  });
  return (
    <Stack gap="lg" maw="56rem">
      <Title order={1}>{t.page.sites}</Title>
      <Loaded query={query}>
        {(sites) => (
          <>
            {sites.length === 0 && <Text c="dimmed">{t.sitesEmpty}</Text>}
            {sites.map((site) => (
              <SitePanel key={site.id} site={site} editable={role === "administrator"} />
            ))}
            {query.hasNextPage && (
              <Group>
                <Button
                  variant="default"
                  onClick={() => query.fetchNextPage()}
                  loading={query.isFetchingNextPage}
                >
                  {t.moreSites}
                </Button>
              </Group>
            )}
            {role === "administrator" && <AddSite sites={sites} />}
          </>
        )}
      </Loaded>
    </Stack>
  );
}
