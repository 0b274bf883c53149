import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { SiteConfig } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { Cancel } from "./cancel.tsx";
import { Loaded } from "./loaded.tsx";
import { Problem } from "./problem.tsx";
import { Saved } from "./published.tsx";
import { sends } from "./sends.ts";
import { ServerRows } from "./server-rows.tsx";
import { SiteRequest } from "./site-request.tsx";

/** The main settings of a site. The rest of its document stays as it is. */
export function SiteForm({ id, ...props }: Props & { readonly id: string }) {
  const { api } = useDesk();
  const query = useQuery({
    queryKey: ["site", id],
    queryFn: () => api.site(id),
    gcTime: 0, // what is edited is the document as it was when the form was opened
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <Loaded query={query}>{(data) => <Form {...data} {...props} />}</Loaded>;
}

interface Props {
  /** What else can be done, as long as nothing is saved. */
  readonly children: ReactNode;
  onClose(): void;
}

function Form({ site: before, hash: now, children, onClose }: Props & { site: SiteConfig; hash: string }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [site, setSite] = useState(before);
  const [hash] = useState(now); // of what is edited, whatever becomes of the site meanwhile
  const saving = useMutation({
    mutationFn: () => api.changeSite(site, hash),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sites"] }),
  });
  const cancel = <Cancel onClick={onClose} />;
  if (saving.data?.needs) {
    return (
      <SiteRequest
        changed={saving.data}
        send={(asked) => api.changeSite(site, hash, asked)}
        onClose={onClose}
        beside={cancel}
      />
    );
  }
  if (saving.data !== undefined) return <Saved changed={saving.data} onClose={onClose} />;
  return (
    <Stack gap="lg">
      <form onSubmit={sends(saving)}>
        <Stack gap="md" maw="40rem">
          <ServerRows
            servers={site.origin.servers}
            onChange={(servers) => setSite({ ...site, origin: { ...site.origin, servers } })}
          />
          <TextInput
            label={t.hostSent}
            description={t.hostSentHelp}
            value={site.origin.host ?? ""}
            onChange={(event) => setSite(withHostSent(site, event.currentTarget.value.trim()))}
            autoCapitalize="none"
            spellCheck={false}
          />
          <Checkbox
            label={t.httpsOnly}
            description={t.httpsOnlyHelp}
            checked={site.https?.redirect ?? false}
            onChange={(event) =>
              setSite({ ...site, https: { ...site.https, redirect: event.currentTarget.checked } })
            }
          />
          <Text size="sm" c="dimmed">
            {t.otherSettings}
          </Text>
          <Problem error={saving.error} />
          <Group>
            <Button type="submit" loading={saving.isPending}>
              {t.save}
            </Button>
            {cancel}
          </Group>
        </Stack>
      </form>
      {children}
    </Stack>
  );
}

/** Nothing to say is no setting. */
function withHostSent(site: SiteConfig, host: string): SiteConfig {
  const { host: _before, ...origin } = site.origin;
  return { ...site, origin: host === "" ? origin : { ...origin, host } };
}
