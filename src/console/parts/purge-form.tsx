import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Purge, SiteConfig } from "../../desk/api-types.ts";
import type { PurgeRequest } from "../api.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Problem } from "./problem.tsx";
import { Published } from "./published.tsx";
import { sends } from "./sends.ts";

const KINDS: readonly Purge["by"][] = ["url", "prefix", "group", "host", "site"];

/** Makes every edge forget kept answers of a site: which, and how far that has got. */
export function PurgeForm({ site, onClose }: { readonly site: SiteConfig; onClose(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [by, setBy] = useState<Purge["by"]>("url");
  const [path, setPath] = useState("/");
  const [group, setGroup] = useState("");
  const [host, setHost] = useState(site.hostnames[0] ?? "");
  const [soft, setSoft] = useState(false);
  const purging = useMutation({
    mutationFn: () => api.purge(site.id, { ...whatOf(by, { path, group, host }), ...(soft ? { soft } : {}) }),
  });
  return (
    <form onSubmit={sends(purging)}>
      <Stack gap="md" maw="34rem">
        <Text size="sm" c="dimmed">
          {t.purgeHelp}
        </Text>
        <NativeSelect
          label={t.purgeWhat}
          value={by}
          data={KINDS.map((value) => ({ value, label: t.purgeKinds[value] }))}
          onChange={(event) => setBy(event.currentTarget.value as Purge["by"])}
        />
        {(by === "url" || by === "prefix") && (
          <TextInput
            label={t.purgePath}
            description={by === "url" ? t.purgeUrlHelp : t.purgePrefixHelp}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
            required
            pattern="/.*"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
        {by === "group" && (
          <TextInput
            label={t.purgeGroup}
            description={t.purgeGroupHelp}
            value={group}
            onChange={(event) => setGroup(event.currentTarget.value)}
            required
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
        {by === "host" && (
          <NativeSelect
            label={t.hostnames}
            value={host}
            data={site.hostnames}
            onChange={(event) => setHost(event.currentTarget.value)}
          />
        )}
        <Checkbox
          label={t.purgeSoft}
          description={t.purgeSoftHelp}
          checked={soft}
          onChange={(event) => setSoft(event.currentTarget.checked)}
        />
        <Problem error={purging.error} />
        {purging.data !== undefined && <Published version={purging.data.version} />}
        <Group>
          <Button type="submit" loading={purging.isPending}>
            {t.purge}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.close}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface Typed {
  readonly path: string;
  readonly group: string;
  readonly host: string;
}

function whatOf(by: Purge["by"], { path, group, host }: Typed): PurgeRequest {
  switch (by) {
    case "url":
    case "prefix":
      return { by, path: encoded(path) };
    case "group":
      return { by, group };
    case "host":
      return { by, host };
    case "site":
      return { by };
  }
}

/** As a path travels, whatever was typed or pasted: a whole address is its path. */
function encoded(path: string): string {
  const url = new URL(path.startsWith("/") ? `http://site.invalid${path}` : path, "http://site.invalid");
  return `${url.pathname}${url.search}`;
}
