import { AppShell, Badge, Button, Group, NavLink, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useDesk, usePerson } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { linkTo, type Route } from "../route.ts";
import { countFor } from "../waiting.ts";

const PAGES = ["queue", "approvals", "work", "appeals", "sites", "fleet", "people"] as const;
const COUNT_MS = 15_000;

/** Name, language, and the way out. */
export function TopBar() {
  const { t, language, setLanguage } = useTexts();
  const { person, signOut } = useDesk();
  const other = language === "fr" ? "en" : "fr";
  return (
    <Group h={56} px="md" justify="space-between" wrap="nowrap" component="header">
      <Text fw={700} fz="lg" component="a" href={linkTo("queue")} c="inherit" td="none">
        Rempart
      </Text>
      <Group gap="xs" wrap="nowrap">
        {person !== undefined && (
          <Text size="sm" c="dimmed" truncate maw={180} visibleFrom="xs">
            {person.name}
          </Text>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          lang={other}
          aria-label={other === "fr" ? "Français" : "English"}
          onClick={() => setLanguage(other)}
        >
          {other.toUpperCase()}
        </Button>
        {person !== undefined && (
          <Button variant="default" size="compact-sm" onClick={signOut}>
            {t.signOut}
          </Button>
        )}
      </Group>
    </Group>
  );
}

/** The frame of every page of the team: links at the side, on a telephone at the bottom. */
export function Shell({ route, children }: { readonly route: Route; readonly children: ReactNode }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const current = PAGES.find((page) => page === route.page) ?? "queue";
  useEffect(() => {
    document.title = `${t.page[current]} · Rempart`;
  }, [current, t]);
  useEffect(() => {
    scrollTo(0, 0); // another address starts at the top
  }, [route]);
  const cases = useQuery({ queryKey: ["cases"], queryFn: api.cases, refetchInterval: COUNT_MS });
  const waiting = useQuery({ queryKey: ["waiting"], queryFn: api.waiting, refetchInterval: COUNT_MS });
  const appeals = useQuery({ queryKey: ["appeals"], queryFn: api.appeals, refetchInterval: COUNT_MS });
  const work = useQuery({ queryKey: ["work"], queryFn: api.work, refetchInterval: COUNT_MS });
  const counts: Partial<Record<string, number>> = {
    queue: cases.data?.cases.length ?? 0,
    approvals: countFor(person, waiting.data?.decisions ?? []),
    work: work.data?.orders.length ?? 0,
    appeals: appeals.data?.appeals.length ?? 0,
  };
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: true } }}
      footer={{ height: { base: 56, sm: 0 } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <AppShell.Header component="div">
        <TopBar />
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t.pages}>
        {PAGES.map((page) => (
          <NavLink
            key={page}
            href={linkTo(page)}
            label={t.page[page]}
            active={page === current}
            aria-current={page === current ? "page" : undefined}
            rightSection={counts[page] ? <Badge variant="default">{counts[page]}</Badge> : undefined}
          />
        ))}
        <Text size="xs" c="dimmed" mt="auto" p="xs">
          {t.teamRole[person.role]}
        </Text>
      </AppShell.Navbar>
      <AppShell.Main>{children}</AppShell.Main>
      <AppShell.Footer hiddenFrom="sm" component="nav" aria-label={t.pages}>
        <div className="tabs">
          {PAGES.map((page) => (
            <a key={page} href={linkTo(page)} aria-current={page === current ? "page" : undefined}>
              {t.page[page]}
              {counts[page] ? `\u00a0${counts[page]}` : ""}
            </a>
          ))}
        </div>
      </AppShell.Footer>
    </AppShell>
  );
}
