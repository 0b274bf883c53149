import { ActionIcon, Button, Checkbox, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useId } from "react";
import type { SiteConfig } from "../../desk/api-types.ts";
import { useTexts } from "../language.tsx";

type Server = SiteConfig["origin"]["servers"][number];

interface Props {
  readonly servers: readonly Server[];
  onChange(servers: Server[]): void;
}

/** The servers of an origin, a row each. */
export function ServerRows({ servers, onChange }: Props) {
  const { t } = useTexts();
  const set = (at: number, change: Partial<Server>) =>
    onChange(servers.map((server, i) => (i === at ? withoutDefaults({ ...server, ...change }) : server)));
  return (
    <Stack gap="sm">
      {servers.map((server, i) => (
        <ServerRow
          // A row is its place: its URL changes while it is typed.
          key={i}
          number={i + 1}
          server={server}
          isOnly={servers.length === 1}
          onChange={(change) => set(i, change)}
          onRemove={() => onChange(servers.filter((_, j) => j !== i))}
        />
      ))}
      <Group>
        <Button variant="default" size="compact-sm" onClick={() => onChange([...servers, { url: "" }])}>
          {t.addServer}
        </Button>
      </Group>
    </Stack>
  );
}

interface RowProps {
  readonly number: number;
  readonly server: Server;
  readonly isOnly: boolean;
  onChange(change: Partial<Server>): void;
  onRemove(): void;
}

function ServerRow({ number, server, isOnly, onChange, onRemove }: RowProps) {
  const { t } = useTexts();
  const id = useId();
  return (
    <div className="server">
      <TextInput
        type="url"
        label={t.server(number)}
        value={server.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
        required
        spellCheck={false}
      />
      <NumberInput
        label={t.serverWeight}
        value={server.weight ?? 1}
        onChange={(weight) => onChange({ weight: Number(weight) || 1 })}
        min={1}
        max={1000}
        allowDecimal={false}
        hideControls
      />
      <Checkbox
        id={id}
        label={t.serverBackup}
        checked={server.backup ?? false}
        onChange={(event) => onChange({ backup: event.currentTarget.checked })}
      />
      {!isOnly && (
        <ActionIcon variant="default" size="lg" aria-label={t.removeServer(number)} onClick={onRemove}>
          ×
        </ActionIcon>
      )}
    </div>
  );
}

/** As it would be written by hand: what is usual is not said. */
const withoutDefaults = ({ url, weight = 1, backup = false }: Server): Server => ({
  url,
  ...(weight === 1 ? {} : { weight }),
  ...(backup ? { backup } : {}),
});
