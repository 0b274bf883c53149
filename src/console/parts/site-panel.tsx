import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SiteConfig } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import type { Language } from "../format.ts";
import { useTexts } from "../language.tsx";
import type { Texts } from "../texts.ts";
import { Fact, Facts } from "./facts.tsx";
import { Panel } from "./panel.tsx";
import { Problem } from "./problem.tsx";
import { PurgeForm } from "./purge-form.tsx";
import { RemoveSite } from "./remove-site.tsx";
import { sends } from "./sends.ts";
import { SiteForm } from "./site-form.tsx";

type Open = "edit" | "purge" | "remove" | undefined;

/** One site: what it is, and for administrators what can be done with it. */
export function SitePanel({ site, editable }: { readonly site: SiteConfig; readonly editable: boolean }) {
  const { t, language } = useTexts();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Panel title={site.hostnames[0]}>
      <Facts>
        <Fact name={t.hostnames}>{site.hostnames.join(", ")}</Fact>
        <Fact name={t.supplied}>{site.roles.map((role) => t.serviceRole[role]).join(", ")}</Fact>
        <Fact name={t.origin} code>
          {site.origin.servers.map((server) => (
            <div key={server.url}>{serverText(server, t)}</div>
          ))}
        </Fact>
        {site.https?.redirect && <Fact name="HTTPS">{t.httpsOnly}</Fact>}
        <Fact name={t.limits}>{limitsText(site.limits, t, language)}</Fact>
        <Fact name={t.account} code>
          {site.account}
        </Fact>
      </Facts>
      {editable && open === undefined && (
        <Group gap="sm">
          <Button variant="default" onClick={() => setOpen("edit")}>
            {t.edit}
          </Button>
          <Button variant="default" onClick={() => setOpen("purge")}>
            {t.purge}
          </Button>
        </Group>
      )}
      {open === "edit" && (
        <SiteForm id={site.id} onClose={close}>
          <AddHostname site={site.id} onAdded={close} />
          <Group>
            <Button variant="default" onClick={() => setOpen("remove")}>
              {t.removeSite}
            </Button>
          </Group>
        </SiteForm>
      )}
      {open === "purge" && <PurgeForm site={site} onClose={close} />}
      {open === "remove" && <RemoveSite id={site.id} onClose={close} />}
    </Panel>
  );
}

function serverText({ url, weight, backup }: SiteConfig["origin"]["servers"][number], t: Texts): string {
  const more = [
    ...(weight === undefined ? [] : [`${t.serverWeight} ${weight}`]),
    ...(backup ? [t.serverBackup] : []),
  ];
  return more.length === 0 ? url : `${url} (${more.join(", ")})`;
}

function limitsText(limits: SiteConfig["limits"], t: Texts, language: Language): string {
  const parts = Object.entries(limits ?? {}).flatMap(([name, limit]) => {
    if (limit === undefined) return [];
    const value =
      typeof limit === "number" ? limit.toLocaleString(language) : t.limitRate(limit.perSecond, limit.burst);
    return `${value} ${t.limitNames[name as keyof typeof t.limitNames]}`;
  });
  return parts.length === 0 ? t.noLimits : parts.join(" · ");
}

function AddHostname({ site, onAdded }: { readonly site: string; onAdded(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [hostname, setHostname] = useState("");
  const adding = useMutation({
    mutationFn: () => api.addHostname(site, hostname.trim()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["sites"] });
      onAdded();
    },
  });
  return (
    <form onSubmit={sends(adding)}>
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
