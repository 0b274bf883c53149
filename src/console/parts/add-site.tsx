import { Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ServiceRole, SiteConfig } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import type { Language } from "../format.ts";
import { useTexts } from "../language.tsx";
import { Panel } from "./panel.tsx";
import { Problem } from "./problem.tsx";
import { sends } from "./sends.ts";

const ROLES: readonly ServiceRole[] = ["cdn", "ddos", "dns", "registrar", "host", "mail"];
const NEW = "new";
const EMPTY = {
  account: NEW,
  email: "",
  language: "fr" as Language,
  hostnames: "",
  origin: "",
  foldCase: false,
};

/** A new site, of an account that is known or of a new one. */
export function AddSite({ sites }: { readonly sites: readonly SiteConfig[] }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const queries = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [roles, setRoles] = useState<ServiceRole[]>(["cdn"]);
  const set = (change: Partial<typeof EMPTY>) => setForm((before) => ({ ...before, ...change }));
  const accounts = [...new Map(sites.map((site) => [site.account, site.hostnames[0] ?? site.account]))];

  const adding = useMutation({
    mutationFn: async () => {
      const account =
        form.account === NEW ? (await api.addAccount(form.email, form.language)).id : form.account;
      set({ account }); // a second try after a wrong hostname must not make a second account
      const hostnames = form.hostnames.split(/[\s,]+/).filter(Boolean);
      return api.addSite({
        account,
        hostnames,
        roles,
        origin: { servers: [{ url: form.origin }] },
        readings: { foldCase: form.foldCase },
      });
    },
    onSuccess: () => {
      setForm(EMPTY);
      return queries.invalidateQueries({ queryKey: ["sites"] });
    },
  });
  const known = accounts.some(([id]) => id === form.account) || form.account === NEW;

  return (
    <Panel title={t.addSite}>
      <form onSubmit={sends(adding)}>
        <Stack gap="md" maw="34rem">
          <NativeSelect
            label={t.account}
            value={form.account}
            data={[
              { value: NEW, label: t.newAccount },
              ...accounts.map(([value, hostname]) => ({ value, label: t.accountOf(hostname) })),
              ...(known ? [] : [{ value: form.account, label: form.account }]),
            ]}
            onChange={(event) => set({ account: event.currentTarget.value })}
          />
          {form.account === NEW && (
            <Group grow align="end">
              <TextInput
                type="email"
                label={t.contactEmail}
                value={form.email}
                onChange={(event) => set({ email: event.currentTarget.value })}
                required
              />
              <NativeSelect
                label={t.contactLanguage}
                value={form.language}
                data={[
                  { value: "fr", label: "Français" },
                  { value: "en", label: "English" },
                ]}
                onChange={(event) => set({ language: event.currentTarget.value as Language })}
              />
            </Group>
          )}
          <Textarea
            label={t.hostnames}
            description={t.hostnamesHelp}
            value={form.hostnames}
            onChange={(event) => set({ hostnames: event.currentTarget.value })}
            required
            autosize
            spellCheck={false}
          />
          <TextInput
            type="url"
            label={t.origin}
            description={t.originHelp}
            value={form.origin}
            onChange={(event) => set({ origin: event.currentTarget.value })}
            required
          />
          <Checkbox.Group
            label={t.supplied}
            value={roles}
            onChange={(value) => setRoles(value as ServiceRole[])}
          >
            <Group mt={6}>
              {ROLES.map((role) => (
                <Checkbox key={role} value={role} label={t.serviceRole[role]} />
              ))}
            </Group>
          </Checkbox.Group>
          <Checkbox
            label={t.foldCase}
            description={t.foldCaseHelp}
            checked={form.foldCase}
            onChange={(event) => set({ foldCase: event.currentTarget.checked })}
          />
          <Problem error={adding.error} />
          <Group>
            <Button type="submit" loading={adding.isPending} disabled={roles.length === 0}>
              {t.addSite}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
